"""How likely a run of Han signs is words, and how likely it is a name.

Word frequencies and the characters of given names are counted from the dictionary file that the
installed jieba package carries (MIT); the package itself is not imported. Without that file the
detector cannot tell names from words and refuses to start (design.md I6).
"""

import math
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from . import lexicon

LONGEST_WORD = 6
NAME_TAGS = frozenset({"nr"})
# One word in 150 is a name, four given names in five have two signs (counts on notices of 2018).
LOG_NAME, LOG_GIVEN_2, LOG_GIVEN_1 = math.log(1 / 150), math.log(0.8), math.log(0.2)
RARE_SURNAME = math.log(2e-5)
# The dictionary calls many everyday words of two signs names; the frequent ones count as words.
DOUBTFUL_NAME = 30
OWN_WORD = 40  # counts given to a word of our own lists


@dataclass(frozen=True, slots=True)
class WordModel:
    words: dict[str, float]  # natural logarithm of the probability
    unknown: float  # of a sign that no list knows
    surnames: dict[str, float]
    given: dict[str, float]  # single given name
    first: dict[str, float]  # first of two signs
    last: dict[str, float]
    pairs: dict[str, float]  # two signs seen together in names
    rare_given: float

    def name_score(self, surname: str, given: str) -> float:
        return LOG_NAME + self.surnames[surname] + self.given_score(given)

    def given_score(self, given: str) -> float:
        """Log probability of a given name of one or two signs."""
        if len(given) == 1:
            return LOG_GIVEN_1 + self.given.get(given, self.rare_given)
        if len(given) == 2:
            first = self.first.get(given[0], self.rare_given)
            apart = first + self.last.get(given[1], self.rare_given)
            return LOG_GIVEN_2 + max(apart, self.pairs.get(given, apart))
        return 3 * self.rare_given


def dictionary_path() -> Path:
    """The dictionary inside the installed jieba package; RuntimeError when it is missing."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "dict.txt"
        if path.exists():
            return path
    raise RuntimeError("jieba dictionary not found: install requirements.txt")


@lexicon.cached
def model() -> WordModel:
    """The model, built once per process (about half a second)."""
    surnames = _surnames()
    common = frozenset(lexicon.words("surnames")[:60])
    counts: Counter[str] = Counter()
    single: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for line in dictionary_path().read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        if tag not in NAME_TAGS:
            if len(word) <= LONGEST_WORD:
                counts[word] = int(count)
        elif word[0] not in surnames:
            if len(word) < 4:
                counts[word] = int(count)
        elif len(word) == 2:
            single[word[1]] += 1
            if int(count) >= DOUBTFUL_NAME and word[0] not in common:
                counts[word] = int(count)
        elif word[0] in surnames and len(word) == 3:
            first[word[1]] += 1
            last[word[2]] += 1
            pairs[word[1:]] += 1
    total = sum(counts.values())
    _add_own_words(counts)
    for word in lexicon.word_set("never_words", "compound_surnames"):
        counts.pop(word, None)
    words = {word: math.log(count / total) for word, count in counts.items() if count}
    return WordModel(
        words=words,
        unknown=math.log(0.5 / total),
        surnames=surnames,
        given=_logs(single),
        first=_logs(first),
        last=_logs(last),
        pairs=_logs(Counter({pair: count for pair, count in pairs.items() if count > 2})),
        rare_given=math.log(3e-5),
    )


def _surnames() -> dict[str, float]:
    ranked = lexicon.words("surnames")
    weights = [1 / (rank + 9) ** 1.15 for rank in range(len(ranked))]
    whole = sum(weights)
    logs = {name: math.log(weight / whole) for name, weight in zip(ranked, weights, strict=True)}
    logs |= dict.fromkeys(lexicon.words("compound_surnames"), math.log(4e-4))
    return dict.fromkeys(lexicon.words("rare_surnames"), RARE_SURNAME) | logs


def _add_own_words(counts: Counter[str]) -> None:
    lists = (
        "domain_words common_words official_roles official_acts role_endings official_right citizen_roles minor_roles kin"
        " complainant_roles victim_roles donor_roles illnesses medicines places"
    )
    for word in lexicon.word_set(*lists.split()):
        if 2 <= len(word) <= 12:
            counts[word] = max(counts[word], OWN_WORD)


def _logs(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {sign: math.log((count + 0.1) / total) for sign, count in counts.items()}
