"""The impact assessment that the law asks for: drafted from data, finished by the reviewer.

个人信息保护法 Art. 55 and 56: purpose, necessity, effect on the persons and risk, measures,
decision; kept three years. Nothing here holds a value.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from privacy.policy import DEFAULT_POLICY, FALLBACK, rule_file
from workflows import parts
from workflows.lists.columns import lists_of
from workflows.models import ImpactAssessment, ReviewDraft
from workflows.review.classes import label_of


@dataclass(frozen=True, slots=True)
class Texts:
    """What the reviewer may edit before passing."""

    purpose: str
    necessity: str
    risk: str


def prefilled(page, counts: dict[str, int], rows: int) -> Texts:
    """From the catalogue row, its policy and the classes found (`counts` by class)."""
    return Texts(_purpose(page), _necessity(page), _risk(counts, rows))


def texts_of(state, page, counts: dict[str, int], rows: int) -> Texts:
    """The reviewer's draft where there is one, else what data says."""
    draft = ReviewDraft.objects.filter(state_id=state.pk).first()
    told = prefilled(page, counts, rows)
    if draft is None:
        return told
    return Texts(
        draft.purpose or told.purpose,
        draft.necessity or told.necessity,
        draft.risk or told.risk,
    )


def _purpose(page) -> str:
    row = page.catalogue_item
    if row is None:
        return _("主动公开政府信息。")
    basis = row.basis_text or "、".join(str(b) for b in row.bases.all())
    told = _("公开目录“%(row)s”要求主动公开，供公众了解和监督。") % {"row": row.label}
    return told + (_("依据：%(basis)s。") % {"basis": basis} if basis else "")


def _necessity(page) -> str:
    elements = page.catalogue_item.required_elements if page.catalogue_item else []
    names = "、".join(element["label"] for element in elements[:12])
    told = _("只公开目录要求的内容；达到目的用不着的个人信息，删除、隐藏或概括后再公开。")
    return told + (_("目录要求的内容：%(names)s。") % {"names": names} if names else "")


def _risk(counts: dict[str, int], rows: int) -> str:
    if not counts and not rows:
        return _("没有发现个人信息。")
    named = "、".join(
        _("%(label)s %(n)d 处") % {"label": label_of(cls), "n": n}
        for cls, n in sorted(counts.items(), key=lambda pair: -pair[1])
    )
    told = [_("原文含：%(named)s。") % {"named": named}] if named else []
    sensitive = [label_of(cls) for cls in counts if cls in _sensitive()]
    if sensitive:
        told.append(
            _("其中%(names)s是敏感个人信息，泄露可能使人受到歧视或者人身、财产受损。")
            % {"names": "、".join(sensitive)}
        )
    if rows:
        told.append(_("名册共 %(n)d 行，单列不含姓名时合起来也可能认出人。") % {"n": rows})
    return "".join(told)


@cache
def _sensitive() -> frozenset[str]:
    return frozenset(c["key"] for c in rule_file()["classes"] if c.get("pipl_sensitive"))


def policy_name(page) -> str:
    """The privacy policy of the item in its own words, with its key."""
    stated = page.catalogue_item.privacy_policy if page.catalogue_item else ""
    key = stated or DEFAULT_POLICY.get(page.domain or "", FALLBACK)
    entry = next((one for one in rule_file()["policies"] if one["key"] == key), None)
    return f"{entry['cn']}（{key}）" if entry else key


def counts_in(decisions: list[dict]) -> dict[str, int]:
    """Places and columns by class, of the evidence of a redaction."""
    places = [d for d in decisions if not _is_whole_list(d)]
    return dict(Counter(d["cls"] for d in places if d.get("cls")))


def measures_of(decisions: list[dict]) -> list[dict]:
    """How many of each class were hidden, removed, generalised or kept."""
    counted: Counter = Counter()
    for told in decisions:
        if _is_whole_list(told):
            counted[(told["cls"], told["action"])] += told.get("merged", 0)
        elif told.get("cls"):
            counted[(told["cls"], told["action"])] += 1
    return [
        {"cls": cls, "action": action, "count": n}
        for (cls, action), n in sorted(counted.items())
        if n
    ]


def _is_whole_list(told: dict) -> bool:
    """About the rows of a list together, not about one of its columns."""
    return told["part"].startswith("list/") and "column" not in told


def _kept(page, decisions: list[dict], people: dict[int, str]) -> list[dict]:
    """What a person decided to keep: where, why, on which basis, who and who else."""
    return [
        {
            "cls": d["cls"],
            "place": _("名册") if d["part"].startswith("list/") else parts.plain(d["part"]),
            "reason": d["reason"],
            "basis": d["basis"],
            "by": people.get(d.get("by"), ""),
            "second": (d.get("second") or {}).get("name", ""),
        }
        for d in decisions
        if d["action"] == "keep" and d.get("reason")
    ]


def write(state, page, clearance, redaction, decisions: list[dict], by) -> ImpactAssessment | None:
    """Fix the assessment of a review that was just passed; None where nothing was personal."""
    lists = lists_of(page)
    rows = sum(uploaded.row_count for _table, uploaded in lists)
    if not decisions and not rows:
        return None
    texts = texts_of(state, page, counts_in(decisions), rows)
    return ImpactAssessment.objects.create(
        page_id=page.pk,
        item_number=clearance.number,
        unit_code=page.unit.code,
        unit_name=page.unit_name or str(page.unit),
        catalogue_label=page.catalogue_label or "",
        policy=policy_name(page)[:80],
        revision_id=clearance.revision_id,
        clearance_id=clearance.pk,
        redaction_id=redaction.pk if redaction else None,
        purpose=texts.purpose,
        necessity=texts.necessity,
        risk=texts.risk,
        measures=measures_of(decisions),
        kept=_kept(page, decisions, _names(decisions)),
        rows=rows,
        by_id=by.pk,
        by_name=by.get_full_name() or by.get_username(),
    )


def _names(decisions: list[dict]) -> dict[int, str]:
    from django.contrib.auth import get_user_model

    ids = {d["by"] for d in decisions if d.get("by")}
    users = get_user_model().objects.filter(pk__in=ids)
    return {user.pk: user.get_full_name() or user.get_username() for user in users}
