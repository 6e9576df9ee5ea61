"""What reviewers' decisions say about the words of the lists: counts, and words to add.

Called when a review passes. Only words of the lists and words that could be entries are stored;
what was found beside them is not.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone

from privacy import lexicon
from privacy.detect import detect
from privacy.lexicon_words import LISTS, refusal
from privacy.masks import NAMES
from privacy.models import LexiconProposal, LexiconTally
from privacy.word_model import model

EFFECTS = {
    "RECIPIENT_NAME": "citizen",
    "MINOR_NAME": "minor",
    "COMPLAINANT": "complainant",
    "VICTIM": "victim",
    "DONOR": "donor",
    "OFFICIAL_NAME": "official",
}
LEFT = re.compile(r"([\u4e00-\u9fff]{2,12})[ :：\"“]{0,3}$")
LONGEST_ROLE = 6
LONGEST_ILLNESS = 8
ASK_FROM = 2  # decisions alike before staff are asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decided place; `left` are the words before it."""

    entry: str
    cls: str
    proposed: str
    decided: str
    is_manual: bool
    value: str = field(repr=False)
    left: str = field(repr=False)


def record(outcomes: Iterable[Outcome]) -> None:
    """Count the outcomes and note the words they suggest."""
    outcomes = list(outcomes)
    counts = Counter(
        (one.entry, one.cls, one.proposed, one.decided) for one in outcomes if one.entry
    )
    for (entry, cls, proposed, decided), number in counts.items():
        key = {"entry": entry[:64], "cls": cls, "proposed": proposed, "decided": decided}
        LexiconTally.objects.get_or_create(**key)
        LexiconTally.objects.filter(**key).update(
            count=F("count") + number, last_on=timezone.localdate()
        )
    words = {word for one in outcomes if (word := _suggested(one))}
    for kind, effect, word in words:  # once per review, however often it stood there
        key = {"kind": kind, "effect": effect, "word": word}
        LexiconProposal.objects.get_or_create(**key)
        LexiconProposal.objects.filter(**key).update(
            count=F("count") + 1, last_on=timezone.localdate()
        )


def _suggested(one: Outcome) -> tuple[str, str, str] | None:
    """(kind, effect, word) of the entry that would have spared the reviewer this decision."""
    hidden = one.decided != "keep"
    if one.is_manual and one.cls == "HEALTH" and hidden:
        return _checked("illness", "", one.value) if _is_plain(one.value) else None
    if one.cls not in NAMES:
        return None
    if one.is_manual and hidden:
        return _role(one.left, EFFECTS.get(one.cls, "citizen"))
    if one.proposed != "keep" and not hidden:
        return _checked("not_a_name", "", one.value) or _role(one.left, "official")
    return None


def _is_plain(value: str) -> bool:
    return len(value) <= LONGEST_ILLNESS and not detect(value)


def _role(left: str, effect: str) -> tuple[str, str, str] | None:
    """The last word before the name, as the dictionary cuts it, when no list knows it."""
    run = LEFT.search(left)
    if run is None:
        return None
    text = run.group(1)
    if lexicon.longest_suffix(text, *LISTS.values()):
        return None  # known: another cause decided
    for size in range(min(LONGEST_ROLE, len(text)), 1, -1):
        if text[-size:] in model().words:
            return _checked("role", effect, text[-size:])
    return None


def _checked(kind: str, effect: str, word: str) -> tuple[str, str, str] | None:
    if refusal(kind, effect, word) or word in lexicon.words(LISTS[kind, effect]):
        return None
    return kind, effect, word
