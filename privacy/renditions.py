"""One list, three renditions: what of each column the web, the board and the archive show.

privacy.md §2, §3; the words of privacy.yaml per policy and channel. Pure: columns and cells in,
columns and cells out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .findings import GENERALISE, KEEP, REMOVE
from .masks import generalise
from .policy import NO_LIST, policy, rule_file
from .quasi import coarser

WEB, BOARD, ARCHIVE = "web", "board", "archive"
CHANNELS = (WEB, BOARD, ARCHIVE)
# Policies whose lists never reach the web (§2, §6), whatever their words for single classes say.
NO_WEB_LIST = frozenset(
    "RECIP_HEALTH RECIP_DISABILITY RECIP_MINOR STUDENT_AID RECIP_FAMILYPLAN".split()
)
ADULTS_ONLY = frozenset({"STUDENT_AID"})  # on the board: 18 and older (privacy.yaml)
NAMES = frozenset({"RECIPIENT_NAME", "DONOR"})
# Whom the norm wants named: the applicant of the household, never its members.
APPLICANT = re.compile(
    "户主|申请|对象|领取|领款|享受|受益|受助|供养|学生|贫困户|脱贫户|农户|残疾人|低保|救助|姓名|名字|name",
    re.IGNORECASE,
)
NOT_APPLICANT = re.compile("成员|配偶|监护|家长|父亲|母亲|子女|代领|委托|代理|曾用|开户|签")
RELATION = re.compile("与.{0,4}关系|^关系$")
HEAD = frozenset({"户主", "本人", "申请人", "本人或户主", "本人(户主)", "本人（户主）"})
CATEGORY = re.compile("类别|类型|档次|标准|户类|方式")
ADULT = 18
# Kinds of columns a notice on the board carries; anything else is unrelated to it.
BOARD_KINDS = frozenset({"serial", "hsize", "amount", "date", "village"})


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list: its class, its kind, and what was decided for the web."""

    index: int
    name: str
    cls: str
    kind: str = ""
    action: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Rendition:
    """Labels, rows, and for each row its place in the original (from 0)."""

    labels: list[str]
    rows: list[list[str]] = field(repr=False)
    places: list[int] = field(default_factory=list, repr=False)
    kinds: list[str] = field(default_factory=list)


def has_list(policy_key: str, channel: str) -> bool:
    """Whether this channel may show single rows at all."""
    if channel == ARCHIVE:
        return True
    entry = _channel(policy_key, channel)
    if channel == WEB:
        return policy_key not in NO_WEB_LIST and _word(entry, "list") not in NO_LIST
    if entry.get("page") or _word(entry, "list") or "same_as" in entry:
        return False  # no names, individual notice; or nothing that the web does not say
    return _word(entry, "RECIPIENT_NAME").startswith("full")


def totals_need(policy_key: str) -> int:
    """From how many persons on the web may state totals (min_cell where the policy says so)."""
    web = _channel(policy_key, WEB)
    words = f"{web.get('totals', '')}{web.get('counts', '')}"
    return policy(policy_key).min_cell if "min_cell" in words else 1


def _channel(policy_key: str, channel: str) -> dict[str, object]:
    entry = next(one for one in rule_file()["policies"] if one["key"] == policy_key)
    return dict(entry.get(channel) or {})


def _word(entry: dict[str, object], key: str) -> str:
    return str(entry.get(key, "")).split(";")[0].split(" ")[0]


def board_action(column: ListColumn, *, is_applicant: bool) -> str:
    """What the board shows of a column: full names of applicants, village, size, amount (§2)."""
    if column.cls in NAMES or column.cls == "MINOR_NAME":
        return KEEP if is_applicant else REMOVE
    if column.cls == "ADDRESS_DETAIL":
        return GENERALISE
    if column.cls == "ADDRESS_VILLAGE" or column.kind in BOARD_KINDS:
        return KEEP
    return KEEP if column.cls in ("", "NONE") and CATEGORY.search(column.name) else REMOVE


def applicant_column(columns: Sequence[ListColumn]) -> int | None:
    """Place of the column that names the applicants; None where the list names nobody."""
    names = [n for n, one in enumerate(columns) if one.cls in (*NAMES, "MINOR_NAME")]
    fitting = [n for n in names if not NOT_APPLICANT.search(columns[n].name)]
    exact = [n for n in fitting if APPLICANT.search(columns[n].name)]
    return next(iter(exact or fitting or names), None)


def board(
    policy_key: str, columns: Sequence[ListColumn], rows: Sequence[Sequence[str]]
) -> Rendition | None:
    """The sheet for the board, or None where this policy has none."""
    if not has_list(policy_key, BOARD):
        return None
    applicant = applicant_column(columns)
    shown = [
        (place, column)
        for place, column in enumerate(columns)
        if board_action(column, is_applicant=place == applicant) != REMOVE
    ]
    places = [
        n
        for n, row in enumerate(rows)
        if _is_head(columns, row) and (policy_key not in ADULTS_ONLY or _is_adult(columns, row))
    ]
    cells = [[_on_board(column, rows[n][place]) for place, column in shown] for n in places]
    return Rendition(
        [column.name for _place, column in shown],
        cells,
        places,
        ["village" if c.cls.startswith("ADDRESS") else c.kind for _place, c in shown],
    )


def _on_board(column: ListColumn, cell: str) -> str:
    return generalise(column.cls, cell) if column.cls == "ADDRESS_DETAIL" else cell


def _is_head(columns: Sequence[ListColumn], row: Sequence[str]) -> bool:
    """The applicant's own row, where the list has a row for every member of the household."""
    for place, column in enumerate(columns):
        if RELATION.search(column.name) and row[place]:
            return row[place] in HEAD
    return True


def _is_adult(columns: Sequence[ListColumn], row: Sequence[str]) -> bool:
    """Known to be of age; who may be a minor is not named."""
    for place, column in enumerate(columns):
        digits = re.findall(r"\d+", row[place])
        if column.kind == "age" and digits:
            return int(digits[0]) >= ADULT
    return False


def web_cell(column: ListColumn, cell: str) -> str:
    """A cell that is made coarser, by the step decided; masks and numbers are the caller's."""
    kind = "village" if column.cls in ("ADDRESS_DETAIL", "ADDRESS_VILLAGE") else column.kind
    if kind in ("age", "hsize", "date", "village", "amount"):
        return coarser(kind, column.level, cell)
    return generalise(column.cls, cell) if cell else ""
