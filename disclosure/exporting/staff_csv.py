"""A table of a staff screen as CSV."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from disclosure.table_files import csv_cell, delimited


def csv_answer(
    name: str, lines: Iterable[Sequence[object]], *, is_read_back: bool = False
) -> HttpResponse:
    """The lines, heads first, as the file `name` (ASCII).

    Texts that a spreadsheet would take for a formula are kept texts, except in files that are
    read back here (`is_read_back`): those give every word as it is.
    """
    told = lines if is_read_back else ([_cell(cell) for cell in line] for line in lines)
    answer = HttpResponse("".join(delimited(told)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cell(cell: object) -> object:
    return csv_cell(cell) if isinstance(cell, str) else cell
