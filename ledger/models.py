"""The log's tables (verification specification §8); only `ledger.append` writes them."""

from django.db import models

from . import canonical_json
from .code import with_dashes
from .commitments import Manifest
from .entry import Event, parse


class ByteField(models.BinaryField):
    """Bytes that come back as bytes from every database (psycopg gives a memoryview)."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else bytes(value)


class LedgerHead(models.Model):
    """One row: the size of the log and the time of its last entry; its lock orders appends."""

    ONLY = 1

    size = models.BigIntegerField(default=0)
    last_time = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "ledger_head"

    def __str__(self):
        return f"ledger of {self.size}"


class LedgerEntry(models.Model):
    """One event of one item, for ever; the database itself refuses to change or delete it."""

    index = models.BigIntegerField(primary_key=True)
    item = models.CharField(max_length=64)
    rev = models.PositiveIntegerField()
    type = models.CharField(max_length=8)
    entry = ByteField()
    leaf = ByteField()
    # 核验码 without dashes. Not unique: two entries with one code are both shown (§7).
    code = models.CharField(max_length=16, db_index=True)
    # Canonical JSON; public for ever, also when the content is gone (§3).
    manifest = ByteField()

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["item", "rev"], name="ledger_entry_item_rev")
        ]

    def __str__(self):
        return f"{self.index}: {self.type} {self.item} r{self.rev}"

    @property
    def event(self) -> Event:
        """The nine keys of this entry; BadEntry when its bytes were tampered with."""
        return parse(self.entry)

    @property
    def root(self) -> str:
        return self.event.root

    @property
    def time(self) -> str:
        return self.event.time

    @property
    def shown_code(self) -> str:
        return with_dashes(self.code)

    @property
    def parts_manifest(self) -> Manifest:
        """[[id, commitment], ...]; empty for a withdrawal."""
        return canonical_json.loads(self.manifest)


class LedgerSeed(models.Model):
    """What still opens an entry's parts: the seed, or after a redaction the remaining salts.

    Deleted together with the content it opens (§10), hence no key to the entry.
    """

    index = models.BigIntegerField(primary_key=True)
    seed = ByteField(null=True)
    salts = models.JSONField(null=True)  # {part id: hex}, only when the seed is gone

    class Meta:
        db_table = "ledger_seed"

    def __str__(self):
        return f"opening of {self.index}"
