"""What a reviewer decided about an uploaded list as a whole, without a value of it (I3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListDecision(models.Model):
    """Rows that single persons out: merged, or left with a reason; and the list compared with.

    Which rows are merged follows from the columns' decisions each time; no row is named here.
    """

    vault_id = models.UUIDField(primary_key=True)
    page_id = models.IntegerField(db_index=True)
    merges_small = models.BooleanField(_("合并过小的组"), default=False)
    accepts_risk = models.BooleanField(_("接受风险"), default=False)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # The smallest group that was accepted: a worse list needs a new look.
    accepted_smallest = models.PositiveIntegerField(default=0)
    # The earlier list compared with; empty: the last one of the same unit and catalogue row.
    predecessor = models.UUIDField(null=True, blank=True)
    accepts_difference = models.BooleanField(_("已看过与上期的差别"), default=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("名册决定")
        verbose_name_plural = _("名册决定")

    cls = "QUASI"  # what a second person is asked about

    def __str__(self):
        return f"list {self.vault_id}"


class UploadProgress(models.Model):
    """How far the reading of an upload has come; counts only, gone when it is done."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12, default="reading")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("上传进度")

    def __str__(self):
        return f"{self.stage} {self.done}/{self.total}"
