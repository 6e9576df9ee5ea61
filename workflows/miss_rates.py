"""The measured miss rate: of the items looked at again, how many held something missed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows import wilson
from workflows.models import SecondLook
from workflows.models.sampling import SOURCES
from workflows.review.classes import label_of
from workflows.second_looks import RULES


@dataclass(frozen=True, slots=True)
class Rate:
    """One line: `missed` of `looked` items, with the 95 % interval of the share."""

    group: str
    key: str
    label: str
    looked: int
    missed: int
    over: int = 0

    @property
    def share(self) -> float | None:
        return self.missed / self.looked if self.looked else None

    @property
    def low(self) -> float:
        return wilson.interval(self.missed, self.looked)[0]

    @property
    def high(self) -> float:
        return wilson.interval(self.missed, self.looked)[1]


def rates(since=None, units=None) -> list[Rate]:
    """Overall, per source, per class and per rule; classes and rules only where any was missed.

    A class or rule is measured on all items looked at: any of them could have held it.
    """
    looks = SecondLook.objects.all()
    if since is not None:
        looks = looks.filter(at__gte=since)
    if units is not None:
        from disclosure.models import DisclosurePage

        pages = DisclosurePage.objects.filter(unit__in=units)
        looks = looks.filter(page_id__in=pages.values("pk"))
    found = list(looks.values_list("source", "outcome", "classes", "rule"))
    lines = [_rate("all", "all", _("全部"), found)]
    for source, label in SOURCES:
        lines.append(_rate("source", source, label, [f for f in found if f[0] == source]))
    missed = [entry for entry in found if entry[1] == "missed"]
    for cls in sorted({cls for entry in missed for cls in entry[2]}):
        hits = sum(cls in entry[2] for entry in missed)
        lines.append(Rate("class", cls, label_of(cls), len(found), hits))
    for rule in sorted({entry[3] for entry in missed if entry[3]}):
        hits = sum(entry[3] == rule for entry in missed)
        lines.append(Rate("rule", rule, str(RULES.get(rule, rule)), len(found), hits))
    return lines


def _rate(group: str, key: str, label, found: list) -> Rate:
    outcomes = [outcome for _source, outcome, _classes, _rule in found]
    missed, over = outcomes.count("missed"), outcomes.count("over")
    return Rate(group, key, str(label), len(found), missed, over)


LABEL_WIDTH, BAR_WIDTH, LINE, TEXT_DROP = 230, 400, 34, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart, in units of its drawing; the axis ends at `axis`."""

    rate: Rate
    top: int
    text_at: int
    middle: int
    width: float
    low: float
    high: float


def axis_of(found: list[Rate]) -> float:
    """Where the axis ends: zero-based, at a round share that holds every bar's interval."""
    most = max((rate.high for rate in found if rate.looked), default=1.0)
    return next(end for end in (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0) if most <= end)


def bars(found: list[Rate]) -> dict:
    """The chart of everything that was measured: sizes and bars."""
    measured = [rate for rate in found if rate.looked]
    axis = axis_of(measured)
    drawn = [
        Bar(
            rate=rate,
            top=n * LINE + 6,
            text_at=n * LINE + TEXT_DROP,
            middle=n * LINE + LINE // 2,
            width=round((rate.share or 0) / axis * BAR_WIDTH, 1),
            low=round(LABEL_WIDTH + rate.low / axis * BAR_WIDTH, 1),
            high=round(LABEL_WIDTH + rate.high / axis * BAR_WIDTH, 1),
        )
        for n, rate in enumerate(measured)
    ]
    return {
        "bars": drawn,
        "height": len(drawn) * LINE + 30,
        "width": LABEL_WIDTH + BAR_WIDTH + 80,
        "start": LABEL_WIDTH,
        "track": BAR_WIDTH,
        "axis": axis,
        "axis_at": len(drawn) * LINE + TEXT_DROP,
        "end": LABEL_WIDTH + BAR_WIDTH,
    }
