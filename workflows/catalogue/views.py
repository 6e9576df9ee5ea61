"""Versions of the catalogue: the list, one version with all that it changes, taking force."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.catalogue import checks, differences, drafts, force, versions
from disclosure.models import CatalogueVersion
from workflows import roles
from workflows.catalogue.forms import ForceForm, NamesForm
from workflows.views.base import Screen

KEEPERS = frozenset({roles.OFFICE, roles.ADMIN})
READERS = KEEPERS | {roles.AUDITOR}


class CatalogueScreen(Screen):
    """Office and administrators write the draft, auditors read; the office alone decides."""

    header_icon = "list-ul"
    wanted = READERS
    here = ""

    def dispatch(self, request, *args, **kwargs):
        self.is_keeper = bool(self.held & KEEPERS)
        self.is_office = roles.OFFICE in self.held
        if request.method not in ("GET", "HEAD") and not self.is_keeper:
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except versions.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("catalogue_versions:index")

    def get_breadcrumbs_items(self):
        above = {"url": reverse("catalogue_versions:index"), "label": _("目录版本")}
        here = {"url": "", "label": self.get_page_title()}
        first = [] if self.here == "index" else [above]
        return [*self.breadcrumbs_items, *first, here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            here=self.here, is_keeper=self.is_keeper, is_office=self.is_office, **kwargs
        )


class Index(CatalogueScreen):
    template_name = "workflows/catalogue/index.html"
    page_title = gettext_lazy("目录版本")
    here = "index"

    def get_context_data(self, **kwargs):
        found = list(CatalogueVersion.objects.select_related("published_by", "created_by"))
        draft = next((v for v in found if v.is_draft), None)
        return super().get_context_data(
            draft=draft,
            draft_counts=differences.counts(versions.changes_of(draft)) if draft else {},
            waiting=next((v for v in found if v.state == versions.State.SCHEDULED), None),
            past=[v for v in found if v.state in ("in_force", "superseded")],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        draft = versions.open_draft(request.user)
        return redirect("catalogue_versions:version", draft.pk)


class Version(CatalogueScreen):
    """A version with all it changes; as long as it is a draft, the place to decide about it."""

    template_name = "workflows/catalogue/version.html"
    names_form: NamesForm | None = None
    force_form: ForceForm | None = None

    @cached_property
    def version(self) -> CatalogueVersion:
        return get_object_or_404(CatalogueVersion, pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.version.name

    def get_context_data(self, **kwargs):
        version = self.version
        changes = versions.changes_of(version)
        effects = versions.effects_of(version) if version.previous_id or version.is_draft else []
        named = {"name": version.name, "reason": version.reason}
        return super().get_context_data(
            version=version,
            is_first=version.previous_id is None and not version.is_draft,
            changes=[] if version.previous_id is None and not version.is_draft else changes,
            counts=differences.counts(changes),
            effects=effects,
            totals=_totals(effects),
            problems=self._problems() if version.is_draft else [],
            names_form=self.names_form or NamesForm(initial=named),
            force_form=self.force_form or ForceForm(),
            **kwargs,
        )

    def _problems(self):
        current = versions.in_force()
        before = versions.rows_of(current) if current else []
        return checks.problems_of(versions.rows_of(self.version), before)

    def post(self, request, *args, **kwargs):
        acts = {
            "name": self.rename,
            "restore": self.restore,
            "discard": self.discard,
            "force": self.put_in_force,
            "unschedule": self.unschedule,
        }
        act = acts.get(request.POST.get("do", ""))
        return act() if act else self.again()

    def again(self):
        return redirect("catalogue_versions:version", self.version.pk)

    def rename(self):
        form = NamesForm(self.request.POST)
        if not form.is_valid() or not self.version.is_draft:
            self.names_form = form
            return self.render_to_response(self.get_context_data())
        self.version.name = form.cleaned_data["name"]
        self.version.reason = form.cleaned_data["reason"]
        self.version.save(update_fields=["name", "reason"])
        messages.success(self.request, _("名称和原因已保存。"))
        return self.again()

    def restore(self):
        code = self.request.POST.get("code", "")[:12]
        drafts.restore_row(self.version, code)
        messages.success(self.request, _("%(code)s 已恢复为现行内容。") % {"code": code})
        return self.again()

    def discard(self):
        drafts.discard(self.version)
        messages.success(self.request, _("草稿已放弃，现行目录没有变化。"))
        return redirect("catalogue_versions:index")

    def put_in_force(self):
        if not self.is_office:
            messages.error(self.request, _("只有公开办能让目录生效。"))
            return self.again()
        form = ForceForm(self.request.POST)
        if form.is_valid():
            on = form.cleaned_data["on"]
            try:
                is_now = force.schedule(self.version, on, self.request.user)
            except versions.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                told = _("目录已生效。") if is_now else _("已定于 %(day)s 生效。")
                messages.success(self.request, told % {"day": on.isoformat()})
                return self.again()
        self.force_form = form
        return self.render_to_response(self.get_context_data())

    def unschedule(self):
        if not self.is_office:
            messages.error(self.request, _("只有公开办能把版本退回草稿。"))
            return self.again()
        force.unschedule(self.version)
        messages.success(self.request, _("已退回草稿，可以继续修改。"))
        return self.again()


def _totals(effects) -> dict[str, int]:
    return {
        name: sum(len(getattr(one, name)) for one in effects)
        for name in ("appear", "change", "lapse")
    }
