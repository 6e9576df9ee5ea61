"""Evidence of the release funnel: register, approvals, clearances, checks, versions, outbox.

Items are named by number or by a plain integer, never by a protecting key (gate.md C10): evidence
outlives the page, and a protecting key would answer before the gate does.
"""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.vocabulary import REASONS


def new_salt() -> str:
    return secrets.token_hex(32)


class ItemNumber(models.Model):
    """Register of 索引号. A number is drawn once and never reused, whatever becomes of its item."""

    number = models.CharField(max_length=64, primary_key=True)
    unit_code = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    page_id = models.IntegerField(null=True)
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("unit_code", "year", "serial")]

    def __str__(self):
        return self.number


class Signed(models.Model):
    """Who decided when. The name is kept as text, because accounts are deleted."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Approval(Signed):
    """The department's approval of exactly this content, first link of the chain (gate.md C2)."""

    page_id = models.IntegerField(db_index=True)
    workflow_state_id = models.IntegerField(null=True, db_index=True)
    revision_id = models.IntegerField()
    salt = models.CharField(max_length=64, default=new_salt)
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"approval {self.pk}"


class Redaction(Signed):
    """From the approved content to the redacted one; both digests under the approval's salt.

    `decisions` hold class, action, place and reason of each decision, never a value: together they
    are the impact assessment that must be kept three years (个人信息保护法 Art. 55, 56).
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="redactions")
    revision_id = models.IntegerField()
    base_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64)
    decisions = models.JSONField(default=list)

    def __str__(self):
        return f"redaction {self.pk}"


class Clearance(Signed):
    """Permission to make exactly one rendition public, once (I1, gate.md C12).

    `rule` names the import rule where no reviewer looked; `is_sampled` marks those chosen for a
    second look. `withheld_id` is the vault object with the values that no surface may show.
    """

    number = models.CharField(max_length=64, db_index=True)
    page_id = models.IntegerField(db_index=True)
    revision_id = models.IntegerField()
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, null=True, blank=True)
    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, null=True, blank=True)
    workflow_state_id = models.IntegerField(null=True, db_index=True)
    rendition = models.CharField(max_length=8, default="web")
    salt = models.CharField(max_length=64, default=new_salt, blank=True)
    digest = models.CharField(max_length=64)
    # What remains when the publicity period of its list is over; cleared with it (I4).
    reduced_digest = models.CharField(max_length=64, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    is_sampled = models.BooleanField(default=False)
    withheld_id = models.UUIDField(null=True, blank=True)
    accepted = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("放行决定")

    def __str__(self):
        return f"clearance {self.pk} of {self.number}"


class ReleaseCheck(models.Model):
    """Result of looking at every surface for one digest. No release without a passed check (I4)."""

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="checks")
    digest = models.CharField(max_length=64)
    surfaces = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    passed = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"check {self.pk}"


class PublicVersion(models.Model):
    """One public event of an item with its content; `parts` are emptied on removal (I5)."""

    TYPES = [
        ("publish", _("首次公开")),
        ("revise", _("更正或更新")),
        ("redact", _("删去部分内容")),
        ("withdraw", _("撤下")),
        ("restore", _("恢复公开")),
    ]
    number = models.CharField(max_length=64, db_index=True)
    page_id = models.IntegerField(db_index=True)
    rev = models.PositiveIntegerField()
    type = models.CharField(max_length=10, choices=TYPES)
    reason = models.CharField(max_length=12, choices=REASONS, blank=True)
    title = models.CharField(max_length=255, blank=True)
    parts = models.JSONField(default=list)
    ledger_index = models.BigIntegerField()
    check_code = models.CharField(max_length=20)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=150, blank=True)

    class Meta:
        unique_together = [("number", "rev")]
        ordering = ["number", "-rev"]

    def __str__(self):
        return f"{self.number} r{self.rev}"


class Outbox(models.Model):
    """A side effect owed to the outside, written in the transaction that causes it."""

    kind = models.CharField(max_length=20, db_index=True)
    number = models.CharField(max_length=64, blank=True, db_index=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("待办副作用")

    def __str__(self):
        return f"{self.kind} {self.number}"


class OpenGate(models.Model):
    """Items the running release transaction may change. Never committed: always empty outside."""

    page_id = models.IntegerField(primary_key=True)

    class Meta:
        db_table = "disclosure_opengate"

    def __str__(self):
        return str(self.page_id)
