"""泄露事件: the list of the government, one incident with its checklist and log, and its print."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.exporting.staff_csv import csv_answer
from disclosure.models import PublicVersion
from workflows import incidents
from workflows.models import Incident, IncidentEntry
from workflows.models.incidents import DUTY_STATES
from workflows.review.classes import label_of
from workflows.standing import NotAllowed
from workflows.takedown_forms import CorrectForm, DutyForm
from workflows.views.base import Screen

ACTIONS = {
    "opened": gettext_lazy("撤下并登记"),
    "confirmed": gettext_lazy("各处副本均已确认清除"),
    "corrected": gettext_lazy("更正种类和人数"),
    "closed": gettext_lazy("办结"),
}


def action_words(action: str) -> str:
    """What a line of the log tells, with the short name of the duty where it is about one."""
    state, _colon, code = action.partition(":")
    if code:
        duty = incidents.duties().get(code, {})
        words = str(dict(DUTY_STATES).get(state, state))
        return f"{words}{_('：')}{_(duty.get('text', code))}"
    return str(ACTIONS.get(action, action))


class IncidentList(Screen):
    """Open ones first, with what is overdue."""

    template_name = "workflows/incidents.html"
    page_title = gettext_lazy("泄露事件")
    header_icon = "warning"

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "csv":
            return self._csv()
        return super().get(request, *args, **kwargs)

    def _incidents(self):
        seen = incidents.visible_to(self.request.user).select_related("unit", "takedown")
        return seen.prefetch_related("duties").order_by("closed_at", "-pk")

    def _csv(self) -> HttpResponse:
        lines = [
            [_("编号"), _("索引号"), _("公开主体"), _("发现时间"), _("种类"), _("人数"), _("办结")]
        ]
        for incident in self._incidents():
            lines.append(
                [
                    incident.serial,
                    incident.number,
                    str(incident.unit),
                    timezone.localtime(incident.opened_at).isoformat(timespec="minutes"),
                    "、".join(label_of(cls) for cls in incident.classes),
                    incident.get_persons_display(),
                    incident.closed_at and timezone.localtime(incident.closed_at).date(),
                ]
            )
        return csv_answer("incidents.csv", lines)

    def get_context_data(self, **kwargs):
        now, found = timezone.now(), list(self._incidents()[:200])
        lines = []
        for incident in found:
            left = [duty for duty in incident.duties.all() if duty.state == "open"]
            lines.append((incident, left, sum(incidents.is_late(duty, now) for duty in left)))
        return super().get_context_data(lines=lines, **kwargs)


class IncidentScreen(Screen):
    """One incident. Every post is one line of its log."""

    template_name = "workflows/incident.html"
    header_icon = "warning"
    parent = ("workflows:incidents", gettext_lazy("泄露事件"))
    duty_error: tuple[str, str] = ("", "")

    def dispatch(self, request, *args, **kwargs):
        seen = incidents.visible_to(request.user).select_related("unit", "takedown")
        self.incident: Incident | None = seen.filter(serial=kwargs["serial"]).first()
        if self.incident is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("泄露事件 %(serial)s") % {"serial": self.incident.serial}

    def post(self, request, *args, **kwargs):
        steps = {"duty": self.duty, "correct": self.correct, "close": self.close}
        step = steps.get(request.POST.get("do", ""))
        try:
            answer = step() if step else None
        except NotAllowed as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            answer = None
        return answer or redirect("workflows:incident", self.incident.serial)

    def duty(self):
        form, code = DutyForm(self.request.POST), self.request.POST.get("code", "")
        if code not in incidents.duties():
            return None
        if not form.is_valid():
            told = next(iter(form.errors.values()))[0]
            self.duty_error = (code, told)
            return self.render_to_response(self.get_context_data())
        given = form.cleaned_data
        incidents.settle(
            self.incident, code, by=self.request.user, state=given["state"], reason=given["reason"]
        )
        return None

    def correct(self):
        form = CorrectForm(self.request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(self.request, errors[0])
            return None
        given = form.cleaned_data
        incidents.correct(
            self.incident,
            by=self.request.user,
            classes=given["classes"],
            persons=given["persons"],
            note=given["note"],
        )
        messages.success(self.request, _("已更正并记入日志。"))
        return None

    def close(self):
        incidents.close(self.incident, by=self.request.user)
        messages.success(self.request, _("已办结。"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        incident, now = self.incident, timezone.now()
        duties = [
            (duty, incidents.duties().get(duty.code, {}), incidents.is_late(duty, now))
            for duty in incident.duties.all()
        ]
        context.update(
            incident=incident,
            kinds=[label_of(cls) for cls in incident.classes],
            duties=duties,
            left=sum(duty.state == "open" for duty, _what, _late in duties),
            entries=[
                (entry, action_words(entry.action))
                for entry in IncidentEntry.objects.filter(incident_id=incident.pk)
            ],
            versions=PublicVersion.objects.filter(number=incident.number).order_by("rev"),
            may_work=incidents.may_work_on(self.request.user, incident) and not incident.closed_at,
            form=CorrectForm(initial={"classes": incident.classes, "persons": incident.persons}),
            duty_error=self.duty_error,
            now=now,
        )
        return context


class IncidentPrint(IncidentScreen):
    """The same on paper, for the file and for the authority."""

    template_name = "workflows/incident_print.html"
    http_method_names = ["get", "head"]
