"""The matrix unit × domain × stage, put together from counted duties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.vocabulary import DOMAINS, STAGES
from supervision.coverage.counting import Tally
from supervision.coverage.measure import percent

Place = tuple[str, str]  # domain, stage


@dataclass(frozen=True, slots=True)
class Column:
    domain: str
    stage: str
    said: str
    short: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`mark` is what stands in the cell: a number when all is well, else a sign with its number."""

    column: Column
    kind: str
    mark: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    unit: object
    cells: tuple[Cell, ...]
    tally: Tally
    coverage: str
    timeliness: str


def columns(places: Iterable[Place]) -> list[tuple[str, list[Column]]]:
    """Domains in their fixed order, with the stages that the catalogue has there."""
    known, stages = set(places), dict(STAGES)
    found = []
    for domain, label in DOMAINS:
        here = [key for key in stages if (domain, key) in known]
        if here:
            heads = [
                Column(domain, key, f"{label} {stages[key]}", short(str(stages[key])), n == 0)
                for n, key in enumerate(here)
            ]
            found.append((str(label), heads))
    return found


def short(stage: str) -> str:
    """One sign for a stage, as everybody writes it: 决, 批, 管, 服, 执, 果; in English a letter."""
    if not stage:
        return ""
    # 审批 and 结果 are known by their second sign, since 审 and 结 say nothing.
    return stage[1] if stage in ("审批", "结果") else stage[0]


def by_place(
    counted: Iterable[tuple[int, int, Tally]], place_of: dict[int, Place]
) -> dict[int, dict[Place, Tally]]:
    """Tallies by unit and place from those by unit and row."""
    found: dict[int, dict[Place, Tally]] = {}
    for unit, row, tally in counted:
        of_unit = found.setdefault(unit, {})
        place = place_of[row]
        of_unit[place] = of_unit[place].plus(tally) if place in of_unit else tally
    return found


def lines(
    units: Iterable, tallies: dict[int, dict[Place, Tally]], heads: Sequence[Column]
) -> list[Line]:
    """One line a unit, with a cell in every column."""
    said = Said()
    return [_line(unit, tallies.get(unit.pk, {}), heads, said) for unit in units]


def _line(unit, of_unit: dict[Place, Tally], heads: Sequence[Column], said: "Said") -> Line:
    whole = Tally()
    for tally in of_unit.values():
        whole = whole.plus(tally)
    cells = tuple(cell(head, of_unit.get((head.domain, head.stage)), said) for head in heads)
    figures = whole.figures
    return Line(unit, cells, whole, percent(figures.coverage), percent(figures.timeliness))


def cell(head: Column, tally: Tally | None, said: "Said") -> Cell:
    """Missing before late before signed; else the number published; else what is still to come."""
    if tally is None or tally.total == tally.lapsed:
        return Cell(head, "none", "·", said.none)
    told = said.told(tally)
    if tally.overdue:
        return Cell(head, "missing", said.missing % {"n": tally.overdue}, told)
    if tally.late:
        return Cell(head, "late", said.late % {"n": tally.late}, told)
    if tally.on_time:
        return Cell(head, "ok", str(tally.on_time), told)
    if tally.nothing:
        return Cell(head, "nothing", said.nothing % {"n": tally.nothing}, told)
    return Cell(head, "ahead", str(tally.waiting + tally.in_work), told)


class Said:
    """The words of the cells in the reader's language, looked up once for a whole matrix."""

    def __init__(self):
        self.none = _("没有这类事项")
        self.missing, self.late, self.nothing = _("缺%(n)d"), _("迟%(n)d"), _("签%(n)d")
        self._comma = _("，")
        # What a cell tells, the gravest first.
        self._parts = (
            ("overdue", _("到期未公开 %(n)d")),
            ("overdue_in_work", _("其中在办 %(n)d")),
            ("late", _("晚于期限公开 %(n)d")),
            ("on_time", _("按期公开 %(n)d")),
            ("nothing", _("签署无应公开内容 %(n)d")),
            ("in_work", _("未到期在办 %(n)d")),
            ("waiting", _("未到期 %(n)d")),
        )

    def told(self, tally: Tally) -> str:
        """All that is in a cell, in words."""
        found = [text % {"n": n} for name, text in self._parts if (n := getattr(tally, name))]
        return self._comma.join(found)
