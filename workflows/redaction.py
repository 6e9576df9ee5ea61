"""From what the department approved to what may go out: the reviewer's decisions, applied.

Everything is written by code in the name of nobody: the reviewer must not become an author (I2).
"""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure import list_scan, outbox, publishing
from disclosure.canonical import public_record
from disclosure.models import Approval, Clearance
from disclosure.redaction import CannotRewrite, rewrite
from privacy import followed, lexicon_learning
from privacy.detect import detect
from privacy.masks import NAMES
from privacy.needles import Needles
from privacy.scrub import scrub
from workflows import parts, second_looks
from workflows.files import clearing as files
from workflows.lists import clearing, columns, fixing, own_rows, safety
from workflows.review import assessing, confirming, figures, replacing
from workflows.review.classes import IDENTIFYING
from workflows.review.confirming import Kept
from workflows.review.spots import Spot, spots_of


class StillOpen(Exception):
    """The review cannot be passed yet; `reasons` are sentences for the reviewer."""

    def __init__(self, reasons: list[str]):
        super().__init__(f"{len(reasons)} reasons")
        self.reasons = reasons


@transaction.atomic
def apply(state, by, rule: str = "") -> Clearance:
    """Apply all decisions, clear the result, scrub older copies and finish the review.

    `state` is the running review; `rule` names the batch it belongs to. Raises `StillOpen` while
    a place or column is undecided, or where the result still shows what was to go.
    """
    base = state.revision
    page = base.as_object()
    spots = spots_of(base, page)
    kept = confirming.kept_of(state, page, spots)
    _require_decided(state, page, spots, kept)
    approval = _approval(state)
    evidence, withheld = clearing.write_cleared(page)
    withheld |= _withheld(spots)
    copies = files.write_copies(state, page)
    if copies.problems:
        raise StillOpen(copies.problems)
    evidence += copies.evidence
    withheld |= copies.withheld
    changes = changes_of(spots)
    _rewrite(page, changes)
    if not page.title.strip():
        raise StillOpen([_("标题不能全部去掉，请退回由编辑改写标题。")])
    record = public_record(page)
    accepted = _accepted(page, record, spots, evidence) | copies.accepted
    _require_gone(record, withheld)
    _neutral_slug(
        page, {spot.value for spot in spots if spot.action != "keep" and spot.cls in NAMES}
    )
    decisions = _with_seconds([_evidence(s) for s in spots] + evidence, kept)
    result, redaction = base, None
    if changes or evidence or copies.count:
        result = _save(page)
        state.revision = result
        state.save(update_fields=["revision"])
    if decisions or result is not base:  # a public copy changes the record even without a decision
        # What was only kept is evidence as well, though it changes no sign of the text.
        redaction = publishing.record_redaction(approval, base, result, by=by, decisions=decisions)
    clearance = publishing.clear(
        result,
        by=by,
        approval=approval,
        redaction=redaction,
        workflow_state=state.workflow_state,
        withheld=withheld,
        accepted=accepted,
        rule=rule,
        sampled=second_looks.is_drawn(),
    )
    assessing.write(state, page, clearance, redaction, decisions, by)
    lexicon_learning.record(_outcomes(public_record(base.as_object()), spots))
    fixing.fix(page, clearance, by)
    own_rows.owe(page, clearance)
    _scrub(page, spots, withheld, keep=result)
    state.approve(user=by)
    return clearance


def _outcomes(record, spots: list[Spot]):
    """What the decisions say about the words of the detector's lists."""
    texts = dict(record)
    for s in spots:
        left = texts.get(s.part, "")[max(0, s.start - 16) : s.start]
        yield lexicon_learning.Outcome(
            s.entry, s.cls, s.proposed, s.action, s.is_manual, value=s.value, left=left
        )


def _scrub(page, spots: list[Spot], withheld: set[str], *, keep) -> None:
    """Older copies lose what goes now: rows in this transaction, free pages soon after (I3)."""
    hidden = [spot for spot in spots if spot.action != "keep"]
    needles = {spot.value for spot in hidden} | withheld
    if needles:
        scrub(page.pk, needles, [keep.pk], kinds={spot.cls for spot in hidden})
        outbox.enqueue("scrub", page.number, page_id=page.pk)


def changes_of(spots: list[Spot]) -> dict[str, list[tuple[int, int, str]]]:
    """Replacements by part; what is kept changes nothing."""
    changes: dict[str, list[tuple[int, int, str]]] = {}
    instead = replacing.replacements(spots)
    for spot in spots:
        if spot.action != "keep":
            change = (spot.start, spot.end, instead[spot.key] or "")
            changes.setdefault(spot.part, []).append(change)
    return changes


def _require_decided(state, page, spots: list[Spot], kept: list[Kept]) -> None:
    undecided = sum(spot.is_open for spot in spots)
    reasons = []
    if undecided:
        sentence = _("还有 %(n)d 处没有决定。没有决定的内容不公开，也不能通过。")
        reasons.append(sentence % {"n": undecided})
    undecided_columns = columns.open_columns(page)
    if undecided_columns:
        reasons.append(_("名册还有 %(n)d 列没有决定。") % {"n": undecided_columns})
    unconfirmed = sum(not one.is_confirmed for one in kept)
    if unconfirmed:
        told = _("有 %(n)d 处保留的内容一般不得公开，还要另一位隐私审查人确认。")
        reasons.append(told % {"n": unconfirmed})
    reasons += safety.open_reasons(page)
    reasons += figures.contradictions(page, spots)
    reasons += files.open_reasons(state.revision, page)
    if reasons:
        raise StillOpen(reasons)


def _approval(state) -> Approval:
    approval = (
        Approval.objects.filter(workflow_state_id=state.workflow_state_id).order_by("-pk").first()
    )
    if approval is None:
        raise StillOpen([_("没有单位审核的记录，请退回后重新提交。")])
    return approval


def _rewrite(page, changes) -> None:
    try:
        rewrite(page, changes)
    except CannotRewrite as error:
        sentence = _("“%(part)s”不能只改一部分，请退回由编辑修改。")
        raise StillOpen([sentence % {"part": parts.label(page, error.part)}]) from error


def _withheld(spots: list[Spot]) -> set[str]:
    """Values that no surface may show; one that is kept elsewhere in the item may."""
    kept = {spot.value for spot in spots if spot.action == "keep"}
    return {s.value for s in spots if s.action != "keep" and s.cls in IDENTIFYING} - kept


def _accepted(page, record, spots: list[Spot], evidence: list[dict]) -> set[tuple[str, str]]:
    """(class, part) pairs a person decided on; anything else in the result is still open."""
    from disclosure.allowed import allowed_texts

    decided = {(spot.cls, spot.part) for spot in spots}
    kept_in_lists = {e["cls"] for e in evidence if "column" in e and e["action"] != "remove"}
    listed = list_scan.list_prefixes(page)
    allow, accepted, fresh = allowed_texts(page), set(), []
    for pair in list_scan.findings(page, allow):
        accepted.add(pair) if pair[0] in kept_in_lists else fresh.append(pair)
    for part, text in record:
        if part.startswith("a/") or list_scan.is_row(part, listed):
            continue
        for finding in detect(text, domain=page.domain or None, allow=allow):
            pair = (finding.cls, part)
            if finding.action == "keep" or pair in accepted:
                continue
            in_list = part.startswith(listed) if listed else False
            if pair in decided or (in_list and finding.cls in kept_in_lists):
                accepted.add(pair)
            else:
                fresh.append(pair)
    if fresh:
        raise StillOpen(parts.sentences_about(page, fresh))
    return accepted


def _require_gone(record, withheld: set[str]) -> None:
    """What must go may not stand elsewhere in the item in another spelling."""
    needles = Needles(withheld)  # all in one pass: a list withholds a hundred thousand values
    places = [part for part, text in record if needles.found_in(text)]
    if places:
        raise StillOpen(
            [
                _("应去掉的内容在别处又出现了 %(n)d 次，请在那里也标出：%(parts)s")
                % {"n": len(places), "parts": "、".join(parts.plain(p) for p in places[:5])}
            ]
        )


def _neutral_slug(page, names: set[str]) -> None:
    """An address that spells a hidden name in pinyin: a draft gets another, a public item waits."""
    if not any(followed.holds_name(page.slug, name) for name in names):
        return
    if page.live:
        raise StillOpen([_("网址里有应去掉的姓名的拼音，请先撤下，再改网址。")])
    page.slug = f"n{secrets.token_hex(6)}"


def _save(page):
    """The redacted revision; a draft's page tables are rewritten too, since text lies there."""
    page.draft_title = page.title
    revision = page.save_revision(user=None, log_action=False, clean=False)
    if not page.live:
        revision.as_object().save(clean=False)
    return revision


def _evidence(spot: Spot) -> dict:
    """One decision without its value: class, place, action, grounds."""
    decision = spot.decision
    return {
        "part": spot.part,
        "start": spot.start,
        "end": spot.end,
        "cls": spot.cls,
        "action": spot.action,
        "reason": decision.reason if decision else "",
        "basis": decision.basis if decision else "",
        "by": decision.by_id if decision else None,
    }


def _with_seconds(decisions: list[dict], kept: list[Kept]) -> list[dict]:
    """The second person's name and time with each keep that needed one."""
    seconds = {(one.kind, one.place): one.verdict for one in kept if one.is_confirmed}
    for told in decisions:
        verdict = seconds.get(_place_of(told))
        if verdict is not None:
            told["second"] = {
                "by": verdict.by_id,
                "name": verdict.by_name,
                "at": verdict.at.isoformat(),
            }
    return decisions


def _place_of(told: dict) -> tuple[str, str]:
    if "file" in told:
        return "file", f"{told['ref']}:{told['file']}"
    if "column" in told:
        return "column", f"{told['part'].removeprefix('list/')}:{told['column']}"
    return "spot", f"{told['part']}:{told.get('start')}:{told.get('end')}"
