"""编辑推荐: what staff put above the results of a question. Only live items ever appear."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from disclosure import periods
from disclosure.models import DisclosurePage
from search.language import lexicon
from search.language.analysis import Asked, analyse
from search.models import BestBet
from search.query import SearchQuery
from search.teaching import knowledge
from search.teaching.bet_rules import is_safe_link
from search.teaching.likeness import all_words, asks_for

MOST_ITEMS, MOST_NOTES = 5, 3


@dataclass(frozen=True, slots=True)
class Note:
    """A short text of staff with an optional link."""

    text: str
    link: str
    label: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """Items in the order of staff, and notes; false when there is nothing."""

    items: tuple[DisclosurePage, ...] = ()
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.notes)


@dataclass(frozen=True, slots=True)
class _Index:
    """The phrases of all bets by the words in them; made anew when bets or synonyms change."""

    made_of: tuple[object, object]
    by_word: dict[str, list[tuple[int, BestBet, Asked]]]


_index = _Index((None, None), {})


def recommended(query: SearchQuery, asked: Asked, *, today: date | None = None) -> Recommended:
    """What to show above the answer: on the first page of a question without filters.

    Costs no statement when no bet is meant, one when some are.
    """
    if query.page > 1 or query.filters or query.has_period or asked.is_empty:
        return Recommended()
    bets = meant_by(asked, today or timezone.localdate())
    if not bets:
        return Recommended()
    notes = [_note(bet) for bet in bets if bet.text or bet.link]
    numbers = list(dict.fromkeys(number for bet in bets for number in bet.number_list))
    return Recommended(tuple(live_items(numbers)[:MOST_ITEMS]), tuple(notes[:MOST_NOTES]))


def meant_by(asked: Asked, today: date) -> list[BestBet]:
    """The bets in force whose phrase the question asks for, each once, the exact ones first."""
    by_word = _phrases_by_word()
    likely = {}
    for word in all_words(asked) or {*asked.document_keys, asked.item_number}:
        for place, bet, phrase in by_word.get(word, ()):
            likely[place] = (bet, phrase)
    found: dict[int, tuple[int, BestBet]] = {}
    for _place, (bet, phrase) in sorted(likely.items()):
        if _is_in_time(bet, today) and asks_for(asked, phrase, also_longer=bet.also_longer):
            more = len(asked.units) - len(phrase.units)
            found[bet.pk] = min(found.get(bet.pk, (more, bet)), (more, bet), key=lambda p: p[0])
    return [bet for _more, bet in sorted(found.values(), key=lambda pair: pair[0])]


def analysed(phrase: str) -> Asked:
    """A phrase of staff as questions are compared with it: taken as written, nothing repaired."""
    return analyse(phrase, occurs=lambda _words: True)


def live_items(numbers: list[str]) -> list[DisclosurePage]:
    """Those of the items that are public at this moment, in the given order."""
    if not numbers:
        return []
    pages = (
        DisclosurePage.objects.released()
        .filter(number__in=numbers)
        .exclude(number__in=periods.unconfirmed().values("number"))
        .select_related("unit", "region", "catalogue_item")
        .defer("body")
    )
    by_number = {page.number: page for page in pages}
    return [by_number[number] for number in numbers if number in by_number]


def _note(bet: BestBet) -> Note:
    # The form refuses other links; a row that came another way must not lead a citizen astray.
    link = bet.link if is_safe_link(bet.link) else ""
    return Note(bet.text, link, bet.link_label or link)


def _is_in_time(bet: BestBet, today: date) -> bool:
    return not ((bet.starts_on and today < bet.starts_on) or (bet.ends_on and today > bet.ends_on))


def _phrases_by_word() -> dict[str, list[tuple[int, BestBet, Asked]]]:
    global _index
    made_of = (knowledge.active_bets(), lexicon.in_force())
    if _index.made_of[0] is not made_of[0] or _index.made_of[1] is not made_of[1]:
        by_word: dict[str, list[tuple[int, BestBet, Asked]]] = {}
        pairs = ((bet, analysed(phrase)) for bet in made_of[0] for phrase in bet.phrase_list)
        for place, (bet, phrase) in enumerate(pairs):
            words = all_words(phrase) or {*phrase.document_keys, phrase.item_number}
            for word in filter(None, words):
                by_word.setdefault(word, []).append((place, bet, phrase))
        _index = _Index(made_of, by_word)
    return _index.by_word
