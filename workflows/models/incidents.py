"""The record of a leak: what, since when, who did what, and which duties of the law are done.

No row here holds a value of anybody: free text is checked before it is stored (wording.py).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

PERSONS = [
    ("unknown", _("未查清")),
    ("1", _("1 人")),
    ("9", _("2 至 9 人")),
    ("99", _("10 至 99 人")),
    ("999", _("100 至 999 人")),
    ("many", _("1,000 人以上")),
]
OPENED_BY = [
    ("report", _("公众报告")),
    ("second_look", _("抽查复审")),
    ("recheck", _("自动复查")),
    ("staff", _("工作人员发现")),
]
DUTY_STATES = [("open", _("未完成")), ("done", _("已完成")), ("not_needed", _("不适用"))]


class Incident(models.Model):
    """One leak, from its discovery until its duties are done or reasoned away."""

    serial = models.CharField(_("编号"), max_length=20, unique=True)
    number = models.CharField(_("索引号"), max_length=64, db_index=True)
    page_id = models.IntegerField(db_index=True)
    unit = models.ForeignKey("disclosure.Unit", on_delete=models.PROTECT, related_name="+")
    takedown = models.OneToOneField(
        "workflows.Takedown", on_delete=models.PROTECT, null=True, related_name="incident"
    )
    opened_by = models.CharField(_("由何发现"), max_length=12, choices=OPENED_BY)
    opened_at = models.DateTimeField(_("发现时间"))
    classes = models.JSONField(_("信息种类"), default=list)
    persons = models.CharField(_("涉及人数"), max_length=8, choices=PERSONS, default="unknown")
    # When the affected text first stood on the public site, by the public versions.
    public_since = models.DateTimeField(_("公开起"), null=True)
    public_until = models.DateTimeField(_("公开止"), null=True)
    closed_at = models.DateTimeField(_("办结"), null=True)
    closed_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("泄露事件")
        verbose_name_plural = _("泄露事件")
        ordering = ["-pk"]

    def __str__(self):
        return f"incident {self.serial}"


class IncidentDuty(models.Model):
    """One duty of the checklist; `code` names it in data/incident_duties.json."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="duties")
    code = models.CharField(max_length=40)
    due_at = models.DateTimeField(_("期限"), null=True)
    state = models.CharField(_("状态"), max_length=12, choices=DUTY_STATES, default="open")
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("incident", "code")]
        ordering = ["pk"]

    def __str__(self):
        return f"{self.incident_id} {self.code}"


class IncidentEntry(models.Model):
    """Who did what when. Append-only: the database refuses changes."""

    incident_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("事件记录")
        verbose_name_plural = _("事件记录")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.incident_id} {self.action}"
