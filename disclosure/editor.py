"""The editor of an item: one panel for all page types, laid out by the catalogue row.

Left the form in the row's order, right what is still missing, the basis and the last day
(ui/direction §10). The pool of panels is the same for every item of a type; the form keeps the
fields the row needs, and panels without a field do not show.
"""

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.panels.group import PanelGroup

from disclosure.checklist import Check, checks_of
from disclosure.duecalendar import due_calendar
from disclosure.forms import count_of, mark_missing, today
from disclosure.rowsets import RowsPanel

MATTER = ("catalogue_item", "title", "audience", "region", "region_rows")
TERM = ("formed_on",)
TEXT = ("body",)
FILES = ("attachment_rows", "link_rows")
MORE = (
    "doc_no",
    "issuing_body",
    "issued_on",
    "effective_on",
    "validity",
    "topic",
    "genre",
    "keywords",
    "publicity_from",
    "publicity_to",
    "project_code",
    "source_note",
    "is_reprint",
    "publicity",
    "exemption",
    "publicity_ground",
)
RELATIONS = (
    "region_rows",
    "attachment_rows",
    "link_rows",
    "recipient_tables",
    "indicator_rows",
    "standard_rows",
    "allocation_rows",
    "update_rows",
    "item_rows",
    "facility_rows",
    "donation_rows",
    "helper_rows",
    "emission_rows",
)
SHORT = frozenset(
    """DateField DateTimeField DecimalField PositiveIntegerField PositiveSmallIntegerField
    BooleanField ForeignKey""".split()
)

HELP = {"title": gettext_lazy("列表和公开页面上看到的就是这一行，不写姓名和号码。")}


@dataclass(frozen=True)
class Section:
    """A heading with its panels; `is_folded` ones start closed."""

    name: str
    heading: str
    panels: list = field(default_factory=list)
    is_folded: bool = False


class ItemEditor(PanelGroup):
    """Edit handler of every page type; binding to a model gathers the panels of its columns."""

    def on_model_bound(self):
        own = self.model.own_fields()
        names = [*MATTER[:-1], *TERM, *own, *TEXT, *MORE]
        panels = [
            FieldPanel(name, classname=self._width(name), help_text=HELP.get(name, ""))
            for name in names
        ]
        panels += [RowsPanel(relation) for relation in RELATIONS]
        self.children = [panel.bind_to_model(self.model) for panel in panels]

    def _width(self, name: str) -> str:
        """Short values stand two to a line."""
        column = self.model._meta.get_field(name)
        is_short = column.get_internal_type() in SHORT or bool(column.choices)
        return "mj-half" if is_short and name not in ("formed_on", "catalogue_item") else ""

    def clone_kwargs(self):
        return super().clone_kwargs() | {"children": ()}

    class BoundPanel(PanelGroup.BoundPanel):
        template_name = "disclosure/editor/editor.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.missing = []
            if self.form is None:
                return
            asked = self.request is not None and "check" in self.request.GET
            if asked and not self.form.is_bound:
                self.missing = mark_missing(self.form)

        @cached_property
        def by_name(self) -> dict:
            return {child.panel.clean_name: child for child in self.children if child.is_shown()}

        @property
        def row(self):
            return getattr(self.form, "row", None)

        @cached_property
        def sections(self) -> list[Section]:
            rest = dict(self.by_name)

            def take(names):
                return [rest.pop(name) for name in names if name in rest]

            matter, term = take(MATTER), take(TERM)
            content = take(n for n in self._names_of_row() if n not in TEXT + FILES)
            text, files, more = take(TEXT), take(FILES), take(MORE)
            for panel in text:
                panel.heading = ""  # the section's heading says it
            content += list(rest.values())
            sections = [
                Section("matter", _("公开事项"), matter),
                Section("term", _("公开期限"), term),
                Section("content", _("公开内容"), content),
                Section("text", _("正文"), text),
                Section("files", _("附件和链接"), files),
                Section("more", _("更多信息"), more, is_folded=True),
            ]
            return [section for section in sections if section.panels]

        def _names_of_row(self):
            for _element, stored, _first in getattr(self.form, "stored", ()):
                yield from stored.attributes or (stored.relation,)

        @cached_property
        def checks(self) -> list[tuple[Check, str]]:
            """Required elements with the id of the field to go to."""
            if not self.row:
                return []
            return [(c, self._anchor(c.goes_to)) for c in checks_of(self._item_with_row())]

        def _item_with_row(self):
            if self.instance.catalogue_item is None:
                self.instance.catalogue_item = self.row
            return self.instance

        def _anchor(self, name: str) -> str:
            child = self.by_name.get(name)
            if child is None:
                return ""
            return child.id_for_label() or f"id_{name}-FORMS"

        @property
        def checks_done(self) -> int:
            return sum(check.is_present for check, _anchor in self.checks)

        @cached_property
        def due(self):
            """The count of days as a calendar, or None where nothing runs."""
            count = count_of(self._item_with_row()) if self.row else None
            return due_calendar(count, today()) if count else None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["editor"] = self
            return context
