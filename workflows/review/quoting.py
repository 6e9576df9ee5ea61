"""Whether staff copied a value of the item into their own words: reasons, comments, replacements.

The detector alone does not know a bare name; the item's own findings and lists do. Numbers are
also recognised in full width, in Chinese numerals and with blanks or dashes between.
"""

import re
import unicodedata
from collections.abc import Iterable

from privacy.vault import VaultUnavailable
from workflows import wording
from workflows.lists.clearing import open_list
from workflows.lists.columns import columns_of, lists_of
from workflows.review.classes import IDENTIFYING, label_of
from workflows.review.spots import Spot

_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两幺", "0012345678912345678921")
_GAPS = re.compile(r"[\W_]+")
_SHORTEST = 2


def folded(text: str) -> str:
    """One spelling for comparison: NFKC, no gaps, digits for Chinese numerals, upper case."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).translate(_DIGITS)).upper()


def kinds_in(text: str, page, spots: Iterable[Spot]) -> list[str]:
    """Labels of what the text quotes or names; empty when it may be stored and shown."""
    if not text.strip():
        return []
    found = [*wording.kinds_in(text), *wording.kinds_in(text.translate(_DIGITS))]
    here = folded(text)
    for spot in spots:
        if (
            spot.proposed != "keep"
            and spot.action != "keep"
            and _stands(spot.value, spot.cls, here)
        ):
            found.append(spot.label)
    found += _from_lists(page, here) + _from_files(page, here)
    return list(dict.fromkeys(found))


def _stands(value: str, cls: str, here: str) -> bool:
    """General words (an illness, an income) may be spoken of; what names a person may not."""
    value = folded(value)
    return cls in IDENTIFYING and len(value) >= _SHORTEST and value in here


def _from_files(page, here: str) -> list[str]:
    from workflows.files.spots import values_in_files

    values = values_in_files(page).items()
    return [label_of(cls) for value, cls in values if _stands(value, cls, here)]


def _from_lists(page, here: str) -> list[str]:
    found = []
    for table, uploaded in lists_of(page):
        telling = [c for c in columns_of(uploaded) if c.cls in IDENTIFYING]
        if not telling:
            continue
        try:
            rows = open_list(table.vault_id, "workflows.wording").rows
        except VaultUnavailable:
            continue  # the review says so itself; a comment must still be possible
        for column in telling:
            if any(_stands(row[column.index], column.cls, here) for row in rows):
                found.append(label_of(column.cls))
    return found
