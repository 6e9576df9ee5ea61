"""Timing two things against each other in one run: alternating, medians of at least five rounds."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. `ratio` is ours divided by the yardstick, both in `unit`."""

    name: str
    ours: float
    unit: str
    yardstick: str = ""
    theirs: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def against(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Median seconds of both, in turns so that a slow moment of the machine hits both."""
    ours(), theirs()  # warm
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def median_of(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Median seconds of one thing that has no yardstick."""
    work()
    return statistics.median(seconds(work) for _ in range(rounds))


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0..1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def report(rows: list[Row], *, peak: float) -> None:
    """What a row module prints for its parent: one JSON line; `peak` in MiB."""
    answer = [*(asdict(row) for row in rows), {"peak": peak}]
    sys.stdout.write("\n" + json.dumps(answer, ensure_ascii=False) + "\n")
