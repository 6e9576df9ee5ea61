"""What became of the last day of publication of an item after it was first counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockEvent(models.Model):
    """One recount that moved the last day of an item. Dates and numbers only, no text of the
    item: the row may outlive it."""

    page_id = models.IntegerField(db_index=True)
    unit = models.ForeignKey("disclosure.Unit", on_delete=models.PROTECT, related_name="+")
    before = models.DateField(_("原最迟公开日"))
    after = models.DateField(_("现最迟公开日"))
    cause = models.CharField(
        _("原因"),
        max_length=10,
        choices=[("recount", _("按现行工作日历和目录时限重算"))],
        default="recount",
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        verbose_name = _("时限变动")
        verbose_name_plural = _("时限变动")

    def __str__(self):
        return f"page {self.page_id}: {self.before} -> {self.after}"
