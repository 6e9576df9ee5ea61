"""Items the import rule released and the lot drew: a person looks again, and that is noted."""

from django.db.models import QuerySet
from wagtail.models import PageLogEntry

from disclosure.models import Clearance, DisclosurePage
from workflows import roles

ACTION = "disclosure.second_look"


def waiting(user) -> QuerySet[DisclosurePage]:
    """Live items drawn for a second look in the units the account reviews, not looked at yet."""
    drawn = Clearance.objects.filter(is_sampled=True, released_at__isnull=False)
    looked = PageLogEntry.objects.filter(action=ACTION)
    return (
        DisclosurePage.objects.released()
        .filter(pk__in=drawn.values("page_id"), unit__in=roles.units_of(user, roles.REVIEWER))
        .exclude(pk__in=looked.values("page_id"))
        .select_related("unit")
        .defer("body")
        .order_by("first_published_at", "pk")
    )


def note(item: DisclosurePage, by) -> None:
    """Keep that the account has looked at the item; the entry carries the number, no title."""
    PageLogEntry.objects.log_action(
        instance=item, action=ACTION, user=by, title=item.number, data={}
    )
