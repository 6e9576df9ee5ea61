"""Cell styles of a workbook: number formats, and whether the text can be seen on its fill."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .colours import BLACK, WHITE, can_be_read, hex_of
from .number_formats import BUILT_IN

# Indexed colours that hide text on white paper or on black: the rest of the palette does not matter.
INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: "", 65: ""}
THEME = {0: WHITE, 1: BLACK}
SMALLEST = 3.0  # points


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell style shows its value."""

    code: str = "General"
    is_hidden: bool = False
    is_bold: bool = False


class Looks:
    """xl/styles.xml by style number."""

    def __init__(self, tree: Element | None):
        self._looks: list[Look] = []
        self._conditional: list[Element] = tree.findall("x.dxfs/x.dxf") if tree is not None else []
        if tree is None:
            return
        codes = {
            one.get("numFmtId", ""): one.get("formatCode", "General")
            for one in tree.findall("x.numFmts/x.numFmt")
        }
        fonts = tree.findall("x.fonts/x.font")
        fills = tree.findall("x.fills/x.fill")
        for style in tree.findall("x.cellXfs/x.xf"):
            key = style.get("numFmtId", "0")
            code = codes.get(key) or BUILT_IN.get(int(key) if key.isdigit() else 0, "General")
            font, fill = _at(fonts, style.get("fontId")), _at(fills, style.get("fillId"))
            bold = font.find("x.b") if font is not None else None
            self._looks.append(
                Look(code, _is_hidden(font, fill), bold is not None and bold.get("val", "1") != "0")
            )

    def hides(self, key: str) -> bool:
        """Whether a differential format (of a condition) makes text invisible on white paper."""
        place = int(key) if key.isdigit() else len(self._conditional)
        if place >= len(self._conditional):
            return False
        style = self._conditional[place]
        font, code = style.find("x.font"), style.find("x.numFmt")
        if code is not None and code.get("formatCode", "").strip().strip('"') == ";;;":
            return True
        return _is_hidden(font, style.find("x.fill"))

    def look(self, key: str) -> Look:
        place = int(key) if key.isdigit() else 0
        return self._looks[place] if place < len(self._looks) else Look()


def _at(items: list[Element], key: str | None) -> Element | None:
    place = int(key) if key and key.isdigit() else 0
    return items[place] if place < len(items) else None


def _is_hidden(font: Element | None, fill: Element | None) -> bool:
    if font is None:
        return False
    size = font.find("x.sz")
    if size is not None and _float(size.get("val")) < SMALLEST:
        return True
    return not can_be_read(colour_of(font.find("x.color")), _ground(fill))


def _ground(fill: Element | None) -> str:
    pattern = fill.find("x.patternFill") if fill is not None else None
    if pattern is None:
        return WHITE if fill is None or fill.find("x.gradientFill") is None else ""
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    if kind == "solid":
        return colour_of(pattern.find("x.fgColor"))
    return ""


def colour_of(colour: Element | None) -> str:
    """RRGGBB, "" for automatic and for colours whose tint we do not work out."""
    if colour is None or colour.get("auto") in ("1", "true"):
        return ""
    if colour.get("rgb"):
        return hex_of(colour.get("rgb", ""))
    tint = _float(colour.get("tint"), 0.0)
    key = colour.get("theme") or ""
    if key.isdigit() and abs(tint) < 0.06:
        return THEME.get(int(key), "")
    key = colour.get("indexed") or ""
    return INDEXED.get(int(key), "") if key.isdigit() else ""


def _float(value: str | None, usual: float = 11.0) -> float:
    try:
        return float(value) if value else usual
    except ValueError:
        return usual
