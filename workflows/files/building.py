"""From decisions to the public copy: built anew in the sandbox, read again, stored by its digest.

What a copy is built of is known by a keyed mark over original, decisions and withheld values: a
copy that was built once serves until one of them changes.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from disclosure import file_check, outbox, public_files
from disclosure.allowed import allowed_texts
from disclosure.models import DisclosurePage
from ledger import canonical_json
from privacy.file_texts import CannotOpen, texts_in
from privacy.files import sandbox, wire
from privacy.files.model import FileDecision, Reading, Rebuilt, Refused, Wanted
from privacy.needles import Needles
from workflows.files import jobs, places
from workflows.files.reading import LONGEST_REASON, original_of
from workflows.files.spots import FileReview
from workflows.models import BuiltCopy
from workflows.review.classes import IDENTIFYING

log = logging.getLogger(__name__)
BUILD = "build"  # kind of the outbox row that has copies built
# What is built while the reviewer waits; more goes on by itself. Documents take a few seconds,
# every page that is drawn and read again some fifteen.
AT_ONCE = 3
DRAWN = frozenset({"pdf", "scan", "image"})
COST_OF_DRAWN_PAGE = 4
METHOD = 1  # counts up when the same decisions must give another copy


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one copy is built of; `values` holds personal data."""

    review: FileReview = field(repr=False)
    reading: Reading = field(repr=False)
    wanted: Wanted = field(repr=False)
    withheld: frozenset[str] = field(repr=False)
    left: frozenset[str] = field(repr=False)  # fingerprints of values that may stand
    key: str = ""

    @property
    def vault_id(self):
        return self.review.attached.uploaded.pk

    @property
    def name(self) -> str:
        return self.review.attached.name

    def copy(self) -> BuiltCopy | None:
        return BuiltCopy.objects.filter(vault_id=self.vault_id, key=self.key).first()


def plans_of(
    reviews: list[FileReview], elsewhere: Iterable[str], kept: Iterable[str]
) -> list[Plan]:
    """How each file is built. `elsewhere` are values withheld in the text and the lists of the
    item, `kept` those that somebody decided to keep there."""
    own = {value for review in reviews for value in withheld_in(review)}
    stays = set(kept) | {s.value for r in reviews for s in r.spots if s.action == "keep"}
    terms = frozenset(value for value in (own | set(elsewhere)) - stays if value)
    return [_plan(review, terms) for review in reviews]


def withheld_in(review: FileReview) -> set[str]:
    """Values of the file that no surface may show."""
    from workflows.files.spots import shortest

    least = shortest(review.attached)
    return {
        spot.value
        for spot in review.spots
        if spot.action != "keep" and spot.cls in IDENTIFYING and len(spot.value) >= least
    }


def _plan(review: FileReview, terms: frozenset[str]) -> Plan:
    reading = replace(review.reading, findings=tuple(spot.finding for spot in review.spots))
    decisions = {
        spot.ref: FileDecision(
            spot.action or "remove",
            spot.mark.replacement if spot.mark else "",
            spot.boxes if spot.mark and spot.mark.boxes else (),
        )
        for spot in review.spots
    }
    drawn = places.by_part(
        (mark.part, places.checked(box)) for mark in review.drawn for box in mark.boxes
    )
    wanted = Wanted(decisions, drawn, tuple(sorted(terms)))
    return Plan(review, reading, wanted, terms, _left(review), _key(review, reading, wanted))


def _left(review: FileReview) -> frozenset[str]:
    kept = [spot.value for spot in review.spots if spot.action == "keep"]
    written = [spot.mark.replacement for spot in review.spots if spot.mark]
    return frozenset(file_check.fingerprint(value) for value in (*kept, *written) if value)


def _key(review: FileReview, reading: Reading, wanted: Wanted) -> str:
    places_of = [[f.ref, f.cls] for f in reading.findings]
    told = wire.wanted_out(wanted)
    for decision in told["decisions"].values():
        decision["boxes"] = str(decision["boxes"])  # canonical JSON knows no fractions
    told["drawn"] = str(told["drawn"])
    whole = [METHOD, str(review.attached.uploaded.reading_id), places_of, told]
    text = canonical_json.dumps(whole)
    return salted_hmac("workflows.files.copy", text, algorithm="sha256").hexdigest()


def require_built(page, state, plans: list[Plan], *, wait: bool) -> list[str]:
    """Have all copies built. Returns why the review has to wait; [] when all are there.

    Small files are built at once; with `wait` all are.
    """
    missing = [plan for plan in plans if not _is_built(plan)]
    if not missing:
        return problems_of(plans)
    files = [plan.review.attached.uploaded for plan in missing]
    pages = sum(file.pages for file in files)
    cost = sum(f.pages * (COST_OF_DRAWN_PAGE if f.kind in DRAWN else 1) for f in files)
    if not wait and cost > AT_ONCE:
        for plan in missing:
            _wait_for(page, plan)
        outbox.enqueue(BUILD, page.number or "", page=page.pk, state=state.pk)
        told = _("正在制作公开副本（%(n)d 页）。关掉页面也会继续，制成后请再点一次“通过审查”。")
        return [told % {"n": pages}]
    for plan in missing:
        _wait_for(page, plan)
        build(plan, page)
    return problems_of(plans)


def _is_built(plan: Plan) -> bool:
    copy = plan.copy()
    return copy is not None and copy.state == copy.BUILT


def _wait_for(page, plan: Plan) -> None:
    copy, _made = BuiltCopy.objects.get_or_create(
        vault_id=plan.vault_id, key=plan.key, defaults={"page_id": page.pk}
    )
    if copy.state == copy.FAILED:
        BuiltCopy.objects.filter(pk=copy.pk).update(state=copy.WAITING, reason="")


def problems_of(plans: list[Plan]) -> list[str]:
    """Sentences about copies that were not built, or still show what was to go."""
    told = []
    for plan in plans:
        copy = plan.copy()
        if copy is None or copy.state in (copy.WAITING, copy.BUILDING):
            told.append(_("“%(name)s”的公开副本还在制作，请稍候再试。") % {"name": plan.name})
        elif copy.state == copy.FAILED:
            sentence = _("“%(name)s”的公开副本没有制成：%(reason)s作过的决定都还在。")
            told.append(sentence % {"name": plan.name, "reason": copy.reason})
        elif copy.left:
            told += _about_left(plan, copy)
    return told


def _about_left(plan: Plan, copy: BuiltCopy) -> list[str]:
    from workflows.review.classes import label_of

    sentence = _("“%(name)s”处理之后，%(place)s仍有%(kind)s，请在那里画框或另标。")
    return [
        sentence
        % {
            "name": plan.name,
            "place": place_label(place),
            "kind": _("应去掉的内容") if kind == "withheld" else label_of(kind),
        }
        for place, kind in copy.left[:5]
    ]


def place_label(place: str) -> str:
    """A place inside a file in words: 第 3 页."""
    if place[:1] == "p" and place[1:].isdigit():
        return _("第 %(n)s 页") % {"n": place[1:]}
    if place[:1] == "b" and place[1:].isdigit():
        return _("第 %(n)s 段") % {"n": place[1:]}
    if place == "twin":
        return _("文字版")
    return _("文件内部")


def build(plan: Plan, page) -> None:
    """Build one copy now; what it leads to stands in its row. `jobs.Busy` when somebody is at it.

    Raises nothing for a file that cannot be built: the sentence is kept for the reviewer.
    """
    copy = jobs.claim(
        BuiltCopy.objects.filter(vault_id=plan.vault_id, key=plan.key),
        waiting=BuiltCopy.WAITING,
        working=BuiltCopy.BUILDING,
    )
    if copy is None:
        return
    try:
        data, name = original_of(plan.review.attached.uploaded)
        tell = jobs.progress_of(copy)
        rebuilt = sandbox.rebuild(
            data, name=name, reading=plan.reading, wanted=plan.wanted, progress=tell
        )
        words, cells = _read_again(rebuilt)
        kept = public_files.keep(rebuilt, words, cells)
    except (Refused, CannotOpen) as error:
        log.info("files.not_built object=%s error=%s", plan.vault_id, type(error).__name__)
        jobs.finish(copy, BuiltCopy.FAILED, reason=str(error)[:LONGEST_REASON])
    except BaseException:
        jobs.give_back(copy, BuiltCopy.WAITING)
        raise
    else:
        left = _still_there(plan, page, rebuilt, words)
        jobs.finish(copy, BuiltCopy.BUILT, digest=kept.digest, removed=rebuilt.removed, left=left)


def _read_again(rebuilt: Rebuilt) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """[(place, text)] as anyone can read it in the finished copy, pictures included, and the
    addresses of those places that are cells."""
    reading = sandbox.read(rebuilt.data, name=f"copy{rebuilt.suffix}")
    parts = [part for part in reading.parts if part.text.strip()]
    cells = {part.ref: part.label for part in parts if "!" in part.label}
    return [(part.ref, part.text) for part in parts], cells


def _still_there(plan: Plan, page, rebuilt: Rebuilt, words) -> list[list[str]]:
    """[[place, kind]] of what the copy still shows although it was to go."""
    needles = Needles(plan.withheld)
    inside = [*texts_in(rebuilt.data), ("twin", rebuilt.html), *words]
    found = {(place, "withheld") for place, text in inside if text and needles.found_in(text)}
    allow = allowed_texts(page)
    found |= set(file_check.fresh_in(words, page.domain or None, allow, set(plan.left)))
    return [list(pair) for pair in sorted(found)]


def build_owed(number: str, payload: dict) -> None:
    """Outbox `build`: the copies of a review, from the decisions as they stand now."""
    from workflows.files.clearing import plans_for
    from workflows.models import PrivacyReviewState

    state = PrivacyReviewState.objects.filter(pk=payload["state"]).first()
    page = DisclosurePage.objects.filter(pk=payload["page"]).first()
    if state is None or page is None or state.status != state.STATUS_IN_PROGRESS:
        return
    shown = state.revision.as_object()
    for plan in plans_for(state, shown):
        if plan.copy() is not None:
            build(plan, shown)
