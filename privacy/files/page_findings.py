"""Proposals of the detector for the pages of one file, with the boxes that hide them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from privacy.detect import detect
from privacy.findings import KEEP, MASK, REMOVE, Finding
from privacy.policy import policy_for_domain

from .broken_lines import joined
from .long_numbers import long_numbers
from .marks import find_codes, find_labels, find_unreadable
from .model import FileFinding
from .needle_places import places_of
from .worked_page import Worked

# Words for kinds of data rather than for a person: hidden where found, not wherever they stand.
COMMON = frozenset(
    "HEALTH DISABILITY HOUSEHOLD_INCOME POVERTY_CAUSE FAMILY_PLANNING RELIGION_ETHNIC "
    "QUASI FREE_TEXT BIOMETRIC BUSINESS_SECRET STATE_SECRET DATE_OF_BIRTH AGE GENDER".split()
)
FOLLOWED = "同一内容在本文件别处已提示。"
LONG_NUMBER = "长数字串，可能是识别有误或相连的证件号、账号、电话。"
SAME_NAME = "与本文件别处应隐去的内容相同，是否同一人需人工确认。"


def propose(pages: Sequence[Worked], *, domain: str | None, allow: Iterable[str]) -> None:
    """Put the findings of all pages into `found`: names and headers carry on from page to page."""
    allowed = tuple(allow)
    text = "\n".join(page.text.text for page in pages)
    offset = 0
    bounds = []
    for page in pages:
        bounds.append((offset, offset + len(page.text.text)))
        offset += len(page.text.text) + 1
    found = detect(text, domain=domain, allow=allowed)
    for number, (page, (start, end)) in enumerate(zip(pages, bounds, strict=True), 1):
        part = f"p{number}"
        for one in found:
            if one.start < end and one.end > start:
                _add(page, part, max(one.start, start) - start, min(one.end, end) - start, one)
        _broken(page, part, domain, allowed)
        _long(page, part, domain, allowed)
        find_labels(page, part)
        find_unreadable(page, part)
        find_codes(page, part, domain)
    _everywhere(pages, text, found, allowed)
    for page in pages:
        page.found.sort(key=lambda one: (one.start, one.end, one.cls))


def _add(page: Worked, part: str, start: int, end: int, one: Finding, reason: str = "") -> None:
    boxes = page.boxes(page.text.places[start:end])
    page.found.append(
        FileFinding(
            f"{part}:{start}-{end}",
            part,
            start,
            end,
            one.cls,
            one.action,
            one.confidence,
            reason or one.reason,
            boxes,
        )
    )


def _broken(page: Worked, part: str, domain: str | None, allow: Sequence[str]) -> None:
    """Values broken over lines or cells."""
    copies = joined(page.text)
    if not copies.text:
        return
    for one in detect(copies.text, domain=domain, allow=allow):
        signs = copies.crossing(one.start, one.end)
        if not signs or one.action == KEEP:
            continue
        runs = _runs(signs)
        if len(runs) > 1 and one.action == MASK:
            one = replace(one, action=REMOVE)  # pieces masked one by one would show too much
        for start, end in runs:
            if not page.hides(start, end):
                _add(page, part, start, end, one, one.reason.rstrip("。") + "，跨行书写。")


def _long(page: Worked, part: str, domain: str | None, allow: Sequence[str]) -> None:
    """Long numbers that nothing has named; what a rule has named already is left alone."""
    action = policy_for_domain(domain).action
    for start, end, cls in long_numbers(page.text.text):
        named = any(one.start < end and start < one.end for one in page.found)
        if not named and page.text.text[start:end] not in allow:
            wanted = action(cls) if action(cls) != KEEP else REMOVE
            _add(page, part, start, end, Finding(start, end, cls, wanted, 0.4, LONG_NUMBER))


def _runs(signs: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted places as half-open ranges."""
    runs: list[list[int]] = []
    for place in sorted(set(signs)):
        if runs and runs[-1][1] == place:
            runs[-1][1] += 1
        else:
            runs.append([place, place + 1])
    return [(start, end) for start, end in runs]


def _everywhere(
    pages: Sequence[Worked], text: str, found: Sequence[Finding], allowed: Sequence[str]
) -> None:
    """Every further mention of a value that is to go, whatever stands around it.

    Where the same name would stay elsewhere (an official, perhaps), a person has to say so:
    the same name for two persons is asked, never assumed.
    """
    values: dict[str, Finding] = {}
    for one in found:
        value = text[one.start : one.end].strip()
        goes = one.action != KEEP and one.cls not in COMMON and value not in allowed
        if goes and len(value) > 1:
            values.setdefault(value, one)
    for number, page in enumerate(pages, 1):
        for value, one in values.items():
            for start, end in places_of([value], page.text.text):
                if not page.hides(start, end):
                    _add(page, f"p{number}", start, end, one, FOLLOWED)
        page.found = [_as_elsewhere(one, page.text.text, values) for one in page.found]


def _as_elsewhere(one: FileFinding, text: str, values: dict[str, Finding]) -> FileFinding:
    other = values.get(text[one.start : one.end].strip())
    if one.action != KEEP or other is None:
        return one
    return replace(one, cls=other.cls, action=other.action, confidence=0.5, reason=SAME_NAME)
