"""DOCX to its visible content. What is not on the list of shown things is not read at all."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .blocks import Block, Cell, Content, Paragraph, Run, Table
from .docx_numbers import Numbers
from .docx_runs import Fields, Line
from .docx_visible import FLATTEST, Ground, Styles, is_on, shade_of, style_of
from .model import Unreadable
from .packages import Package, Rel
from .xml_parts import BROKEN

WRAPPERS = ("w.sdt", "w.sdtContent", "w.customXml", "w.ins", "w.moveTo", "w.body")
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
                found += self._table(child, rels)
            elif child.tag in WRAPPERS:
                found += self.blocks(child, rels, ground)
            elif child.tag == "mc.AlternateContent":
                found += self.blocks(next(iter(child), child), rels, ground)
            elif child.tag in ("w.del", "w.moveFrom"):
                self.dropped.add("tracked_deletions")
            elif child.tag == "w.altChunk":
                self.dropped.add("embedded_documents")
                found.append(Paragraph([Run("〔嵌入的文件未公开〕")]))
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
            lambda box: boxes.extend(self.blocks(box, rels)),
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

    def _table(self, table: Element, rels: dict[str, Rel]) -> list[Block]:
        """The table, followed by the tables that stand inside its cells."""
        style = style_of(table.find("w.tblPr"), "w.tblStyle")
        inner: list[Block] = []
        rows: list[list[Cell | None]] = []
        for row in _inside(table, "w.tr"):
            if self._is_hidden_row(row):
                continue
            rows.append(self._row(row, rels, style, rows, inner))
        cells = [cell for row in rows for cell in row if cell is not None]
        if len(cells) == 1:  # a frame around text, not a table
            return [*_lines(cells[0]), *inner]
        width = max(map(len, rows), default=0)
        for line in rows:
            line += [None] * (width - len(line))
        return [Table(rows), *inner] if cells else inner

    def _is_hidden_row(self, row: Element) -> bool:
        properties = row.find("w.trPr")
        if properties is None:
            return False
        if properties.find("w.del") is not None:
            self.dropped.add("tracked_deletions")
            return True
        hidden, height = properties.find("w.hidden"), properties.find("w.trHeight")
        flat = height is not None and height.get("w.hRule") == "exact"
        size = height.get("w.val", "") if height is not None else ""
        if (hidden is not None and is_on(hidden)) or (
            flat and size.isdigit() and int(size) <= FLATTEST
        ):
            self.dropped.add("hidden_rows")
            return True
        return False

    def _row(
        self,
        row: Element,
        rels: dict[str, Rel],
        style: str,
        above: list[list[Cell | None]],
        inner: list[Block],
    ) -> list[Cell | None]:
        line: list[Cell | None] = [None] * _number(row.find("w.trPr/w.gridBefore"), 0)
        for place in _inside(row, "w.tc"):
            properties = place.find("w.tcPr")
            span = _number(properties.find("w.gridSpan") if properties is not None else None, 1)
            cell = self._cell(place, properties, rels, style, inner)
            if _continues(properties, "w.hMerge"):
                _widen(line, span)
                continue
            if _continues(properties, "w.vMerge"):
                self._grow(above, len(line), cell)
                line += [None] * span
                continue
            if cell is None:
                continue
            cell.colspan = span
            line += [cell, *[None] * (span - 1)]
        return line

    def _grow(self, above: list[list[Cell | None]], column: int, covered: Cell | None) -> None:
        """A merged cell reaches one row further; text under it is not shown by Word."""
        if covered is not None and covered.text.strip():
            self.dropped.add("covered_cells")
        for row in reversed(above):
            owner = row[column] if column < len(row) else None
            if owner is not None:
                owner.rowspan += 1
                return

    def _cell(
        self,
        place: Element,
        properties: Element | None,
        rels: dict[str, Rel],
        style: str,
        inner: list[Block],
    ) -> Cell | None:
        if properties is not None and properties.find("w.cellDel") is not None:
            self.dropped.add("tracked_deletions")
            return None
        shade = shade_of(properties.find("w.shd")) if properties is not None else None
        ground = Ground(shade, style) if shade else Ground(table_style=style)
        runs: list[Run] = []
        for block in self.blocks(place, rels, ground):
            if isinstance(block, Table):
                inner.append(block)
            elif block.runs:
                runs += [Run("\n"), *block.runs] if runs else block.runs
        return Cell(runs)

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


def _inside(container: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, also those inside content controls; tracked deletions are passed over."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag)


def _continues(properties: Element | None, tag: str) -> bool:
    merge = properties.find(tag) if properties is not None else None
    return merge is not None and merge.get("w.val", "continue") == "continue"


def _widen(line: list[Cell | None], span: int) -> None:
    """The cell to the left reaches over these columns too; text under it is not shown."""
    owner = next((cell for cell in reversed(line) if cell is not None), None)
    if owner is not None:
        owner.colspan += span
    line += [None] * span


def _number(element: Element | None, usual: int) -> int:
    value = element.get("w.val", "") if element is not None else ""
    return min(int(value), 63) if value.isdigit() and len(value) < 4 else usual


def _lines(cell: Cell) -> list[Paragraph]:
    """The paragraphs of a cell that frames text."""
    lines, current = [], Paragraph()
    for run in cell.runs:
        if run.text == "\n":
            lines.append(current)
            current = Paragraph()
        else:
            current.runs.append(run)
    return [*lines, current]


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
