"""Changing an item's content by spans of its public record: the reviewer's decisions, applied.

`rewrite` edits the page object in memory and saves nothing.
"""

from collections import defaultdict

from wagtail.blocks import StreamValue

from disclosure import prose
from disclosure.canonical import (
    TYPED_RELATIONS,
    cell_text,
    ordered,
    public_fields,
    row_cell,
    table_key,
    text_of,
    titled_files,
)
from ledger.textnorm import text_v1

Changes = dict[str, list[prose.Span]]


class CannotRewrite(ValueError):
    """A span lies where text cannot be replaced (a number, a date, a choice); `.part` names it."""

    def __init__(self, part: str):
        super().__init__(f"part {part} cannot be rewritten")
        self.part = part


def rewrite(page, changes: Changes) -> None:
    """Replace the spans of each part: {part id: [(start, end, replacement)]}."""
    rest = {part: spans for part, spans in changes.items() if spans}
    if "title" in rest:
        page.title = prose.replace_spans(text_v1(page.title), rest.pop("title"))
        page.draft_title = page.title  # otherwise the revision keeps the old one (gate.md 1)
    _rewrite_fields(page, rest)
    _rewrite_prose(page, {int(p[2:]): rest.pop(p) for p in list(rest) if p.startswith("b/")})
    _rewrite_rows(page, rest)
    _rewrite_recipients(page, rest)
    _rewrite_file_titles(page, rest)
    _drop_links(page, rest)
    _drop_files(page, rest)
    if rest:
        raise CannotRewrite(min(rest))


def _rewrite_fields(page, rest: Changes) -> None:
    for field in public_fields(page):
        spans = rest.pop(f"f/{field.name}", None)
        if spans:
            _rewrite_field(page, field, spans, f"f/{field.name}")


def _rewrite_field(instance, field, spans, part) -> None:
    """Text is rewritten; a value of another type that must go is emptied."""
    text = text_of(field, getattr(instance, field.name))
    new = prose.replace_spans(text, spans)
    if field.get_internal_type() in ("CharField", "TextField") and not field.choices:
        setattr(instance, field.name, new[: field.max_length] if field.max_length else new)
    elif field.null:
        setattr(instance, field.name, None)
        if hasattr(instance, "replaced"):
            instance.replaced = {**instance.replaced, field.name: new}
    else:
        raise CannotRewrite(part)


def _rewrite_prose(page, changes: dict[int, list[prose.Span]]) -> None:
    if not changes:
        return
    data, n = [], 0
    for block in page.body.raw_data:
        block = dict(block)
        if block["type"] == "heading":
            if text_v1(block["value"]):
                n += 1
                if n in changes:
                    block["value"] = prose.replace_spans(text_v1(block["value"]), changes[n])
        else:
            size = len(prose.blocks(block["value"]))
            inside = {i - n - 1: spans for i, spans in changes.items() if n < i <= n + size}
            block["value"] = prose.rewrite(block["value"], inside, text_v1)
            n += size
        data.append(block)
    if max(changes) > n:
        raise CannotRewrite(f"b/{max(changes)}")
    set_body(page, data)


def set_body(page, data: list[dict]) -> None:
    """Give the page a body from stream data."""
    stream_block = page._meta.get_field("body").stream_block
    page.body = StreamValue(stream_block, data, is_lazy=True)


def _spans_by_cell(cells: list[str], spans) -> dict[int, list[prose.Span]]:
    """Spans of a TAB-joined row as spans of its cells; one that crosses cells is cut at them."""
    result, start = defaultdict(list), 0
    for index, cell in enumerate(cells):
        end = start + len(cell)
        for left, right, replacement in spans:
            if left < end and right > start:
                cut = (max(left, start) - start, min(right, end) - start, replacement)
                result[index].append(cut)
        start = end + 1
    return result


def _rewrite_rows(page, rest: Changes) -> None:
    counts: dict[str, int] = defaultdict(int)
    for relation in TYPED_RELATIONS:
        for row in ordered(getattr(page, relation)):
            key = table_key(row, relation)
            counts[key] += 1
            part = f"t/{key}/{counts[key]}"
            spans = rest.pop(part, None)
            if not spans:
                continue
            fields = [row._meta.get_field(name) for name in row.columns]
            cells = [cell_text(row_cell(row, field.name)) for field in fields]
            for index, inside in _spans_by_cell(cells, spans).items():
                _rewrite_field(row, fields[index], inside, part)


def _rewrite_recipients(page, rest: Changes) -> None:
    tables = ordered(page.recipient_tables)
    for n, table in enumerate(tables, start=1):
        prefix = f"t/{table.table or 'recipients'}.{n}/"
        for part in [p for p in rest if p.startswith(prefix)]:
            spans = rest.pop(part)
            row = part[len(prefix) :]
            if row == "head":
                _rewrite_head(table, spans)
                continue
            if not row.isdigit():
                _rewrite_total(table, row, spans)
                continue
            cells = [cell_text(cell) for cell in table.rows[int(row) - 1]]
            for index, inside in _spans_by_cell(cells, spans).items():
                cells[index] = prose.replace_spans(cells[index], inside)
            table.rows[int(row) - 1] = cells
        if table.rows and not any(map(any, table.rows)):
            # A list that is gone altogether must not come back from the vault by a later review.
            table.rows, table.vault_id = [], None
    if tables:
        page.recipient_tables.set(tables)


def _rewrite_head(table, spans) -> None:
    cells = [cell_text(cell) for cell in (table.caption, *table.columns, table.note)]
    for index, inside in _spans_by_cell(cells, spans).items():
        cells[index] = prose.replace_spans(cells[index], inside)
    table.caption, *table.columns, table.note = cells


def _rewrite_total(table, kind: str, spans) -> None:
    for line in (line for line in table.totals if line["kind"] == kind):
        cells = [cell_text(cell) for cell in (line["label"], *line["cells"])]
        for index, inside in _spans_by_cell(cells, spans).items():
            cells[index] = prose.replace_spans(cells[index], inside)
        line["label"], *line["cells"] = cells


def _rewrite_file_titles(page, rest: Changes) -> None:
    for n, row in titled_files(page):
        spans = rest.pop(f"t/files/{n}", None)
        if spans:
            row.title = prose.replace_spans(cell_text(row.title), spans)


def _drop_links(page, rest: Changes) -> None:
    """A link whose target or text must go is taken out whole."""
    rows = ordered(page.link_rows)
    doomed = {int(part.split("/")[2]) - 1 for part in rest if part.startswith("t/links/")}
    for part in [p for p in rest if p.startswith("t/links/")]:
        del rest[part]
    spans = rest.pop("links", [])
    if spans:
        doomed |= _drop_prose_links(page, spans, len(rows))
    if doomed:
        page.link_rows.set([row for n, row in enumerate(rows) if n not in doomed])


def _drop_prose_links(page, spans, row_count: int) -> set[int]:
    from disclosure.canonical import link_targets

    targets = link_targets(page)
    hit = set(_spans_by_cell(targets, spans))
    in_prose = len(targets) - row_count
    data, seen = [], 0
    for block in page.body.raw_data:
        block = dict(block)
        if block["type"] == "prose":
            size = len(prose.link_targets(block["value"]))
            inside = {n - seen for n in hit if seen <= n < seen + size}
            block["value"] = prose.without_links(block["value"], inside)
            seen += size
        data.append(block)
    set_body(page, data)
    return {n - in_prose for n in hit if n >= in_prose}


def _drop_files(page, rest: Changes) -> None:
    """A public file of which anything must go at once goes whole: it is built anew by a review."""
    doomed = {int(part[2:]) for part in [p for p in rest if p.startswith("a/")] if rest.pop(part)}
    if doomed:
        rows = ordered(page.attachment_rows)
        public = [row for row in rows if row.digest]
        gone = {id(row) for n, row in enumerate(public, start=1) if n in doomed}
        page.attachment_rows.set([row for row in rows if id(row) not in gone])
