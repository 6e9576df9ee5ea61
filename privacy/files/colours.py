"""Whether text can be seen on its ground: white on white is hidden, white on blue is not."""

import re

WHITE, BLACK = "FFFFFF", "000000"
# Below this contrast (WCAG ratio, 1 to 21) nobody reads a line; black on white has 21.
LEAST_CONTRAST = 1.25
NAMED = {
    "white": WHITE,
    "black": BLACK,
    "yellow": "FFFF00",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "blue": "0000FF",
    "red": "FF0000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
THEME = {
    "background1": WHITE,
    "bg1": WHITE,
    "light1": WHITE,
    "lt1": WHITE,
    "text1": BLACK,
    "tx1": BLACK,
    "dark1": BLACK,
    "dk1": BLACK,
}
HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def hex_of(value: str) -> str:
    """RRGGBB of a hexadecimal colour (with or without alpha), "" for anything else."""
    match = HEX.fullmatch(value)
    return match.group(1).upper() if match else ""


def can_be_read(colour: str, ground: str) -> bool:
    """Whether text of one colour stands out from the other; unknown colours count as visible."""
    if not colour or not ground:
        return True
    first, second = sorted((_luminance(colour), _luminance(ground)))
    return (second + 0.05) / (first + 0.05) >= LEAST_CONTRAST


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
