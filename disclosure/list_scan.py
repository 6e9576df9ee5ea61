"""What the detector finds in the cleared rows of lists: each different cell is looked at once.

A list of fifty thousand rows has a few hundred different villages, amounts and months; reading
every row as a text of its own would take minutes and find nothing more.
"""

from collections.abc import Iterable

from disclosure.canonical import cell_text, ordered
from privacy.detect import detect

# Made by our own masks: stars, running numbers, bands. There is nothing left to find in them.
_PLAIN = frozenset("0123456789.,-+年月日季度元 ")


def list_prefixes(page) -> tuple[str, ...]:
    """Prefixes of the parts that hold rows of the page's lists."""
    return tuple(prefix for prefix, _table in lists(page))


def lists(page) -> list[tuple[str, object]]:
    """Each list of the page with the prefix of its parts."""
    return [
        (f"t/{table.table or 'recipients'}.{n}/", table)
        for n, table in enumerate(ordered(page.recipient_tables), start=1)
    ]


def findings(page, allow: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(class, part) of what is found in the rows; the head is a text like any other."""
    domain, known = page.domain or None, {}
    allow = tuple(allow)
    found = []
    for prefix, table in lists(page):
        for n, row in enumerate(table.rows, start=1):
            for cell in row:
                if cell not in known:
                    known[cell] = _classes(cell_text(cell), domain, allow)
                found += [(cls, f"{prefix}{n}") for cls in known[cell]]
        for line in table.totals:
            classes = _classes(cell_text(line["label"]), domain, allow)
            found += [(cls, f"{prefix}{line['kind']}") for cls in classes]
    return found


def is_row(part: str, prefixes: tuple[str, ...]) -> bool:
    """Whether the part is a row (or a total) of a list, and not its head."""
    return bool(prefixes) and part.startswith(prefixes) and not part.endswith("/head")


def _classes(cell: str, domain: str | None, allow: tuple[str, ...]) -> frozenset[str]:
    if not cell or (len(cell) < 11 and set(cell) <= _PLAIN):
        return frozenset()
    found = detect(cell, domain=domain, allow=allow)
    return frozenset(finding.cls for finding in found if finding.action != "keep")
