"""What a column header or a field label announces (data/headers.yaml)."""

import re
from functools import cache

import yaml

from .lexicon import DATA

NOISE = re.compile(r"[\s*:#/_.\-]|\([^()]*\)|（[^（）]*）")


CITIZENS = frozenset({"RECIPIENT_NAME", "MINOR_NAME"})
_OF_CITIZENS = re.compile(r"[（(][^()（）]+[)）]")


def _inside(header: str) -> str:
    found = _OF_CITIZENS.search(header)
    return re.sub(r"[\s*:()（）]", "", found.group()).lower() if found else ""


@cache
def _words() -> dict[str, str]:
    listed = yaml.safe_load((DATA / "headers.yaml").read_text(encoding="utf-8"))
    return {word.lower(): cls for cls, words in listed.items() for word in words.split()}


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))


@cache
def header_class(header: str) -> str:
    """The class key of a header, a harmless kind in small letters, or "" when unknown.

    The last known word decides (监护人电话 is a telephone, 户主身份证号 an ID number).
    """
    if _OF_CITIZENS.search(header) and not header.startswith(("被", "非")):
        aside = _words().get(_inside(header))
        if aside in CITIZENS:
            return aside  # 联系人（家长）
    plain = NOISE.sub("", header).lower()
    if not plain:
        plain = re.sub(r"[\s*:()（）]", "", header).lower()
    exact = _words().get(plain)
    if exact:
        return exact
    best, place = "", (-1, 0)
    for match in _pattern().finditer(plain):
        if (match.end(), len(match.group())) > place:
            best, place = _words()[match.group()], (match.end(), len(match.group()))
    return best
