"""Whether a version may take force: every row whole, usable, free of personal data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from disclosure.models import CatalogueItem, DisclosurePage
from disclosure.seed_checks import element_problems, rule_problems
from disclosure.vocabulary import AUDIENCES, DOMAINS, STAGES
from privacy.detect import detect_all

from .differences import FIELDS

Row = dict[str, Any]
_NEEDED = (
    "level1 level2 basis_text deadline_text publishing_body channels_text levels stage page_type "
    "privacy_policy"
).split()
_TEXTS = (
    "level1 level2 basis_text deadline_text publishing_body channels_text standard procedure"
).split()
_BETWEEN = re.compile(r"[；;、，,。：“”\n（）]+")
_SURE = 0.5  # below it stand single words that a name finder takes for a name, such as 成文日期
_CHOICES = {"domain": DOMAINS, "stage": STAGES, "audience": AUDIENCES}


@dataclass(frozen=True, slots=True)
class RowProblem:
    code: str
    told: str


def problems_of(rows: Iterable[Row], old: Iterable[Row] = ()) -> list[RowProblem]:
    """Everything that keeps these rows from taking force; rows as they were in `old` are not
    scanned again."""
    rows = list(rows)
    before = {row["code"]: row for row in old}
    found = [RowProblem(row["code"], told) for row in rows for told in _of_row(row)]
    found += _names_twice(rows) + _forms_exchanged(rows)
    changed = [row for row in rows if row != before.get(row["code"])]
    return found + personal(changed, before.values())


def _of_row(row: Row) -> list[str]:
    told = [
        _("缺少“%(field)s”，请编辑这一行补上。") % {"field": FIELDS[name]}
        for name in _NEEDED
        if not row.get(name)
    ]
    for name, choices in _CHOICES.items():
        if row.get(name) and row[name] not in dict(choices):
            told.append(_("“%(field)s”不在可用的值之内。") % {"field": FIELDS[name]})
    if row.get("page_type") and row["page_type"] not in _page_types():
        told.append(_("没有这种表单，请重新选择。"))
    if not rule_problems(row["deadline_rules"]) and not element_problems(row["elements"]):
        return told
    return told + element_problems(row["elements"]) + rule_problems(row["deadline_rules"])


def _page_types() -> set[str]:
    found, open_ = set(), [DisclosurePage]
    while open_:
        model = open_.pop()
        open_ += model.__subclasses__()
        found.add(model.__name__)
    return found - {"DisclosurePage"}


def _names_twice(rows: list[Row]) -> list[RowProblem]:
    seen: dict[tuple[str, str, str], str] = {}
    found = []
    for row in rows:
        name = row["domain"], row["level1"], row["level2"]
        if (first := seen.setdefault(name, row["code"])) != row["code"]:
            found.append(RowProblem(row["code"], _("与 %(code)s 同名。") % {"code": first}))
    return found


def _forms_exchanged(rows: list[Row]) -> list[RowProblem]:
    """A form that items are already written in stays: their columns belong to it."""
    used = dict(
        CatalogueItem.objects.filter(pages__isnull=False)
        .values_list("code", "page_type")
        .distinct()
    )
    told = _("已有公开信息使用这一事项的表单，不能更换；请停用这一事项，另立新编号。")
    return [
        RowProblem(row["code"], told)
        for row in rows
        if used.get(row["code"]) not in (None, row["page_type"])
    ]


def personal(rows: Iterable[Row], known: Iterable[Row] = ()) -> list[RowProblem]:
    """Rows whose public words hold personal data; kinds alone are told.

    Words that stand in the catalogue already (`known`) are not asked about again.
    """
    said = {piece for row in known for text in _texts(row) for piece in _pieces(text)}
    texts = [
        (row["code"], text)
        for row in rows
        for text in _texts(row)
        if not said.issuperset(_pieces(text))
    ]
    unique = list(dict.fromkeys(text for _code, text in texts))
    hits = {
        text
        for text, findings in zip(unique, detect_all(unique), strict=True)
        if any(one.action != "keep" and one.confidence >= _SURE for one in findings)
    }
    codes = dict.fromkeys(code for code, text in texts if text in hits)
    told = _("文字里像是有个人信息。目录对社会公开，请改写后再试。")
    return [RowProblem(code, told) for code in codes]


def _texts(row: Row) -> list[str]:
    labels = "、".join(element["label"] for element in row["elements"])
    return [*(row[name] for name in _TEXTS if row[name]), f"公开要素：{labels}。"]


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BETWEEN.split(text) if piece]
