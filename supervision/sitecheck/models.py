"""What the check of each night found. Rows hold kinds, addresses of routes, counts and dates: no
words of an item, no titles, no names of people (I3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.sitecheck.kinds import REMARK, VETO

SEVERITIES = [(VETO, _("单项否决")), (REMARK, _("提醒"))]


class SiteCheckRun(models.Model):
    """One check. `done_to` is the last item looked at; a site too large for one night goes on
    from there the next time, so that every page has its turn."""

    day = models.DateField(_("日期"), db_index=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)
    is_complete = models.BooleanField(default=False)
    starts_after = models.IntegerField(default=0)
    done_to = models.IntegerField(null=True)
    has_turned = models.BooleanField(default=False)
    tally = models.JSONField(default=dict)
    verdicts = models.JSONField(default=list)
    pages = models.PositiveIntegerField(default=0)
    links = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)
    median_ms = models.PositiveIntegerField(null=True)
    slowest_ms = models.PositiveIntegerField(null=True)
    vetoes = models.PositiveIntegerField(default=0)
    remarks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("网站检查")
        verbose_name_plural = _("网站检查")

    def __str__(self):
        return f"site check {self.pk}"


class SiteFinding(models.Model):
    """One thing found in a run. `since`: since when it is so, where that is known; otherwise
    `first_seen_on` says since when it is found."""

    run = models.ForeignKey(SiteCheckRun, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=24)
    group = models.CharField(max_length=8)
    severity = models.CharField(max_length=6, choices=SEVERITIES)
    owes = models.CharField(max_length=8)
    unit = models.ForeignKey(
        "disclosure.Unit", on_delete=models.CASCADE, null=True, related_name="site_findings"
    )
    page_id = models.IntegerField(null=True)
    number = models.CharField(max_length=64, blank=True)
    where = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True)
    first_seen_on = models.DateField()
    seen_on = models.DateField()
    detail = models.JSONField(default=dict)
    key = models.CharField(max_length=32)

    class Meta:
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["run", "unit"]), models.Index(fields=["run", "group"])]
        verbose_name = _("检查发现")
        verbose_name_plural = _("检查发现")

    def __str__(self):
        return f"{self.kind} in {self.run_id}"
