"""DOCX to its visible content. What is not on the list of shown things is not read at all."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .blocks import Block, Content, Paragraph, Run
from .docx_numbers import Numbers
from .docx_runs import Fields, Line
from .docx_tables import WRAPPERS, TableReader
from .docx_visible import Ground, Styles, is_on, style_of
from .model import Unreadable
from .packages import Package, Rel
from .xml_parts import BROKEN

LEFT_OUT_PARTS = {
    "comments": "comments",
    "people": "comments",
    "docprops/thumbnail": "thumbnail",
    "docprops/": "metadata",
    "customxml/": "custom_xml",
    "word/glossary/": "glossary",
    "word/media/": "images",
    "word/charts/": "charts",
    "word/diagrams/": "charts",
    "word/embeddings/": "embedded_objects",
    "word/fonts/": "fonts",
    "_xmlsignatures/": "signature",
}
ALIGNED = {"center": "center", "right": "right", "end": "right"}


def read(package: Package) -> Content:
    """The content of a checked package; Unreadable when it has no readable main part."""
    main = package.related("", "officeDocument")
    tree = package.xml(main)
    body = tree.find("w.body") if tree is not None else None
    if body is None:
        raise Unreadable(BROKEN)
    try:
        return _Reader(package, main).whole(body)
    except RecursionError as error:
        raise Unreadable(BROKEN) from error


class _Reader:
    def __init__(self, package: Package, main: str):
        self.package, self.main = package, main
        self.styles = Styles(package.xml(package.related(main, "styles")))
        self.numbers = Numbers(package.xml(package.related(main, "numbering")), self.styles)
        self.dropped: set[str] = set()
        self.fields = Fields()
        self.notes: list[tuple[str, str]] = []

    def whole(self, body: Element) -> Content:
        rels = self.package.rels(self.main)
        blocks = self.blocks(body, rels)
        heads, feet = self._margins(body, rels)
        notes = self._notes()
        self._note_parts()
        return Content("docx", [*heads, *blocks, *notes, *feet], self.dropped)

    def blocks(
        self, container: Element, rels: dict[str, Rel], ground: Ground | None = None
    ) -> list[Block]:
        found: list[Block] = []
        for child in container:
            if child.tag == "w.p":
                found += self._paragraph(child, rels, ground or Ground())
            elif child.tag == "w.tbl":
                found += TableReader(self.blocks, rels, self.dropped).read(child)
            elif child.tag in WRAPPERS:
                found += self.blocks(child, rels, ground)
            elif child.tag == "mc.AlternateContent":
                found += self.blocks(next(iter(child), child), rels, ground)
            elif child.tag in ("w.del", "w.moveFrom"):
                self.dropped.add("tracked_deletions")
            elif child.tag == "w.altChunk":
                self.dropped.add("embedded_documents")
                found.append(Paragraph([Run("［嵌入的文件未公开］")]))
        return found

    def _paragraph(self, paragraph: Element, rels: dict[str, Rel], ground: Ground) -> list[Block]:
        properties = paragraph.find("w.pPr")
        boxes: list[Block] = []
        label = self.numbers.label(properties)
        line = Line(
            self.styles,
            rels,
            self.fields,
            self.dropped,
            ground,
            lambda box, behind: boxes.extend(self.blocks(box, rels, behind)),
            self._note,
        )
        runs = line.read(paragraph)
        if self.styles.is_flat(properties) and runs:
            self.dropped.add("invisible_text")
            return boxes
        if label and runs:
            runs = [Run(label, runs[0].bold), *runs]
        align = ALIGNED.get(style_of(properties, "w.jc"), "")
        level = self.styles.level(properties) if runs else 0
        return [Paragraph(runs, level=level, align=align), *boxes]

    def _note(self, kind: str, key: str) -> str:
        if (kind, key) not in self.notes:
            self.notes.append((kind, key))
        return f"[{self.notes.index((kind, key)) + 1}]"

    def _margins(
        self, body: Element, rels: dict[str, Rel]
    ) -> tuple[list[Paragraph], list[Paragraph]]:
        """Texts of the headers and footers that are shown on some page, each once."""
        settings = self.package.xml(self.package.related(self.main, "settings"))
        even = settings is not None and settings.find("w.evenAndOddHeaders") is not None
        found: dict[str, list[Paragraph]] = {"header": [], "footer": []}
        seen: set[str] = set()
        for section in body.iter("w.sectPr"):
            title = section.find("w.titlePg")
            kinds = {"default"} | ({"even"} if even else set())
            kinds |= {"first"} if title is not None and is_on(title) else set()
            for reference in section:
                role = reference.tag[2:].removesuffix("Reference")
                rel = rels.get(reference.get("r.id", ""))
                if role not in found or rel is None or rel.target in seen:
                    continue
                seen.add(rel.target)
                if reference.get("w.type", "default") in kinds:
                    found[role] += self._margin(rel.target, role)
                else:
                    self.dropped.add("unused_headers")
        return found["header"], found["footer"]

    def _margin(self, part: str, role: str) -> list[Paragraph]:
        tree = self.package.xml(part)
        self.fields = Fields()
        blocks = self.blocks(tree, self.package.rels(part)) if tree is not None else []
        return [line for block in blocks for line in _flat(block, role)]

    def _notes(self) -> list[Paragraph]:
        """The foot and end notes that the text refers to, in the order of their marks."""
        found: list[Paragraph] = []
        trees = {}
        for kind in ("footnote", "endnote"):
            part = self.package.related(self.main, f"{kind}s")
            trees[kind] = (self.package.xml(part), self.package.rels(part) if part else {})
        for place, (kind, key) in enumerate(list(self.notes), 1):
            tree, rels = trees[kind]
            for note in tree if tree is not None else ():
                if note.get("w.id") == key and note.get("w.type", "normal") == "normal":
                    lines = [
                        one for block in self.blocks(note, rels) for one in _flat(block, "note")
                    ]
                    if lines:
                        lines[0].runs.insert(0, Run(f"[{place}] "))
                    found += lines
        return found

    def _note_parts(self) -> None:
        for name in self.package.names:
            low = name.lower()
            for start, kind in LEFT_OUT_PARTS.items():
                if low.startswith(start) or low.removeprefix("word/").startswith(start):
                    self.dropped.add(kind)
                    break


def _flat(block: Block, role: str) -> Iterator[Paragraph]:
    """A block of a header or note as lines; the cells of a row stand behind each other."""
    if isinstance(block, Paragraph):
        if block.text.strip():
            yield Paragraph(block.runs, align=block.align, role=role)
        return
    for row in block.rows:
        runs: list[Run] = []
        for cell in row:
            if cell is not None and cell.runs:
                runs += [Run("\t"), *cell.runs] if runs else cell.runs
        if runs:
            yield Paragraph(runs, role=role)
