"""From a catalogue row to its form: nothing is written before it is known what it fulfils."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.create import CreateView

from disclosure.models import CatalogueItem
from disclosure.vocabulary import DOMAINS


class NewItemView(CreateView):
    """Wagtail's own view, with the chosen row already on the item."""

    def get(self, request):
        self.page.catalogue_item = request.catalogue_row
        return super().get(request)

    def post(self, request):
        self.page.catalogue_item = request.catalogue_row
        return super().post(request)


def new_item(request, parent_page, page_class):
    """The form for the row in `?catalogue=P3` (or in the posted form); without one, the choice."""
    row = _row_named(request).filter(page_type=page_class.__name__).first()
    if row is None:
        messages.info(request, _("请先选定要公开的目录事项，再填写内容。"))
        return HttpResponseRedirect(
            reverse("wagtailadmin_pages:add_subpage", args=[parent_page.pk])
        )
    request.catalogue_row = row
    options = page_class._meta
    return NewItemView.as_view()(request, options.app_label, options.model_name, parent_page.pk)


def _row_named(request):
    posted = request.POST.get("catalogue_item", "")
    if posted.isdigit():
        return CatalogueItem.objects.filter(pk=posted)
    return CatalogueItem.objects.filter(code=request.GET.get("catalogue", ""))


def groups_for(unit, words: str = "") -> list[tuple[str, list[tuple[CatalogueItem, str]]]]:
    """Rows in force of the unit and of 综合: [(domain, [(row, model name)])]."""
    rows = _in_force(CatalogueItem.objects.all(), timezone.localdate())
    if unit.domains:
        rows = rows.filter(domain__in=[*unit.domains, "cross"])
    wanted = words.casefold().split()[:8]
    rows = [row for row in rows if all(_mentions(row, word) for word in wanted)]
    by_domain: dict[str, list] = {}
    for row in rows:
        by_domain.setdefault(row.domain, []).append((row, row.page_type.lower()))
    return [(str(label), by_domain[key]) for key, label in DOMAINS if key in by_domain]


def _mentions(row, word: str) -> bool:
    """Whether a word is the row's code or stands in what the row is about or asks for."""
    labels = [element["label"] for element in row.elements]
    return word == row.code.casefold() or any(
        word in text.casefold() for text in (row.level1, row.level2, *labels)
    )


def _in_force(rows, today):
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
    )
