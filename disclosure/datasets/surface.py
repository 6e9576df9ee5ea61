"""What the datasets would hold of an item, for the release check."""

from disclosure.canonical import ordered
from disclosure.elements import relation_of
from disclosure.exporting.columns import Column, written

from .own_columns import all_columns
from .register import RowTable, row_tables


def surface(page, record, request=None) -> str:
    """Every cell of its row in the main table, and of its rows in the others."""
    lines = [_main_row(page, all_columns(type(page)))]
    for table in row_tables().values():
        lines += [_row(table, row) for row in ordered(getattr(page, relation_of(table.model)))]
    return "\n".join(lines)


def _main_row(page, columns: tuple[Column, ...]) -> str:
    names = {field.name: field for field in page._meta.concrete_fields}
    cells = [
        written(names[column.name].to_python(getattr(page, names[column.name].attname)))
        for column in columns
        if column.name in names
    ]
    return "\t".join(filter(None, cells))


def _row(table: RowTable, row) -> str:
    if table.key == "files" and not row.digest:
        return ""
    # A region is named by its code, which tells nothing of a person, and by its stored name.
    values = [getattr(row, name) for name in table.read if "__" not in name]
    return "\t".join(str(value) for value in values if value not in (None, "", {}))
