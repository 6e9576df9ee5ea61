"""What a citizen asks: words, filters, order, page. Parsing never fails, it bounds (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.language.notation import days_of

LONGEST_TEXT = 500
MOST_VALUES = 20
LONGEST_VALUE = 40
PER_PAGE = 10
# Elasticsearch refuses to page past 10,000 hits; nobody reads past this many pages.
LAST_PAGE = 50
FILTERS = (
    "domain",
    "unit",
    "region",
    "stage",
    "year",
    "catalogue",
    "kind",
    "validity",
    "holds",
)
# Filters under which an item has several values at once.
OF_MANY = frozenset({"region", "holds"})
SORTS = ("relevance", "date")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A bounded question. `filters` maps a filter's name to the accepted values (any of them);
    `since` and `until` are ISO dates or '', both included."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    sort: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    literal: bool = False
    with_counts: bool = True

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def has_period(self) -> bool:
        return bool(self.since or self.until)

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """(filter, value) pairs in a fixed order."""
        return [(name, value) for name in FILTERS for value in self.filters.get(name, ())]

    def without(self, name: str, value: str | None = None) -> "SearchQuery":
        """The same question with one filter value (or all values of a filter) taken off."""
        kept = {
            key: tuple(v for v in values if key != name or (value is not None and v != value))
            for key, values in self.filters.items()
        }
        return replace(self, filters={k: v for k, v in kept.items() if v}, page=1)

    def parameters(self, **changes: Any) -> list[tuple[str, str]]:
        """GET parameters of this question, leaving out what is the default."""
        query = replace(self, **changes)
        found = [("q", query.text)] if query.text else []
        found += query.chosen
        found += [(name, day) for name, day in (("from", query.since), ("to", query.until)) if day]
        if query.sort != "relevance":
            found.append(("sort", query.sort))
        if query.literal:
            found.append(("exact", "1"))
        if query.page > 1:
            found.append(("page", str(query.page)))
        return found


def clean_text(value: str) -> str:
    """At most 500 characters, without control characters or lone surrogates."""
    cut = value[: 4 * LONGEST_TEXT].encode("utf-8", "ignore").decode("utf-8")
    kept = "".join(char if char.isprintable() else " " for char in cut)
    return " ".join(kept.split())[:LONGEST_TEXT]


def _values(raw: list[str], name: str) -> tuple[str, ...]:
    parts = [part.strip() for value in raw for part in clean_text(value).split(",")]
    kept = dict.fromkeys(p for p in parts if p and len(p) <= LONGEST_VALUE)
    if name == "year":
        kept = dict.fromkeys(p for p in kept if p.isascii() and p.isdigit() and len(p) == 4)
    return tuple(kept)[:MOST_VALUES]


def day_range(first: str, last: str) -> tuple[str, str]:
    """(first, last) day of a period typed in any notation: 2018 begins on 1 January and ends on
    31 December. What is no date is ''; a period typed backwards is turned round."""
    since, until = days_of(clean_text(first)[:40]), days_of(clean_text(last)[:40])
    if since and until and since[0] > until[1]:
        since, until = until, since
    return since[0] if since else "", until[1] if until else ""


def _page(raw: str) -> int:
    digits = raw.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(max(int(digits[:9]), 1), LAST_PAGE)


def parse(parameters: Mapping[str, list[str]], *, per_page: int = PER_PAGE) -> SearchQuery:
    """The question in GET parameters (lists per name). What is not understood is left out."""

    def first(name: str) -> str:
        values = parameters.get(name) or [""]
        return values[0]

    since, until = day_range(first("from"), first("to"))
    filters = {name: _values(parameters.get(name) or [], name) for name in FILTERS}
    sort = first("sort")
    return SearchQuery(
        text=clean_text(first("q")),
        filters={name: values for name, values in filters.items() if values},
        since=since,
        until=until,
        sort=sort if sort in SORTS else "relevance",
        page=_page(first("page")),
        per_page=per_page,
        literal=first("exact") == "1",
    )
