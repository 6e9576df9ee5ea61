"""A table of an item ready to be taken away: clean rows, and beside them what they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.timezone import localtime

from disclosure.shown import Element
from disclosure.table_files import csv_pieces
from home.record import tables_shown

LICENCE = "可以自由使用，请注明来源和版本；不得把隐去的内容还原或用来认出个人。"


@dataclass(frozen=True, slots=True)
class TableData:
    """`place` counts the item's tables from 1, as on its page."""

    place: int
    rev: int
    element: Element
    known: tuple[tuple[str, str], ...]

    @property
    def is_list(self) -> bool:
        return self.element.kind == "recipients"

    def rows(self) -> Iterator[list[str]]:
        """Head and rows; those not shown singly follow as one row, so that sums come out right."""
        yield [column.label for column in self.element.columns]
        yield from map(list, self.element.rows)
        for line in self.element.foot:
            if line.is_data:
                yield [line.label, *line.cells[1:]]

    def facts(self) -> list[list[str]]:
        """What the table is: the same in the second sheet and in the text beside the CSV."""
        facts = [*self.known, ("表", self.element.label), ("行数", f"{len(self.element.rows)}")]
        if self.element.note:
            facts.append(("说明", self.element.note))
        for line in self.element.foot:
            if not line.is_data:
                pairs = zip(self.element.columns, line.cells, strict=False)
                told = "；".join(f"{column.label} {cell}" for column, cell in pairs if cell)
                facts.append((line.label, told))
        facts.append(("许可", LICENCE))
        return [list(fact) for fact in facts]

    def words(self) -> str:
        return "".join(f"{name}：{value}\r\n" for name, value in self.facts())


def tables_to_take(page, version, root: str = "") -> list[TableData]:
    """The item's tables in the order of its page; `version` is the public version they are of."""
    known = [
        ("索引号", page.number or ""),
        ("标题", page.title),
        ("公开单位", page.unit_name),
        ("版本", f"第 {version.rev} 版" if version else ""),
        ("公开时间", f"{localtime(version.released_at):%Y-%m-%d %H:%M}" if version else ""),
        ("核验码", version.check_code if version else ""),
        ("网址", f"{root}{page.public_url}" if page.number else ""),
    ]
    facts = tuple((name, value) for name, value in known if value)
    rev = version.rev if version else 0
    return [
        TableData(place, rev, element, facts)
        for place, element in enumerate(tables_shown(page), start=1)
    ]


def surface(page, record, request=None) -> str:
    """Everything the files of a rendition would hold, for the release check."""
    pieces: list[str] = []
    for table in tables_to_take(page, None):
        pieces += csv_pieces(table.rows())
        pieces.append(table.words())
    return "\n".join(pieces)
