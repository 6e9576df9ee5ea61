"""Files on the review screen: listed, counted, confirmed and undone like the other places."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.file_states import FileState
from workflows.files import building, panes, reading
from workflows.files.known import files_of, hindrance
from workflows.files.spots import FileReview, FileSpot, reviews_of, values_in_files
from workflows.models import FileMark, UploadedFile
from workflows.review import confirming, listing, spots, steps
from workflows.review.confirming import Kept
from workflows.review.listing import Entry
from workflows.review.replacing import proposed_generalisation

KIND = "file"
MANY = 60  # places of one file in the list of findings


def connect() -> None:
    """Called once when the app is ready."""
    from disclosure import file_states, outbox

    outbox.register("file", reading.read, is_long=True)
    outbox.register(building.BUILD, building.build_owed, is_long=True)
    listing.register(entries)
    confirming.register(kept)
    spots.register_elsewhere(values_in_files)
    file_states.register(state_of)
    steps.register(steps.Kind(KIND, FileMark, _scope, ("ref", "vault_id")))


def _scope(state, page) -> dict:
    return {"vault_id__in": [a.uploaded.pk for a in files_of(page)]}


def place_of(review: FileReview, ref: str) -> str:
    """Name of a place in steps and verdicts; the file comes last, it holds no colon."""
    return f"{ref}:{review.attached.uploaded.pk}"


def entries(item, state, page, user) -> list[Entry]:
    """One entry per place, and one per file that is not read: nothing passes without it."""
    attached = files_of(page)
    if not attached:
        return []
    verdicts = {one.place: one for one in confirming.kept_of(state, page) if one.kind == KIND}
    refusals = confirming.refusals(item)
    found = [_unread(a) for a in attached if hindrance(a)]
    for review in reviews_of(state.revision, page):
        asked = [spot for spot in review.spots if spot.proposed != "keep" or spot.mark]
        if len(asked) > MANY:  # a list of hundreds: one line a class, each keep on its own
            found += _by_class(item, review, [s for s in asked if s.action != "keep"])
            asked = [spot for spot in asked if spot.action == "keep"]
        numbers = page_numbers(review)
        found += [_entry(item, review, s, verdicts, refusals, numbers) for s in asked]
    return found


def _by_class(item, review: FileReview, asked: list[FileSpot]) -> list[Entry]:
    """One entry for all places of a class, open while one of them is."""
    numbers, found = page_numbers(review), []
    for cls in dict.fromkeys(spot.cls for spot in asked):
        members = [spot for spot in asked if spot.cls == cls]
        opened = [spot for spot in members if spot.is_open]
        told = _("%(n)d 处，还剩 %(left)d 处") % {"n": len(members), "left": len(opened)}
        first = (opened or members)[0]
        found.append(
            Entry(
                listing.FILES,
                f"{KIND}:{cls}:{review.attached.uploaded.pk}",
                first.label,
                f"{_('附件 %(n)d') % {'n': review.attached.n}} · {told}",
                first.proposed,
                "" if opened else first.action,
                anchor=f"file-{review.attached.uploaded.pk}",
                has_panel=False,
                url=address(item, review, first, numbers),
            )
        )
    return found


def _unread(attached) -> Entry:
    return Entry(
        listing.FILES,
        f"{KIND}:{attached.uploaded.pk}",
        str(attached.uploaded.get_state_display()),
        attached.name,
        "",
        reason=hindrance(attached),
        anchor=f"file-{attached.uploaded.pk}",
        has_panel=False,
    )


def _entry(item, review: FileReview, spot: FileSpot, verdicts, refusals, numbers) -> Entry:
    place = place_of(review, spot.ref)
    mark = spot.mark
    return Entry(
        listing.FILES,
        f"{KIND}:{place}",
        spot.label,
        where(review, spot.part),
        spot.proposed,
        spot.action,
        spot.finding.reason,
        f"file-{review.attached.uploaded.pk}",
        spot.asks_ground,
        mark is not None,
        (mark.reason, mark.basis) if mark else ("", ""),
        mark.replacement if mark else "",
        bool(proposed_generalisation(spot)),
        verdicts.get(place),
        refusals.get((KIND, place)) if spot.is_open else None,
        has_panel=False,
        url=address(item, review, spot, numbers),
    )


def where(review: FileReview, part: str) -> str:
    """附件 1 · 第 3 页"""
    label = review.parts[part].label if part in review.parts else ""
    told = label or building.place_label(part)
    return f"{_('附件 %(n)d') % {'n': review.attached.n}} · {told}"


def kept(state, page) -> list[Kept]:
    """Keeps in files that need the second person."""
    found = []
    for review in reviews_of(state.revision, page):
        for spot in review.spots:
            asks = spot.mark is not None and spot.action == "keep" and spot.proposed != "keep"
            if asks and confirming.needs_second(page, spot.cls):
                place = place_of(review, spot.ref)
                digest = confirming.digest_of(page, KIND, place, spot.mark)
                at = where(review, spot.part)
                found.append(Kept(KIND, place, spot.cls, at, spot.mark, digest))
    return found


def address(item, review: FileReview, spot: FileSpot, numbers: dict[str, int]) -> str:
    """The screen on which this place is decided, at its page."""
    base = reverse("workflows:review_file", args=[item.pk, review.attached.uploaded.pk])
    query = urlencode({"page": numbers.get(spot.part, 1), "at": spot.ref})
    return f"{base}?{query}#decide"


def page_numbers(review: FileReview) -> dict[str, int]:
    """By part: the number of the page, or of the screenful of passages, on which it stands."""
    if review.has_pages:
        pages = [part.ref for part in review.reading.parts if part.width]
        return {ref: n for n, ref in enumerate(pages, start=1)}
    shown = [part.ref for part in review.reading.parts if part.text.strip()]
    return {ref: n // panes.PASSAGES + 1 for n, ref in enumerate(shown)}


def state_of(row) -> FileState | None:
    """What the editor is told of a file in the form."""
    file = UploadedFile.objects.filter(pk=row.vault_id).first()
    if file is None:
        return None
    if file.is_ready:
        return FileState(_("已检测，提交后由隐私审查逐处决定。"))
    if file.is_under_way:
        return FileState(_("正在检测，关掉页面也会继续。"), False, file.done, file.total)
    why = file.reason or _("检测没有完成，提交时会再试一次。")
    return FileState(f"{file.get_state_display()}{_('：')}{why}", True)
