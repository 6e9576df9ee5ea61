"""Versions of the catalogue: frozen rows, in force from a day until the next takes over.

The live rows are `CatalogueItem`; a version is put over them in one transaction. Nothing personal
is stored: rows are norms and headings, and the reason passes the detector before it is kept.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .catalogue import LegalBasis


class CatalogueVersion(models.Model):
    """The whole catalogue at one time. At most one is written, one waits, one is in force."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SCHEDULED = "scheduled", _("待生效")
        IN_FORCE = "in_force", _("现行")
        SUPERSEDED = "superseded", _("已被取代")

    name = models.CharField(_("版本名称"), max_length=80)
    reason = models.CharField(
        _("调整原因"),
        max_length=500,
        blank=True,
        help_text=_("对社会公开：为什么调整、依据哪份文件。"),
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    in_force_from = models.DateField(_("生效"), null=True, blank=True)
    in_force_until = models.DateField(_("失效"), null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    # Rows new, changed and dropped against the version before, counted when it took force.
    tally = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-in_force_from", "-pk"]
        verbose_name = _("目录版本")
        verbose_name_plural = _("目录版本")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=["draft", "scheduled", "in_force"]),
                name="one_catalogue_of_each_open_state",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class CatalogueVersionRow(models.Model):
    """A row as it stands in one version: `values` by field name, bases by their names."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.CASCADE, related_name="rows")
    code = models.CharField(_("编号"), max_length=12)
    seq = models.PositiveIntegerField(_("序号"))
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["seq", "code"]
        unique_together = [("version", "code")]

    def __str__(self):
        return self.code


class CatalogueImport(models.Model):
    """A file that was read and waits for its differences to be looked at; gone once decided."""

    class Scope(models.TextChoices):
        PART = "part", _("部分事项：文件里没有的事项不变")
        DOMAINS = "domains", _("整个领域：文件所含领域里没有列出的事项停用")
        ALL = "all", _("完整目录：文件里没有的事项停用")

    scope = models.CharField(_("文件范围"), max_length=8, choices=Scope.choices)
    rows = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    # What the draft held when the file was compared: a draft changed since is compared anew.
    base = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.pk}"


class BasisCheck(models.Model):
    """Somebody looked whether a norm still stands as written here; every look is kept."""

    basis = models.ForeignKey(LegalBasis, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField(_("核对日期"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.CharField(_("当时的版本"), max_length=60, blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self):
        return f"{self.basis_id} {self.checked_on}"
