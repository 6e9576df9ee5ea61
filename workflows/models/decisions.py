"""What a reviewer decided so far, without the value it is about.

Rows are drafts until the approval copies them into `disclosure.Redaction`. A value is known by
place and by a keyed fingerprint only, so that these tables never need scrubbing (I3).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ACTIONS = [
    ("keep", _("保留")),
    ("mask", _("隐藏")),
    ("remove", _("删除")),
    ("generalise", _("概括")),
]


class Decision(models.Model):
    page_id = models.IntegerField(db_index=True)
    cls = models.CharField(_("类别"), max_length=40)
    action = models.CharField(_("决定"), max_length=12, choices=ACTIONS)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class ReviewDecision(Decision):
    """On one place in one part of the submitted revision; offsets are code points of the part."""

    revision_id = models.IntegerField(db_index=True)
    part = models.CharField(max_length=160)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    # What a generalisation says instead; meant for the public, so it may be stored.
    replacement = models.CharField(_("概括为"), max_length=200, blank=True)
    # The detector found nothing here; the reviewer marked the place.
    is_manual = models.BooleanField(default=False)
    # Taken over from the review before a return.
    is_carried = models.BooleanField(default=False)

    class Meta:
        unique_together = [("revision_id", "part", "start", "end")]
        verbose_name = _("审查决定")
        verbose_name_plural = _("审查决定")

    def __str__(self):
        return f"{self.action} {self.cls} {self.part}:{self.start}"


class ColumnDecision(Decision):
    """On one column of an uploaded list, known by its vault object."""

    vault_id = models.UUIDField(db_index=True)
    column = models.PositiveSmallIntegerField()
    # How coarse a generalised column is: 1 is the first step (privacy.quasi).
    level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        unique_together = [("vault_id", "column")]
        verbose_name = _("名册列决定")
        verbose_name_plural = _("名册列决定")

    def __str__(self):
        return f"{self.action} {self.cls} {self.column}"


class Reveal(models.Model):
    """Somebody looked at hidden values: who, when, which place. Rows are only ever added."""

    page_id = models.IntegerField(db_index=True)
    revision_id = models.IntegerField()
    part = models.CharField(max_length=160, blank=True)
    start = models.PositiveIntegerField(null=True)
    cls = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("查看原文记录")
        verbose_name_plural = _("查看原文记录")

    def __str__(self):
        return f"{self.by_name} {self.page_id} {self.part}"


class UploadedList(models.Model):
    """What is known of a list in the vault without opening it: columns, verdicts, row count."""

    vault_id = models.UUIDField(primary_key=True)
    page_id = models.IntegerField(db_index=True)
    # [{"name", "cls", "action", "confidence"}]; names are labels of columns, checked at upload.
    columns = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(_("行数"))
    # [{"column", "cls", "cells"}]: dangerous values in single cells of other columns, counted.
    findings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("已上传的名册")
        verbose_name_plural = _("已上传的名册")

    def __str__(self):
        return f"{self.vault_id} {self.row_count}"
