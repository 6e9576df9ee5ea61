"""What the engines follow: one row per item that is or was public, in an order of changes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchSequence(models.Model):
    """The one counter of changes. Locking its row makes changes commit in their order, so that an
    index which has reached a number has missed nothing before it."""

    source = models.UUIDField(default=uuid.uuid4, editable=False)
    highest = models.BigIntegerField(default=0)

    def __str__(self):
        return str(self.highest)

    @classmethod
    def next(cls) -> int:
        """The next number, for the rest of the caller's transaction nobody else's."""
        row = cls.objects.select_for_update().first() or cls.objects.create()
        row.highest += 1
        row.save(update_fields=["highest"])
        return row.highest


class SearchDocument(models.Model):
    """A `SearchRecord` as stored, or the trace of a removed one (its payload is empty)."""

    number = models.CharField(max_length=64, unique=True)
    rev = models.PositiveIntegerField()
    source_id = models.CharField(max_length=120, blank=True)
    seq = models.BigIntegerField(unique=True)
    payload = models.JSONField(default=dict)
    # The record's own, as columns: `rebuild_search --check` and `ledger_check` read all of them.
    ledger_index = models.BigIntegerField(null=True)
    parts_digest = models.CharField(max_length=64, blank=True)
    # Of a removed one: since when no index file holds anything of it (search/upkeep/forgetting.py).
    purged_at = models.DateTimeField(null=True, blank=True)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["seq"]
        verbose_name = _("检索文档")
        verbose_name_plural = _("检索文档")

    def __str__(self):
        return f"{self.number} r{self.rev}"
