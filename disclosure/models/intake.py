"""Import of existing items: who is meant by an issuer's name, and what waits for an answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Unit


class IssuerMapping(models.Model):
    """Which unit an issuer's name in imported files stands for; remembered for every later run."""

    issuer = models.CharField(_("发文机关名称"), max_length=120, unique=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("公开主体"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="issuer_mappings",
        help_text=_("选定后，等待中的条目自动转为草稿，以后导入不再询问。"),
    )
    is_reprint = models.BooleanField(
        _("按转载处理"), default=False, help_text=_("该机关的文件由所选单位转载，不是其制作。")
    )
    note = models.CharField(_("说明"), max_length=120, blank=True)
    mapped_on = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)
    mapped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("发文机关对应")
        verbose_name_plural = _("发文机关对应")
        ordering = ["issuer"]

    def __str__(self):
        return self.issuer


class ImportRun(models.Model):
    """One call of `import_items`: which file by digest, with which options, and what came of it."""

    digest = models.CharField(_("文件摘要"), max_length=64)
    options = models.JSONField(_("选项"), default=dict, blank=True)
    counts = models.JSONField(_("计数"), default=dict, blank=True)
    started_at = models.DateTimeField(_("开始"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.digest[:8]}"


class HeldItem(models.Model):
    """A row waiting for its issuer to be mapped. `payload` is emptied once it is a draft."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="held")
    issuer = models.CharField(_("发文机关名称"), max_length=120, db_index=True)
    source_id = models.CharField(_("来源编号"), max_length=120, blank=True, db_index=True)
    row = models.PositiveIntegerField(_("行"))
    payload = models.JSONField(default=dict, editable=False)
    page_id = models.IntegerField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("等待对应的条目")
        verbose_name_plural = _("等待对应的条目")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.run_id}-{self.row}"
