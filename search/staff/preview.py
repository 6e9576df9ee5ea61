"""What a change of synonyms would do: what a query finds before and after it."""

from dataclasses import dataclass

from search.answer import answer
from search.language import lexicon
from search.language.synonym_groups import Group
from search.models import SynonymGroup
from search.query import SearchQuery, clean_text
from search.teaching import knowledge
from search.teaching.recommending import live_items

MOST_QUERIES, MOST_ITEMS = 3, 8


@dataclass(frozen=True, slots=True)
class Row:
    """One item in an answer; `change` is new, gone, up, down or ''."""

    place: int
    number: str
    title: str
    change: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One query with and without the change."""

    query: str
    before_total: int
    after_total: int
    before: list[Row]
    after: list[Row]

    @property
    def is_same(self) -> bool:
        return self.before_total == self.after_total and not any(
            row.change for row in (*self.before, *self.after)
        )


def effects(group: Group, *, active: bool, pk: int = 0, asked: str = "") -> list[Effect]:
    """What the group (in place of the stored one `pk`) changes for its words, or for one query."""
    typed = [clean_text(asked)] if clean_text(asked) else []
    stored = SynonymGroup.objects.filter(pk=pk).first() if pk else None
    words = [*group.words, *(stored.words.split() if stored else ())]
    queries = (typed or list(dict.fromkeys(words)))[:MOST_QUERIES]
    would_be = knowledge.lexicon_of_the_site(leaving_out=pk, also=group.line if active else "")
    return [_effect(query, would_be) for query in queries]


def _effect(query: str, would_be: lexicon.Lexicon | None) -> Effect:
    question = SearchQuery(query, per_page=MOST_ITEMS, with_counts=False)
    before = answer(question)
    with lexicon.trying(would_be):
        after = answer(question)
    old, new = _numbers(before), _numbers(after)
    titles = {page.number: page.title for page in live_items(list({*old, *new}))}
    return Effect(
        query,
        before.total,
        after.total,
        [_row(at, n, titles, "" if n in new else "gone") for at, n in enumerate(old, 1)],
        [_row(at, n, titles, _moved(n, at, old)) for at, n in enumerate(new, 1)],
    )


def _numbers(found) -> list[str]:
    return [hit.record.number for hit in found.hits]


def _row(place: int, number: str, titles: dict[str, str], change: str) -> Row:
    return Row(place, number, titles.get(number, ""), change)


def _moved(number: str, place: int, old: list[str]) -> str:
    if number not in old:
        return "new"
    was = old.index(number) + 1
    return "up" if place < was else "down" if place > was else ""
