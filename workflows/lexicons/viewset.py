"""List and form of the entries in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from disclosure.viewsets import StaffData
from privacy.models import LexiconEntry
from workflows.lexicons.forms import EntryForm


class EntryIndex(generic.IndexView):
    page_title = _("识别词表")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("added_by")

    @property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            _button(_("词条效果"), "lexicon:effects", "clipboard-list", 60),
            _button(_("来自审查决定"), "lexicon:proposals", "tasks", 61),
            _button(_("导入"), "lexicon:import", "upload", 62),
            _button(_("导出 CSV"), "lexicon:export", "download", 63),
        ]


def _button(label, name: str, icon: str, priority: int):
    return HeaderButton(label=label, url=reverse(name), icon_name=icon, priority=priority)


class EntryAdd(generic.CreateView):
    def save_instance(self):
        self.form.instance.added_by = self.request.user
        return super().save_instance()


class LexiconViewSet(StaffData):
    model = LexiconEntry
    form_class = EntryForm
    icon = "list-ul"
    menu_label = _("识别词表")
    menu_name = "mj-lexicon"
    menu_order = 28
    add_to_admin_menu = True
    index_view_class = EntryIndex
    add_view_class = EntryAdd
    list_display = [
        "word",
        "kind",
        "effect",
        BooleanColumn("removes", label=_("停用自带的词")),
        BooleanColumn("active", label=_("生效")),
        "source",
        "added_by",
        "added_at",
    ]
    list_filter = ["kind", "effect", "removes", "active", "source"]
    search_fields = ["word", "note"]
    ordering = ["kind", "word"]
