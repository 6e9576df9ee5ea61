"""The two normal forms of text: text/v1 is committed to, norm/v1 is compared (pure).

Source: verification specification §1 (text/v1) and §7 (norm/v1).
"""

import unicodedata

TRAILING_BLANKS = " \t\u3000"
UNCOMPARED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def text_v1(text: str) -> str:
    """The form in which a text part is hashed; applying it twice changes nothing."""
    unified = unicodedata.normalize("NFC", text)
    if "\r" in unified:
        unified = unified.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in unified:  # most parts
        return unified.rstrip(TRAILING_BLANKS)
    return "\n".join(line.rstrip(TRAILING_BLANKS) for line in unified.split("\n")).strip("\n")


def norm_v1(text: str) -> str:
    """The form in which pasted text is compared: widths unified, blanks and controls dropped."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if unicodedata.category(character) not in UNCOMPARED_CATEGORIES
    )
