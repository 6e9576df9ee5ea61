"""What the second finder adds to the first: agreement, wider bounds, names that only it sees."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from . import lexicon, surroundings
from .document import Document
from .mention import HAN, Mention
from .second_finder import Entity, find_entities
from .word_model import model

AGREED = 4.0  # weight of a possible name that both see
INSIDE = 4.0  # against a possible name inside a place's or an organisation's longer name
WIDEST = 2  # signs by which one finder may widen what the other saw
UNSURE = "unsure"
CERTAIN_KINDS = frozenset({"column", "dotted", "spaced", "vertical", "latin", "nickname"})
NAME = re.compile(rf"[{HAN}](?:[{HAN}·. ]{{0,18}}[{HAN}])")
TITLED = ("official_right", "appellations")
NO_NAME = re.compile(r"[某×*]|(?:[局厅委办处科股室所站院会队部组班]|公司|中心|政府|学校)$")


@dataclass(frozen=True, slots=True)
class Opinion:
    """The entities of one text by kind."""

    persons: dict[int, int]  # start to end
    others: tuple[tuple[int, int], ...]

    @classmethod
    def on(cls, doc: Document) -> "Opinion":
        found = find_entities(doc.text)
        trimmed = (_trimmed(doc, one) for one in found if one.kind == "PER")
        return cls(
            {start: end for start, end in trimmed if end - start >= 2},
            tuple((one.start, one.end) for one in found if one.kind != "PER"),
        )

    def weight(self, start: int, end: int) -> float:
        """Evidence for or against a possible name of the first finder."""
        if self.persons.get(start) == end:
            return AGREED
        place = bisect_right(self.others, (start, 1 << 60)) - 1
        if place >= 0:
            first, last = self.others[place]  # entities do not overlap
            if end <= last and last - first > end - start:
                return -INSIDE
        return 0.0

    def widened(self, doc: Document, found: list[Mention], public: set[int]) -> list[Mention]:
        """The mentions by their outer bounds, and those that only this finder sees."""
        chosen = sorted(found, key=lambda one: one.start)
        added, near = [], 0
        for start, end in self.persons.items():
            while near < len(chosen) and chosen[near].end <= start:
                near += 1
            over = []
            for place in range(near, len(chosen)):
                if chosen[place].start >= end:
                    break
                over.append(place)
            if not over:
                if start not in public and _is_likely(doc, start, end):
                    added.append(Mention(start, end, 0.0, UNSURE))
            elif len(over) == 1 and chosen[over[0]].kind not in CERTAIN_KINDS:
                chosen[over[0]] = _outer(doc, chosen[over[0]], start, end)
        return sorted([*chosen, *added], key=lambda one: one.start)


def _trimmed(doc: Document, one: Entity) -> tuple[int, int]:
    """The entity without blanks, a role before the name and a title behind it."""
    start, end = one.start, one.end
    text = doc.text[start:end]
    while text and not re.match(f"[{HAN}]", text[-1]):
        text = text[:-1]
    if (title := lexicon.longest_suffix(text, *TITLED)) and len(text) - len(title) >= 1:
        text = text[: -len(title)]
    offset = 0
    for size in range(min(len(text) - 2, 8), 1, -1):
        if surroundings.is_role(text[:size]):
            offset = size
            break
    while offset < len(text) and not re.match(f"[{HAN}]", text[offset]):
        offset += 1
    return start + offset, start + len(text)


def _is_likely(doc: Document, start: int, end: int) -> bool:
    """Whether nothing of what we know speaks against a person here."""
    name = doc.text[start:end]
    if not NAME.fullmatch(name) or NO_NAME.search(name) or surroundings.is_role(name):
        return False
    known = lexicon.word_set(
        "common_words", "domain_words", "places", "no_names", "illnesses", "public_figures"
    )
    if name in known:
        return False
    return surroundings.place_weight(doc, start, end, labelled=False, sure=True) < 8


def _outer(doc: Document, one: Mention, start: int, end: int) -> Mention:
    """Both spans together when the difference is small and reads like a part of a name."""
    first, last = min(one.start, start), max(one.end, end)
    extra = doc.text[first : one.start] + doc.text[one.end : last]
    if not extra or len(extra) > WIDEST or not re.fullmatch(f"[{HAN}]+", extra):
        return one
    name = doc.text[first:last]
    if first < one.start and name[0] not in model().surnames:
        return one
    if surroundings.is_role(name) or extra in surroundings.PLACE_TAILS:
        return one
    return replace(one, start=first, end=last)
