"""A table of an item as CSV, as XLSX, and the words that explain it."""

import tempfile

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from disclosure import periods
from disclosure.addresses import root_of
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.table_files import Sheet, csv_pieces, write_xlsx
from home.listing import is_code
from home.table_data import TableData, tables_to_take

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}
IN_MEMORY = 2 * 1024 * 1024  # of a workbook; what is larger goes through a temporary file


@require_safe
def table_file(request, number: str, place: int, kind: str):
    """200 with the public rows, 410 when item or list has been taken down, else 404."""
    if not is_code(number) or kind not in TYPES:
        raise Http404
    version = PublicVersion.objects.filter(number=number).defer("parts").order_by("-rev").first()
    if version is None:
        raise Http404
    items = DisclosurePage.objects.public().select_related("unit", "catalogue_item")
    page = items.filter(number=number).first()
    if page is None:
        if version.type != "withdraw":
            raise Http404
        return _gone()
    specific = page.specific
    state = periods.guard(specific)
    tables = tables_to_take(specific, version, root_of(request))
    table = next((one for one in tables if one.place == place), None)
    if table is None:
        if state is not None and state.is_over:
            return _gone()
        raise Http404
    if table.is_list and state is not None and state.is_over:
        return _gone()
    return _answer(request, table, kind, number, is_listed=state is None)


def _gone() -> HttpResponse:
    return HttpResponse(status=410, content_type="text/plain; charset=utf-8")


def _answer(request, table: TableData, kind: str, number: str, *, is_listed: bool):
    tag = f'"{number}-{table.rev}-{table.place}-{kind}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = _file(table, kind)
        response["Content-Disposition"] = f'attachment; filename="{_name(number, table, kind)}"'
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    # Asked for anew each time: an ended list must not live on in a cache.
    patch_cache_control(response, private=not is_listed, public=is_listed, no_cache=True)
    return response


def _file(table: TableData, kind: str):
    if kind == "csv":
        return StreamingHttpResponse(csv_pieces(table.rows()), content_type=TYPES[kind])
    if kind == "txt":
        return HttpResponse(table.words(), content_type=TYPES[kind])
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by the answer
    sheets = [Sheet("数据", table.rows), Sheet("说明", table.facts, head_rows=0)]
    write_xlsx(file, sheets)
    file.seek(0)
    return FileResponse(file, content_type=TYPES[kind])


def _name(number: str, table: TableData, kind: str) -> str:
    """From number, version and place alone: a title in a file name would travel with it."""
    stem = f"{number.replace('/', '-')}-v{table.rev}-table-{table.place}"
    return f"{stem}-readme.txt" if kind == "txt" else f"{stem}.{kind}"
