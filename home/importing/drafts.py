"""From an imported row to a draft of the right form in the unit's 专栏."""

import hashlib

from disclosure import models as forms
from disclosure import prose
from disclosure.calendars import current_calendar
from disclosure.clocks.rules import due_by_rules
from disclosure.deadlines import publish_by
from disclosure.models import CatalogueItem, DisclosurePage
from disclosure.vocabulary import DEFAULT_TOPIC, GENRES
from home.setup.site import ensure_column

from .domains import guess_domain
from .fields import Incoming
from .hints import is_policy, policy_row, row_code
from .issuers import Publisher

_GENRES = sorted((name for name, _label in GENRES), key=len, reverse=True)


class DraftMaker:
    """Makes drafts; holds the catalogue, the calendar and the columns for one run."""

    def __init__(self):
        self._rows = {row.code: row for row in CatalogueItem.objects.all()}
        self._codes = frozenset(self._rows)
        self._calendar = current_calendar()
        self._columns: dict[int, forms.ColumnPage] = {}

    def make(self, item: Incoming, publisher: Publisher) -> DisclosurePage:
        """The draft with its first revision; not in workflow, without a number."""
        row, domain, guessed = self._place(item, publisher)
        page = self._page(item, publisher, row, domain)
        page.domain_guessed = guessed
        page.take_snapshots()
        self._column(publisher).add_child(instance=page)
        page.save_revision()
        return page

    def forget_columns(self) -> None:
        """After a rollback the counts of children in memory are wrong."""
        self._columns.clear()

    def _place(
        self, item: Incoming, publisher: Publisher
    ) -> tuple[CatalogueItem | None, str, bool]:
        """(catalogue row, domain, whether the domain is a guess)."""
        code = None if publisher.is_reprint else row_code(item.hint, item.title, self._codes)
        row = self._rows[code] if code else None
        domain, guessed = item.domain, False
        if not domain:
            domain = row.domain if row else guess_domain(item.title, item.text)
            # A row named by its code settles the domain; one found by words does not.
            guessed = row is None or row.code != item.hint.strip().upper()
        if row is not None and row.domain != domain:
            row = None
        if row is None and (publisher.is_reprint or is_policy(item.title)):
            row = self._rows.get(policy_row(domain, item.title) or "")
        return row, domain, guessed

    def _page(self, item: Incoming, publisher: Publisher, row, domain: str) -> DisclosurePage:
        return _form(row, item, publisher)(
            title=item.title,
            slug=_slug(item.source_id),
            live=False,
            unit=publisher.unit,
            catalogue_item=row,
            domain=domain,
            region=None if publisher.is_reprint else publisher.unit.region,
            doc_no=item.doc_no,
            issuing_body=item.issuer or publisher.unit.official_name,
            issued_on=item.issued_on,
            formed_on=item.issued_on,
            topic=DEFAULT_TOPIC.get(domain, ""),
            genre=_genre(item.title),
            is_reprint=publisher.is_reprint,
            is_example=item.is_example,
            source_note=f"转载自{item.issuer}" if publisher.is_reprint else "",
            source_id=item.source_id,
            due_on=self._due(row, item),
            body=prose.from_text(item.text),
        )

    def _due(self, row, item: Incoming):
        if item.issued_on is None:
            return None
        count = due_by_rules(row.deadline_rules, item.issued_on, self._calendar) if row else None
        return (count or publish_by(item.issued_on, self._calendar)).due

    def _column(self, publisher: Publisher):
        unit = publisher.unit
        if unit.pk not in self._columns:
            self._columns[unit.pk] = ensure_column(unit)
        return self._columns[unit.pk]


def _form(row: CatalogueItem | None, item: Incoming, publisher: Publisher) -> type[DisclosurePage]:
    form = getattr(forms, row.page_type, None) if row else None
    if isinstance(form, type) and issubclass(form, DisclosurePage):
        return form
    policy = publisher.is_reprint or is_policy(item.title)
    return forms.PolicyDocumentPage if policy else forms.NoticePage


def _slug(source_id: str) -> str:
    """An address inside the tree that says nothing about the content."""
    return f"i-{hashlib.sha256(source_id.encode()).hexdigest()[:16]}"


def _genre(title: str) -> str:
    """Kind of document by the end of its title, empty when it is none of the fifteen."""
    end = title.rstrip("）) 》").rsplit("（", 1)[0] if title.endswith(("）", ")")) else title
    return next((name for name in _GENRES if end.endswith(name)), "")
