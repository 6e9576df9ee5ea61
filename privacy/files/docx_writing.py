"""A new DOCX written from nothing: no template, no author, no time, no trace of the original."""

from collections.abc import Iterator

from .blocks import Block, Cell, Content, Paragraph, Run, Table
from .docx_parts import SETTINGS, STYLES, W, footer, header
from .package_writing import content_types, escape, package, relationships

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_WIDTH = 9070  # twips between the margins of an A4 sheet
KINDS = {
    "word/document.xml": "wordprocessingml.document.main",
    "word/styles.xml": "wordprocessingml.styles",
    "word/settings.xml": "wordprocessingml.settings",
    "word/header1.xml": "wordprocessingml.header",
    "word/footer1.xml": "wordprocessingml.footer",
}


def write(content: Content) -> bytes:
    """The bytes of the document; the same content gives the same bytes."""
    links: dict[str, str] = {}
    heads = [one for one in content.blocks if isinstance(one, Paragraph) and one.role == "header"]
    feet = [one for one in content.blocks if isinstance(one, Paragraph) and one.role == "footer"]
    body = "".join(_block(one, links) for one in content.blocks if not _is_margin(one))
    margins = '<w:headerReference w:type="default" r:id="head"/>' if heads else ""
    margins += '<w:footerReference w:type="default" r:id="foot"/>' if feet else ""
    section = (
        f'<w:sectPr>{margins}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1418" '
        'w:bottom="1440" w:left="1418" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": "",
        "_rels/.rels": relationships([("doc", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {W}><w:body>{body}{section}</w:body></w:document>",
    }
    known = [("styles", "styles", "styles.xml"), ("settings", "settings", "settings.xml")]
    if heads:
        known.append(("head", "header", "header1.xml"))
        parts["word/header1.xml"] = header("".join(_paragraph(one, {}) for one in heads))
    if feet:
        known.append(("foot", "footer", "footer1.xml"))
        parts["word/footer1.xml"] = footer("".join(_paragraph(one, {}) for one in feet))
    known += [(key, "hyperlink", href) for href, key in links.items()]
    parts["word/_rels/document.xml.rels"] = relationships(known, external=frozenset(links.values()))
    parts["word/styles.xml"] = STYLES
    parts["word/settings.xml"] = SETTINGS
    parts["[Content_Types].xml"] = content_types({k: v for k, v in KINDS.items() if k in parts})
    return package(parts)


def _is_margin(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in ("header", "footer")


def _block(block: Block, links: dict[str, str]) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block, links)
    # Word joins two tables that touch; the empty paragraph keeps them apart.
    return _table(block, links) + "<w:p/>" if block.rows else ""


def _paragraph(paragraph: Paragraph, links: dict[str, str]) -> str:
    style = f"Heading{paragraph.level}" if paragraph.level else ""
    style = (
        "Note" if paragraph.role == "note" else "Heading2" if paragraph.role == "sheet" else style
    )
    style = "Margin" if _is_margin(paragraph) else style
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f'<w:jc w:val="{paragraph.align}"/>' if paragraph.align else ""
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{_runs(paragraph.runs, links)}</w:p>"


def _runs(runs: list[Run], links: dict[str, str]) -> str:
    return "".join(_run(run, links) for run in runs)


def _run(run: Run, links: dict[str, str], is_bold: bool = False) -> str:
    if not run.text:
        return ""
    look = '<w:rStyle w:val="Link"/>' if run.href else ""
    look += "<w:b/>" if run.bold or is_bold else ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    shown = f"<w:r>{look}{''.join(_signs(run.text))}</w:r>"
    if not run.href:
        return shown
    key = links.setdefault(run.href, f"link{len(links) + 1}")
    return f'<w:hyperlink r:id="{key}">{shown}</w:hyperlink>'


def _signs(text: str) -> Iterator[str]:
    for count, line in enumerate(text.replace("\r\n", "\n").split("\n")):
        if count:
            yield "<w:br/>"
        for place, piece in enumerate(line.split("\t")):
            if place:
                yield "<w:tab/>"
            if piece:
                yield f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def _table(table: Table, links: dict[str, str]) -> str:
    width = max(table.width, 1)
    grid = f'<w:gridCol w:w="{PAGE_WIDTH // width}"/>' * width
    covered = table.covered()
    rows = "".join(_row(table, line, covered, links) for line in range(len(table.rows)))
    look = '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(
    table: Table, line: int, covered: dict[tuple[int, int], Cell], links: dict[str, str]
) -> str:
    is_head = table.titles <= line < table.head
    repeated = "<w:tblHeader/>" if line < table.head else ""
    cells, column = [], 0
    row = table.rows[line]
    while column < len(row):
        cell = row[column]
        above = covered.get((line, column)) if cell is None else None
        span = (cell or above or Cell()).colspan
        cells.append(_cell(cell, above, span, is_head, links))
        column += max(span, 1)
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    cell: Cell | None, above: Cell | None, span: int, is_head: bool, links: dict[str, str]
) -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell is not None and cell.rowspan > 1:
        properties += '<w:vMerge w:val="restart"/>'
    elif above is not None:
        properties += "<w:vMerge/>"
    properties += '<w:shd w:val="clear" w:color="auto" w:fill="E8EEF4"/>' if is_head else ""
    runs = "".join(_run(run, links, is_head) for run in cell.runs) if cell is not None else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{runs}</w:p></w:tc>"
