"""我的公开事项: what one's units owe, with a way on from each; statements; planning."""

import re

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from disclosure import vocabulary as words
from disclosure.duties import states
from disclosure.duties.explaining import explain
from disclosure.duties.hooks import remember
from disclosure.duties.showing import STATE_WORDS, lines
from disclosure.duties.statements import POSTS, NotSignable, refusal, revoke, sign
from disclosure.models import Duty, NothingStatement
from disclosure.periods import today as day_in_china
from workflows import oversight, roles
from workflows.duties import access
from workflows.duties.forms import StatementForm
from workflows.views.base import Screen

PER_PAGE = 50
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,29}")
WAITING = (states.MISSING, states.LATE, states.DUE_SOON, states.IN_WORK, states.OPEN)


class DutyScreen(Screen):
    """For accounts that meet duties; others do not find it."""

    header_icon = "list-ul"
    wanted = oversight.VIEWERS


class MyDuties(DutyScreen):
    """Those that wait, the most urgent first; `state`, `unit`, `domain` narrow the list."""

    template_name = "workflows/duties/list.html"
    page_title = gettext_lazy("公开事项")

    def get_page_title(self):
        is_own = not oversight.oversees(self.request.user)
        return _("我的公开事项") if is_own else _("公开事项")

    def get_context_data(self, **kwargs):
        user, asked, today = self.request.user, self.request.GET, day_in_china()
        units = oversight.seen_units(user)
        found = Duty.objects.filter(unit__in=units).with_states(today)
        unit = asked.get("unit", "")
        # PostgreSQL refuses NUL: only what can be a code is asked for.
        if _CODE.fullmatch(unit) and units.filter(code=unit).exists():
            found = found.filter(unit__code=unit)
        else:
            unit = ""
        domain = asked.get("domain", "")
        if domain in dict(words.DOMAINS):
            found = found.filter(catalogue_item__domain=domain)
        tally = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
        state = asked.get("state", "")
        state = state if state in STATE_WORDS else ""
        shown = found.filter(state__in=[state] if state else WAITING)
        shown = shown.select_related("catalogue_item", "unit", "page").order_by(
            F("due_on").asc(nulls_last=True), "catalogue_item__seq", "unit__code", "pk"
        )
        page = Paginator(shown, PER_PAGE).get_page(asked.get("page"))
        own = set(roles.units_of(user, roles.EDITOR).values_list("pk", flat=True))
        page.object_list = [
            (line, line.duty.unit_id in own) for line in lines(page.object_list, today)
        ]
        return super().get_context_data(
            page=page,
            state=state,
            unit=unit,
            domain=domain,
            domains=words.DOMAINS,
            units=self._choices(units),
            states=[(key, STATE_WORDS[key], tally.get(key, 0)) for key in STATE_WORDS],
            waiting=sum(tally.get(key, 0) for key in WAITING),
            asked=urlencode({"unit": unit, "domain": domain}),
            is_office=roles.OFFICE in self.held,
            **kwargs,
        )

    @staticmethod
    def _choices(units):
        """Units with duties, for the filter; none where there is nothing to choose."""
        found = list(units.filter(duties__isnull=False).distinct()[:400])
        return found if len(found) > 1 else []


class OneDuty(DutyScreen):
    """One duty with its clock; approver and publisher of the unit sign or take back."""

    template_name = "workflows/duties/duty.html"
    parent = ("duties:mine", gettext_lazy("公开事项"))
    form: StatementForm | None = None

    def dispatch(self, request, *args, **kwargs):
        found = Duty.objects.filter(unit__in=oversight.seen_units(request.user))
        self.duty = get_object_or_404(
            found.with_states(day_in_china()).select_related(
                "catalogue_item", "unit", "page", "region", "statement"
            ),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.duty.catalogue_item.label

    @cached_property
    def post_held(self) -> str:
        return access.post_of(self.request.user, self.duty.unit)

    def post(self, request, *args, **kwargs):
        if not self.post_held:
            messages.error(request, _("由本单位的审核人或发布人签署。"))
            return redirect("duties:duty", self.duty.pk)
        self.form = StatementForm(request.POST)
        if not self.form.is_valid():
            return self.get(request)
        act = revoke if request.POST.get("do") == "revoke" else sign
        try:
            act(
                self.duty,
                by=request.user,
                post=self.post_held,
                reason=self.form.cleaned_data["reason"],
            )
        except NotSignable as problem:
            self.form.add_error(None, str(problem))
            return self.get(request)
        messages.success(
            request,
            _("已签署并公开：本期无应公开内容。")
            if act is sign
            else _("已撤回说明。这项义务重新待公开，撤回的理由已公开。"),
        )
        return redirect("duties:duty", self.duty.pk)

    def get_context_data(self, **kwargs):
        today = day_in_china()
        [line] = lines([self.duty], today)
        rows = NothingStatement.objects.filter(duty=self.duty)
        return super().get_context_data(
            line=line,
            row=self.duty.catalogue_item,
            why=explain(self.duty, today),
            statements=[(each, POSTS[each.post]) for each in rows],
            refusal=refusal(self.duty, today),
            may_sign=bool(self.post_held),
            may_begin=access.may_begin(self.request.user, self.duty.unit),
            form=self.form or StatementForm(),
            **kwargs,
        )


class Begin(View):
    """To the form of the duty's row, with the row chosen; the draft then belongs to the duty."""

    def post(self, request, pk):
        found = Duty.objects.filter(unit__in=oversight.own_units(request.user)).open()
        duty = get_object_or_404(found.select_related("catalogue_item", "unit__column"), pk=pk)
        column = getattr(duty.unit, "column", None)
        if not access.may_begin(request.user, duty.unit) or column is None:
            messages.error(request, _("由本单位的编辑起草。"))
            return redirect("duties:duty", duty.pk)
        remember(request, duty)
        row = duty.catalogue_item
        form = reverse(
            "wagtailadmin_pages:add", args=["disclosure", row.page_type.lower(), column.pk]
        )
        return redirect(f"{form}?{urlencode({'catalogue': row.code})}")
