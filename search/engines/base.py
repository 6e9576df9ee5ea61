"""What an engine promises; both keep the same promises and pass the same tests."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.highlight import Passage, located, marked, words_to_mark
from search.language.analysis import Asked, sound_terms
from search.language.folding import fold
from search.language.notation import date_keys, key_of
from search.places import Layout
from search.query import FILTERS, SearchQuery
from search.ranking import Candidate
from search.record import SearchRecord

# So many candidates are fetched by the engine's own order and ranked by ours.
WINDOW = 120
# With fewer full matches than this, items holding part of what was asked are shown as well.
ENOUGH = 10
MOST_LOOSE = 100
MOST_DATES = 60
LAST_DAY = "9999-12-31"
STREAMED = 500  # records read at a time for a comparison


class EngineUnavailable(Exception):
    """The engine cannot answer now; another one should be asked (I6)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. Its HTML is escaped apart from our <mark>; `found` says where the words stand."""

    record: SearchRecord
    score: float
    title_html: str
    found: Passage
    is_exact: bool = False

    @property
    def passage_html(self) -> str:
        return self.found.html


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `counts[filter][value]` tells how many results choosing the value would leave.

    `is_loose`: too little holds all that was asked, so items holding a part of it follow.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asked: Asked = field(default_factory=lambda: Asked(""))
    is_loose: bool = False
    is_degraded: bool = False
    took_ms: float = 0.0


class Engine(ABC):
    """An index of live items. All methods may raise `EngineUnavailable`."""

    name: str

    @abstractmethod
    def put(self, records: Iterable[tuple[int, SearchRecord]]) -> int:
        """Add or replace items, each with its sequence number; returns how many were taken."""

    @abstractmethod
    def remove(self, numbers: Iterable[tuple[int, str]]) -> None:
        """Take items out for good: nothing of them stays in the index."""

    def refresh(self) -> None:  # noqa: B027  an index that shows changes at once has nothing to do
        """Make everything put so far findable."""

    @abstractmethod
    def find(self, query: SearchQuery) -> Found:
        """Answer a question."""

    @abstractmethod
    def numbers(self, query: SearchQuery, most: int) -> list[str]:
        """Numbers of all items that answer, best or newest first as asked; at most `most`."""

    @abstractmethod
    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        """(number, share of the pieces of a passage found in the item), best first."""

    @abstractmethod
    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        """What is indexed of these items; unknown ones are left out."""

    @abstractmethod
    def contents(self) -> dict[str, int]:
        """Number and rev of everything indexed, for comparison with the database."""

    def stream(self) -> Iterator[tuple[str, int, int, str]]:
        """(number, rev, ledger index, digest of parts) of everything indexed, by number."""
        held = self.contents()
        numbers = sorted(held)
        for at in range(0, len(numbers), STREAMED):
            some = numbers[at : at + STREAMED]
            records = self.records(some)
            for number in some:
                record = records.get(number) or SearchRecord(number=number)
                yield number, held[number], record.ledger_index, record.parts_digest

    @abstractmethod
    def drop(self) -> None:
        """Delete the index altogether."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What both indexes hold of a record besides its payload."""

    title: str
    about: str
    body: str
    sound: str
    keys: str
    document_key: str


def prepare(record: SearchRecord) -> Prepared:
    """Folded fields of a record, ready to be indexed."""
    title, body = fold(record.title), fold(record.text)
    keys = [f"y{record.year}"] if record.year else []
    keys += date_keys(f"{title}\n{fold(record.issued_on)}\n{body}")[:MOST_DATES]
    about = (record.unit_name, record.region_name, record.catalogue_name, record.doc_no)
    return Prepared(
        title=title,
        about=fold(" ".join(filter(None, about))),
        body=body,
        sound=sound_terms(record.title),
        keys=" ".join(keys),
        document_key=key_of(record.doc_no) if record.doc_no else "",
    )


def candidate_of(record: SearchRecord, prepared: Prepared) -> Candidate:
    return Candidate(
        id=record.number,
        title=prepared.title,
        about=prepared.about,
        text=prepared.body,
        year=record.year,
        date=record.sort_date,
        document_key=prepared.document_key,
        keys=prepared.keys,
        sound=prepared.sound,
    )


def hit_of(
    record: SearchRecord, score: float, asked: Asked, words: list[str], folded: str | None = None
) -> Hit:
    """A result with its marks; `folded` is its folded text where an index has it at hand."""
    is_exact = (bool(record.doc_no) and key_of(record.doc_no) in asked.document_keys) or (
        bool(asked.item_number) and record.number.lower() == asked.item_number
    )
    return Hit(
        record=record,
        score=score,
        title_html=marked(record.title, words),
        found=located(Layout(record.text, record.spans), words, folded=folded),
        is_exact=is_exact,
    )


def marks_for(asked: Asked) -> list[str]:
    return words_to_mark(asked)


def values_of(record_filters: Mapping[str, object], name: str) -> tuple[str, ...]:
    """An item's values under one filter; an item has several regions."""
    value = record_filters[name]
    if isinstance(value, tuple | list):
        return tuple(value)
    return (str(value),) if value else ()


def passes(item: Mapping[str, object], query: SearchQuery, *, but: str = "") -> bool:
    """Whether an item passes all filters of the query, leaving one filter out of account."""
    if query.has_period and "day" in item:
        day = str(item["day"] or "")
        if not day or not query.since <= day <= (query.until or LAST_DAY):
            return False
    return all(
        set(values_of(item, name)) & set(wanted)
        for name, wanted in query.filters.items()
        if name != but and wanted
    )


def count_by_filter(
    items: Iterable[tuple[Mapping[str, object], int]], query: SearchQuery
) -> dict[str, dict[str, int]]:
    """Counts under each filter over (item's filter values, how many such items)."""
    counts: dict[str, Counter] = {name: Counter() for name in FILTERS}
    for item, many in items:
        for name in FILTERS:
            if passes(item, query, but=name):
                for value in values_of(item, name):
                    counts[name][value] += many
    return {name: dict(counter) for name, counter in counts.items()}
