"""报告隐私问题: a form without login on every item, and the state of a report by its receipt."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import throttle
from disclosure.models import DisclosurePage, PublicVersion
from home.listing import is_code
from privacy.vault import VaultUnavailable
from workflows import reports
from workflows.models.takedowns import PLACES, REPORT_KINDS

PER_VISITOR, VISITOR_SECONDS = 5, 600
PER_ITEM, ITEM_SECONDS = 60, 3600


class ReportForm(forms.Form):
    """`website` is a trap: people do not see it, programs fill it in."""

    kind = forms.ChoiceField(
        label=_("是什么问题"),
        choices=REPORT_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是什么问题。"), "invalid_choice": _("请重新选择。")},
    )
    place = forms.ChoiceField(
        label=_("在哪里"),
        choices=PLACES,
        error_messages={"required": _("请选择在哪里。"), "invalid_choice": _("请重新选择。")},
    )
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 5}))
    contact = forms.CharField(label=_("您的联系方式"), required=False)
    website = forms.CharField(required=False)

    def clean_text(self):
        return self._within("text", reports.LONGEST_TEXT)

    def clean_contact(self):
        return self._within("contact", reports.LONGEST_CONTACT)

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("请把这一栏留空。"))
        return ""

    def _within(self, name: str, most: int) -> str:
        value = self.cleaned_data[name]
        if len(value) > most:
            told = _("最多 %(most)d 个字，请写短一些。指出位置就够了，不必抄写号码。")
            raise forms.ValidationError(told, params={"most": most})
        return reports.cleaned(value, most)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, number):
    """The form for one item that is or was public; 404 for any other number."""
    page = _item(number)
    if request.method != "POST":
        return _page(request, page, ReportForm(initial={"kind": "leak", "place": "unknown"}))
    form = ReportForm(_plain(request.POST))
    if not form.is_valid():
        return _page(request, page, form, status=400)
    if throttle.is_over(request, "report", most=PER_VISITOR, seconds=VISITOR_SECONDS) or (
        throttle.is_over_for(number, "report", most=PER_ITEM, seconds=ITEM_SECONDS)
    ):
        problem = _("刚才已经收到好几份报告，请过十分钟再试，或打电话告诉我们。写的内容还在下面。")
        return _page(request, page, form, problem, status=429)
    given = {name: form.cleaned_data[name] for name in ("kind", "place", "text", "contact")}
    try:
        taken = reports.take(page, **given)
    except VaultUnavailable:
        problem = _("现在不能安全保存说明和联系方式。请清空这两栏再提交，或打电话告诉我们。")
        return _page(request, page, form, problem, status=503)
    return redirect("report_state", taken.receipt)


def _plain(post):
    """The form as sent, without NULs, which the field would refuse with a riddle."""
    post = post.copy()
    for name in ("text", "contact"):
        post[name] = post.get(name, "").replace("\x00", "")
    return post


def _item(number: str) -> DisclosurePage:
    known = is_code(number) and PublicVersion.objects.filter(number=number).exists()
    page = DisclosurePage.objects.select_related("unit").filter(number=number).first()
    if not known or page is None or page.unit is None:
        raise Http404
    return page


def _page(request, page, form, problem: str = "", status: int = 200):
    context = {
        "page": page,
        "title": page.title if page.live else "",
        "form": form,
        "problem": problem,
        # An answer never sends back more than the form would have let in.
        "typed": {
            "text": (form["text"].value() or "")[: reports.LONGEST_TEXT],
            "contact": (form["contact"].value() or "")[: reports.LONGEST_CONTACT],
        },
        "longest": reports.LONGEST_TEXT,
        "days": reports.ANSWER_WITHIN,
    }
    return render(request, "home/report.html", context, status=status)


@never_cache
@require_safe
def find_state(request):
    """By the number on a note of paper."""
    receipt = request.GET.get("receipt", "")[:40]
    found = reports.of_receipt(receipt) if receipt else None
    if found is not None:
        return redirect("report_state", found.receipt)
    context = {"receipt": receipt, "unknown": bool(receipt)}
    return render(request, "home/report_find.html", context, status=404 if receipt else 200)


@never_cache
@require_safe
def state(request, receipt):
    """Where a report stands: state, outcome and dates, nothing that was written."""
    found = reports.of_receipt(receipt)
    if found is None:
        return render(
            request, "home/report_find.html", {"receipt": receipt[:40], "unknown": True}, status=404
        )
    return render(request, "home/report_state.html", {"report": found})
