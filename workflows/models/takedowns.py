"""Reports from the public, and items taken off the site with every copy counted.

What a reporter wrote lies in the vault; these rows hold kinds, dates and names of staff only (I3).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

REPORT_KINDS = [
    ("leak", _("出现了不该公开的个人信息")),
    ("correct", _("我的信息有误，要求更正")),
    ("delete", _("要求删除我的信息")),
]
PLACES = [
    ("unknown", _("说不清")),
    ("title", _("标题")),
    ("body", _("正文")),
    ("table", _("名单或表格")),
    ("file", _("附件")),
    ("other", _("其他地方")),
]
REPORT_STATES = [
    ("new", _("已收到，等待处理")),
    ("looking", _("正在核实")),
    ("done", _("已处理")),
]
REPORT_OUTCOMES = [
    ("taken_down", _("内容已撤下")),
    ("corrected", _("内容已更正")),
    ("lawful", _("经核实，依法应当公开")),
    ("nothing", _("经核实，没有发现个人信息")),
    ("repeated", _("已有相同的报告，一并处理")),
]


class ProblemReport(models.Model):
    """One report or request of the public about one item."""

    receipt = models.CharField(_("回执号"), max_length=20, unique=True)
    number = models.CharField(_("索引号"), max_length=64, db_index=True)
    page_id = models.IntegerField(null=True, db_index=True)
    unit = models.ForeignKey("disclosure.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("事由"), max_length=8, choices=REPORT_KINDS)
    place = models.CharField(_("位置"), max_length=8, choices=PLACES, default="unknown")
    # Description and contact, sealed together; null where nothing was written.
    vault_id = models.UUIDField(null=True)
    has_contact = models.BooleanField(_("留了联系方式"), default=False)
    received_at = models.DateTimeField(_("收到"), auto_now_add=True)
    due_on = models.DateField(_("办理期限"))
    state = models.CharField(_("状态"), max_length=8, choices=REPORT_STATES, default="new")
    outcome = models.CharField(_("结果"), max_length=12, choices=REPORT_OUTCOMES, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)
    handled_at = models.DateTimeField(null=True)
    takedown = models.ForeignKey(
        "workflows.Takedown", on_delete=models.SET_NULL, null=True, related_name="reports"
    )

    class Meta:
        verbose_name = _("隐私问题报告")
        verbose_name_plural = _("隐私问题报告")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"report {self.receipt}"


class Takedown(models.Model):
    """One item hidden everywhere because of personal data."""

    number = models.CharField(_("索引号"), max_length=64, db_index=True)
    page_id = models.IntegerField(db_index=True)
    unit = models.ForeignKey("disclosure.Unit", on_delete=models.PROTECT, related_name="+")
    rev = models.PositiveIntegerField()
    # Checked to hold no personal data before it is stored (wording.py).
    note = models.CharField(_("情况说明"), max_length=300)
    # The removed content, sealed: whom to tell can be read nowhere else. Null without the vault.
    sealed_id = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(_("各处均已确认"), null=True)

    class Meta:
        verbose_name = _("紧急撤下")
        verbose_name_plural = _("紧急撤下")
        ordering = ["-pk"]

    def __str__(self):
        return f"takedown of {self.number}"


class CopyCheck(models.Model):
    """Whether one copy of a taken down item is gone, as last looked at."""

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="copies")
    name = models.CharField(max_length=40)
    # What must be remembered to find the copy once its item is empty, e.g. digests of files.
    trace = models.JSONField(default=list)
    is_gone = models.BooleanField(default=False)
    # Why it could not be looked at (class of an error), "" when it answered.
    error = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("takedown", "name")]
        ordering = ["pk"]

    def __str__(self):
        return f"{self.takedown_id} {self.name}"
