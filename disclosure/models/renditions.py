"""What a clearance fixes besides the web: the sheet for the board and the archive (I4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .clearance import Clearance, new_salt


class FixedRendition(models.Model):
    """One more rendition of a cleared list: where it lies in the vault, and its fingerprint.

    The content is in the vault alone. `withheld_id` is the vault object with the values that this
    rendition leaves out; the archive leaves out nothing.
    """

    KINDS = [("board", _("公示栏版")), ("archive", _("存档版"))]
    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(_("版本"), max_length=8, choices=KINDS)
    table = models.CharField(_("所属内容"), max_length=40, blank=True)
    vault_id = models.UUIDField(_("保险箱编号"))
    withheld_id = models.UUIDField(null=True, blank=True)
    salt = models.CharField(max_length=64, default=new_salt, blank=True)
    digest = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField(_("行数"), default=0)

    class Meta:
        unique_together = [("clearance", "kind", "table")]
        ordering = ["pk"]
        verbose_name = _("放行的版本")

    def __str__(self):
        return f"{self.kind} of clearance {self.clearance_id}"


class BoardPrint(models.Model):
    """One printing of a board sheet: who, when, which place, how many sheets. Only ever added."""

    rendition = models.ForeignKey(FixedRendition, on_delete=models.CASCADE, related_name="prints")
    number = models.CharField(_("索引号"), max_length=64, db_index=True)
    serial = models.CharField(_("流水号"), max_length=80, unique=True)
    place = models.PositiveSmallIntegerField(_("第几处公告栏"), default=0)
    sheets = models.PositiveSmallIntegerField(_("张数"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("打印人"), max_length=150)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("张贴件打印记录")

    def __str__(self):
        return self.serial
