"""Which column of a file is which column of the catalogue (pure).

Headings come in many words and orders, on one line or two: 公开对象 above 全社会 and 特定群体, with
ticks below. A title above them may name the domain of all rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import words
from .grid import Line
from .problems import Problem

# Field of a row: (heading in the State catalogue, other headings for the same).
COLUMNS = {
    "seq": ("序号", "编次 顺序号"),
    "code": ("编号", "事项编号 事项代码 目录编号 编码 代码"),
    "domain": ("领域", "所属领域 公开领域 事项领域"),
    "level1": ("一级事项", "一级目录 一级公开事项 一级类别"),
    "level2": ("二级事项", "二级目录 二级公开事项 事项名称 公开事项名称 二级类别"),
    "elements": ("公开内容（要素）", "公开内容 公开要素 公开内容要素 公开内容及要素 内容要素 要素"),
    "basis_text": ("公开依据", "依据 法律依据 政策依据 公开的依据"),
    "deadline_text": ("公开时限", "时限 公开时间 公开期限 时限要求"),
    "publishing_body": ("公开主体", "责任主体 公开责任主体 公开单位 责任单位 公开机构"),
    "channels_text": (
        "公开渠道和载体",
        "公开渠道 公开载体 渠道和载体 公开渠道与载体 公开渠道及载体",
    ),
    "audience": ("公开对象", "对象 公开范围 公开受众"),
    "mode": ("公开方式", "方式 公开形式"),
    "levels": ("公开层级", "层级 公开级别 适用层级"),
}
LABELS = {key: label for key, (label, _synonyms) in COLUMNS.items()}
OPTIONAL = frozenset({"seq", "code", "domain"})
_GROUPS = frozenset({"公开事项", "事项", "事项名称及分类", "公开事项分类"})
_TICKED = {"audience": words.audience_of, "mode": words.mode_of, "levels": words.level_of}
SEARCHED_LINES = 15
ENOUGH = 4  # fewer known headings on a line are a coincidence


def _heading_table() -> dict[str, str]:
    table = {}
    for key, (label, synonyms) in COLUMNS.items():
        for word in (label, *synonyms.split()):
            table[words.squeezed(word)] = key
    return table


_KEY = _heading_table()


def key_of(heading: str) -> str | None:
    """The field a heading names."""
    text = words.squeezed(heading).strip("*＊：")
    return _KEY.get(text) or _KEY.get(text.partition("（")[0])


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the file: its place from nought and, below 公开对象 and the like, its tick."""

    index: int
    tick: str = ""


@dataclass(slots=True)
class Headings:
    """`places` of each field; rows begin after line `last`; `domain` said by a title above."""

    places: dict[str, list[Place]] = field(default_factory=dict)
    last: int = 0
    domain: str = ""
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def column_of(self, key: str) -> int:
        """Number of the column as a person counts, 0 when the file has none."""
        return self.places[key][0].index + 1 if self.places.get(key) else 0


def find(lines: Sequence[Line]) -> Headings:
    """The heading of a table; without one, or with doubled columns, it carries problems."""
    for number, line in enumerate(lines[:SEARCHED_LINES]):
        below = lines[number + 1] if number + 1 < len(lines) else None
        is_double = below is not None and _is_second(line, below)
        found = _read(line, below if is_double else None)
        if len(found.places) >= ENOUGH:
            found.last = below.number if is_double and below else line.number
            found.domain = _domain_above(lines[:number])
            found.problems += _missing(found, line)
            return found
    told = "没有找到表头"
    remedy = "前十五行里应有一行写着一级事项、二级事项、公开内容（要素）、公开时限等列名"
    return Headings(problems=[Problem(lines[0].number if lines else 1, 0, told, remedy)])


def _domain_above(lines: Iterable[Line]) -> str:
    titles = (cell for line in lines for cell in line.cells if cell)
    return next((found for title in titles if (found := words.domain_in_title(title))), "")


def _is_second(top: Line, below: Line) -> bool:
    """Whether the line below belongs to the heading: it has nothing but headings and ticks."""
    above = {words.squeezed(cell) for cell in top.cells if cell}
    own = 0
    for cell in below.cells:
        if not cell or words.squeezed(cell) in above:
            continue
        if not (key_of(cell) or any(read(cell) for read in _TICKED.values())):
            return False
        own += 1
    return own > 0


def _read(top: Line, below: Line | None) -> Headings:
    found = Headings()
    width = max(len(top.cells), len(below.cells) if below else 0)
    group = ""
    for index in range(width):
        upper, lower = top.cell(index), below.cell(index) if below else ""
        group = upper or (group if lower else "")
        _place(found, top.number, index, group, lower)
    for key, places in found.places.items():
        plain = [place for place in places if not place.tick]
        if len(plain) > 1 or (plain and len(places) > len(plain)):
            columns = "、".join(f"第{place.index + 1}列" for place in places)
            told = f"“{LABELS[key]}”出现了几次（{columns}）"
            found.problems.append(
                Problem(top.number, places[1].index + 1, told, "请只留一列，或改正列名")
            )
    return found


def _place(found: Headings, line: int, index: int, upper: str, lower: str) -> None:
    key = key_of(upper)
    if key in _TICKED and lower and words.squeezed(lower) != words.squeezed(upper):
        tick = _TICKED[key](lower)
        if tick is None:
            told = f"“{upper}”下面的“{lower[:20]}”认不出来"
            remedy = f"可用：{'、'.join(_known_words(key))}"
            found.problems.append(Problem(line + 1, index + 1, told, remedy))
            return
        found.places.setdefault(key, []).append(Place(index, tick))
        return
    key = key_of(lower) or key
    if key:
        found.places.setdefault(key, []).append(Place(index))
    elif (upper or lower) and words.squeezed(upper) not in _GROUPS:
        found.ignored.append(lower or upper)


def _known_words(key: str) -> list[str]:
    tables = {"audience": words.AUDIENCES, "mode": words.MODES, "levels": words.LEVELS}
    return list(tables[key].values())


def _missing(found: Headings, line: Line) -> list[Problem]:
    missing = [key for key in COLUMNS if key not in found.places and key not in OPTIONAL]
    seen = "、".join(cell for cell in line.cells if cell)[:120]
    return [
        Problem(line.number, 0, f"缺少“{LABELS[key]}”一列", f"请补上这一列；现有列：{seen}")
        for key in missing
    ]
