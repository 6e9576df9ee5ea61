"""Whether the indexes hold exactly what is public: two sorted streams side by side.

Memory does not grow with the number of items. Parts are hashed anew from the public versions, so
that an index with the right revision number and other words is found as well.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Collate

from disclosure.models import DisclosurePage, PublicVersion
from search.engines import Engine, get_embedded
from search.record import digest_of

CHUNK = 500
State = tuple[str, int, int, str]


def live_states() -> Iterator[State]:
    """(number, rev, ledger index, digest of parts) of everything public, by number."""
    newest = PublicVersion.objects.filter(number=OuterRef("number")).order_by()
    last = newest.values("number").annotate(last=Max("rev")).values("last")
    rows = (
        PublicVersion.objects.filter(number__in=DisclosurePage.objects.released().values("number"))
        .filter(rev=Subquery(last))
        .order_by(_by_code_points("number"))
        .values_list("number", "rev", "ledger_index", "parts")
    )
    for number, rev, index, parts in rows.iterator(chunk_size=CHUNK):
        yield number, rev, index, digest_of(parts)


def _by_code_points(name: str):
    """The order of the engines, whatever the language of the database is."""
    return Collate(name, "C").asc() if connection.vendor == "postgresql" else F(name).asc()


def differences(engine: Engine) -> Iterator[tuple[str, str]]:
    """(number, what is wrong) wherever an engine and what is live differ, by number."""
    if engine is get_embedded():
        engine.catch_up()
    yield from compared(live_states(), engine.stream())


def compared(live: Iterator[State], held: Iterator[State]) -> Iterator[tuple[str, str]]:
    """Differences of two streams, each in ascending order of numbers."""
    wanted, found = next(live, None), next(held, None)
    while wanted or found:
        if found is None or (wanted is not None and wanted[0] < found[0]):
            assert wanted is not None  # noqa: S101  one of both is there
            yield wanted[0], "missing"
            wanted = next(live, None)
        elif wanted is None or found[0] < wanted[0]:
            yield found[0], "not public"
            found = next(held, None)
        else:
            if problem := _problem(wanted, found):
                yield wanted[0], problem
            wanted, found = next(live, None), next(held, None)


def _problem(wanted: State, found: State) -> str:
    if wanted[1] != found[1]:
        return "old revision"
    if wanted[2] != found[2]:
        return "other ledger index"
    return "" if wanted[3] == found[3] else "other content"
