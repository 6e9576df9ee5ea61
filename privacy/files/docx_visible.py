"""What of a Word document can be seen: direct formatting, styles, and what they inherit.

Hidden (w:vanish), unreadably small, or of the colour of its ground: such text is not published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .colours import NAMED, THEME, WHITE, can_be_read, hex_of

SMALLEST = 6  # half points; what is smaller is a dot
FLATTEST = 40  # twips of an exact line or row height
PAINTED = ("a.solidFill", "a.gradFill", "a.blipFill", "a.pattFill")
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a paragraph: a colour, or "" when a table style may paint it."""

    colour: str = WHITE
    table_style: str = ""


class Styles:
    """word/styles.xml: properties by style id along the basedOn chain."""

    def __init__(self, tree: Element | None):
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._base: Element | None = None
        for style in tree if tree is not None else ():
            if style.tag == "w.style":
                key = style.get("w.styleId", "")
                self._styles[key] = style
                if style.get("w.default") in ("1", "true"):
                    self._defaults[style.get("w.type", "")] = key
            elif style.tag == "w.docDefaults":
                self._base = style.find("w.rPrDefault/w.rPr")

    def chain(self, key: str, kind: str = "paragraph") -> Iterator[Element]:
        """The style and its ancestors; the default style of the kind for an unknown one."""
        seen: set[str] = set()
        key = key if key in self._styles else self._defaults.get(kind, "")
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            yield style
            key = _val(style.find("w.basedOn"))

    def paragraph_property(self, properties: Element | None, path: str) -> Element | None:
        """The first of: direct, along the style chain."""
        direct = properties.find(path) if properties is not None else None
        if direct is not None:
            return direct
        for style in self.chain(style_of(properties, "w.pStyle")):
            found = style.find(f"w.pPr/{path}")
            if found is not None:
                return found
        return None

    def level(self, properties: Element | None) -> int:
        """1-6 for a heading, 0 for text."""
        outline = self.paragraph_property(properties, "w.outlineLvl")
        if outline is not None and _val(outline).isdigit():
            return int(_val(outline)) + 1 if int(_val(outline)) < 6 else 0
        for style in self.chain(style_of(properties, "w.pStyle")):
            name = _val(style.find("w.name")).lower()
            if name == "title":
                return 1
            if name.startswith("heading ") and name[8:].isdigit():
                return min(int(name[8:]), 6)
        return 0

    def looks(
        self, run: Element | None, paragraph: Element | None, ground: Ground
    ) -> list[Element]:
        """All run properties that bear on a run, the nearest first."""
        found = [run] if run is not None else []
        styles = [
            *self._run_chain(style_of(run, "w.rStyle")),
            *self.chain(style_of(paragraph, "w.pStyle")),
            *(self.chain(ground.table_style, "table") if ground.table_style else ()),
        ]
        found += [props for style in styles if (props := style.find("w.rPr")) is not None]
        return [*found, self._base] if self._base is not None else found

    def _run_chain(self, key: str) -> Iterator[Element]:
        return self.chain(key, "character") if key in self._styles else iter(())

    def is_hidden(self, run: Element | None, paragraph: Element | None, ground: Ground) -> str:
        """ "" for visible text, else the kind of hiding: hidden_text or invisible_text."""
        looks = self.looks(run, paragraph, ground)
        if _vanishes(looks):
            return "hidden_text"
        size = _first(looks, "w.sz")
        if size is not None and _val(size).isdigit() and int(_val(size)) < SMALLEST:
            return "invisible_text"
        if _is_unfilled(looks):
            return "invisible_text"
        colour, behind = _colour(looks), self._behind(looks, paragraph, ground)
        return "" if can_be_read(colour, behind) else "invisible_text"

    def _behind(self, looks: list[Element], paragraph: Element | None, ground: Ground) -> str:
        marked = _first(looks, "w.highlight")
        if marked is not None and _val(marked) != "none":
            return NAMED.get(_val(marked), "")
        shade = _first(looks, "w.shd")
        if shade is None:
            shade = self.paragraph_property(paragraph, "w.shd")
        own = shade_of(shade)
        if own is not None:
            return own
        if ground.table_style and ground.colour == WHITE and self._paints(ground.table_style):
            return ""
        return ground.colour

    def _paints(self, table_style: str) -> bool:
        return any(
            shade_of(shade)
            for style in self.chain(table_style, "table")
            for shade in style.iter("w.shd")
        )

    def is_bold(self, run: Element | None, paragraph: Element | None, ground: Ground) -> bool:
        bold = _first(self.looks(run, paragraph, ground), "w.b")
        return bold is not None and is_on(bold)

    def is_flat(self, properties: Element | None) -> bool:
        """An exact line height of next to nothing hides the paragraph."""
        spacing = self.paragraph_property(properties, "w.spacing")
        if spacing is None or spacing.get("w.lineRule") != "exact":
            return False
        line = spacing.get("w.line", "")
        return line.isdigit() and int(line) <= FLATTEST


def _vanishes(looks: list[Element]) -> bool:
    """Said of the run itself it holds; in styles one that hides is enough (toggles would cancel)."""
    marks = [mark for props in looks for mark in props.findall("w.vanish")]
    marks += [mark for props in looks for mark in props.findall("w.specVanish")]
    if marks and looks and looks[0].find("w.vanish") is not None:
        return is_on(marks[0])
    return any(is_on(mark) for mark in marks)


def _is_unfilled(looks: list[Element]) -> bool:
    """Letters of Word 2010 and later without any filling."""
    fill = _first(looks, "w14.textFill")
    return fill is not None and fill.find("w14.noFill") is not None


def _colour(looks: list[Element]) -> str:
    """RRGGBB of the text, "" for automatic: Word then picks what can be read on shading."""
    colour = _first(looks, "w.color")
    marked = _first(looks, "w.highlight")
    automatic = "000000" if marked is not None and _val(marked) == "black" else ""
    fill = _first(looks, "w14.textFill")
    if fill is not None:
        plain = fill.find("w14.solidFill/w14.srgbClr")
        named = fill.find("w14.solidFill/w14.schemeClr")
        if plain is not None:
            return hex_of(plain.get("w14.val", ""))
        if named is not None and named.get("w14.val", "") in THEME and not len(named):
            return THEME[named.get("w14.val", "")]
    if colour is None:
        return automatic
    themed = THEME.get(colour.get("w.themeColor", ""))
    if themed and not colour.get("w.themeShade") and not colour.get("w.themeTint"):
        return themed
    return hex_of(_val(colour)) or automatic


def shade_of(shade: Element | None) -> str | None:
    """The colour of a w:shd, None when it paints nothing."""
    if shade is None:
        return None
    if _val(shade) == "solid":
        return hex_of(shade.get("w.color", "")) or "000000"
    themed = THEME.get(shade.get("w.themeFill", ""), "")
    return hex_of(shade.get("w.fill", "")) or themed or None


def shape_ground(drawing: Element) -> Ground:
    """What lies behind the text of a shape: its plain filling, unknown for a theme's or a picture."""
    for shape in drawing.iter():
        if shape.tag == "wps.spPr":
            plain = shape.find("a.solidFill/a.srgbClr")
            if plain is not None:
                return Ground(hex_of(plain.get("val", "")))
            if any(shape.find(tag) is not None for tag in PAINTED):
                return Ground("")
        elif shape.tag == "a.fillRef" and shape.get("idx", "0") != "0":
            return Ground("")
        elif shape.tag.startswith("v.") and shape.get("fillcolor"):
            return Ground(hex_of(shape.get("fillcolor", "").lstrip("#")[:6]))
    return Ground()


def style_of(properties: Element | None, tag: str) -> str:
    return _val(properties.find(tag)) if properties is not None else ""


def is_on(mark: Element) -> bool:
    """A switch of Word: present without a value means on."""
    return mark.get("w.val", "1") not in OFF


def _first(looks: list[Element], tag: str) -> Element | None:
    return next((found for props in looks if (found := props.find(tag)) is not None), None)


def _val(element: Element | None) -> str:
    return element.get("w.val", "") if element is not None else ""
