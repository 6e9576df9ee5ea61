"""Which items a feed tells of. Lists of persons that are shown for a time are in none."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure.addresses import root_of
from disclosure.canonical import prose_texts
from disclosure.models import DisclosurePage
from search.answer import answer
from search.holding import folded, holds_all
from search.models import SearchDocument
from search.query import SearchQuery
from search.record import SearchRecord

from .model import Entry, Feed, Removal, tag_of

MOST_ENTRIES, MOST_REMOVALS = 50, 100
# A search's feed looks besides the newest results at so many of the last changes.
LAST_CHANGES = 100
SUMMARY = 200  # signs


def for_feeds() -> QuerySet:
    """Live items whose list of persons is not just being shown (privacy.md §3)."""
    return periods.without_running_lists(DisclosurePage.objects.released())


def newest(items: QuerySet) -> list[DisclosurePage]:
    """The items changed last, revisions included."""
    return list(items.order_by("-last_published_at", "-pk")[:MOST_ENTRIES])


def withdrawn(where: Q) -> list[DisclosurePage]:
    """What was taken down, the last first; tombstones keep unit, domain and place."""
    gone = DisclosurePage.objects.filter(where, live=False, withdrawn_on__isnull=False)
    fields = ("number", "withdrawn_on", "withdrawn_reason")
    return list(gone.order_by("-withdrawn_on").only(*fields)[:MOST_REMOVALS])


def found_by(query: SearchQuery) -> list[DisclosurePage]:
    """The newest items that hold all that is asked, those changed lately included."""
    newest_first = SearchQuery(
        text=query.text,
        filters=query.filters,
        since=query.since,
        until=query.until,
        sort="date",
        per_page=MOST_ENTRIES,
        literal=query.literal,
        with_counts=False,
    )
    found = answer(newest_first)
    records = {hit.record.number: hit.record for hit in found.hits}
    for record in changed_lately():
        records.setdefault(record.number, record)
    numbers = [
        number
        for number, record in records.items()
        if holds_all(folded(record), newest_first, found.asked)
    ]
    return newest(for_feeds().filter(number__in=numbers))


def changed_lately() -> list[SearchRecord]:
    """Records of the last changes, as they stand in the store."""
    rows = SearchDocument.objects.filter(is_removed=False).order_by("-seq")[:LAST_CHANGES]
    return [SearchRecord.from_payload(row.payload) for row in rows]


def entry_of(page: DisclosurePage, root: str, host: str) -> Entry:
    return Entry(
        id=tag_of(host, page.number),
        title=page.title,
        url=root + reverse("item", args=[page.number]),
        summary=summary_of(page),
        author=page.unit_name,
        category=str(page.get_domain_display()),
        published=page.first_published_at,
        updated=page.last_published_at,
    )


def summary_of(page) -> str:
    """Beginning of the prose, which is part of the public record; number in front."""
    text = " ".join(" ".join(prose_texts(page)).split())
    text = text if len(text) <= SUMMARY else f"{text[:SUMMARY]}…"
    return " ".join(filter(None, [page.number, text]))


def removal_of(page: DisclosurePage, root: str, host: str) -> Removal:
    return Removal(
        id=tag_of(host, page.number),
        number=page.number,
        url=root + reverse("item", args=[page.number]),
        when=page.withdrawn_on,
        reason=str(page.get_withdrawn_reason_display()),
    )


def removal_entry(page: DisclosurePage, root: str, host: str) -> Entry:
    """A removal as an entry of its own, for readers that know no tombstones."""
    gone = removal_of(page, root, host)
    return Entry(
        id=f"{gone.id}#removed-{gone.when:%Y%m%d%H%M%S}",
        title=_("已撤下：%(number)s") % {"number": gone.number},
        url=gone.url,
        summary=_("原因：%(reason)s。请删除副本。") % {"reason": gone.reason},
        author="",
        category="",
        published=gone.when,
        updated=gone.when,
    )


def made(
    request: HttpRequest,
    title: str,
    page: str,
    items: Iterable[DisclosurePage],
    gone: Iterable[DisclosurePage],
    *,
    as_entries: bool = False,
) -> Feed:
    """The feed of these items and removals, at the address asked."""
    root = root_of(request)
    host = request.get_host().partition(":")[0]
    gone = list(gone)
    entries = [entry_of(item, root, host) for item in items]
    if as_entries:
        entries = [removal_entry(item, root, host) for item in gone]
    address = request.build_absolute_uri()
    return Feed(
        title=title,
        subtitle=_("只有标题和摘要；撤下的信息请删除副本。"),
        id=address,
        address=address,
        page=root + page,
        entries=tuple(entries),
        removals=tuple(removal_of(item, root, host) for item in gone),
    )


def render_surface(page, record, request=None) -> str:
    """What feeds and alerts tell of an item (surface of the release check)."""
    return "\n".join([page.title, page.unit_name, summary_of(page)])
