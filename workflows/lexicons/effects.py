"""What each word of the lists decided: proposals made, and what reviewers said to them."""

from dataclasses import dataclass, field

from privacy import lexicon
from privacy.lexicon_words import KINDS
from privacy.models import LexiconEntry, LexiconTally

# Enough decisions, and most of them against the word: staff are asked whether to switch it off.
ENOUGH, MOSTLY = 5, 0.5


@dataclass(slots=True)
class Effect:
    """One word; `followed` decisions agreed with the proposal, `overridden` did not."""

    list_name: str
    word: str
    followed: int = 0
    overridden: int = 0
    shipped: bool = True
    classes: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return self.followed + self.overridden

    @property
    def share(self) -> float:
        """Of decisions against the word, 0..1."""
        return self.overridden / self.total if self.total else 0.0

    @property
    def kind(self) -> str:
        return KINDS.get(self.list_name, ("", ""))[0]

    @property
    def effect(self) -> str:
        return KINDS.get(self.list_name, ("", ""))[1]

    @property
    def label(self) -> str:
        kinds = dict(LexiconEntry.Kind.choices)
        effects = dict(LexiconEntry.Effect.choices)
        parts = [str(kinds.get(self.kind, self.list_name))]
        return " · ".join([*parts, str(effects[self.effect])] if self.effect else parts)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.kind) and self.total >= ENOUGH and self.share >= MOSTLY


def effects(kind: str = "", only_doubtful: bool = False) -> list[Effect]:
    """Every word that ever decided something, the most overridden first."""
    found: dict[str, Effect] = {}
    for tally in LexiconTally.objects.all():
        name, _colon, word = tally.entry.partition(":")
        one = found.setdefault(tally.entry, Effect(name, word, shipped=_is_shipped(name, word)))
        one.classes.add(tally.cls)
        # To hide in another way is to agree; what matters is keep or not.
        if (tally.proposed == "keep") == (tally.decided == "keep"):
            one.followed += tally.count
        else:
            one.overridden += tally.count
    chosen = [
        one
        for one in found.values()
        if (not kind or one.kind == kind) and (one.is_doubtful or not only_doubtful)
    ]
    return sorted(chosen, key=lambda one: (-one.overridden, -one.total, one.word))


def _is_shipped(name: str, word: str) -> bool:
    try:
        return word in lexicon.shipped(name)
    except FileNotFoundError:
        return False
