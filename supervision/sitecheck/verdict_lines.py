"""The veto items of a run as lines of a table, for staff and for the public alike."""

from dataclasses import dataclass

from supervision.sitecheck import kinds, words
from supervision.sitecheck.models import SiteCheckRun


@dataclass(frozen=True, slots=True)
class Line:
    """One veto item in words with its count and its bound."""

    key: str
    name: str
    rule: str
    mark: str
    count: int
    bound: int

    @property
    def is_failed(self) -> bool:
        return self.count >= self.bound

    @property
    def state(self) -> str:
        """bad when it fails, warn when something was found below the bound, ok for nothing."""
        return "bad" if self.is_failed else "warn" if self.count else "ok"


def lines_of(run: SiteCheckRun) -> list[Line]:
    """Failed ones first, otherwise in the order of the standard."""
    counts = dict(map(tuple, run.verdicts))
    found = [
        Line(
            item.key,
            words.VETO_ITEMS[item.key],
            words.VETO_RULES[item.key],
            words.MARKS[item.mark],
            counts.get(item.key, 0),
            item.bound,
        )
        for item in kinds.VETO_ITEMS
    ]
    return sorted(found, key=lambda line: not line.is_failed)
