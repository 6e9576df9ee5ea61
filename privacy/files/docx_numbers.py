"""The numbers that Word puts before list paragraphs (一、 (二) 3. •), as plain text."""

import re
from xml.etree.ElementTree import Element

from .docx_visible import Styles

DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
MARK = re.compile(r"%([1-9])")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
Level = tuple[int, str, str]  # first number, kind of number, text with %1 … %9


class Numbers:
    """word/numbering.xml with its running counts. Ask in the order of the document."""

    def __init__(self, tree: Element | None, styles: Styles):
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for child in tree if tree is not None else ():
            if child.tag == "w.abstractNum":
                self._levels[child.get("w.abstractNumId", "")] = _levels(child)
            elif child.tag == "w.num":
                self._lists[child.get("w.numId", "")] = _value(child.find("w.abstractNumId"))

    def label(self, properties: Element | None) -> str:
        """What stands before this paragraph, with a blank behind; "" without a number."""
        found = self._styles.paragraph_property(properties, "w.numPr")
        if found is None:
            return ""
        key = self._lists.get(_value(found.find("w.numId")), "")
        place = (
            int(_value(found.find("w.ilvl")) or 0) if _value(found.find("w.ilvl")).isdigit() else 0
        )
        levels = self._levels.get(key, {})
        if place not in levels:
            return ""
        counts = self._counts.setdefault(key, {})
        counts[place] = counts.get(place, levels[place][0] - 1) + 1
        for deeper in [one for one in counts if one > place]:
            del counts[deeper]
        return _label(levels, counts, place)


def _label(levels: dict[int, Level], counts: dict[int, int], place: int) -> str:
    _, kind, text = levels[place]
    if kind == "none":
        return ""
    if kind == "bullet":
        return "• "

    def shown(mark: re.Match[str]) -> str:
        at = int(mark.group(1)) - 1
        first, own, _ = levels.get(at, (1, "decimal", ""))
        return spelt(counts.get(at, first), own)

    label = MARK.sub(shown, text)
    return label if not label or label[-1] in "、．）)" else label + " "


def _levels(abstract: Element) -> dict[int, Level]:
    found = {}
    for level in abstract.findall("w.lvl"):
        place, start = level.get("w.ilvl", ""), _value(level.find("w.start"))
        if place.isdigit():
            first = int(start) if start.isdigit() else 1
            kind = _value(level.find("w.numFmt")) or "decimal"
            found[int(place)] = (first, kind, _value(level.find("w.lvlText"))[:40])
    return found


def spelt(count: int, kind: str) -> str:
    """3 as 3, 三, c, iii, ③ or 丙."""
    if kind.startswith(("chinese", "japaneseCounting", "taiwanese", "ideographDigital")):
        return _chinese(count)
    if kind in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr(96 + count) if kind == "lowerLetter" else chr(64 + count)
    if kind in ("lowerRoman", "upperRoman") and 1 <= count < 4000:
        return _roman(count) if kind == "lowerRoman" else _roman(count).upper()
    if kind.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x245F + count)
    if kind == "ideographTraditional" and 1 <= count <= 10:
        return STEMS[count - 1]
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return "".join(DIGITS[int(digit)] for digit in str(count))
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones or not tens else "")


def _roman(count: int) -> str:
    text = ""
    for value, sign in ROMAN:
        while count >= value:
            text, count = text + sign, count - value
    return text


def _value(element: Element | None) -> str:
    return element.get("w.val", "") if element is not None else ""
