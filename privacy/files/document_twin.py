"""The accessible twin of a document as HTML, and its plain text. Built by escaping only."""

from collections import defaultdict
from html import escape

from .blocks import Block, Cell, Content, Paragraph, Run, Table
from .package_writing import FORBIDDEN

WHERE = {"header": "页眉：", "footer": "页脚："}
LONGEST_CAPTION = 40


def html(content: Content) -> str:
    """Headings from h2 down, paragraphs, tables with caption and scopes; no attributes but these."""
    captions: dict[int, Paragraph] = {}
    for before, after in zip(content.blocks, content.blocks[1:], strict=False):
        if isinstance(after, Table) and isinstance(before, Paragraph) and _is_caption(before):
            captions[after.number] = before
    taken = {id(paragraph) for paragraph in captions.values()}
    return "".join(
        _table(one, captions.get(one.number)) if isinstance(one, Table) else _paragraph(one)
        for one in content.blocks
        if id(one) not in taken
    )


def text(content: Content) -> str:
    """Lines of the document; cells of a row stand between tabs."""
    return "\n".join(line for block in content.blocks if (line := _plain(block)).strip())


def _plain(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _clean(block.text)
    return "\n".join(
        "\t".join(_clean(cell.text).replace("\n", " ") if cell else "" for cell in row)
        for row in block.rows
    )


def _is_caption(paragraph: Paragraph) -> bool:
    """The sheet's name, or the short line that stands directly above a table."""
    if paragraph.role == "sheet":
        return True
    size = len(paragraph.text.strip())
    return paragraph.role == "body" and not paragraph.level and 0 < size <= LONGEST_CAPTION


def _clean(value: str) -> str:
    return value.translate(FORBIDDEN)


def _runs(runs: list[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    shown = escape(_clean(run.text)).replace("\n", "<br>")
    shown = f"<strong>{shown}</strong>" if run.bold and shown.strip() else shown
    if run.href:
        return f'<a href="{escape(run.href)}" rel="nofollow noopener noreferrer">{shown}</a>'
    return shown


def _paragraph(paragraph: Paragraph) -> str:
    shown = _runs(paragraph.runs)
    if not shown.strip():
        return ""
    if paragraph.level:
        level = min(paragraph.level + 1, 6)
        return f"<h{level}>{shown}</h{level}>"
    return f"<p>{WHERE.get(paragraph.role, '')}{shown}</p>"


def _table(table: Table, caption: Paragraph | None) -> str:
    titles = [line for row in table.rows[: table.titles] if (line := "　".join(_filled(row)))]
    named = [_clean(caption.text.strip())] if caption is not None else []
    shown = "<br>".join(escape(line) for line in [*named, *titles])
    gaps: dict[int, set[int]] = defaultdict(set)
    for place, column in table.covered():
        gaps[place].add(column)
    lines = [
        _row(row, "col" if place < table.head else "", gaps[place])
        for place, row in enumerate(table.rows)
    ]
    head, body = "".join(lines[table.titles : table.head]), "".join(lines[table.head :])
    return (
        "<table>"
        + (f"<caption>{shown}</caption>" if shown else "")
        + (f"<thead>{head}</thead>" if head else "")
        + f"<tbody>{body}</tbody></table>"
    )


def _filled(row: list[Cell | None]) -> list[str]:
    return [_clean(cell.text.strip()) for cell in row if cell is not None and cell.text.strip()]


def _row(row: list[Cell | None], scope: str, covered: set[int]) -> str:
    shown = []
    for column, cell in enumerate(row):
        if cell is None and column in covered:
            continue
        cell = cell or Cell()
        tag = "th" if scope else "td"
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        mark = (
            ' scope="colgroup"' if scope and cell.colspan > 1 else ' scope="col"' if scope else ""
        )
        shown.append(f"<{tag}{mark}{spans}>{_runs(cell.runs)}</{tag}>")
    return f"<tr>{''.join(shown)}</tr>"
