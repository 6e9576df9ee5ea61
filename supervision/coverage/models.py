"""Exports as they were published.

They hold codes, days, counts, and names of units and rows: what catalogue and register say in
public anyhow; nothing of an item or a draft (I3).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoverageExport(models.Model):
    """One signed export; never written again, so that what somebody holds stays what was said.

    `package` is the ZIP that is given out; `board` what the scoreboard shows of it, so that the
    page and an outsider's computation cannot differ.
    """

    as_of = models.DateField(_("截至"), unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    package = models.BinaryField()
    board = models.JSONField(default=dict)

    class Meta:
        ordering = ["-as_of"]
        default_permissions = ("view",)
        verbose_name = _("公开评估包")
        verbose_name_plural = _("公开评估包")

    def __str__(self):
        return f"coverage as of {self.as_of}"
