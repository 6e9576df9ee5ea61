"""The filters of the result page: what may be chosen, how many results each choice leaves."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure import vocabulary as words
from disclosure.models import DisclosurePage
from search.engines import Found
from search.page.naming import names
from search.query import SearchQuery
from search.record import kind_of

# Long lists of choices show so many; the rest opens.
SHOWN_CHOICES = 6
# Filters that most citizens need; the others open with a touch.
OPEN = frozenset({"domain", "region", "unit", "year"})
HOLDS = [("files", gettext_lazy("有附件")), ("tables", gettext_lazy("有表格"))]
CLOSED = {
    "domain": words.DOMAINS,
    "stage": words.STAGES,
    "validity": words.VALIDITY,
    "holds": HOLDS,
}


@dataclass(slots=True)
class Choice:
    """One checkbox; `below` opens under it. Without a value it is but the head of what is below."""

    name: str
    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    below: list["Choice"] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether something below is chosen, which nobody should have to look for."""
        return any(choice.is_chosen or choice.is_open for choice in self.below)

    def all(self) -> Iterator["Choice"]:
        yield self
        for choice in self.below:
            yield from choice.all()


@dataclass(slots=True)
class Group:
    """One filter with its choices; `more` are behind a fold."""

    name: str
    label: str
    shown: list[Choice]
    more: list[Choice] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for top in self.choices for choice in top.all())

    @property
    def is_open(self) -> bool:
        return self.name in OPEN or bool(self.chosen)

    @property
    def choices(self) -> list[Choice]:
        return [*self.shown, *self.more]


class _Maker:
    """Choices of one question and its answer."""

    def __init__(self, query: SearchQuery, found: Found):
        self.query, self.found, self.names = query, found, names()

    def choice(self, name: str, value: str, label: object) -> Choice:
        return Choice(
            name,
            value,
            str(label),
            self.found.counts.get(name, {}).get(value, 0),
            value in self.query.filters.get(name, ()),
        )

    def codes(self, name: str) -> list[str]:
        """Values to offer: with results, or chosen."""
        return [
            *{**self.found.counts.get(name, {}), **dict.fromkeys(self.query.filters.get(name, ()))}
        ]

    def closed(self, name: str, label: str, vocabulary: Iterable[tuple[str, object]]) -> Group:
        return Group(name, label, [self.choice(name, key, word) for key, word in vocabulary])

    def open(self, name: str, label: str, named: Iterable[tuple[str, object]]) -> Group:
        return _folded(Group(name, label, [self.choice(name, *pair) for pair in named]))


def groups_of(query: SearchQuery, found: Found) -> list[Group]:
    """All filters with their choices, in an order that never jumps."""
    make = _Maker(query, found)
    labels = kinds()
    kind_codes = sorted(make.codes("kind"), key=list(labels).index)
    years = sorted(make.codes("year"), reverse=True)
    codes = set(make.codes("catalogue"))
    rows = [pair for pair in make.names.catalogue.items() if pair[0] in codes]
    return [
        make.closed("domain", _("领域"), words.DOMAINS),
        Group("region", _("所在地"), _regions(make)),
        Group("unit", _("公开单位"), _units(make)),
        make.open("kind", _("信息类型"), [(code, labels[code]) for code in kind_codes]),
        make.open("catalogue", _("目录事项"), rows),
        make.closed("stage", _("环节"), words.STAGES),
        make.open("year", _("成文年份"), [(y, _("%(year)s年") % {"year": y}) for y in years]),
        make.closed("validity", _("有效性"), words.VALIDITY),
        make.closed("holds", _("附件和表格"), HOLDS),
    ]


@cache
def kinds() -> dict[str, object]:
    """Names of the forms an item can be written in, by code, in the order of the models."""
    return {kind_of(page): page._meta.verbose_name for page in _page_classes(DisclosurePage)}


def _page_classes(top: type) -> Iterator[type]:
    for page_class in top.__subclasses__():
        yield page_class
        yield from _page_classes(page_class)


def _folded(group: Group) -> Group:
    rest = group.shown[SHOWN_CHOICES:]
    group.more = [choice for choice in rest if not choice.is_chosen]
    group.shown = [
        *group.shown[:SHOWN_CHOICES],
        *(choice for choice in rest if choice.is_chosen),
    ]
    return group


def _regions(make: _Maker) -> list[Choice]:
    """The province, then its cities, each with its counties below."""
    codes, known = set(make.codes("region")), make.names.regions
    made = {
        code: make.choice("region", code, place.name)
        for code, place in known.items()
        if code in codes
    }
    tops = []
    for code, choice in made.items():
        above = made.get(known[code].above)
        if above is None or known[code].level not in ("county", "township"):
            tops.append(choice)
        else:
            above.below.append(choice)
    return tops


def _units(make: _Maker) -> list[Choice]:
    """Few units in one list; more under the city or county they belong to."""
    codes, known = set(make.codes("unit")), make.names
    found = [
        (at, make.choice("unit", code, name))
        for code, (name, at) in known.units.items()
        if code in codes
    ]
    if len(found) <= SHOWN_CHOICES:
        return [choice for _at, choice in found]
    places: dict[str, Choice] = {}
    for at, choice in found:
        place = places.setdefault(at, Choice("unit", "", known.regions[at].name))
        place.below.append(choice)
        place.count += choice.count
    return list(places.values())


def unknown_in(query: SearchQuery) -> list[tuple[str, str]]:
    """Chosen values that no item can have: mistyped, or of another site."""
    now = names()
    known: dict[str, Container[str]] = {
        **{name: {key for key, _word in pairs} for name, pairs in CLOSED.items()},
        "kind": kinds(),
        "unit": now.units,
        "region": now.regions,
        "catalogue": now.catalogue,
    }
    return [
        (name, value) for name, value in query.chosen if name != "year" and value not in known[name]
    ]
