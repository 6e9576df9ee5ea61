"""How words sound: pinyin of Chinese text, and pinyin typed instead of characters (pure)."""

import re
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.seg.mmseg import seg

from search.segment import HAN_RUN

LONGEST_SYLLABLE = 6
# Sounds that many speakers of Chinese do not tell apart, the left written as the right.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("hu", "fu"))


def syllables(text: str) -> list[str]:
    """Pinyin of the Chinese characters without tones, one syllable a character; 吕 is `lv`."""
    words = (word for run in HAN_RUN.findall(text) for word in seg.cut(run))
    return [syllable for word in words for syllable in _of_word(word)]


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, ...]:
    """The words of titles are few, and looking one up takes as long as all else in a title."""
    return tuple(lazy_pinyin([word], style=Style.NORMAL, errors="ignore"))


def sound_of(text: str) -> str:
    """Pinyin written together: 低保 → `dibao`."""
    return "".join(syllables(text))


def rough(syllable: str) -> str:
    """A syllable with the sounds merged that are often mixed up."""
    for precise, vague in _ALIKE:
        syllable = syllable.replace(precise, vague)
    return syllable


def rough_sound(text: str) -> str:
    return "".join(rough(syllable) for syllable in syllables(text))


@cache
def known_syllables() -> frozenset[str]:
    """Every syllable of Mandarin as typed, without tones."""
    common = range(0x4E00, 0x9FA6)
    chars = "".join(chr(code) for code in common if code in PINYIN_DICT)
    found = lazy_pinyin(chars, style=Style.NORMAL)
    return frozenset(s for s in found if s.isascii() and set(s) & set("aeiouv"))


def spellings(letters: str, most: int = 3) -> list[list[str]]:
    """Ways to read a run of letters as pinyin syllables, fewest syllables first; [] if none."""
    if not re.fullmatch("[a-z]{2,60}", letters):
        return []
    best: list[list[list[str]]] = [[] for _ in range(len(letters) + 1)]
    best[0] = [[]]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            if best[start] and letters[start:end] in known_syllables():
                best[end] += [[*way, letters[start:end]] for way in best[start]]
        best[end] = sorted(best[end], key=len)[:most]
    return best[-1]
