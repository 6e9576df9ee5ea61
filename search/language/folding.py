"""One-to-one folding of characters, so that offsets in the folded text are offsets in the text.

Full width becomes half width, capitals become small, traditional characters become simplified.
What can change a length (NFKC) is done to queries only: `normalised`.
"""

import unicodedata
from functools import cache
from importlib.resources import files

# Characters in which a name and its simplified form both live on in mainland texts are left alone.
KEPT = frozenset("乾徵著藉瞭")


@cache
def simplified() -> dict[str, str]:
    """Traditional to simplified, one character each: OpenCC's table, read from its package."""
    listed = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.partition("\t") for line in listed.splitlines())
    chosen = ((sign, others.split(" ")[0]) for sign, _tab, others in pairs)
    return {sign: to for sign, to in chosen if len(sign) == len(to) == 1 and sign != to}


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table |= {ord(sign): to for sign, to in simplified().items() if sign not in KEPT}
    for code in [*table, *range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530)]:
        lower = table.get(code, chr(code)).lower()
        if len(lower) == 1 and lower != chr(code):
            table[code] = lower
    return table


@cache
def _replaced() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Sign to folded sign, the signs that change, and those of them that others change into."""
    pairs = {chr(code): to for code, to in _table().items()}
    signs = frozenset(pairs)
    return pairs, signs, signs & frozenset(pairs.values())


def fold(text: str) -> str:
    """The text in the form both engines compare; as long as the text itself."""
    if text.isascii():
        return text.lower()
    pairs, signs, passed_through = _replaced()
    present = signs.intersection(text)
    if present & passed_through:
        return text.translate(_table())
    # A long text holds few signs that change: replacing each is far quicker than asking for all.
    for sign in present:
        text = text.replace(sign, pairs[sign])
    return text


def normalised(query: str) -> str:
    """A citizen's words in comparable form: NFKC, folded, nothing that cannot be printed."""
    printable = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else char
        for char in query
    )
    return " ".join(fold(unicodedata.normalize("NFKC", printable)).split())
