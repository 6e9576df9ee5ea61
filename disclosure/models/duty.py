"""The duty register: what each duty became, and what was signed instead.

Nothing here holds text of an item: dates, codes, and for a statement its reason, which went past
the detector before it was kept.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from disclosure.duties import states

from .catalogue import CatalogueItem
from .clearance import Signed
from .organisation import Region, Unit


class DutyQuerySet(models.QuerySet):
    """Questions about duties."""

    def with_states(
        self, today: date, soon_days: int = states.SOON_DAYS, *, sees_drafts: bool = True
    ):
        """Each with `state`, as `duties.states.state_of` finds it; one query."""
        soon = today + timedelta(days=soon_days)
        has_draft = Q(draft__isnull=False) if sees_drafts else Q(pk__in=[])
        is_over = Q(due_on__lt=today)
        return self.annotate(
            state=Case(
                When(fulfilled_on__gt=F("due_on"), then=Value(states.PUBLISHED_LATE)),
                When(fulfilled_on__isnull=False, then=Value(states.PUBLISHED)),
                When(lapsed_on__lte=today, then=Value(states.LAPSED)),
                When(statement__isnull=False, then=Value(states.NOTHING)),
                When(is_over & has_draft, then=Value(states.LATE)),
                When(is_over, then=Value(states.MISSING)),
                When(has_draft, then=Value(states.IN_WORK)),
                When(due_on__lte=soon, then=Value(states.DUE_SOON)),
                default=Value(states.OPEN),
                output_field=models.CharField(),
            )
        )

    def open(self):
        """Neither fulfilled, nor signed away, nor lapsed."""
        return self.filter(fulfilled_on=None, statement=None, lapsed_on=None)

    def for_public(self, today: date):
        """Without what lapsed, and without what only a draft in time tells of."""
        in_time = Q(due_on=None) | Q(due_on__gte=today)
        only_drafted = Q(kind=Duty.Kind.EVENT, fulfilled_on=None, reopened_on=None) & in_time
        return self.exclude(lapsed_on__lte=today, fulfilled_on=None).exclude(only_drafted)

    def of_year(self, year: int, today: date):
        """Due in that year; in the present one also what was missed or settled late, and what has
        no last day yet. What should stand for good is owed in every year from its first."""
        of_year = Q(due_on__year=year) | Q(kind=Duty.Kind.CONTINUOUS, due_on__year__lte=year)
        earlier = Q(due_on__year__lt=year)
        settled_late = Q(fulfilled_on__year=year) | Q(statement__signed_on__year=year)
        of_year |= earlier & settled_late
        if year == today.year:
            waiting = Q(fulfilled_on=None, statement=None, lapsed_on=None)
            of_year |= (Q(due_on=None) | earlier) & waiting
        return self.filter(of_year)


class Duty(models.Model):
    """One thing one unit owes. A duty is never deleted: one that is not owed any more lapses."""

    class Kind(models.TextChoices):
        ONCE = "once", _("一次")
        YEARLY = "yearly", _("每年")
        QUARTERLY = "quarterly", _("每季度")
        EVENT = "event", _("形成后限期")
        DEVELOPING = "developing", _("事件期间持续")
        CONTINUOUS = "continuous", _("长期公开")

    catalogue_item = models.ForeignKey(
        CatalogueItem, on_delete=models.PROTECT, related_name="duties", verbose_name=_("目录事项")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="duties", verbose_name=_("公开主体")
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("行政区域"),
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    period_from = models.DateField(_("期次起"), null=True, blank=True)
    period_to = models.DateField(_("期次止"), null=True, blank=True)
    # "page:<id>" of the item that an event-driven duty is about; "<item number>" of an incident.
    event_key = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(_("最迟公开日"), null=True, blank=True)
    due_rule = models.CharField(_("时限规则"), max_length=12, blank=True)
    # The day the last day is counted from; with the rule it explains the last day (I7).
    counted_from = models.DateField(_("起算日"), null=True, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    # Public items are withdrawn, never deleted; a draft may go and takes nothing along.
    page = models.ForeignKey(
        "disclosure.DisclosurePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duties",
    )
    draft = models.ForeignKey(
        "disclosure.DisclosurePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duties_in_work",
    )
    fulfilled_on = models.DateField(_("公开日期"), null=True, blank=True)
    # What fulfilled it was withdrawn on that day, and nothing else stands in its place.
    reopened_on = models.DateField(_("撤下后重新待公开"), null=True, blank=True)
    statement = models.ForeignKey(
        "disclosure.NothingStatement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lapsed_on = models.DateField(_("失效日期"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        default_permissions = ("view",)
        verbose_name = _("公开义务")
        verbose_name_plural = _("公开义务")
        constraints = [
            models.UniqueConstraint(
                "catalogue_item",
                "unit",
                Coalesce("region", 0),
                Coalesce("period_from", Value(date(1, 1, 1))),
                "event_key",
                name="one_duty_of_a_period",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="duty_unit_due"),
            models.Index(fields=["catalogue_item", "unit"], name="duty_row_unit"),
            models.Index(fields=["event_key"], name="duty_event"),
            # Holds all that a state is read from: the matrix of coverage never opens the rows.
            models.Index(
                fields=[
                    "unit",
                    "catalogue_item",
                    "due_on",
                    "fulfilled_on",
                    "lapsed_on",
                    "statement",
                    "draft",
                ],
                name="duty_coverage",
            ),
            # The same by last day, for totals and the trend.
            models.Index(
                fields=["due_on", "unit", "fulfilled_on", "lapsed_on", "statement", "draft"],
                name="duty_by_day",
            ),
        ]

    def __str__(self):
        return f"duty {self.pk}"


class NothingStatement(Signed):
    """“本期无应公开内容”, or the taking back of one: kept as signed, the newest one stands.

    The public sees reason, unit, post and day; `by_name` stays inside.
    """

    KINDS = [("signed", _("签署")), ("revoked", _("撤回"))]
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(_("种类"), max_length=8, choices=KINDS, default="signed")
    revokes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(_("公开主体"), max_length=100)
    post = models.CharField(_("签署人职责"), max_length=20)
    reason = models.CharField(_("理由"), max_length=300)
    signed_on = models.DateField(_("签署日期"))

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        verbose_name = _("无应公开内容说明")
        verbose_name_plural = _("无应公开内容说明")

    def __str__(self):
        return f"statement {self.pk}"
