"""Tables of the vault and of physical scrubbing; they hold nothing readable (design.md I3)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ByteField(models.BinaryField):
    """Bytes that come back as bytes from every database (psycopg gives a memoryview)."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else bytes(value)


class VaultObject(models.Model):
    """One sealed original. Its bytes lie in a file named by the id, its key is wrapped here."""

    class Kind(models.TextChoices):
        TABLE = "table", _("名单原表")
        ATTACHMENT = "attachment", _("附件原件")
        BOARD = "board", _("公示栏版")
        TEXT = "text", _("文字原文")
        WITHHELD = "withheld", _("不得公开的内容")
        FILE = "file", _("上传的文件")
        READING = "reading", _("文件的检测结果")
        REPORT = "report", _("隐私问题报告")
        TAKEDOWN = "takedown", _("撤下的内容")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind)
    unit_code = models.CharField(_("单位代码"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    # Sealed with the object's key: file names carry names of persons.
    sealed_name = ByteField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    wrapped_key = ByteField(null=True)
    key_id = models.CharField(max_length=16, db_index=True)
    created_at = models.DateTimeField(_("存入时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("存入人"),
    )
    retention_until = models.DateField(_("保存至"), null=True, blank=True)
    erased_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("保险箱对象")
        verbose_name_plural = _("保险箱对象")
        default_permissions = ("view",)
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class VaultAccess(models.Model):
    """One opening, refusal or erasure. Append-only: the database refuses changes.

    Plain values instead of keys: the log must outlive accounts and objects unchanged.
    """

    class Action(models.TextChoices):
        OPENED = "opened", _("打开")
        MACHINE = "machine", _("程序读取")
        REFUSED = "refused", _("拒绝")
        ERASED = "erased", _("销毁")

    vault_object = models.UUIDField(_("对象"), db_index=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    action = models.CharField(_("动作"), max_length=10, choices=Action)
    user_id = models.BigIntegerField(null=True)
    username = models.CharField(_("用户"), max_length=150, blank=True)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = _("保险箱访问记录")
        verbose_name_plural = _("保险箱访问记录")
        default_permissions = ("view",)
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.get_action_display()} {self.vault_object}"


class ScrubJob(models.Model):
    """The physical part of a scrub, shown until it is done (design.md I3: within 15 minutes).

    The text was taken out of every row in the transaction that made this row; what the job still
    owes is free pages, write-ahead log and dead tuples. It never holds what was removed.
    """

    page_id = models.PositiveBigIntegerField(null=True)
    kinds = models.JSONField(default=list)  # e.g. ["ID_CARD"]
    tables = models.JSONField(default=list)
    counts = models.JSONField(default=dict)  # {table: rows rewritten}
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)  # the error's class, never its text
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("清除任务")
        verbose_name_plural = _("清除任务")
        default_permissions = ("view",)
        ordering = ["-created_at"]

    def __str__(self):
        return f"scrub {self.pk} of page {self.page_id}"


class OwnRow(models.Model):
    """A person's own row of a list that is not public: findable by name and ID number alone.

    `lookup` is a slow keyed hash of both; `sealed` opens only with both (own_rows.py). Destroying
    the list's key in the vault makes every row of it unreadable, in backups too.
    """

    vault_id = models.UUIDField(db_index=True)
    number = models.CharField(max_length=64, db_index=True)
    lookup = models.CharField(max_length=64)
    sealed = ByteField()

    class Meta:
        verbose_name = _("本人查询")
        verbose_name_plural = _("本人查询")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "lookup"], name="one_own_row_per_person")
        ]

    def __str__(self):
        return f"own row {self.pk} of {self.vault_id}"


class ErasureProof(models.Model):
    """What was looked at after an erasure: key, file, and the files of the database."""

    vault_object = models.UUIDField(_("对象"), unique=True)
    kind = models.CharField(_("种类"), max_length=20)
    key_id = models.CharField(_("钥匙"), max_length=16)
    retention_until = models.DateField(_("保存至"), null=True, blank=True)
    erased_at = models.DateTimeField(_("销毁时间"))
    key_gone = models.BooleanField(_("数据密钥已销毁"), default=False)
    file_gone = models.BooleanField(_("密文文件已删除"), default=False)
    scrub_job = models.BigIntegerField(null=True)
    database_clean_at = models.DateTimeField(_("数据库文件已清理"), null=True)

    class Meta:
        verbose_name = _("销毁证明")
        verbose_name_plural = _("销毁证明")
        default_permissions = ("view",)
        ordering = ["-erased_at", "-pk"]

    def __str__(self):
        return f"erasure of {self.vault_object}"


from privacy.lexicon_models import (  # noqa: E402, F401
    LexiconEntry,
    LexiconProposal,
    LexiconState,
    LexiconTally,
)
