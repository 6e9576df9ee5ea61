"""The last runs as a chart and a table: numbers of findings per night."""

from dataclasses import dataclass

from supervision.sitecheck.models import SiteCheckRun

NIGHTS = 30
WIDTH, HEIGHT, FOOT, TOP = 600, 140, 22, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One night in units of the drawing; `label` is shown below the first, last and each tenth."""

    run: SiteCheckRun
    x: int
    y: int
    width: int
    height: int
    is_labelled: bool


def finished():
    return SiteCheckRun.objects.exclude(finished_at=None)


def last_run() -> SiteCheckRun | None:
    return finished().first()


def trend(nights: int = NIGHTS) -> dict:
    """Bars from a zero base, oldest first, and what the chart says in words."""
    runs = list(finished().defer("tally", "verdicts")[:nights])[::-1]
    most = max((run.remarks for run in runs), default=0) or 1
    step = WIDTH // max(len(runs), 8)
    bars = [
        Bar(
            run=run,
            x=n * step + 2,
            y=TOP + HEIGHT - round(run.remarks / most * HEIGHT),
            width=min(step - 4, 28),
            height=round(run.remarks / most * HEIGHT),
            is_labelled=n in (0, len(runs) - 1) or (n % 10 == 0 and len(runs) - n > 5),
        )
        for n, run in enumerate(runs)
    ]
    return {
        "bars": bars,
        "runs": runs[::-1],
        "most": most,
        "width": WIDTH,
        "height": TOP + HEIGHT + FOOT,
        "base": TOP + HEIGHT,
        "label_at": TOP + HEIGHT + FOOT - 6,
    }
