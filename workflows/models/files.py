"""Attached files: how far their reading is, what was decided in them, and what was built of them.

None of these rows holds a value: what a file says lies in the vault (I3).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .decisions import Decision


class Job(models.Model):
    """Work on a file in a process of its own, which can die at any time.

    `holder` is the process at work, `beat` its last sign of life.
    """

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    beat = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # A sentence of the engine for people; it never quotes the file.
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        abstract = True


class UploadedFile(Job):
    """An original in the vault and the reading of it, known by the original's vault object."""

    WAITING, READING, READY = "waiting", "reading", "ready"
    REFUSED, UNREADABLE, FAILED = "refused", "unreadable", "failed"
    STATES = [
        (WAITING, _("等待检测")),
        (READING, _("正在检测")),
        (READY, _("已检测")),
        (REFUSED, _("不能公开")),
        (UNREADABLE, _("附件读不出")),
        (FAILED, _("检测没有完成")),
    ]
    vault_id = models.UUIDField(primary_key=True)
    page_id = models.IntegerField(default=0, db_index=True)
    kind = models.CharField(_("格式"), max_length=10, blank=True)
    domain = models.CharField(max_length=20, blank=True)  # whose policy the reading followed
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=WAITING)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    # {class: places that need a decision}
    counts = models.JSONField(default=dict)
    # Kinds of hidden content that the copy does not carry over.
    dropped = models.JSONField(default=list)
    reading_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("附件检测")
        verbose_name_plural = _("附件检测")

    def __str__(self):
        return f"{self.vault_id} {self.state}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.READY

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.WAITING, self.READING)

    @property
    def is_stuck(self) -> bool:
        """Nothing goes on by itself: somebody has to do something about the file."""
        return not (self.is_ready or self.is_under_way)


class FileMark(Decision):
    """A decision in a file: on a finding, on a passage a reviewer marked, or on a drawn box.

    `ref` is the finding's or passage's; a drawn box has one of its own. `boxes` are fractions of
    the page [left, top, right, bottom]; for a finding they move its own.
    """

    vault_id = models.UUIDField(db_index=True)
    ref = models.CharField(max_length=80)
    part = models.CharField(max_length=20)
    boxes = models.JSONField(default=list)
    replacement = models.CharField(_("概括为"), max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    is_drawn = models.BooleanField(default=False)
    is_manual = models.BooleanField(default=False)

    class Meta:
        unique_together = [("vault_id", "ref")]
        ordering = ["pk"]
        verbose_name = _("附件审查决定")
        verbose_name_plural = _("附件审查决定")

    def __str__(self):
        return f"{self.action} {self.cls} {self.ref}"


class BuiltCopy(Job):
    """A copy built from an original by certain decisions; `key` is a keyed mark of all of them."""

    WAITING, BUILDING, BUILT, FAILED = "waiting", "building", "built", "failed"
    STATES = [
        (WAITING, _("等待制作")),
        (BUILDING, _("正在制作")),
        (BUILT, _("已制成")),
        (FAILED, _("没有制成")),
    ]
    vault_id = models.UUIDField(db_index=True)
    page_id = models.IntegerField(db_index=True)
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    digest = models.CharField(max_length=64, blank=True)
    # {class: how many places are gone}; [[place, class]] of what is still there.
    removed = models.JSONField(default=dict)
    left = models.JSONField(default=list)

    class Meta:
        unique_together = [("vault_id", "key")]
        verbose_name = _("附件副本制作")
        verbose_name_plural = _("附件副本制作")

    def __str__(self):
        return f"{self.vault_id} {self.state}"
