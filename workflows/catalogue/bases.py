"""Norms last checked more than twelve months ago: the office looks and says so (rules.md §11)."""

from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.models import BasisCheck, LegalBasis
from workflows.catalogue.views import CatalogueScreen


def oldest_good(today: date) -> date:
    """A check on or after this day still counts: twelve months, to the day."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        return today.replace(year=today.year - 1, day=28)


def to_check(today: date):
    """Norms that rows in force rest on and whose last check is too old or missing."""
    day = Q(rows__valid_to=None) | Q(rows__valid_to__gte=today)
    return (
        LegalBasis.objects.filter(Q(checked_on=None) | Q(checked_on__lt=oldest_good(today)))
        .annotate(used=Count("rows", filter=day, distinct=True))
        .filter(used__gt=0)
        .order_by(F("checked_on").asc(nulls_first=True), "-used", "name")
    )


@transaction.atomic
def record(basis: LegalBasis, by, today: date) -> None:
    """Somebody looked today and the norm stands as it is written here."""
    basis.checked_on, basis.checked_by = today, by.get_full_name() or by.get_username()
    basis.save(update_fields=["checked_on", "checked_by"])
    BasisCheck.objects.create(basis=basis, checked_on=today, checked_by=by, version=basis.version)


class Bases(CatalogueScreen):
    template_name = "workflows/catalogue/bases.html"
    page_title = gettext_lazy("待核对的依据")
    here = "bases"

    def get_context_data(self, **kwargs):
        waiting = list(to_check(timezone.localdate()))
        recent = BasisCheck.objects.select_related("basis", "checked_by")[:20]
        return super().get_context_data(waiting=waiting, recent=recent, **kwargs)

    def post(self, request, *args, **kwargs):
        basis = get_object_or_404(LegalBasis, pk=request.POST.get("basis") or 0)
        if not self.is_office:
            messages.error(request, _("依据由公开办核对。"))
        else:
            record(basis, request.user, timezone.localdate())
            messages.success(request, _("已记录：“%(name)s”今天核对过。") % {"name": basis.name})
        return redirect("catalogue_versions:bases")
