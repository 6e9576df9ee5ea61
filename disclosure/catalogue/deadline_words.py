"""What a catalogue writes under 公开时限, as deadline rules (pure).

A text is cut at ；, 。 and newlines into clauses; each gives a rule of `deadline_rules` (several
where commas join them), or stays text and is told to who imports. Nothing is guessed: a clause is
understood as a whole or not at all.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Rule = dict[str, object]
_SHIPPED = Path(__file__).parent.parent / "data" / "deadline_rules.json"
# What makes two rules the same; names, sources and certainty do not.
_ESSENCE = (
    "kind days day_type start every every_days month day first_within_working_days hours date"
).split()
# Kept besides from a rule of the site that says the same.
_KEPT = (*_ESSENCE, "code", "sla_minutes", "product_sla_minutes", "product_default_days")
_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,4})"


@dataclass(frozen=True, slots=True)
class Reading:
    """`rules` of the clauses understood, `unknown` clauses in their own words."""

    rules: tuple[Rule, ...]
    unknown: tuple[str, ...]


def read(text: str, known: Iterable[Rule] | None = None) -> Reading:
    """Rules of a deadline text; `known` are the rules of the site (default: the shipped ones)."""
    rules: list[Rule] = []
    unknown: list[str] = []
    table = list(shipped().values()) if known is None else list(known)
    for clause in clauses(text):
        found = _rules_of(clause, table)
        if not found:
            unknown.append(clause)
        rules += [rule for rule in found if rule not in rules]
    return Reading(tuple(rules), tuple(unknown))


def _rules_of(clause: str, known: list[Rule]) -> list[Rule]:
    """The rule of a clause, or those of its parts between commas if every part gives one."""
    found = _named(clause, known) or _understood(clause)
    if found is not None:
        return [_as_known(found, known, clause)]
    between = [one for one in re.split("[，,]", clause) if one.strip()]
    if len(between) < 2:
        return []
    parts = [_rules_of(one.strip(), known) for one in between]
    return [rule for part in parts for rule in part] if all(parts) else []


def clauses(text: str) -> list[str]:
    """Pieces between ；, 。 and newlines outside brackets, without numbering and final stops."""
    pieces, piece, depth = [], "", 0
    for sign in text:
        depth += (sign in "（(") - (sign in "）)")
        if sign == "\n" or (sign in "；;。" and depth <= 0):
            pieces.append(piece)
            piece, depth = "", 0
        else:
            piece += sign
    stripped = (
        re.sub(r"^\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*", "", p) for p in [*pieces, piece]
    )
    return [one for p in stripped if (one := p.strip(" \t\u3000\r。．"))]


@cache
def shipped() -> dict[str, Rule]:
    """The rules of the basic catalogue by code."""
    entries = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return {code: {"code": code} | rule for code, rule in entries.items()}


def _plain(clause: str) -> str:
    """One width of digits and brackets, no blanks, `个` and `之` gone where they say nothing."""
    wide = {
        ord(sign): sign_
        for sign, sign_ in zip("０１２３４５６７８９()：,", "0123456789（）:，", strict=True)
    }
    text = re.sub(r"[\s\u3000]+", "", clause.translate(wide))
    return text.replace("个工作日", "工作日").replace("之日起", "日起")


def _named(clause: str, known: Iterable[Rule]) -> Rule | None:
    """The site's own rule whose wording this is, letter by letter."""
    wanted = _plain(clause)
    return next((rule for rule in known if _plain(str(rule.get("cn", ""))) == wanted), None)


def _as_known(found: Rule, known: Iterable[Rule], clause: str) -> Rule:
    """The site's rule that says the same, in the words of this clause; else the rule as found."""
    if "cn" in found:
        return found
    for rule in known:
        if all(rule.get(name) == found.get(name) for name in _ESSENCE):
            kept = {name: rule[name] for name in _KEPT if rule.get(name) is not None}
            return kept | {"cn": clause}
    return found | {"cn": clause}


def number(text: str) -> int:
    """十五 and 15 as 15."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def _understood(clause: str) -> Rule | None:
    text = _plain(re.sub(r"[（(][^（）()]*[）)]$", "", clause.strip()))
    for pattern, make in _PATTERNS:
        if match := pattern.fullmatch(text):
            return make(match.groupdict())
    return None


Groups = Mapping[str, str | None]


def _days(kind: str, day_type: str = "") -> Callable[[Groups], Rule | None]:
    def make(groups: Groups) -> Rule | None:
        days = number(groups["n"] or "0")
        if not days:
            return None
        unit = day_type or ("working" if groups.get("w") else "calendar")
        return {"kind": kind, "days": days, "day_type": unit}

    return make


_STARTS = [
    ("formed_or_obtained", "获取|获得|收到"),
    ("decision", "决定|批准|审批|许可|处罚"),
    ("document_published", "文件公开|文件发布|文件印发|公开后"),
    ("formed_or_changed", "形成|变更|制定|制作|生成|产生|印发|发布|更新|确认|完成"),
]


def _working(groups: Groups) -> Rule | None:
    days, since = number(groups["n"] or "0"), groups.get("since") or ""
    if not days:
        return None
    start = next((key for key, words in _STARTS if re.search(words, since)), None)
    if since and start is None:
        return None  # a start we cannot name would count from the wrong day
    return {"kind": "working_days", "days": days, "start": start or "formed_or_changed"}


def _long(groups: Groups) -> Rule:
    days = number(groups.get("n") or "20")
    return {"kind": "long_term", "first_within_working_days": days}


_EVERY = {"年": "year", "季度": "quarter", "季": "quarter", "月": "month", "半年": "half_year"}


def _recurring(groups: Groups) -> Rule:
    return {"kind": "recurring", "every": _EVERY[groups["every"] or "年"]}


def _every_days(groups: Groups) -> Rule | None:
    days = number(groups["n"] or "0")
    return {"kind": "recurring", "every_days": days, "day_type": "calendar"} if days else None


def _annual(groups: Groups) -> Rule | None:
    month, day = number(groups["month"] or "0"), number(groups["day"] or "0")
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
        return None
    return {"kind": "annual_date", "month": month, "day": day}


def _hours(groups: Groups) -> Rule | None:
    hours = number(groups["n"] or "0")
    return {"kind": "hours", "hours": [hours]} if hours else None


def _just(rule: Rule) -> Callable[[Groups], Rule]:
    return lambda _groups: dict(rule)


_W = r"(?P<w>工作)?[日天]"
_LEAST = r"(?:原则上|一般)?(?:应)?(?:不少于|不得少于|不低于|至少|为期|期限为|时间为|为)?"
_PUBLISH = r"(?:予以|内?及时|并)?(?:公开|公布|发布|公示|更新|对外公开|主动公开|向社会公开)?"
_PATTERNS: list[tuple[re.Pattern[str], Callable[[Groups], Rule | None]]] = [
    (re.compile(pattern), make)
    for pattern, make in [
        (
            rf"(?:(?:公开)?信息)?(?:自|于|在)?(?P<since>.{{2,24}}?)(?:日起|后|日后|起){_NUMBER}工作日(?:以?内)?{_PUBLISH}",
            _working,
        ),
        (rf"{_NUMBER}工作日(?:以?内){_PUBLISH}(?:并|，)?长期公开.*", _long),
        (rf"(?:在)?{_NUMBER}工作日(?:以?内){_PUBLISH}", _working),
        (
            rf"(?:公告公示|公告|公示|公开)(?:期限?|时间|时长)?{_LEAST}{_NUMBER}{_W}(?:以上)?",
            _days("publicity_period"),
        ),
        (rf"提前{_NUMBER}{_W}(?:公示|公告|公开|公布)?", _days("advance_notice")),
        (rf"(?:公开)?征求意见(?:的?期限|时间)?{_LEAST}{_NUMBER}{_W}", _days("comment_period")),
        (r"公示", _just({"kind": "publicity_period", "days": None, "day_type": None})),
        (rf"(?:至少)?每{_NUMBER}[日天](?:至少)?{_PUBLISH}(?:一次|1次)?", _every_days),
        (
            r"(?:至少)?每(?P<every>半年|季度|季|年|月)(?:至少|度)?(?:公开|公布|发布|更新)?(?:一次|1次)?",
            _recurring,
        ),
        (r"(?:至少)?(?:按|逐)(?P<every>季度|季|年|月)(?:度)?(?:公开|公布|发布|更新)", _recurring),
        (
            r"(?:于|在)?每年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
            r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?:之?前|以前)" + _PUBLISH,
            _annual,
        ),
        (rf"{_NUMBER}小时(?:以?内){_PUBLISH}.{{0,6}}", _hours),
        (
            r"(?:及时|即时|随时|实时|立即|第一时间|动态)(?:公开|公布|发布|更新|调整)*(?:并(?:动态|及时)(?:更新|调整))?",
            _just({"kind": "immediate"}),
        ),
        (r"长期(?:公开|公示|公布)?", _long),
        (r"(?:常年|持续|始终)公开", _long),
        (r"程序性义务.*", _just({"kind": "process"})),
    ]
]
