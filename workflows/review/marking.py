"""Adding what the detector missed: by the words, or by the place selected on the screen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.canonical import Record, public_record
from workflows import parts
from workflows.models import ReviewDecision
from workflows.review import replacing
from workflows.review.classes import needs_ground
from workflows.review.deciding import CannotDecide
from workflows.review.spots import Spot, fingerprint, occurrences, spots_of

Place = tuple[str, int, int]
LONGEST = 2_000  # code points; more is a passage that the editor should rewrite


@dataclass(frozen=True, slots=True)
class Marked:
    """What a mark met. `left_alone` places overlap in part with something already found."""

    places: list[Place]
    left_alone: int = 0
    swallowed: int = 0

    @property
    def first(self) -> str:
        return ":".join(map(str, self.places[0])) if self.places else ""

    @property
    def sentence(self) -> str:
        told = [_("已标出 %(n)d 处。") % {"n": len(self.places)}]
        if self.swallowed:
            told.append(_("其中原有的 %(n)d 项并入了新标的内容。") % {"n": self.swallowed})
        if self.left_alone:
            told.append(_("另有 %(n)d 处与已有的发现部分重叠，没有动。") % {"n": self.left_alone})
        return "".join(told)


def mark_place(state, place: Place, cls: str, action: str, by) -> Marked:
    """Mark what stands at a place, and the same words elsewhere in the item."""
    part, start, end = place
    content = dict(public_record(state.revision.as_object())).get(part, "")
    if not 0 <= start < end <= len(content):
        raise CannotDecide(_("这一处已经不在了，请刷新页面。"))
    return mark(state, part, content[start:end], cls, action, by)


def mark(state, part: str, text: str, cls: str, action: str, by) -> Marked:
    """Mark every occurrence of `text` in title, prose and tables, and decide it at once.

    The text itself is not stored. A mark that covers a finding wholly takes its place; one that
    overlaps it in part leaves it alone, since a place can have one decision only.
    """
    page = state.revision.as_object()
    text = text.strip()
    record = _searched(page, part)
    _check(record, part, text, cls, action)
    spots = spots_of(state.revision, page)
    free, partly, inside = [], 0, []
    for name, content in record:
        for start, end in occurrences([(name, content)], name, text):
            met = [s for s in spots if s.part == name and s.start < end and start < s.end]
            if any(s.start <= start and end <= s.end for s in met):
                inside += met
            elif all(start <= s.start and s.end <= end for s in met):
                free.append((name, start, end, met))
            else:
                partly += 1
    if not free:
        raise CannotDecide(_why_none(spots, inside))
    for name, start, end, _met in free:
        _store(state, page, Spot(name, start, end, cls, action, "", text), by)
    return Marked([place[:3] for place in free], partly, sum(len(p[3]) for p in free))


def _searched(page, part: str) -> Record:
    """The part itself, then title, prose and typed tables; fields are rewritten as a whole."""
    listed = tuple(parts.list_prefixes(page))
    return [
        (name, content)
        for name, content in public_record(page)
        if name == part
        or (name.startswith(("title", "b/", "t/")) and not (listed and name.startswith(listed)))
    ]


def _check(record: Record, part: str, text: str, cls: str, action: str) -> None:
    if not text or not occurrences(record, part, text):
        raise CannotDecide(_("这一段里没有这几个字。请从原文复制。"))
    if len(text) > LONGEST:
        raise CannotDecide(_("选得太长了。整段都不宜公开的，请退回由编辑改写。"))
    if action not in ("mask", "remove", "generalise") or needs_ground(cls, action):
        raise CannotDecide(_("自己标出的内容请选择隐藏、删除或概括。"))
    probe = Spot(part, 0, len(text), cls, action, "", text)
    if action == "generalise" and not replacing.proposed_generalisation(probe):
        raise CannotDecide(_("这几个字没有现成的概括，请先删除或隐藏，再在那一项里写概括成什么。"))


def _why_none(spots: list[Spot], inside: list[Spot]) -> str:
    if inside:
        numbers = sorted({n for n, spot in enumerate(spots, start=1) if spot in inside})
        named = "、".join(map(str, numbers[:5]))
        return _("这几个字已在正文发现的第 %(n)s 处里，请直接对那一处作决定。") % {"n": named}
    return _("选中的字只盖住了已有发现的一部分。请把那一处整个选进去，或直接对它作决定。")


def _store(state, page, spot: Spot, by) -> None:
    """The places it covers wholly lose their own decisions."""
    rows = ReviewDecision.objects.filter(revision_id=state.revision_id, part=spot.part)
    rows.filter(start__lt=spot.end, end__gt=spot.start).delete()
    replacement = ""
    if spot.proposed == "generalise":
        replacement = replacing.proposed_generalisation(spot)
    ReviewDecision.objects.create(
        page_id=page.pk,
        revision_id=state.revision_id,
        part=spot.part,
        start=spot.start,
        end=spot.end,
        cls=spot.cls,
        action=spot.proposed,
        replacement=replacement[:200],
        fingerprint=fingerprint(spot.value),
        is_manual=True,
        by=by,
    )
