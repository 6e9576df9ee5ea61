"""Lines of a file as rows of the catalogue, beside the rows there are (pure).

Everything is read before anything is said: all problems come together, each with its place. A cell
that says what the row says already changes nothing, however it is spelt.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from . import deadline_words, element_words, words
from .cells import CASES, CellReader, Reading, Row
from .grid import Grid, Line
from .headings import COLUMNS, LABELS, Headings, find
from .problems import Problem
from .restating import restated

LONGEST_BASIS = 200
CODE = re.compile(r"[A-Z]{1,3}\d{1,4}(?:-\d{1,3})?[a-z]?")
_OF_NEW: Row = {
    "stage": "", "page_type": "", "privacy_policy": "", "standard": "", "procedure": "",
    "from_order": False, "elements": [], "deadline_rules": [], "deadline_text": "",
    "channels": [], "channels_text": "", "bases": [], "basis_text": "", "publishing_body": "",
    "levels": [], "level1": "", "level2": "", "mode": "proactive", "audience": "all",
}  # fmt: skip


def read(grid: Grid, present: Sequence[Row]) -> Reading:
    """Rows of an uploaded catalogue; `present` are those of the version it will change."""
    headings = find(grid.lines)
    result = Reading(problems=list(headings.problems))
    for name in headings.ignored:
        told, remedy = f"列“{name[:30]}”不属于目录", "这一列没有读入"
        result.notices.append(Problem(headings.last, 0, told, remedy))
    if not headings.problems:
        _Reader(headings, present, result).run(grid.lines)
        if not result.rows and not result.problems:
            told, remedy = "表头下面没有事项", "请填写事项后再上传"
            result.problems.append(Problem(headings.last, 0, told, remedy))
    return result


class _Reader(CellReader):
    def __init__(self, headings: Headings, present: Sequence[Row], result: Reading):
        super().__init__(headings, result)
        self.by_code = {row["code"]: row for row in present}
        self.by_name = {_name_of(row): row for row in present}
        self.present = present
        self.others = element_words.by_label([row["elements"] for row in present])
        self.lines_of: dict[str, int] = {}
        self.numbers: dict[int, int] = {}
        self.top_seq = max([row["seq"] for row in present], default=0)

    def run(self, lines: Sequence[Line]) -> None:
        for line in lines:
            if line.number > self.headings.last and not self._is_aside(line):
                self._row(line)

    def _is_aside(self, line: Line) -> bool:
        """A section title or a remark across the table; a title may name the domain."""
        texts = {cell for cell in line.cells if cell}
        if len(texts) != 1:
            return False
        text = texts.pop()
        bare = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?", "", text)
        if domain := words.domain_of(bare) or words.domain_in_title(text):
            self.domain, self.above = domain, {}
        else:
            self._notice(line, "", "这一行只有一格有字", "没有当作事项；如是事项，请填全各列")
        return True

    def _row(self, line: Line) -> None:
        before = len(self.result.problems)
        texts = self._texts(line)
        if all(words.squeezed(texts.get(key, "")) == words.squeezed(LABELS[key])
               for key in ("level1", "level2")):  # fmt: skip
            return  # the heading again, at the top of a printed page
        codes = {key: self._coded(line, key, texts.get(key, "")) for key in CASES}
        domain = codes["domain"] or ""
        known = self._known(line, texts, domain)
        codes["domain"] = domain or (known["domain"] if known else "")
        self._complete(line, texts, codes)
        if len(self.result.problems) > before:
            return
        row = deepcopy(known) if known else {**deepcopy(_OF_NEW), **self._guessed(texts, codes)}
        row |= codes
        self._number(line, row, texts.get("seq", ""), known)
        self._fill(line, row, texts, known or {})
        row["code"] = known["code"] if known else self._code(line, texts.get("code", ""), row)
        self._once(line, row)
        self.result.rows.append(restated(row, known))
        columns = {key: self.headings.column_of(key) for key in COLUMNS}
        self.result.places[row["code"]] = line.number, columns

    def _known(self, line: Line, texts: dict[str, str], domain: str) -> Row | None:
        """The row there is already: by its code, else by its names."""
        code = texts.get("code", "").strip()
        named = self.by_name.get(_name(domain, texts.get("level1", ""), texts.get("level2", "")))
        if named is None and not domain and not code:
            same = [row for row in self.present if _name_of(row)[1:] == _name(
                "", texts.get("level1", ""), texts.get("level2", ""))[1:]]  # fmt: skip
            named = same[0] if len(same) == 1 else None
        if not code:
            return named
        coded = self.by_code.get(code)
        if coded is None and named is not None:
            self._problem(line, "code", f"与现有事项 {named['code']} 同名，编号却是 {code[:12]}",
                          f"请改为 {named['code']}，或改事项名称")  # fmt: skip
        if coded is not None and domain and coded["domain"] != domain:
            self._problem(line, "domain", f"编号 {code} 属于“{words.DOMAINS[coded['domain']]}”领域",
                          "请改正领域；移到别的领域请用新编号")  # fmt: skip
        return coded

    def _complete(self, line: Line, texts: dict[str, str], codes: dict[str, Any]) -> None:
        for key in COLUMNS:
            if key in ("seq", "code"):
                continue
            value = codes[key] if key in codes else texts.get(key)
            is_told = key in codes and texts.get(key)  # already said to be unknown
            if not value and not is_told and not self._told_at(line, key):
                remedy = "请填写"
                if key == "domain":
                    remedy = "请加一列“领域”，或在表上方的标题里写明领域"
                self._problem(line, key, f"缺少“{LABELS[key]}”", remedy)

    def _number(self, line: Line, row: Row, text: str, known: Row | None) -> None:
        if not text:
            self.top_seq += 0 if known else 1
            row["seq"] = known["seq"] if known else self.top_seq
            return
        if not re.fullmatch(r"[1-9]\d{0,4}", text):
            self._problem(
                line, "seq", f"序号“{text[:12]}”不是数字", "请填 1 以上的整数，或整列留空"
            )
            return
        row["seq"] = int(text)
        first = self.numbers.setdefault(row["seq"], line.number)
        if first != line.number:
            self._problem(line, "seq", f"序号 {text} 与第{first}行重复", "请改正其中一个")
        self.top_seq = max(self.top_seq, row["seq"])

    def _fill(self, line: Line, row: Row, texts: dict[str, str], old: Row) -> None:
        for key in ("level1", "level2", "publishing_body"):
            row[key] = _kept(old.get(key, ""), texts[key])
        self._bases(line, row, texts["basis_text"])
        self._elements(line, row, texts["elements"])
        self._deadline(line, row, texts["deadline_text"])
        self._channels(line, row, texts["channels_text"])
        self._levels(line, row, texts["levels"])

    def _bases(self, line: Line, row: Row, text: str) -> None:
        bases = list(dict.fromkeys(words.parts(text, "；;\n")))
        joined = "；".join(bases)
        if words.squeezed(joined) == words.squeezed(row["basis_text"]):
            return
        for basis in bases:
            if len(basis) > LONGEST_BASIS:
                self._problem(line, "basis_text", "一条依据超过 200 字", "请用“；”分开各条依据")
        row["basis_text"], row["bases"] = joined, bases

    def _elements(self, line: Line, row: Row, text: str) -> None:
        old = row["elements"]
        typed = element_words.typed(text, old, self.others)
        row["elements"] = [dict(element) for element in typed.elements]
        if typed.new:
            told = f"新要素：{'、'.join(typed.new)[:200]}"
            self._notice(line, "elements", told, "先按选填文字收下，可在草稿里改类型和是否必备")

    def _deadline(self, line: Line, row: Row, text: str) -> None:
        text = "；".join(deadline_words.clauses(text)) if "\n" in text else text
        if words.squeezed(text) == words.squeezed(row["deadline_text"]):
            return
        reading = deadline_words.read(text)
        row["deadline_text"], row["deadline_rules"] = text, [dict(r) for r in reading.rules]
        for clause in reading.unknown:
            told = f"时限“{clause[:60]}”没有读懂"
            self._notice(line, "deadline_text", told, "保留原文，不自动计时；可在草稿里补时限规则")

    def _channels(self, line: Line, row: Row, text: str) -> None:
        codes, unknown = words.channels_of(text)
        if words.squeezed(text) == words.squeezed(row["channels_text"]):
            return
        if not unknown and codes and set(codes) == set(row["channels"]):
            return
        for word in unknown:
            self._notice(line, "channels_text", f"渠道“{word[:30]}”不在渠道表里", "保留原文")
        if not codes and not unknown:
            self._problem(line, "channels_text", "没有勾选任何渠道", "请至少勾选一个")
        row["channels"] = codes
        row["channels_text"] = "；".join([words.joined_channels(codes), *unknown]).strip("；")

    def _levels(self, line: Line, row: Row, text: str) -> None:
        if self.headings.places["levels"][0].tick:
            ticked = text.split("、")
            row["levels"] = [code for code in words.LEVELS if code in ticked]
            return
        codes, unknown = words.levels_of(text)
        for word in unknown:
            told, remedy = (
                f"公开层级“{word[:20]}”认不出来",
                f"可用：{'、'.join(words.LEVELS.values())}",
            )
            self._problem(line, "levels", told, remedy)
        row["levels"] = codes

    def _guessed(self, texts: dict[str, str], codes: dict[str, Any]) -> Row:
        """Stage, form and privacy rule of a new row: those its neighbours agree on, else none."""
        level1 = words.squeezed(texts.get("level1", ""))
        near = [
            row for row in self.present
            if row["domain"] == codes["domain"] and words.squeezed(row["level1"]) == level1
        ]  # fmt: skip
        guessed = {}
        for name in ("stage", "page_type", "privacy_policy"):
            values = {row[name] for row in near}
            guessed[name] = values.pop() if len(values) == 1 else ""
        return guessed

    def _code(self, line: Line, text: str, row: Row) -> str:
        if text:
            if not CODE.fullmatch(text):
                remedy = "编号是一至三个大写字母加数字，如 P3、W1-2；也可以留空，由系统编号"
                self._problem(line, "code", f"编号“{text[:20]}”格式不对", remedy)
            return text
        taken = {*self.by_code, *self.lines_of}
        prefixes = [match[0] for code, one in self.by_code.items() if one["domain"] == row["domain"]
                    and (match := re.match("[A-Z]+", code))]  # fmt: skip
        prefix = max(sorted(set(prefixes)), key=prefixes.count) if prefixes else "N"
        number = 1
        while f"{prefix}{number}" in taken:
            number += 1
        return f"{prefix}{number}"

    def _once(self, line: Line, row: Row) -> None:
        if first := self.lines_of.get(row["code"]):
            same = row["code"] in self.by_code and "code" not in self.headings.places
            told = f"与第{first}行是同一事项" if same else f"编号 {row['code']} 与第{first}行重复"
            self._problem(line, "level2" if same else "code", told, "请删去一行，或改正编号、名称")
            return
        self.lines_of[row["code"]] = line.number
        name = "\0".join(_name_of(row))
        if first := self.lines_of.get(name):
            self._problem(line, "level2", f"与第{first}行同名", "请删去一行，或改正名称")
        self.lines_of[name] = line.number


def _kept(old: str, new: str) -> str:
    """The old spelling where the new one differs in blanks and widths alone."""
    return old if words.squeezed(old) == words.squeezed(new) else " ".join(new.split())


def _name(domain: str, level1: str, level2: str) -> tuple[str, str, str]:
    return domain, words.squeezed(level1), words.squeezed(level2)


def _name_of(row: Row) -> tuple[str, str, str]:
    return _name(row["domain"], row["level1"], row["level2"])
