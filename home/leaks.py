"""Withheld values of each item, looked for where its own words stand: short names included.

In the tables of the whole site a short name is as likely another person's; on the item's own
public copies and among its own older texts it is the person whom the reviewer withheld.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from disclosure.evidence import withheld_values
from disclosure.models import Clearance, DisclosurePage
from home.recheck import hits_in
from home.visiting import NoAnswer
from privacy import carriers, vault
from privacy.needles import Needles
from privacy.sweep import Hit


def withheld_by_item() -> Iterator[tuple[Clearance, list[str]]]:
    """The newest clearance of each item, with all that its reviews ever withheld.

    VaultUnavailable when the vault cannot be read; values whose time of keeping is over are
    passed over.
    """
    cleared = Clearance.objects.exclude(withheld_id=None).order_by("page_id", "pk")
    for _page, some in groupby(cleared.iterator(chunk_size=500), key=attrgetter("page_id")):
        values: set[str] = set()
        for clearance in some:
            try:
                values.update(withheld_values(clearance))
            except vault.VaultErased:
                continue
        if values:
            yield clearance, sorted(values)


def of_item(clearance: Clearance, values: list[str]) -> Iterator[Hit]:
    """Hits on the public copies of the item and in its older texts."""
    wanted = Needles(values)
    page = DisclosurePage.objects.filter(pk=clearance.page_id).first()
    if page is not None and page.live:
        yield from _on_surfaces(page.specific, wanted)
    yield from _in_older_texts(clearance, wanted)


def _on_surfaces(page, wanted: Needles) -> Iterator[Hit]:
    try:
        names = hits_in(page, wanted)
    except NoAnswer:
        names = ["unanswered"]  # nobody can say what stands there
    for name in names:
        yield Hit(0, "surface", f"{page.number} {name}")


def _in_older_texts(clearance: Clearance, wanted: Needles) -> Iterator[Hit]:
    for carrier in carriers.of_page():
        rows = carrier.rows(clearance.page_id)
        if carrier is carriers.REVISIONS:
            # A draft written since then may be raw until its own clearance (I3).
            rows = rows.filter(pk__lte=clearance.revision_id)
        for row in rows.only("pk", *carrier.fields).iterator(chunk_size=50):
            for name in carrier.fields:
                if wanted.found_in(str(getattr(row, name))):
                    yield Hit(0, "table", f"{carrier.table}.{name}", str(row.pk))
