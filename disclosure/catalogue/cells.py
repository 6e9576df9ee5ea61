"""The cells of a line of an uploaded catalogue: their words, and what is wrong there (pure)."""

import re
from dataclasses import dataclass, field
from typing import Any

from . import words
from .grid import LONGEST_CELL, Line
from .headings import LABELS, Headings
from .problems import Problem

Row = dict[str, Any]
LONGEST = {
    "level1": 80, "level2": 160, "deadline_text": 300, "publishing_body": 200,
    "channels_text": 300, "basis_text": 2000,
}  # fmt: skip
_FORMULA = re.compile(r"['‘’]?[=＝+＋@＠\t]|['‘’]?[-－](?![-－—]*$)")
_NOTHING = re.compile(r"[-－—–/／无]*")
_FILLED_DOWN = ("domain", "level1")
CASES = {
    "domain": (words.domain_of, words.DOMAINS),
    "audience": (words.audience_of, words.AUDIENCES),
    "mode": (words.mode_of, words.MODES),
}


@dataclass(slots=True)
class Reading:
    """`rows` are whole (all fields), valid only without `problems`; `notices` ask for a look.

    `places` tells where a row's fields stand in the file: (line, {field: column}).
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)


class CellReader:
    """Reads the cells of line after line; what it has to say goes into `result`."""

    def __init__(self, headings: Headings, result: Reading):
        self.headings, self.result = headings, result
        self.domain = headings.domain
        self.above: dict[str, str] = {}

    def _texts(self, line: Line) -> dict[str, str]:
        texts = {}
        for key, places in self.headings.places.items():
            if places[0].tick:
                ticked = [p.tick for p in places if words.is_tick(line.cell(p.index))]
                texts[key] = "、".join(ticked)
                self._only_ticks(line, key)
                continue
            text = line.cell(places[0].index)
            if _FORMULA.match(text):
                told = f"“{text[:12]}”像公式（以 {text.lstrip(chr(39))[:1]} 开头）"
                self._problem(line, key, told, "请改为普通文字，不要以 = + - @ 开头")
                text = ""
            elif len(text) > LONGEST.get(key, LONGEST_CELL):
                most = LONGEST.get(key, LONGEST_CELL)
                self._problem(line, key, f"文字太长（{len(text)}字）", f"最多 {most} 字，请精简")
                text = text[:most]
            texts[key] = "" if _NOTHING.fullmatch(text) else text
        for key in _FILLED_DOWN:
            self._from_above(line, key, texts)
        return texts

    def _only_ticks(self, line: Line, key: str) -> None:
        for place in self.headings.places[key]:
            text = line.cell(place.index)
            if text and not words.is_tick(text) and not _NOTHING.fullmatch(text):
                told = f"“{LABELS[key]}”的格子里是“{text[:12]}”"
                remedy = "请打“√”或留空"
                self.result.problems.append(Problem(line.number, place.index + 1, told, remedy))

    def _from_above(self, line: Line, key: str, texts: dict[str, str]) -> None:
        """A merged cell saved as CSV leaves the lines below its first one empty."""
        if texts.get(key):
            self.above[key] = texts[key]
        elif key in self.headings.places and self.above.get(key):
            texts[key] = self.above[key]
            told = f"“{LABELS[key]}”为空，按上一行填“{texts[key][:20]}”"
            self._notice(line, key, told, "请核对")

    def _coded(self, line: Line, key: str, text: str) -> str | None:
        read_, table = CASES[key]
        if key in self.headings.places and self.headings.places[key][0].tick:
            ticks = text.split("、") if text else []
            if len(ticks) > 1:
                several = "、".join(table[tick] for tick in ticks)
                self._problem(line, key, f"“{LABELS[key]}”同时选了{several}", "请只选一项")
            return ticks[0] if ticks else None
        if not text:
            return self.domain if key == "domain" else None
        if (code := read_(text)) is None:
            remedy = f"可用：{'、'.join(table.values())}"
            self._problem(line, key, f"{LABELS[key]}“{text[:20]}”认不出来", remedy)
        return code

    def _told_at(self, line: Line, key: str) -> bool:
        column = self.headings.column_of(key)
        return any((p.line, p.column) == (line.number, column) for p in self.result.problems)

    def _problem(self, line: Line, key: str, told: str, remedy: str) -> None:
        self.result.problems.append(Problem(line.number, self._column(key), told, remedy))

    def _notice(self, line: Line, key: str, told: str, remedy: str) -> None:
        self.result.notices.append(Problem(line.number, self._column(key), told, remedy))

    def _column(self, key: str) -> int:
        return self.headings.column_of(key) if key else 0
