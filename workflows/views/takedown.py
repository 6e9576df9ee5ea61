"""紧急撤下: one act hides an item everywhere; then every copy is watched until it is gone."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure import copies
from disclosure.publishing import NotCleared
from workflows import incidents, reports, roles, takedown
from workflows.models import Takedown
from workflows.takedown_forms import TakeDownForm
from workflows.views.base import ItemScreen, Screen


class TakeDown(ItemScreen):
    """Asks only what cannot be found out later: what was seen and where."""

    template_name = "workflows/take_down.html"
    header_icon = "warning"
    form: TakeDownForm | None = None

    def dispatch(self, request, *args, **kwargs):
        if not takedown.may_take_down(request.user, self.item):
            messages.error(request, _("只有本单位的隐私审查、发布人员和公开办可以紧急撤下。"))
            return redirect("workflows:work")
        if not self.item.live:
            messages.warning(request, _("这件信息没有在公开，不用撤下。"))
            if takedown.latest_of(self.item):
                return redirect("workflows:takedown", self.item.pk)
            return redirect("workflows:work_item", self.item.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        """The public title: a draft's may be another."""
        return self.item.title

    @property
    def report(self):
        """The report from which the reviewer came, if any."""
        given = self.request.GET.get("report", "")
        seen = reports.visible_to(self.request.user).filter(page_id=self.item.pk)
        return seen.filter(receipt=given[:20]).first() if given else None

    def post(self, request, *args, **kwargs):
        self.form = TakeDownForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        given, report = self.form.cleaned_data, self.report
        try:
            takedown.take_down(
                self.item,
                by=request.user,
                note=given["note"],
                classes=given["classes"],
                persons=given["persons"],
                opened_by=self._source(report),
                report=report,
            )
        except NotCleared as error:
            return self.refused(error)
        messages.success(request, _("已撤下。下面逐处核对副本，全部变绿才算清除干净。"))
        return redirect("workflows:takedown", self.item.pk)

    def _source(self, report) -> str:
        if report is not None:
            return "report"
        return "second_look" if self.request.GET.get("from") == "second_look" else "staff"

    def get_context_data(self, **kwargs):
        form = self.form or TakeDownForm(initial={"classes": self.request.GET.getlist("cls")})
        return super().get_context_data(form=form, report=self.report, **kwargs)


def visible_to(user):
    """Takedowns whose copies the account may follow."""
    held = roles.roles_of(user)
    if held & {roles.OFFICE, roles.AUDITOR}:
        return Takedown.objects.all()
    units = set(roles.units_of(user, roles.PUBLISHER).values_list("pk", flat=True))
    if roles.REVIEWER in held:
        units |= set(roles.units_of(user, roles.REVIEWER).values_list("pk", flat=True))
    return Takedown.objects.filter(unit__in=units)


class TakedownStatus(Screen):
    """Each copy in red until it was looked at and is gone; looks again while one is red."""

    template_name = "workflows/takedown.html"
    header_icon = "warning"

    def dispatch(self, request, *args, **kwargs):
        seen = visible_to(request.user).select_related("unit", "incident")
        self.takedown = seen.filter(page_id=kwargs["page"]).first()
        if self.takedown is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("撤下 %(number)s") % {"number": self.takedown.number}

    def get(self, request, *args, **kwargs):
        if self.takedown.confirmed_at is None:
            takedown.look(self.takedown)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """看一遍: do what is owed now, however long it was to wait, and look at every copy."""
        takedown.start_over(self.takedown)
        takedown.confirm(self.takedown)
        return redirect("workflows:takedown", self.takedown.page_id)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        checks = list(self.takedown.copies.all())
        lines = [(copies.get(check.name), check) for check in checks]
        context.update(
            takedown=self.takedown,
            incident=getattr(self.takedown, "incident", None),
            public_lines=[(c, k) for c, k in lines if c is None or c.is_public],
            inner_lines=[(c, k) for c, k in lines if c is not None and not c.is_public],
            left=sum(not check.is_gone for check in checks),
            total=len(checks),
            is_superseded=takedown.is_superseded(self.takedown),
            is_by_machine=self.takedown.by_id is None,
            who=incidents.name_of(self.takedown.by) if self.takedown.by else self.takedown.by_name,
        )
        return context
