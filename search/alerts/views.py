"""Sign-up, confirmation, management and stop. Without cookies: a link carries its own authority.

The forms therefore need no CSRF token: a link cannot be guessed, and the sign-up form does nothing
that a stranger could not do at its address directly.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import throttle
from search.models import SavedSearch, Subscriber
from search.query import SearchQuery, parse

from . import cipher, questions, signup
from .forms import FollowForm

PER_VISITOR, VISITOR_SECONDS = 10, 600
FOR_ALL, ALL_SECONDS = 1000, 3600
reading_and_sending = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@never_cache
@reading_and_sending
def follow(request: HttpRequest) -> HttpResponse:
    """The question is in the address; address and rhythm come by POST."""
    query = parse(dict(request.GET.lists()))
    problem = questions.problem_with(query)
    if request.method != "POST":
        return _form_page(request, query, FollowForm(initial={"rhythm": "daily"}), problem)
    form = FollowForm(_plain(request.POST))
    if _is_from_elsewhere(request):
        return _form_page(request, query, form, _("请在本站的页面上提交。"), 403)
    if not form.is_valid() or problem:
        return _form_page(request, query, form, problem, 400)
    if _is_over(request):
        told = _("刚才收到的订阅太多了，请过十分钟再试。填的内容还在下面。")
        return _form_page(request, query, form, told, 429)
    if not form.is_trapped:
        given = form.cleaned_data
        try:
            signup.take(given["address"], query, given["rhythm"], get_language())
        except cipher.CannotKeep:
            told = _("现在不能安全地保存邮箱，请过些时候再试。")
            return _form_page(request, query, form, told, 503)
    return redirect("alert_sent")


def _plain(post: QueryDict) -> QueryDict:
    """The form as sent, without NULs, which a field would refuse with a riddle."""
    post = post.copy()
    for name in ("address", "rhythm"):
        post[name] = post.get(name, "")[:1000].replace("\x00", "")
    return post


def _is_over(request: HttpRequest) -> bool:
    return throttle.is_over(
        request, "alerts", most=PER_VISITOR, seconds=VISITOR_SECONDS
    ) or throttle.is_over_for("everybody", "alerts", most=FOR_ALL, seconds=ALL_SECONDS)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """A form on another site would have its visitors sign people up from their networks."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def _form_page(
    request: HttpRequest, query: SearchQuery, form: FollowForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "query": query,
        "question": questions.described(query),
        "form": form,
        "problem": problem,
        "can_follow": not questions.problem_with(query),
        "search_url": questions.address_of(query),
        "typed": str(form["address"].value() or "")[:254],
        "rhythms": SavedSearch.RHYTHMS,
        "chosen": str(form["rhythm"].value() or "daily"),
    }
    return render(request, "search/alerts/follow.html", context, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever was known of the address."""
    return render(request, "search/alerts/sent.html", {"hours": _hours()})


def _hours() -> int:
    return int(signup.CONFIRM_WITHIN.total_seconds() // 3600)


@csrf_exempt
@never_cache
@reading_and_sending
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link asks, the button confirms: programs that look at mails open links."""
    if request.method == "POST":
        saved = signup.confirm(token)
        if saved is not None:
            return redirect("alert_manage", signup.manage_token(saved.subscriber))
    else:
        saved = signup.waiting_for(token)
    if saved is None:
        return render(request, "search/alerts/lapsed.html", {"hours": _hours()}, status=404)
    context = {"question": _described(saved.subscriber, saved), "saved": saved}
    return render(request, "search/alerts/confirm.html", context)


@csrf_exempt
@never_cache
@reading_and_sending
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """All that one address follows; change how often, stop one or all."""
    subscriber = signup.subscriber_of(cipher.MANAGE, token)
    if subscriber is None:
        return render(request, "search/alerts/lapsed.html", {"hours": _hours()}, status=404)
    if request.method == "POST":
        return _managed(request, subscriber, token)
    return _manage_page(request, subscriber)


def _managed(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    act, name = request.POST.get("do", ""), request.POST.get("search", "")
    pk = int(name) if name.isascii() and name.isdigit() and len(name) < 18 else 0
    if act == "stop_all":
        signup.stop(subscriber)
        return redirect("alert_stopped")
    if act == "stop" and not signup.stop_one(subscriber, pk):
        return redirect("alert_stopped")
    rhythm = request.POST.get("rhythm", "")
    if act == "rhythm" and rhythm in dict(SavedSearch.RHYTHMS):
        subscriber.searches.filter(pk=pk, confirmed_at__isnull=False).update(rhythm=rhythm)
    return redirect("alert_manage", token)


def _manage_page(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    searches = subscriber.searches.filter(confirmed_at__isnull=False)
    rows = [
        {
            "saved": saved,
            "question": _described(subscriber, saved),
            "url": _address(subscriber, saved),
        }
        for saved in searches
    ]
    context = {
        "rows": [row for row in rows if row["question"]],
        "address": _masked(subscriber),
        "rhythms": SavedSearch.RHYTHMS,
    }
    return render(request, "search/alerts/manage.html", context)


@csrf_exempt
@never_cache
@reading_and_sending
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click: mail programs send the POST themselves (RFC 8058), people press the button."""
    subscriber = signup.subscriber_of(cipher.STOP, token)
    if request.method == "POST":
        if subscriber is not None:
            signup.stop(subscriber)
        return render(request, "search/alerts/stopped.html")
    if subscriber is None:
        return render(request, "search/alerts/stopped.html", {"was_stopped": True})
    return render(request, "search/alerts/stop.html", {"address": _masked(subscriber)})


@never_cache
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    return render(request, "search/alerts/stopped.html")


def _question(subscriber: Subscriber, saved: SavedSearch) -> SearchQuery | None:
    try:
        text = cipher.unseal(saved.sealed_query, f"question {subscriber.key}")
    except cipher.CannotKeep:
        return None
    return questions.from_text(text)


def _described(subscriber: Subscriber, saved: SavedSearch) -> str:
    query = _question(subscriber, saved)
    return questions.described(query) if query else ""


def _address(subscriber: Subscriber, saved: SavedSearch) -> str:
    query = _question(subscriber, saved)
    return questions.address_of(query) if query else ""


def _masked(subscriber: Subscriber) -> str:
    """Enough to recognise one's own address; the page may be open on a shared screen."""
    try:
        address = cipher.unseal(subscriber.sealed_address, f"address {subscriber.key}")
    except cipher.CannotKeep:
        return ""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"
