"""Decisions in a file, kept one by one as they are taken."""

import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from privacy.files.model import Box
from workflows.files.known import Attached
from workflows.files.spots import FileReview, FileSpot, reviews_of
from workflows.models import ACTIONS, FileMark
from workflows.review.classes import LABELS
from workflows.review.deciding import CannotDecide, alike, check, check_words
from workflows.review.replacing import proposed_generalisation
from workflows.review.spots import fingerprint, occurrences

MOST_BOXES = 500  # on one file


@dataclass(frozen=True, slots=True)
class DecideInFile:
    """A decision about one place of a file; `scope` widens it as in the text."""

    ref: str
    action: str
    reason: str = ""
    basis: str = ""
    replacement: str = ""
    scope: str = "one"


def decide(review: FileReview, wanted: DecideInFile, by) -> list[FileSpot]:
    """Keep the decision for its place and, by scope, for all alike in this file."""
    chosen = next((spot for spot in review.spots if spot.ref == wanted.ref), None)
    if chosen is None:
        raise CannotDecide(_("这一处已经不在了，请刷新页面。"))
    check(wanted, chosen, proposed_generalisation(chosen))
    check_words(wanted, review.page, review.spots)
    met = [spot for spot in review.spots if spot is chosen or alike(chosen, spot, wanted.scope)]
    for spot in met:
        store(review.attached, spot, wanted, by)
    return met


def store(attached: Attached, spot: FileSpot, wanted: DecideInFile, by) -> None:
    replacement = ""
    if wanted.action == "generalise":
        replacement = wanted.replacement.strip() or proposed_generalisation(spot)
    _put(
        attached,
        spot.ref,
        by,
        part=spot.part,
        cls=spot.cls,
        action=wanted.action,
        reason=wanted.reason.strip()[:200],
        basis=wanted.basis.strip()[:200],
        replacement=replacement[:200],
        fingerprint=fingerprint(spot.value),
        is_manual=spot.is_manual,
    )


def _put(attached: Attached, ref: str, by, **fields) -> FileMark:
    mark, _made = FileMark.objects.update_or_create(
        vault_id=attached.uploaded.pk,
        ref=ref,
        defaults={"page_id": attached.uploaded.page_id, "by": by, **fields},
    )
    return mark


def undo(review: FileReview, ref: str) -> None:
    """Take a decision, a mark or a drawn box back."""
    FileMark.objects.filter(vault_id=review.attached.uploaded.pk, ref=ref).delete()


def draw(review: FileReview, part: str, box: Box, by, cls: str = "") -> FileMark:
    """A box by hand on a page: whatever lies under it is painted over."""
    if part not in review.parts or not review.parts[part].width:
        raise CannotDecide(_("这一页没有图像，请改用“另标一处”。"))
    if len(review.drawn) >= MOST_BOXES:
        raise CannotDecide(_("框太多了，请改为退回，由编辑换一个文件。"))
    return _put(
        review.attached,
        f"draw:{part}:{secrets.token_hex(4)}",
        by,
        part=part,
        cls=cls if cls in LABELS else "FREE_TEXT",
        action="remove",
        boxes=[list(box)],
        is_drawn=True,
    )


def move(review: FileReview, ref: str, index: int, box: Box, by) -> FileMark:
    """Put the `index`-th box of a finding, or a drawn box, elsewhere."""
    drawn = next((mark for mark in review.drawn if mark.ref == ref), None)
    if drawn is not None:
        return _put(review.attached, ref, by, boxes=[list(box)])
    spot = next((spot for spot in review.spots if spot.ref == ref), None)
    if spot is None or not 0 <= index < len(spot.boxes):
        raise CannotDecide(_("这个框已经不在了，请刷新页面。"))
    if spot.is_open:
        raise CannotDecide(_("请先决定这一处，再移动它的框。"))
    boxes = [list(box) if n == index else list(old) for n, old in enumerate(spot.boxes)]
    return _put(review.attached, ref, by, boxes=boxes)


def mark(review: FileReview, part: str, text: str, cls: str, by) -> int:
    """Mark words the detector missed, wherever they stand in this part. Returns how many."""
    text = text.strip()
    found = review.parts.get(part)
    stand = occurrences([(part, found.text)], part, text) if found and text else []
    if not stand:
        raise CannotDecide(_("这一段里没有这几个字。请从原文复制。"))
    taken = [(s.finding.start, s.finding.end) for s in review.spots if s.part == part]
    free = [p for p in stand if not any(p[0] < end and start < p[1] for start, end in taken)]
    for start, end in free:
        _put(
            review.attached,
            f"{part}:{start}-{end}",
            by,
            part=part,
            cls=cls if cls in LABELS else "FREE_TEXT",
            action="remove",
            fingerprint=fingerprint(text),
            is_manual=True,
        )
    return len(free)


def follow(review: FileReview, spots: list[FileSpot], by) -> int:
    """Decide these places as proposed; what has no better proposal is removed."""
    for spot in spots:
        action = spot.proposed if spot.proposed in dict(ACTIONS) else "remove"
        if action == "generalise" and not proposed_generalisation(spot):
            action = "remove"
        store(review.attached, spot, DecideInFile(spot.ref, action), by)
    return len(spots)


def follow_proposals(revision, page, by) -> int:
    """Decide every open place of all files as proposed (demo and tests); returns how many."""
    return sum(
        follow(review, [spot for spot in review.spots if spot.is_open], by)
        for review in reviews_of(revision, page)
    )
