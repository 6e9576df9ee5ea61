"""个人信息保护影响评估 (个人信息保护法 Art. 55, 56): written when a review is passed, then
fixed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YEARS_KEPT = 3  # Art. 56: at least three years


def kept_until():
    """The first day on which a record made today may go."""
    today = timezone.localdate()
    leap = (today.month, today.day) == (2, 29)
    day = today.replace(day=28) if leap else today
    return day.replace(year=today.year + YEARS_KEPT)


class ImpactAssessment(models.Model):
    """Purpose, necessity, risk, measures and decision of one review, without any value.

    The database refuses every change, and deletion before `kept_until` (append_only.py).
    `measures` count decisions by class and action; `kept` names what stayed, why, and who agreed.
    """

    page_id = models.IntegerField(db_index=True)
    item_number = models.CharField(_("索引号"), max_length=64, db_index=True)
    unit_code = models.CharField(max_length=30, db_index=True)
    unit_name = models.CharField(_("公开主体"), max_length=200)
    catalogue_label = models.CharField(_("目录事项"), max_length=300, blank=True)
    policy = models.CharField(_("隐私规则"), max_length=80, blank=True)
    revision_id = models.IntegerField()
    clearance_id = models.IntegerField(db_index=True)
    redaction_id = models.IntegerField(null=True)
    purpose = models.TextField(_("处理目的"))
    necessity = models.TextField(_("必要性"))
    risk = models.TextField(_("对个人权益的影响和风险"))
    measures = models.JSONField(_("保护措施"), default=list)
    kept = models.JSONField(_("保留的内容"), default=list)
    rows = models.PositiveIntegerField(_("名册行数"), default=0)
    decision = models.CharField(_("结论"), max_length=20, default="cleared")
    # No key: nothing may be changed any more, not even by an account that is deleted.
    by_id = models.IntegerField()
    by_name = models.CharField(_("审查人"), max_length=150)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    kept_until = models.DateField(_("保存至"), default=kept_until)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("个人信息保护影响评估")
        verbose_name_plural = _("个人信息保护影响评估")

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """Its own number, drawn with the row and never reused."""
        return f"PIA-{timezone.localdate(self.at).year}-{self.pk:05d}"
