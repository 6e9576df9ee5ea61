"""What was asked, as counts: no visitor, no address, no time of day, no text of rare questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedTotal(models.Model):
    """All askings of one day that came by one way, whatever their words were."""

    class Way(models.TextChoices):
        PAGE = "page", _("检索页")
        API = "api", _("接口")
        ROBOT = "robot", _("程序")

    day = models.DateField()
    way = models.CharField(max_length=8, choices=Way)
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    loose = models.PositiveIntegerField(default=0)
    audible = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    # Questions whose words were not taken down: numbers, long texts, and what could not be cleaned.
    wordless = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-day", "way"]
        constraints = [models.UniqueConstraint(fields=["day", "way"], name="one_total_per_day")]

    def __str__(self):
        return f"{self.day} {self.way} {self.asked}"


class AskedQuery(models.Model):
    """One cleaned question. `digest` is a keyed hash; `text` is empty until the question was asked
    often enough to say nothing about anybody."""

    digest = models.CharField(max_length=40, unique=True)
    text = models.CharField(_("查询词"), max_length=60, blank=True)
    asked = models.PositiveIntegerField(default=0)
    last_on = models.DateField(db_index=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        default_permissions = ("view", "change")
        ordering = ["-asked"]
        verbose_name = _("检索统计")
        verbose_name_plural = _("检索统计")

    def __str__(self):
        return self.text


class AskedDay(models.Model):
    """One question on one day. `audible` askings came from browsers that tell our own pages where
    a visitor came from; only of those is it known whether a result was opened."""

    query = models.ForeignKey(AskedQuery, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(db_index=True)
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    loose = models.PositiveIntegerField(default=0)
    audible = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["query", "day"], name="one_count_per_query_and_day")
        ]

    def __str__(self):
        return f"{self.query_id} {self.day}"
