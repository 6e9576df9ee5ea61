"""The filters of the result page: what may be chosen, how many results each choice leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure import vocabulary as words
from disclosure.models import CatalogueItem, DisclosurePage, Region, Unit

from .engines import Found
from .query import SearchQuery
from .record import kind_of

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
        self.query, self.found = query, found

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
    """All filters with their choices, in an order that never jumps. Three statements."""
    make = _Maker(query, found)
    labels = kinds()
    kind_codes = sorted(make.codes("kind"), key=list(labels).index)
    years = sorted(make.codes("year"), reverse=True)
    rows = CatalogueItem.objects.filter(code__in=make.codes("catalogue")).only("code", "level2")
    return [
        make.closed("domain", _("领域"), words.DOMAINS),
        Group("region", _("所在地"), _regions(make)),
        Group("unit", _("公开单位"), _units(make)),
        make.open("kind", _("信息类型"), [(code, labels[code]) for code in kind_codes]),
        make.open("catalogue", _("目录事项"), [(row.code, row.level2) for row in rows]),
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
    rows = list(Region.objects.filter(code__in=make.codes("region")).order_by("code"))
    made = {row.pk: make.choice("region", row.code, row.name) for row in rows}
    tops = []
    for row in rows:
        above = made.get(row.parent_id)
        if above is None or row.level not in ("county", "township"):
            tops.append(made[row.pk])
        else:
            above.below.append(made[row.pk])
    return tops


def _units(make: _Maker) -> list[Choice]:
    """Few units in one list; more under the city or county they belong to, subordinates below."""
    rows = Unit.objects.filter(code__in=make.codes("unit")).select_related("region")
    places: dict[int, Choice] = {}
    made = {}
    found = list(rows.order_by("region__code", "code"))
    for unit in found:
        made[unit.pk] = make.choice("unit", unit.code, unit.name)
    if len(found) <= SHOWN_CHOICES:
        return list(made.values())
    for unit in found:
        place = places.setdefault(unit.region_id, Choice("unit", "", unit.region.name))
        place.below.append(made[unit.pk])
        place.count += made[unit.pk].count
    return list(places.values())


def unknown_in(query: SearchQuery) -> list[tuple[str, str]]:
    """Chosen values that no item can have: mistyped, or of another site. One statement a filter."""
    known = {name: {key for key, _word in pairs} for name, pairs in CLOSED.items()}
    known["kind"] = set(kinds())
    for name, model in (("unit", Unit), ("region", Region), ("catalogue", CatalogueItem)):
        wanted = query.filters.get(name)
        if wanted:
            found = model.objects.filter(code__in=wanted)  # type: ignore[attr-defined]
            known[name] = set(found.values_list("code", flat=True))
    return [
        (name, value) for name, value in query.chosen if name != "year" and value not in known[name]
    ]
