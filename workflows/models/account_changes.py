"""Changes of accounts around the vault that one administrator may not make alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountChange(models.Model):
    """A wish of one administrator that a second person confirms or refuses.

    Rows are the record: they are added, decided once, and never deleted. No password and no
    address is kept here; confirming a credential change allows its making once.
    """

    KINDS = [
        ("join", _("加入“保险箱读取”")),
        ("credentials", _("重设密码、邮箱或登录名")),
    ]
    STATES = [
        ("open", _("待确认")),
        ("confirmed", _("已确认")),
        ("refused", _("未同意")),
        ("used", _("已办理")),
    ]
    kind = models.CharField(_("事项"), max_length=12, choices=KINDS)
    target = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    target_name = models.CharField(_("账号"), max_length=150)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_by_name = models.CharField(_("提出人"), max_length=150)
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(_("确认人"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("账号变更")
        verbose_name_plural = _("账号变更")
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.kind} {self.target_id} {self.state}"
