"""The second person's word on what a reviewer wants to keep (privacy.md 7.2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeepVerdict(models.Model):
    """On one decision to keep, known by `digest` over place, value's fingerprint and grounds:
    whoever changes a ground asks again. `kind` and `place` name the place as the steps do."""

    VERDICTS = [("confirmed", _("同意保留")), ("refused", _("不同意保留"))]

    page_id = models.IntegerField(db_index=True)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=200)
    cls = models.CharField(_("类别"), max_length=40)
    digest = models.CharField(max_length=64)
    verdict = models.CharField(_("意见"), max_length=10, choices=VERDICTS)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("page_id", "digest")]
        verbose_name = _("保留的第二人意见")
        verbose_name_plural = _("保留的第二人意见")

    def __str__(self):
        return f"{self.verdict} {self.cls} {self.place}"
