"""Lists of public items: what a list row needs, in few statements, page by page."""

import re

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from disclosure.models import DisclosurePage, PublicVersion

PER_PAGE = 20
# Numbers and codes of units and regions; nothing else is asked of the database.
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{0,63}")


def is_code(text: str) -> bool:
    """Whether a text from an address can be a number or code at all (PostgreSQL refuses NUL)."""
    return _CODE.fullmatch(text) is not None


def public_items() -> QuerySet:
    return DisclosurePage.objects.public()


def for_list(items: QuerySet) -> QuerySet:
    """Newest first, with the reason of the last version; prose is not read for a list."""
    last = PublicVersion.objects.filter(number=OuterRef("number")).order_by("-rev")
    return items.latest().defer("body").annotate(last_reason=Subquery(last.values("reason")[:1]))


def page_of(request, items: QuerySet, per_page: int = PER_PAGE) -> Page:
    """The asked page; the nearest one for a number out of range or no number at all."""
    return Paginator(for_list(items), per_page).get_page(request.GET.get("page"))


def tally_by(items: QuerySet, field: str) -> dict:
    """Number of items per value of a column, in one statement."""
    return dict(items.order_by().values_list(field).annotate(total=Count("pk")))


def domain_figures(items: QuerySet) -> dict[str, dict[str, int]]:
    """Per domain: all items, and those first published in the present month."""
    start = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = (
        items.order_by()
        .values("domain")
        .annotate(total=Count("pk"), month=Count("pk", filter=Q(first_published_at__gte=start)))
    )
    return {row["domain"]: row for row in rows}
