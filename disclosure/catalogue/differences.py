"""What differs between two states of the catalogue, row by row and field by field (pure)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from . import words

Values = Mapping[str, Any]
# Fields in the order of the State catalogue, then what only this software knows of a row.
FIELDS = {
    "seq": "序号",
    "domain": "领域",
    "level1": "一级事项",
    "level2": "二级事项",
    "elements": "公开内容（要素）",
    "basis_text": "公开依据",
    "deadline_text": "公开时限",
    "deadline_rules": "时限规则",
    "publishing_body": "公开主体",
    "channels_text": "公开渠道和载体",
    "audience": "公开对象",
    "mode": "公开方式",
    "levels": "公开层级",
    "stage": "环节",
    "page_type": "表单",
    "privacy_policy": "隐私规则",
    "standard": "公开标准",
    "procedure": "公开程序",
}
_BETWEEN = re.compile(r"(?<=[；、，。\n])")
# Follow from others; shown where they change alone.
_DERIVED = {"deadline_rules": "deadline_text", "standard": "elements", "procedure": "deadline_text"}


@dataclass(frozen=True, slots=True)
class Segment:
    """`kind` is same, old (gone) or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    label: str
    old: str
    new: str

    @property
    def segments(self) -> list[Segment]:
        """The two texts as one: what stayed, what went, what came."""
        return segments(self.old, self.new)


@dataclass(frozen=True, slots=True)
class RowChange:
    """`kind` is new, changed or dropped; `fields` only for changed."""

    kind: str
    code: str
    name: str
    domain: str
    fields: tuple[FieldChange, ...] = ()

    @property
    def domain_label(self) -> str:
        return words.DOMAINS.get(self.domain, self.domain)


def compare(old: Iterable[Values], new: Iterable[Values]) -> list[RowChange]:
    """New, changed and dropped rows, each kind in the order of the catalogue it stands in."""
    before = {row["code"]: row for row in old}
    after = {row["code"]: row for row in new}
    found = [_row("new", row) for code, row in after.items() if code not in before]
    for code, row in after.items():
        if code in before and (fields := field_changes(before[code], row)):
            found.append(_row("changed", row, fields))
    return found + [_row("dropped", row) for code, row in before.items() if code not in after]


def field_changes(old: Values, new: Values) -> tuple[FieldChange, ...]:
    changed = [name for name in FIELDS if old.get(name) != new.get(name)]
    kept = [name for name in changed if _DERIVED.get(name) not in changed]
    return tuple(
        FieldChange(name, FIELDS[name], shown(name, old.get(name)), shown(name, new.get(name)))
        for name in kept
    )


def segments(old: str, new: str) -> list[Segment]:
    """Compared piece by piece between commas and stops: a changed word shows with its clause."""
    before, after = _BETWEEN.split(old), _BETWEEN.split(new)
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found.append(Segment("same", "".join(before[i1:i2])))
            continue
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        found += [Segment(k, text) for k, text in (("old", gone), ("new", came)) if text]
    return found


def counts(changes: Iterable[RowChange]) -> dict[str, int]:
    """How many rows of each kind."""
    found = {"new": 0, "changed": 0, "dropped": 0}
    for change in changes:
        found[change.kind] += 1
    return found


def _row(kind: str, row: Values, fields: tuple[FieldChange, ...] = ()) -> RowChange:
    return RowChange(
        kind, str(row["code"]), f"{row['level1']} · {row['level2']}", str(row["domain"]), fields
    )


def shown(name: str, value: Any) -> str:
    """A value in words."""
    if value is None or value == [] or value == "":
        return ""
    if name == "elements":
        marked = (f"{e['label']}{'*' if e.get('required') else ''}" for e in value)
        return "；".join(marked)
    if name == "deadline_rules":
        return "；".join(str(rule.get("cn") or rule.get("kind")) for rule in value)
    if name == "levels":
        return words.joined_levels(value)
    tables = {"domain": words.DOMAINS, "audience": words.AUDIENCES, "mode": words.MODES}
    return str(tables[name].get(value, value)) if name in tables else str(value)
