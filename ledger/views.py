"""The public log below /ledger/: files for machines, receipts for people (spec §5, §11)."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import publisher, tiles
from .log_files import CHECKPOINT, COSIGNED, KEYS, VKEYS, LogFolder
from .models import LedgerEntry, LedgerHead
from .receipt import file_name
from .receipts import Pending, published_size, receipt_of

FOR_EVER = "public, max-age=31536000, immutable"
LARGEST_REV = 2**31 - 1


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed size and root of the log."""
    publish_what_waits()
    return _text_file(CHECKPOINT)


@require_safe
def vkeys(request: HttpRequest) -> HttpResponse:
    """The public keys, to be compared with printed ones."""
    return _text_file(VKEYS)


@require_safe
def cosigned(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint that known witnesses signed as well; 404 before the first."""
    return _text_file(COSIGNED)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Which keys signed from when to when."""
    return _text_file(KEYS, "application/json")


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Hashes or entries; a published file never changes."""
    path = f"tile/{path}"
    if not tiles.is_path(path):
        raise Http404
    try:
        file = (LogFolder().base / path).open("rb")
    except OSError as error:
        raise Http404 from error
    return FileResponse(
        file, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER}
    )


def _asked_item(request: HttpRequest) -> str:
    """PostgreSQL refuses to be asked about a NUL."""
    return request.GET.get("item", "")[:64].replace("\x00", "")


@require_safe
def item(request: HttpRequest) -> HttpResponse:
    """All events of an item, with what anyone may know of them for ever."""
    rows = LedgerEntry.objects.filter(item=_asked_item(request)).order_by("rev")
    if not rows:
        return _problem(404, _("没有这个索引号的公开记录。"))
    size = published_size(LogFolder())
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
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of one version as a file; `rev=` names the version, else it is the latest."""
    rows = LedgerEntry.objects.filter(item=_asked_item(request))
    rev = request.GET.get("rev", "")
    if rev:
        if not (rev.isascii() and rev.isdigit() and int(rev[:10]) <= LARGEST_REV):
            return _problem(400, _("版本号应为数字。"))
        rows = rows.filter(rev=int(rev[:10]))
    row = rows.order_by("-rev").first()
    if row is None:
        return _problem(404, _("没有这个索引号或版本的公开记录。"))
    publish_what_waits()
    try:
        made = receipt_of(row)
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
        if head and head.size != published_size(LogFolder()):
            publisher.publish_if_embedded()


def _text_file(name: str, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    try:
        content = (LogFolder().base / name).read_bytes()
    except OSError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "no-cache"})


def _problem(status: int, message: str) -> JsonResponse:
    return JsonResponse(
        {"error": message}, status=status, json_dumps_params={"ensure_ascii": False}
    )
