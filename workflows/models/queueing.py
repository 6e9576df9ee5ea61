"""What the queue says about a submission, kept so that a long list opens nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueSummary(models.Model):
    """Counts of one waiting submission: by class and kind of content, never a value (I3).

    A submission is locked, so what was counted once stays true until it is decided on.
    """

    state_id = models.IntegerField(primary_key=True)
    revision_id = models.IntegerField()
    page_id = models.IntegerField(db_index=True)
    # [[kind of content, class, how many]]; kinds: title, field, prose, row, other.
    findings = models.JSONField(default=list)
    columns = models.PositiveIntegerField(_("须处理的列"), default=0)
    rows = models.PositiveIntegerField(_("名册行数"), default=0)
    tables = models.PositiveIntegerField(_("表格数"), default=0)
    files = models.PositiveIntegerField(_("附件数"), default=0)
    # Vault objects of its files, whose reading may still be under way.
    file_ids = models.JSONField(default=list)
    compared_with = models.CharField(max_length=12, default="first")
    changed = models.PositiveIntegerField(_("改动处数"), default=0)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("队列摘要")
        verbose_name_plural = _("队列摘要")

    def __str__(self):
        return f"summary of {self.state_id}"
