"""Who works for whom: the groups of a unit, and the reviewers assigned to it."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import roles


class UnitGroup(models.Model):
    """The group of one unit and role; it carries the permissions on the unit's 专栏."""

    unit = models.ForeignKey(
        "disclosure.Unit", on_delete=models.CASCADE, related_name="role_groups"
    )
    role = models.CharField(
        _("角色"), max_length=12, choices=[(r, roles.LABELS[r]) for r in roles.UNIT_ROLES]
    )
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="unit_role")

    class Meta:
        unique_together = [("unit", "role")]
        verbose_name = _("单位角色组")
        verbose_name_plural = _("单位角色组")

    def __str__(self):
        return f"{self.role} {self.unit_id}"


class ReviewerAssignment(models.Model):
    """A privacy reviewer looks after this unit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reviewer_assignments",
        verbose_name=_("隐私审查员"),
    )
    unit = models.ForeignKey(
        "disclosure.Unit",
        on_delete=models.CASCADE,
        related_name="reviewer_assignments",
        verbose_name=_("公开主体"),
    )
    assigned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("user", "unit")]
        verbose_name = _("审查分工")
        verbose_name_plural = _("审查分工")

    def __str__(self):
        return f"{self.user_id} {self.unit_id}"
