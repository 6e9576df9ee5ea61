"""A person who was found in one place of an item, in the spellings of its other places.

Slugs, file names and addresses write names in pinyin; there the name is looked for by its sound.
"""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from privacy import lexicon

LATIN = re.compile(r"[a-z0-9]+")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
SHORTEST = 5  # letters; shorter ones stand in too many words


@lru_cache(maxsize=4096)
def pinyin_forms(name: str) -> frozenset[str]:
    """The name's letters without gaps: wangguilan, guilanwang; nothing for other scripts."""
    plain = re.sub(r"\s", "", name)
    if not HAN_NAME.fullmatch(plain):
        return frozenset()
    size = 2 if len(plain) > 2 and plain[:2] in lexicon.word_set("compound_surnames") else 1
    forms = set()
    for style in (Style.NORMAL,):
        surname = "".join(lazy_pinyin(plain[:size], style=style))
        given = "".join(lazy_pinyin(plain[size:], style=style))
        forms |= {surname + given, given + surname}
        forms |= {form.replace("ü", "v") for form in forms} | {
            form.replace("ü", "u") for form in forms
        }
    return frozenset(form for form in forms if len(form) >= SHORTEST and form.isascii())


def holds_name(latin: str, name: str) -> bool:
    """Whether a slug or file name spells the name: wang-gui-lan, WangGuilan_3."""
    runs = LATIN.findall(latin.lower())
    forms = pinyin_forms(name)
    for first in range(len(runs)):
        joined = ""
        for run in runs[first : first + 4]:
            joined += run
            if joined in forms or joined.rstrip("0123456789") in forms:
                return True
    return False
