"""The check desk for people and for programs (verification specification §11)."""

import json
from collections.abc import Callable

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from disclosure import periods
from disclosure.models import PublicVersion
from disclosure.vocabulary import REMOVING_REASONS
from ledger import canonical_json
from ledger.models import LedgerEntry, LedgerSeed
from ledger.views import LARGEST_REV, REV
from search import verify
from search.desk import examples, limits, offline_page, uploads
from search.desk.judgement import TooLong
from search.desk.verdict_page import page_of

LARGEST_BODY = 1024 * 1024  # bytes of a JSON question
WAYS: dict[str, Callable[[str], verify.Verdict]] = {
    "code": verify.by_code,
    "item": verify.by_item,
    "sha256": verify.by_sha256,
    "text": verify.by_text,
    "receipt": verify.by_receipt,
}
TABS = ("code", "text", "file", "scan")


@csrf_exempt  # the upload handler must be in place before anything reads the form
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """`/verify/`: the form, and after a question its answer below."""
    if request.method == "POST" and uploads.refused(request):
        context = {"tab": "file", "code": "", "text": "", "problem": _no_file()}
        return _page(request, context, status=413)
    request.upload_handlers = [uploads.HashingHandler(request)]
    return _desk(request)


@csrf_protect
def _desk(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    tab = asked.get("by", "code")
    context = {
        "tab": tab if tab in TABS else "code",
        "code": asked.get("code", "")[:80],
        "text": request.POST.get("text", ""),
    }
    answer = _question(request, context["tab"])
    if answer is None:
        if request.method == "POST" and context["tab"] == "file":
            return _page(request, {**context, "problem": _no_file()}, status=400)
        return _page(request, context)
    if limits.is_over(request):
        return _page(request, {**context, "problem": _too_often()}, status=429)
    try:
        context |= page_of(answer())
    except TooLong:
        problem = _("文字超过 10 万字。请只粘贴要核对的部分。")
        return _page(request, {**context, "text": "", "problem": problem}, status=413)
    return _page(request, context)


def _question(request: HttpRequest, tab: str) -> Callable[[], verify.Verdict] | None:
    """What was asked, None when nothing was."""
    if tab == "code":
        code = (request.POST or request.GET).get("code", "").strip()
        return (lambda: verify.by_code_or_item(code)) if code else None
    if tab == "text" and request.POST.get("text", "").strip():
        return lambda: verify.by_text(request.POST["text"])
    if tab == "file" and request.method == "POST":
        file = request.FILES.get("file")
        if file is not None and file.receipt:
            return lambda: verify.by_receipt(file.receipt)
        digest = file.sha256 if file is not None else request.POST.get("sha256", "")
        return (lambda: verify.by_sha256(digest)) if digest else None
    return None


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """`/v/<code>`: where the QR code of a printed page leads."""
    context = {"tab": "code", "code": code[:80], "text": ""}
    if limits.is_over(request):
        return _page(request, {**context, "problem": _too_often()}, status=429)
    verdict = verify.by_code(code)
    status = 404 if verdict.state == "unknown" else 200
    return _page(request, context | page_of(verdict), status=status)


@csp_exempt()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """One file that checks receipts without us; its policy allows its own script and no network."""
    text, policy = offline_page.page(verify.vkeys().strip())
    response = HttpResponse(text, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "no-cache"
    return response


@csrf_exempt
@require_POST
def api(request: HttpRequest) -> JsonResponse:
    """`POST /api/verify` with exactly one of code, item, sha256, text, receipt."""
    if limits.is_over(request):
        return _refusal(429, _too_often(), {"Retry-After": "60"})
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not (size.isascii() and size.isdigit()):
        return _refusal(400, _("请求不是 JSON。"))
    if len(size) > 10 or int(size) > LARGEST_BODY:
        return _refusal(413, _("请求超过 1 MB。"))
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        return _refusal(400, _("请求不是 JSON。"))
    way = next(iter(asked)) if isinstance(asked, dict) and len(asked) == 1 else ""
    if way not in WAYS or not isinstance(asked[way], str):
        return _refusal(400, _("请给出 code、item、sha256、text、receipt 中的一个，值为文字。"))
    try:
        verdict = WAYS[way](asked[way].replace("\x00", ""))
    except TooLong:
        return _refusal(413, _("文字超过 10 万字。请只粘贴要核对的部分。"))
    return _private(JsonResponse(verdict.as_json()))


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """`/ledger/parts.json`: the public record of one version, as the receipt's commitments open.

    410 after a removal for privacy or law, and for what a redaction took away altogether.
    """
    number, rev = request.GET.get("item", "")[:64], request.GET.get("rev", "")
    if rev and not (REV.fullmatch(rev) and int(rev) <= LARGEST_REV):
        return _refusal(400, _("版本号应为数字。"))
    events = LedgerEntry.objects.filter(item=number.replace("\x00", "")).order_by("-rev")
    head = events.first()
    row = events.filter(rev=int(rev)).first() if rev else head
    if head is None or row is None:
        return _refusal(404, _("没有这个索引号或版本的公开记录。"))
    version = PublicVersion.objects.filter(number=row.item, rev=row.rev).first()
    is_removed = head.type == "withdraw" and head.event.reason in REMOVING_REASONS
    if row.type == "withdraw" and not is_removed:
        content: dict[str, str] = {}
    elif is_removed or version is None or not version.parts or not _can_be_opened(row):
        return _refusal(410, _("这一版的内容已经撤下，不再提供。"))
    else:
        content = dict(periods.shown_parts(version.number, version.parts))
    response = HttpResponse(canonical_json.dumps(content), content_type="application/json")
    response["Cache-Control"] = "no-cache"
    return response


def _can_be_opened(row: LedgerEntry) -> bool:
    return LedgerSeed.objects.filter(index=row.index).exists()


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    if "verdict" not in context and "problem" not in context:
        context["example"] = examples.example()
    context["host"] = getattr(settings, "SITE_OFFICIAL_HOST", "") or request.get_host()
    return _private(render(request, "search/verify.html", context, status=status))


def _private(response):
    """What somebody asked belongs in no cache."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def _refusal(status: int, message: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse(
        {"error": message},
        status=status,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def _no_file() -> str:
    return _("没有收到文件。请选择一个不超过 200 MB 的文件。")


def _too_often() -> str:
    return _("核对得太频繁，请一分钟后再试。")
