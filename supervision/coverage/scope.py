"""Whose duties an account sees, and what it asked to see of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from disclosure.models import Region
from disclosure.models.organisation import LEVELS
from supervision.coverage import counting, periods
from supervision.coverage.periods import Period
from workflows.oversight import oversees, seen_units


@dataclass
class Asked:
    """What the address asks for; what does not exist narrows nothing."""

    user: object
    given: dict
    today: date

    @classmethod
    def of(cls, request) -> "Asked":
        return cls(request.user, request.GET, timezone.localdate())

    @cached_property
    def period(self) -> Period:
        return periods.chosen(self.given.get("period", "")[:10], self.today)

    @cached_property
    def level(self) -> str:
        level = self.given.get("level", "")
        return level if level in dict(LEVELS) else ""

    @cached_property
    def region(self) -> Region | None:
        code = self.given.get("region", "")[:12]
        return Region.objects.filter(code=code).first() if code.isalnum() else None

    @property
    def only_problems(self) -> bool:
        return bool(self.given.get("problems"))

    @cached_property
    def units(self) -> QuerySet:
        """Units in the scope, in the order of their regions; those without a duty are left out."""
        units = seen_units(self.user)
        if self.level:
            units = units.filter(level=self.level)
        if self.region:
            units = units.filter(region__in=self.region.with_children())
        if self.only_problems:
            units = counting.with_problems(units, self._within, self.today)
        else:
            units = units.filter(Exists(self._within.filter(unit=OuterRef("pk"))))
        return units.select_related("region").order_by("region__code", "code")

    @property
    def _within(self) -> QuerySet:
        return counting.in_period(counting.Duty.objects.all(), self.period.begins, self.period.ends)

    @property
    def duties(self) -> QuerySet:
        """The duties of the scope."""
        everything = self._within
        is_all = oversees(self.user) and not (self.level or self.region or self.only_problems)
        return everything if is_all else everything.filter(unit__in=self.units.order_by())
