"""Passing a review that has files: what stands in the way, and the copies put into the page."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from disclosure import file_check, public_files
from disclosure.allowed import allowed_texts
from disclosure.canonical import ordered
from privacy.detect import detect
from workflows.files import building, known
from workflows.files.building import Plan
from workflows.files.spots import FileReview, reviews_of
from workflows.lists import clearing as lists
from workflows.review.classes import IDENTIFYING
from workflows.review.spots import spots_of

GONE = "某"


def open_reasons(revision, page) -> list[str]:
    """Sentences about files that are not read, or in which something is undecided."""
    told = known.hindrances(page)
    undecided = sum(review.open_count for review in reviews_of(revision, page))
    if undecided:
        told.append(_("附件里还有 %(n)d 处没有决定。") % {"n": undecided})
    return told


def plans_for(state, page) -> list[Plan]:
    """How every file of the reviewed page is built now."""
    reviews = reviews_of(state.revision, page)
    if not reviews:
        return []
    spots = spots_of(state.revision, page)
    withheld = {s.value for s in spots if s.action != "keep" and s.cls in IDENTIFYING}
    kept = {s.value for s in spots if s.action == "keep"}
    # On an object of its own: the rows of lists are written into it.
    _evidence, in_lists = lists.write_cleared(state.revision.as_object())[:2]
    return building.plans_of(reviews, withheld | in_lists, kept)


def build_copies(page, state, *, wait: bool) -> list[str]:
    """Before the review is passed, outside its transaction: reasons why it cannot be yet."""
    shown = state.revision.as_object()
    if not known.files_of(shown):
        return []
    return open_reasons(state.revision, shown) or building.require_built(
        page, state, plans_for(state, shown), wait=wait
    )


@dataclass(slots=True)
class Written:
    """What the copies bring: evidence for the redaction record, values no surface may show,
    findings that were decided to stay, sentences about what is in the way."""

    count: int = 0
    evidence: list[dict] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set, repr=False)
    accepted: set[tuple] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def write_copies(state, page) -> Written:
    """Put the built copies into the page in memory."""
    written = Written()
    rows = {row.vault_id: row for row in page.attachment_rows.all() if row.vault_id}
    if not rows:
        return written
    plans = plans_for(state, state.revision.as_object())
    written.problems = building.problems_of(plans)
    for plan in plans if not written.problems else ():
        _put(page, rows[plan.vault_id], plan)
    for plan in plans if not written.problems else ():
        part = f"a/{_place_among_public(page, rows[plan.vault_id])}"
        written.count += 1
        written.withheld |= building.withheld_in(plan.review) & plan.withheld
        written.accepted |= _accepted(plan, part)
        written.evidence += _evidence(plan.review, part)
    return written


def _put(page, row, plan: Plan) -> None:
    digest = plan.copy().digest
    kept = public_files.known([digest])[digest]
    row.digest, row.size = kept.digest, kept.size
    row.title = _clean_title(page, row.title, plan)


def _clean_title(page, title: str, plan: Plan) -> str:
    """The file's name as text: what is withheld or found in it is not in the public name."""
    for value in sorted(plan.withheld, key=len, reverse=True):
        title = title.replace(value, GONE)
    found = detect(title, domain=page.domain or None, allow=allowed_texts(page))
    for finding in sorted(found, key=lambda f: -f.start):
        if finding.action != "keep":
            title = title[: finding.start] + GONE + title[finding.end :]
    return title.strip()


def _place_among_public(page, row) -> int:
    public = [other for other in ordered(page.attachment_rows) if other.digest]
    return next(n for n, other in enumerate(public, start=1) if other.vault_id == row.vault_id)


def _accepted(plan: Plan, part: str) -> set[tuple]:
    return {
        (spot.cls, part, file_check.fingerprint(value))
        for spot in plan.review.spots
        for value in _staying(spot)
        if value
    }


def _staying(spot) -> list[str]:
    if spot.action == "keep":
        return [spot.value]
    return [spot.mark.replacement] if spot.mark and spot.mark.replacement else []


def _evidence(review: FileReview, part: str) -> list[dict]:
    """Each decision without its value: place, class, action, grounds."""
    vault_id = str(review.attached.uploaded.pk)
    decided = [(spot.ref, spot.cls, spot.action, spot.mark) for spot in review.spots]
    decided += [(mark.ref, mark.cls, "remove", mark) for mark in review.drawn]
    return [
        {
            "part": part,
            "file": vault_id,
            "ref": ref,
            "cls": cls,
            "action": action,
            "reason": mark.reason if mark else "",
            "basis": mark.basis if mark else "",
            "by": mark.by_id if mark else None,
        }
        for ref, cls, action, mark in decided
    ]
