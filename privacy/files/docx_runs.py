"""The visible text of one paragraph of a Word document, by an allow-list of elements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .blocks import Run
from .docx_visible import Ground, Styles, is_on, shape_ground
from .links import harmless
from .packages import Rel

# Containers whose runs are shown; what is not named here is not read.
SHOWN = frozenset(
    "w.ins w.moveTo w.smartTag w.customXml w.sdtContent w.bdo w.dir w.fldSimple m.oMath m.oMathPara "
    "m.r m.f m.num m.den m.e m.sup m.sub m.sSup m.sSub m.sSubSup m.d m.rad m.deg m.nary m.func m.fName".split()
)
LEFT_OUT = {
    "w.del": "tracked_deletions",
    "w.moveFrom": "tracked_deletions",
    "w.commentRangeStart": "comments",
    "w.commentReference": "comments",
    "w.annotationRef": "comments",
    "w.instrText": "field_codes",
    "w.delText": "tracked_deletions",
    "w.bookmarkStart": "bookmarks",
    "w.object": "embedded_objects",
    "w.subDoc": "external",
}
SIGNS = {"w.tab": "\t", "w.ptab": "\t", "w.br": "\n", "w.cr": "\n", "w.noBreakHyphen": "-"}
PICTURE = "［图片未公开］"
CHART = "［图表未公开］"
Boxes = Callable[[Element, Ground], None]


@dataclass(slots=True)
class Fields:
    """Complex fields may run over paragraphs: only what follows `separate` is shown."""

    open: list[bool] = field(default_factory=list)

    def meet(self, kind: str) -> None:
        if kind == "begin":
            self.open.append(False)
        elif kind == "separate" and self.open:
            self.open[-1] = True
        elif kind == "end" and self.open:
            self.open.pop()

    @property
    def is_showing(self) -> bool:
        return all(self.open)


@dataclass(slots=True)
class Line:
    """Reads one paragraph. `box` is called for each text box in it, `note` names a foot note."""

    styles: Styles
    rels: dict[str, Rel]
    fields: Fields
    dropped: set[str]
    ground: Ground
    box: Boxes
    note: Callable[[str, str], str]
    properties: Element | None = None
    runs: list[Run] = field(default_factory=list)

    def read(self, paragraph: Element) -> list[Run]:
        self.properties = paragraph.find("w.pPr")
        self._walk(paragraph, "")
        return self.runs

    def _walk(self, container: Element, href: str) -> None:
        for child in container:
            if child.tag in ("w.r", "m.r"):
                self._run(child, href)
            elif child.tag == "w.hyperlink":
                self._walk(child, self._target(child))
            elif child.tag == "w.sdt":
                self._control(child, href)
            elif child.tag in SHOWN:
                self._walk(child, href)
            elif child.tag == "mc.AlternateContent":
                self._drawing(child)
            elif child.tag in LEFT_OUT:
                self.dropped.add(LEFT_OUT[child.tag])

    def _target(self, link: Element) -> str:
        rel = self.rels.get(link.get("r.id", ""))
        href = rel.target if rel and rel.is_external else ""
        if href and not harmless(href):
            self.dropped.add("links")
            return ""
        return href

    def _control(self, control: Element, href: str) -> None:
        """A content control; its hint ("click here") is no content."""
        properties, content = control.find("w.sdtPr"), control.find("w.sdtContent")
        is_hint = properties is not None and properties.find("w.showingPlcHdr") is not None
        if content is not None and not is_hint:
            self._walk(content, href)

    def _run(self, run: Element, href: str) -> None:
        own = run.find("w.rPr")
        hidden = self.styles.is_hidden(own, self.properties, self.ground)
        text = []
        for child in run:
            if child.tag == "w.fldChar":
                self.fields.meet(child.get("w.fldCharType", ""))
            elif not self.fields.is_showing:
                if child.tag in ("w.instrText", "w.t"):
                    self.dropped.add("field_codes")
            elif child.tag in ("w.drawing", "w.pict", "mc.AlternateContent"):
                self._drawing(child)
            elif hidden:
                if child.tag in ("w.t", "m.t") and child.text:
                    self.dropped.add(hidden)
            elif child.tag in LEFT_OUT:
                self.dropped.add(LEFT_OUT[child.tag])
            else:
                text.append(self._sign(child))
        shown = "".join(text)
        if shown:
            self._put(shown, self.styles.is_bold(own, self.properties, self.ground), href)

    def _sign(self, child: Element) -> str:
        if child.tag in ("w.t", "m.t"):
            return child.text or ""
        if child.tag in SIGNS:
            return "" if child.get("w.type") in ("page", "column") else SIGNS[child.tag]
        if child.tag == "w.sym":
            return "□"
        if child.tag in ("w.footnoteReference", "w.endnoteReference"):
            return self.note(child.tag[2:-9], child.get("w.id", ""))
        if child.tag == "w.ruby":
            base, reading = self._nested(child.find("w.rubyBase")), self._nested(child.find("w.rt"))
            return f"{base}（{reading}）" if reading else base
        return ""

    def _nested(self, part: Element | None) -> str:
        if part is None:
            return ""
        inner = Line(
            self.styles, self.rels, self.fields, self.dropped, self.ground, self.box, self.note
        )
        inner.properties = self.properties
        inner._walk(part, "")
        return "".join(run.text for run in inner.runs)

    def _drawing(self, drawing: Element) -> None:
        """Text boxes are text; pictures and charts leave a visible note. One alternative counts."""
        if drawing.tag == "mc.AlternateContent":
            choice = next(iter(drawing), None)
            for alternative in drawing:
                if _boxes(alternative):
                    choice = alternative
                    break
            if choice is not None:
                for child in choice:
                    self._drawing(child)
            return
        if _is_invisible(drawing):
            self.dropped.add("hidden_shapes")
            return
        _note_alt_text(drawing, self.dropped)
        for box in _boxes(drawing):
            self.box(box, shape_ground(drawing))
        for path in drawing.iter("v.textpath"):
            if path.get("string"):
                self._put(path.get("string", ""), False, "")
        tags = {one.tag for one in drawing.iter()}
        if tags & {"c.chart", "dgm.relIds"}:
            self.dropped.add("charts")
            self._put(CHART, False, "")
        elif tags & {"a.blip", "v.imagedata"}:
            self.dropped.add("images")
            self._put(PICTURE, False, "")

    def _put(self, text: str, bold: bool, href: str) -> None:
        last = self.runs[-1] if self.runs else None
        if last is not None and (last.bold, last.href) == (bold, href):
            last.text += text
        else:
            self.runs.append(Run(text, bold, href))


def _boxes(drawing: Element) -> list[Element]:
    """The outermost text boxes, each once: a box within a fallback repeats its choice."""
    found: list[Element] = []

    def look(element: Element) -> None:
        if element.tag == "w.txbxContent":
            found.append(element)
            return
        if element.tag == "mc.AlternateContent":
            before = len(found)
            for alternative in element:
                look(alternative)
                if len(found) > before:
                    return
            return
        for child in element:
            look(child)

    look(drawing)
    return found


def _is_invisible(drawing: Element) -> bool:
    for one in drawing.iter():
        if one.tag == "wp.docPr" and is_on_text(one.get("hidden", "0")):
            return True
        style = one.get("style", "").replace(" ", "").lower()
        if one.tag.startswith("v.") and ("visibility:hidden" in style or "display:none" in style):
            return True
    return False


def _note_alt_text(drawing: Element, dropped: set[str]) -> None:
    for one in drawing.iter():
        if one.get("descr") or one.get("alt") or (one.tag == "wp.docPr" and one.get("title")):
            dropped.add("alt_text")


def is_on_text(value: str) -> bool:
    return is_on(Element("w.switch", {"w.val": value}))
