"""List and form of the synonym groups in the admin."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from disclosure.viewsets import StaffData
from search.models import SynonymGroup
from search.staff import suggestions
from search.staff.preview import effects
from search.staff.screen import Tabbed
from search.staff.synonym_form import SynonymForm


class SynonymIndex(Tabbed, generic.IndexView):
    page_title = _("同义词")
    here = "synonyms"

    @property
    def header_more_buttons(self):
        shown = [
            _button(_("导出文本"), "search_staff:synonyms_text", "download", 64),
            _button(_("导出 CSV"), "search_staff:synonyms_csv", "download", 65),
        ]
        if self.user_has_permission("add"):
            shown.append(_button(_("导入"), "search_staff:synonyms_import", "upload", 63))
        return [*super().header_more_buttons, *shown]


def _button(label, name: str, icon: str, priority: int):
    return HeaderButton(label=label, url=reverse(name), icon_name=icon, priority=priority)


class Previewed:
    """A form with a second button that shows the effect and saves nothing."""

    template_name = "search/staff/synonym_form.html"

    def post(self, request, *args, **kwargs):
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if self.kwargs else None
        self.form = form = self.get_form()
        found = None
        if form.is_valid():
            found = effects(
                form.group,
                active=form.cleaned_data["active"],
                pk=form.instance.pk or 0,
                asked=request.POST.get("asked", ""),
            )
        context = self.get_context_data(
            form=form, effects=found, asked=request.POST.get("asked", "")
        )
        return self.render_to_response(context)


class SynonymAdd(Previewed, generic.CreateView):
    """Also reached from a question of the statistics, with its words filled in."""

    def get_initial(self):
        given = {name: self.request.GET.get(name, "")[:200] for name in ("words", "official")}
        return {**super().get_initial(), **{key: text for key, text in given.items() if text}}

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("words", "")[:60]
        found = suggestions.official_terms(words) if words else []
        return super().get_context_data(suggested=found, suggested_for=words, **kwargs)

    def save_instance(self):
        self.form.instance.added_by = self.request.user
        if self.request.GET.get("from") == "asked":
            self.form.instance.source = SynonymGroup.Source.ASKED
        return super().save_instance()

    def get_add_url(self):
        asked = self.request.GET.get("from") == "asked"
        return super().get_add_url() + ("?from=asked" if asked else "")


class SynonymEdit(Previewed, generic.EditView):
    def save_instance(self):
        group = self.form.instance
        group.is_changed, group.changed_at = True, timezone.now()
        return super().save_instance()

    @property
    def can_delete(self):
        return super().can_delete and not self.object.shipped_line


class SynonymDelete(generic.DeleteView):
    """Shipped groups would come back with the next set-up: they are switched off instead."""

    def dispatch(self, request, *args, **kwargs):
        if self.object.shipped_line and self.user_has_permission("delete"):
            told = gettext("系统自带的词组不能删除；请取消“生效”，升级后也保持停用。")
            messages.error(request, told)
            return HttpResponseRedirect(reverse("synonymgroup:edit", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


class SynonymViewSet(StaffData):
    model = SynonymGroup
    form_class = SynonymForm
    icon = "resubmit"
    menu_label = _("同义词")
    index_view_class = SynonymIndex
    add_view_class = SynonymAdd
    edit_view_class = SynonymEdit
    delete_view_class = SynonymDelete
    list_display = [
        "words",
        "official",
        BooleanColumn("active", label=_("生效")),
        "source",
        "changed_at",
    ]
    list_filter = ["active", "source", "is_changed"]
    search_fields = ["words", "official", "note"]
    ordering = ["position", "-pk"]
