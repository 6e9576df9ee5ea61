"""The one definition of content: `public_record(page)` (verification/spec.md §1).

It is what is shown, indexed, exported, cleared and logged; made of stored values only.
"""

import hashlib
import hmac
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import models

from disclosure import prose
from ledger import canonical_json
from ledger.textnorm import text_v1

Record = list[tuple[str, str]]
BEIJING = ZoneInfo("Asia/Shanghai")
TYPED_RELATIONS = (
    "indicator_rows",
    "standard_rows",
    "allocation_rows",
    "update_rows",
    "item_rows",
    "facility_rows",
    "donation_rows",
    "helper_rows",
    "emission_rows",
)


def public_record(page) -> Record:
    """[(part id, content)] in reading order: exactly what an anonymous visitor can read.

    Content of `a/<n>` is the hex SHA-256 of the public file; everything else is text/v1.
    """
    parts: Record = [("title", text_v1(page.title))]
    parts += _fields(page)
    parts += [(f"b/{n}", text) for n, text in enumerate(prose_texts(page), start=1)]
    parts += _tables(page)
    parts += _links(page)
    parts.append(("links", "\n".join(link_targets(page))))
    files = [row.digest for row in rows_of(page, "attachment_rows") if row.digest]
    parts += [(f"a/{n}", digest) for n, digest in enumerate(files, start=1)]
    return [(part, text) for part, text in parts if text or part == "links"]


def digest(record: Record, salt: str) -> str:
    """HMAC-SHA256 of the record: the fingerprint a clearance is bound to (gate.md)."""
    content = canonical_json.dumps([[part, text] for part, text in record])
    return hmac.new(bytes.fromhex(salt), content, hashlib.sha256).hexdigest()


def ordered(relation) -> list:
    """Rows by their place: a revision keeps the order of its JSON (gate.md 4)."""
    rows = enumerate(relation.all())
    return [row for _key, row in sorted(rows, key=lambda pair: _place(*pair))]


def rows_of(page, relation: str) -> list:
    """The page's rows of one relation by their place; those in memory without asking a manager."""
    held = page.__dict__.get("_cluster_related_objects", {}).get(relation)
    if held is None:
        return ordered(getattr(page, relation))
    return [row for _key, row in sorted(enumerate(held), key=lambda pair: _place(*pair))]


def _place(index: int, row) -> tuple:
    return (row.sort_order is None, row.sort_order or 0, index)


def public_fields(page) -> list[models.Field]:
    """Columns of the record besides title, prose and rows, in reading order."""
    own = [name for name in type(page).own_fields() if name not in page.record_fields]
    return [page._meta.get_field(name) for name in [*page.record_fields, *own]]


def _fields(page) -> Record:
    return [
        (f"f/{field.name}", text_of(field, getattr(page, field.attname)))
        for field in public_fields(page)
    ]


def text_of(field: models.Field, value) -> str:
    """A stored value as text, the same before and after a save (gate.md 4)."""
    if value is None or value == "":
        return ""
    value = field.to_python(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal(1).scaleb(-field.decimal_places)), "f")
    if isinstance(value, list | dict):
        return canonical_json.dumps(value).decode() if value else ""
    return text_v1(str(value))


def prose_texts(page) -> list[str]:
    """Texts of the `b/<n>` parts."""
    texts = []
    for block in page.body.raw_data:
        if block["type"] == "heading":
            texts.append(text_v1(block["value"]))
        else:
            texts += [text_v1(text) for text in prose.blocks(block["value"])]
    return [text for text in texts if text]


def link_targets(page) -> list[str]:
    """All targets in order: prose first, then link rows; items by number, never by place."""
    targets = [
        target
        for block in page.body.raw_data
        if block["type"] == "prose"
        for target in prose.link_targets(block["value"])
    ]
    ids = {int(target[5:]) for target in targets if target.startswith("page:")}
    if ids:
        numbers = dict(_numbers_of(ids))
        targets = [
            f"item:{numbers.get(int(target[5:]), '')}" if target.startswith("page:") else target
            for target in targets
        ]
    return [*targets, *[row.target for row in rows_of(page, "link_rows")]]


def _numbers_of(ids):
    from disclosure.models import DisclosurePage

    return DisclosurePage.objects.filter(pk__in=ids, number__isnull=False).values_list(
        "pk", "number"
    )


def _links(page) -> Record:
    return [
        (f"t/links/{n}", f"{row.relation}\t{text_v1(row.label)}\t{row.target}")
        for n, row in enumerate(rows_of(page, "link_rows"), start=1)
    ]


def table_key(row, relation: str) -> str:
    """Table an item row belongs to; rows of a type with one table need not name it."""
    return row.table or relation


def recipients_key(table, place: int) -> str:
    """Key of the `place`-th list of recipients of an item."""
    return f"{table.table or 'recipients'}.{place}"


def row_cell(row, name: str) -> str:
    """A cell of a typed row: its value, or what the review put in place of a number."""
    value = getattr(row, name)
    if value is None and name in getattr(row, "replaced", ()):
        return text_v1(row.replaced[name])
    return text_of(row._meta.get_field(name), value)


def _tables(page) -> Record:
    parts: Record = []
    count: Counter = Counter()
    for relation in TYPED_RELATIONS:
        for row in rows_of(page, relation):
            key = table_key(row, relation)
            count[key] += 1
            cells = [row_cell(row, name) for name in row.columns]
            parts.append((f"t/{key}/{count[key]}", _cells(cells)))
    regions = [row.region_name for row in rows_of(page, "region_rows")]
    if regions:
        parts.append(("t/regions/1", _cells(regions)))
    parts += [(f"t/files/{n}", _cells([row.title])) for n, row in titled_files(page)]
    return parts + _recipients(page)


def titled_files(page) -> list[tuple[int, object]]:
    """Numbered attachments whose title is shown: those with a public copy.

    A file that waits in the vault is announced without its name.
    """
    rows = enumerate(rows_of(page, "attachment_rows"), start=1)
    return [(n, row) for n, row in rows if row.title and row.digest]


def _recipients(page) -> Record:
    parts: Record = []
    for n, table in enumerate(rows_of(page, "recipient_tables"), start=1):
        key = f"t/{recipients_key(table, n)}"
        head = [table.caption, *table.columns, table.note]
        if any(head) and table.columns:
            parts.append((f"{key}/head", _cells(head)))
        parts += [(f"{key}/{i}", _cells(row)) for i, row in enumerate(table.rows, start=1)]
        parts += [
            (f"{key}/{line['kind']}", _cells([line["label"], *line["cells"]]))
            for line in table.totals
        ]
    return parts


def _cells(cells) -> str:
    """Cells joined by TAB; a TAB or line feed inside a cell would forge another cell or row."""
    return text_v1("\t".join(cell_text(cell) for cell in cells))


def cell_text(cell) -> str:
    return text_v1(str(cell)).replace("\t", " ").replace("\n", " ")
