"""How long a list of persons may be shown, with what is needed to count it again (I7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListPeriod(models.Model):
    """One showing of an item's list: posted, counted, taken down. A changed list begins anew.

    The list goes at 00:00 Asia/Shanghai of the day after `last_day` (rules.md §3). `confirmed`
    tells per copy when it was seen to be gone. No value of the list is kept here.
    """

    DAY_TYPES = [("calendar", _("天")), ("working", _("个工作日"))]
    number = models.CharField(_("索引号"), max_length=64, db_index=True)
    page_id = models.IntegerField(db_index=True)
    rev = models.PositiveIntegerField(_("从第几版起"))
    posted_on = models.DateField(_("公示起"))
    days = models.PositiveSmallIntegerField(_("天数"))
    day_type = models.CharField(_("计算方式"), max_length=8, choices=DAY_TYPES)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    # The end the item itself names, where it is later than the norm's.
    stated_until = models.DateField(_("写明的截止日"), null=True, blank=True)
    last_day = models.DateField(_("公示止"), db_index=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    row_count = models.PositiveIntegerField(_("行数"), default=0)
    restarted_at = models.DateTimeField(_("被新名册代替"), null=True, blank=True)
    removed_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    confirmed = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField(_("各处均已撤下"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("名册公示期")
        verbose_name_plural = _("名册公示期")

    def __str__(self):
        return f"{self.number} until {self.last_day}"
