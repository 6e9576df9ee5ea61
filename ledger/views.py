"""The public log below /ledger/: files for machines, receipts for people (spec §5, §11)."""

import re
from functools import wraps

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from . import limits, publisher, tiles
from .log_files import CHECKPOINT, COSIGNED, KEYS, VKEYS, LogFolder
from .models import LedgerEntry, LedgerHead
from .receipt import file_name
from .receipts import Pending, published_size, receipt_of

FOR_EVER = "public, max-age=31536000, immutable"
LARGEST_REV = 2**31 - 1
DAMAGED = (OSError, ValueError, IndexError)
REV = re.compile(r"[0-9]{1,10}", re.ASCII)


@require_safe
@conditional_page
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed size and root of the log."""
    publish_what_waits()
    return _text_file(CHECKPOINT)


@require_safe
@conditional_page
def vkeys(request: HttpRequest) -> HttpResponse:
    """The public keys, to be compared with printed ones."""
    return _text_file(VKEYS)


@require_safe
@conditional_page
def cosigned(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint that known witnesses signed as well; 404 before the first."""
    return _text_file(COSIGNED)


@require_safe
@conditional_page
def keys(request: HttpRequest) -> HttpResponse:
    """Which keys signed from when to when."""
    return _text_file(KEYS, "application/json")


@require_safe
@conditional_page
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Hashes or entries; a published file never changes."""
    found = tiles.parsed(f"tile/{path}")
    if found is None:
        raise Http404
    headers = {"Cache-Control": FOR_EVER, "ETag": f'"{found.path}"'}
    try:
        file = (LogFolder().base / found.path).open("rb")
    except OSError:
        # A partial tile that was removed is the beginning of the full one, for whoever is late.
        try:
            raw = LogFolder().read(found)
        except (OSError, ValueError) as error:
            raise Http404 from error
        return HttpResponse(raw, content_type="application/octet-stream", headers=headers)
    return FileResponse(file, content_type="application/octet-stream", headers=headers)


def _not_too_often(view):
    """Answer 429 to a visitor who asks the database more than is reasonable."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        if limits.is_over(request):
            response = _problem(429, _("问得太频繁，请一分钟后再试。"))
            response["Retry-After"] = "60"
            return response
        return view(request)

    return limited


def _asked_item(request: HttpRequest) -> str:
    """PostgreSQL refuses to be asked about a NUL."""
    return request.GET.get("item", "")[:64].replace("\x00", "")


@require_safe
@_not_too_often
def item(request: HttpRequest) -> HttpResponse:
    """All events of an item, with what anyone may know of them for ever."""
    rows = LedgerEntry.objects.filter(item=_asked_item(request)).order_by("rev")
    if not rows:
        return _problem(404, _("没有这个索引号的公开记录。"))
    try:
        size = published_size(LogFolder())
    except DAMAGED:
        return _out_of_order()
    events = [
        {
            "index": row.index,
            "rev": row.rev,
            "type": row.type,
            "time": row.time,
            "reason": row.event.reason,
            "org": row.event.org,
            "code": row.shown_code,
            "pending": row.index >= size,
        }
        for row in rows
    ]
    return JsonResponse({"item": rows[0].item, "events": events, "checkpoint_size": size})


@require_safe
@_not_too_often
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of one version as a file; `rev=` names the version, else it is the latest."""
    rows = LedgerEntry.objects.filter(item=_asked_item(request))
    rev = request.GET.get("rev", "")
    if rev:
        if not (REV.fullmatch(rev) and int(rev) <= LARGEST_REV):
            return _problem(400, _("版本号应为数字。"))
        rows = rows.filter(rev=int(rev))
    row = rows.order_by("-rev").first()
    if row is None:
        return _problem(404, _("没有这个索引号或版本的公开记录。"))
    publish_what_waits()
    try:
        made = receipt_of(row)
    except DAMAGED:
        return _out_of_order()
    except Pending:
        response = _problem(409, _("刚刚公开，凭证还在生成，请一分钟后再试。"))
        response["Retry-After"] = "60"
        return response
    response = HttpResponse(made.to_text(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(row.item, row.rev)}"'
    response["Cache-Control"] = "no-cache"
    return response


def publish_what_waits() -> None:
    """The one-command start has no publisher process: somebody asking is the occasion."""
    if settings.OUTBOX_INLINE:
        head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).first()
        try:
            is_behind = head is not None and head.size != published_size(LogFolder())
        except DAMAGED:
            return
        if is_behind:
            publisher.publish_if_embedded()


def _text_file(name: str, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    try:
        content = (LogFolder().base / name).read_bytes()
    except OSError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "no-cache"})


def _out_of_order() -> HttpResponse:
    """The log's files are damaged; the publisher has raised an alarm, `ledger_check` names them."""
    response = _problem(503, _("公开记录的文件暂时读不出，请稍后再试。"))
    response["Retry-After"] = "600"
    return response


def _problem(status: int, message: str) -> JsonResponse:
    return JsonResponse(
        {"error": message}, status=status, json_dumps_params={"ensure_ascii": False}
    )
