"""Sheets for the notice boards of villages and communities, from the cleared board rendition.

A sheet is paper: one list per village, large type, the period and how it was counted, whom to tell
of objections, and when it comes down (direction.md §6, privacy.md §3).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure.calendars import current_calendar
from disclosure.models import BoardPrint, DisclosurePage, FixedRendition, PublicVersion
from workflows import roles
from workflows.lists.columns import ListColumn
from workflows.lists.sheet import Sheet
from workflows.lists.totals import sum_of
from workflows.standing import NotAllowed

ROWS_FIRST, ROWS_NEXT = 9, 12
MARGIN_ROWS = 1  # rather one more row than a sheet with one
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """One sheet of paper: its village, its rows with running numbers, and its place among them."""

    place: str
    labels: list[str]
    rows: list[tuple[int, list[str]]] = field(repr=False)
    number: int = 1
    count: int = 1
    total_label: str = ""
    totals: list[str] = field(default_factory=list)
    number_columns: frozenset[int] = frozenset()

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def cells(self) -> list[tuple[int, list[tuple[str, bool]]]]:
        """Rows with each cell told whether it is a number."""
        return [
            (n, [(cell, place in self.number_columns) for place, cell in enumerate(row)])
            for n, row in self.rows
        ]

    @property
    def total_cells(self) -> list[tuple[str, bool]]:
        return [(cell, place in self.number_columns) for place, cell in enumerate(self.totals)]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(label, place in self.number_columns) for place, label in enumerate(self.labels)]


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when the sheet hangs, counted how, and when it comes down."""

    since: date
    until: date
    days: str
    counting: str

    @property
    def down_on(self) -> date:
        return self.until + ONE_DAY


def require_printer(page, user) -> None:
    """Only editors of the unit see and print the sheets; being a superuser does not help."""
    if not roles.has_role(user, roles.EDITOR, page.unit):
        raise NotAllowed([_("张贴件有完整姓名，只有本单位的编辑可以查看和打印。")])


def renditions_of(page) -> list[FixedRendition]:
    """Board renditions of the clearance that is public now; none once the period is over."""
    if not page.live:
        return []
    version = PublicVersion.objects.filter(page_id=page.pk).order_by("-rev").first()
    state = periods.state_of(page.number)
    if version is None or (state is not None and state.is_over):
        return []
    found = FixedRendition.objects.filter(
        kind="board", clearance__page_id=page.pk, clearance__released_at__isnull=False
    )
    last = found.order_by("-clearance_id").values_list("clearance_id", flat=True).first()
    return list(found.filter(clearance_id=last)) if last else []


def sheets_of(content: dict) -> list[BoardSheet]:
    """The sheets of all villages, in the order in which the villages first come."""
    village = next((n for n, kind in enumerate(content["kinds"]) if kind == "village"), None)
    serial = next((n for n, kind in enumerate(content["kinds"]) if kind == "serial"), None)
    groups: dict[str, list[list[str]]] = {}
    for row in content["rows"]:
        groups.setdefault(row[village] if village is not None else "", []).append(row)
    found = []
    for place, rows in groups.items():
        # The place stands in the title; numbers run anew on every board.
        left_out = {serial, village if len(groups) > 1 or place else None}
        found += _sheets(content, place, rows, left_out - {None})
    return found


def _sheets(content: dict, place: str, rows, left_out: set[int]) -> list[BoardSheet]:
    shown = [n for n in range(len(content["labels"])) if n not in left_out]
    labels = [content["labels"][n] for n in shown]
    added = [content["added"][n] for n in shown]
    cells = [(n, [row[i] for i in shown]) for n, row in enumerate(rows, start=1)]
    sheet = Sheet(labels, [row for _n, row in cells])
    totals = [
        sum_of(sheet, ListColumn(n, label, "", "keep")) if is_sum else ""
        for n, (label, is_sum) in enumerate(zip(labels, added, strict=True))
    ]
    numbers = frozenset(n for n, is_sum in enumerate(added) if is_sum)
    label = f"合计 {len(rows)} {content['unit']}"
    pieces = _pieces(cells)
    return [
        BoardSheet(
            place,
            labels,
            piece,
            n,
            len(pieces),
            label if n == len(pieces) else "",
            totals if n == len(pieces) else [],
            numbers,
        )
        for n, piece in enumerate(pieces, start=1)
    ]


def _pieces(rows: list) -> list[list]:
    if len(rows) <= ROWS_FIRST + MARGIN_ROWS:
        return [rows]
    pieces, rest = [rows[:ROWS_FIRST]], rows[ROWS_FIRST:]
    while rest:
        size = len(rest) if len(rest) <= ROWS_NEXT + MARGIN_ROWS else ROWS_NEXT
        pieces.append(rest[:size])
        rest = rest[size:]
    return pieces


def period_of(page) -> Period | None:
    """The period as the release counted it; the item's own dates where none was counted."""
    state = periods.state_of(page.number)
    since = state.since if state else page.publicity_from
    until = state.until if state else page.publicity_to
    if since is None or until is None:
        return None
    working = state is not None and state.day_type.startswith("working")
    days = ""
    if state is not None:
        days = f"{state.days} {'个工作日' if working else '天'}"
    return Period(since, until, days, counting(since, until, working=working))


def counting(since: date, until: date, *, working: bool) -> str:
    """How the days were counted: 9月30日起算，10月1日至7日放假，10月10日（周六）上班，计入。"""
    calendar = current_calendar()
    told = [f"{_day(since + ONE_DAY)}起算"]
    if working:
        for first, last in _holidays(calendar, since + ONE_DAY, until):
            ends = _day(last) if last.month != first.month else f"{last.day}日"
            span = _day(first) if first == last else f"{_day(first)}至{ends}"
            told.append(f"{span}放假")
        for day in _days(since + ONE_DAY, until):
            known = calendar.day(day)
            if known.kind == "adjusted_workday":
                weekday = "一二三四五六日"[day.weekday()]
                told.append(f"{_day(day)}（周{weekday}）上班，计入")
    return "，".join(told)


def _holidays(calendar, first: date, last: date) -> list[tuple[date, date]]:
    """Stretches of holidays, weekends between two of them included."""
    runs: list[tuple[date, date]] = []
    for day in _days(first, last):
        if not calendar.day(day).holiday or calendar.is_working(day):
            continue
        if runs and all(not calendar.is_working(d) for d in _days(runs[-1][1], day)):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


@transaction.atomic
def log_print(page: DisclosurePage, rendition: FixedRendition, by, sheets: int) -> BoardPrint:
    """Write down one printing and draw its serial number."""
    locked = FixedRendition.objects.select_for_update().get(pk=rendition.pk)
    count = BoardPrint.objects.filter(number=page.number).count() + 1
    return BoardPrint.objects.create(
        rendition=locked,
        number=page.number,
        serial=f"{page.number}-B{count:03}",
        sheets=sheets,
        by=by,
        by_name=by.get_full_name() or by.get_username(),
    )
