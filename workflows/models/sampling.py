"""Looking again: items cleared many at once, and items drawn for a second look."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.chain import BATCH_RULE

SOURCES = [("review", _("逐件审查")), ("batch", _("成批放行")), ("import", _("导入规则"))]
OUTCOMES = [("right", _("没有问题")), ("missed", _("有漏掉的")), ("over", _("隐藏过多"))]


class Batch(models.Model):
    """Items without findings that one reviewer clears together after looking at a sample."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    sample_size = models.PositiveIntegerField(_("抽看件数"))
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("成批放行")
        verbose_name_plural = _("成批放行")

    def __str__(self):
        return f"batch {self.pk}"

    @property
    def rule(self) -> str:
        """What the clearances of this batch carry as their rule."""
        return f"{BATCH_RULE}{self.pk}"


class BatchItem(models.Model):
    """One submission of a batch; `failure` is a code of `batches.FAILURES`."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    page_id = models.IntegerField(db_index=True)
    state_id = models.IntegerField()
    revision_id = models.IntegerField()
    is_sample = models.BooleanField(_("抽到"), default=False)
    viewed_at = models.DateTimeField(_("看过"), null=True)
    cleared_at = models.DateTimeField(_("放行"), null=True)
    failure = models.CharField(max_length=20, blank=True)

    class Meta:
        unique_together = [("batch", "state_id")]
        ordering = ["pk"]

    def __str__(self):
        return f"{self.batch_id} {self.state_id}"


class SecondLook(models.Model):
    """What another reviewer found in a cleared item: kinds and rules, never a value (I3)."""

    clearance_id = models.IntegerField(unique=True)
    page_id = models.IntegerField(db_index=True)
    number = models.CharField(max_length=64)
    source = models.CharField(_("来源"), max_length=8, choices=SOURCES, db_index=True)
    outcome = models.CharField(_("结论"), max_length=8, choices=OUTCOMES)
    # Classes that were missed, or hidden without need.
    classes = models.JSONField(default=list)
    # Group of rules of the detector that should have found it, or "person".
    rule = models.CharField(_("本应发现它的规则"), max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("抽查复审")
        verbose_name_plural = _("抽查复审")

    def __str__(self):
        return f"second look at {self.number}: {self.outcome}"
