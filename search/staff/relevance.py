"""Why a hit ranks where it does, for both engines side by side."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext_lazy

from search.engines import EngineUnavailable, Found, get_embedded, get_engine
from search.engines.base import candidate_of, prepare
from search.explaining import Explained, Part, explained
from search.language import lexicon
from search.language.analysis import Asked, Unit
from search.models import SynonymGroup
from search.query import SearchQuery, clean_text
from search.staff.screen import Screen
from search.teaching import knowledge
from search.teaching.recommending import live_items, recommended

MOST_HITS = 10
WORDS = ("word", "body", "place")
NAMES = {"embedded": gettext_lazy("内置引擎"), "elastic": "Elasticsearch"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One contribution; `share` is its length in percent of the best hit's words."""

    part: Part
    head_share: int
    text_share: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One hit with the parts of its score."""

    place: int
    number: str
    title: str
    told: Explained
    bars: list[Bar]
    tight_share: int
    date: str
    other_place: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine says; `asked` is how it understood the words."""

    name: str
    label: str
    found: Found | None
    hits: list[Explanation]


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing asked for, what else is looked for, and the groups that say so."""

    unit: Unit
    others: list[tuple[str, int]]
    groups: list


def engines() -> list:
    """The configured engine first, and the embedded one where that is another."""
    embedded = get_embedded()
    return [embedded] if settings.SEARCH_ENGINE == "embedded" else [get_engine(), embedded]


def answers(query: SearchQuery) -> list[Answer]:
    """The first hits of every engine with their explanations."""
    knowledge.refresh()
    told = [_answer(engine, query) for engine in engines()]
    if len(told) == 2:
        places = [{hit.number: hit.place for hit in one.hits} for one in told]
        for one, others in zip(told, reversed(places), strict=True):
            one.hits[:] = [_beside(hit, others) for hit in one.hits]
    return told


def _answer(engine, query: SearchQuery) -> Answer:
    label = str(NAMES[engine.name])
    try:
        found = engine.find(query)
    except EngineUnavailable:
        return Answer(engine.name, label, None, [])
    titles = {p.number: p.title for p in live_items([hit.record.number for hit in found.hits])}
    live = [hit for hit in found.hits if hit.record.number in titles]
    told = [explained(found.asked, candidate_of(h.record, prepare(h.record))) for h in live]
    most = max((one.words for one in told), default=0.0) or 1.0
    return Answer(
        engine.name,
        label,
        found,
        [
            Explanation(
                place=at,
                number=hit.record.number,
                title=titles[hit.record.number],
                told=one,
                bars=[_bar(part, most) for part in one.parts],
                tight_share=round(100 * one.tight / most),
                date=hit.record.sort_date,
            )
            for at, (hit, one) in enumerate(zip(live, told, strict=True), 1)
        ],
    )


def _bar(part: Part, most: float) -> Bar:
    return Bar(part, round(100 * part.head / most), round(100 * part.text / most))


def _beside(hit: Explanation, others: dict[str, int]) -> Explanation:
    return replace(hit, other_place=others.get(hit.number, 0))


def understood(asked: Asked) -> list[Understood]:
    """Every thing asked for with its other words and the groups of the site they come from."""
    known = {unit.text for unit in asked.units if unit.kind in WORDS}
    active = SynonymGroup.objects.filter(active=True) if known else ()
    groups = [(row, set(row.words.split())) for row in active]
    return [
        Understood(
            unit,
            [(word, round(100 * weight)) for word, weight in unit.alternatives[1:]]
            if unit.kind in WORDS
            else [],
            [row for row, words in groups if unit.text in words],
        )
        for unit in asked.units
    ]


class Relevance(Screen):
    """One question, its understanding and the first ten hits of each engine."""

    template_name = "search/staff/relevance.html"
    page_title = gettext_lazy("排序说明")
    header_icon = "help"
    here = "relevance"

    def get_context_data(self, **kwargs):
        text = clean_text(self.request.GET.get("q", ""))
        literal = self.request.GET.get("exact") == "1"
        query = SearchQuery(text, per_page=MOST_HITS, literal=literal, with_counts=False)
        told = answers(query) if text else []
        first = next((one for one in told if one.found), None)
        asked = first.found.asked if first and first.found else None
        return super().get_context_data(
            q=text,
            literal=literal,
            answers=told,
            asked=asked,
            understood=understood(asked) if asked else [],
            bets=recommended(query, asked) if asked else None,
            is_shipped=lexicon.in_force() is lexicon.shipped(),
            **kwargs,
        )
