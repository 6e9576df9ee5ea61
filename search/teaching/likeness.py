"""Whether two analysed questions ask the same (pure): word order, variants and synonyms aside."""

from collections.abc import Iterable

from search.language.analysis import Asked, Unit
from search.language.lexicon import in_force


def words_of(unit: Unit) -> frozenset[str]:
    """The unit itself and what stands for it fully."""
    if unit.kind in ("run", "sound", "latin"):
        return frozenset((unit.text,))
    # Not its alternatives: of those only so many are looked for.
    known, word = in_force(), unit.text
    found = {word, *known.equals.get(word, ()), *known.places.get(word, ())}
    if wider := known.wider.get(word):
        found.add(f"> {' '.join(wider)}")  # as does every word that leads to the same terms
    return frozenset(found)


def all_words(asked: Asked) -> frozenset[str]:
    return frozenset().union(*map(words_of, asked.units))


def asks_for(asked: Asked, phrase: Asked, *, also_longer: bool = False) -> bool:
    """Whether a question asks what the phrase asks; `also_longer` lets it ask for more besides."""
    if asked.document_keys != phrase.document_keys or asked.item_number != phrase.item_number:
        return False
    if not phrase.units:
        return not asked.units and bool(phrase.document_keys or phrase.item_number)
    if len(asked.units) < len(phrase.units):
        return False
    if len(asked.units) > len(phrase.units) and not also_longer:
        return False
    return _all_answered(phrase.units, list(asked.units))


def _all_answered(wanted: Iterable[Unit], given: list[Unit]) -> bool:
    """Whether each wanted unit has a given one of its own."""
    for unit in wanted:
        twin = next((other for other in given if words_of(unit) & words_of(other)), None)
        if twin is None:
            return False
        given.remove(twin)
    return True
