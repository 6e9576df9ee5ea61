"""核验码, the code printed on paper: 80 bits of the leaf in 16 characters (pure; spec §7)."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 16
_BITS = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(leaf: bytes) -> str:
    """The code without dashes of a 32-byte leaf hash; this is the form stored and looked up."""
    number = int.from_bytes(leaf[:10], "big")
    return "".join(
        ALPHABET[(number >> shift) & 31] for shift in range(_BITS * (LENGTH - 1), -1, -_BITS)
    )


def with_dashes(code: str) -> str:
    """XXXX-XXXX-XXXX-XXXX, as shown and printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def typed(text: str) -> str:
    """What a person typed as a code, put into the stored form; it need not be a valid code."""
    upper = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(character for character in upper if character.isascii() and character.isalnum())
    return kept.translate(_MISREAD)
