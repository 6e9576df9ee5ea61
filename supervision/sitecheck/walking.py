"""Pages as a visitor sees them: are links alive, are they quick, do they state what they must?
(Pure: who fetches an address is handed in.)

Safe against what a site may answer: redirects in a circle, errors, pages without end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from supervision.sitecheck import reading
from supervision.sitecheck.rules import Finding

MOST_HOPS = 5
GIANT_BYTES = 2_000_000
SLOW_MS = 1000
TRIES = 3
MOST_LINKS_LOOKED = 300  # of one page
MOST_REMEMBERED = 50_000
# Ways that change something for the visitor, belong to staff, or write large files anew.
LEFT_OUT = ("/admin", "/django-admin", "/mode/", "/lang/", "/static/")
MOST_QUERIES = 10  # of one page: filters and page numbers have no end


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered. `is_cut`: it was longer than was read."""

    status: int
    kind: str = ""
    location: str = ""
    text: str = ""
    is_cut: bool = False
    ms: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A page to look at. `kind`: home, column, item or other."""

    where: str
    kind: str = "other"
    unit: int | None = None
    page: int | None = None
    number: str = ""


@dataclass(slots=True)
class Tally:
    """Counts over all pages of a run; survives an interruption as JSON."""

    pages: int = 0
    links: int = 0
    outside: int = 0
    missing: dict[str, list[int | str]] = field(default_factory=dict)
    times: list[int] = field(default_factory=list)

    def lacks(self, what: str, where: str) -> None:
        count = self.missing.setdefault(what, [0, where])
        count[0] = int(count[0]) + 1


Fetch = Callable[[str], Answer]
# How an address may be told: without file names and words that stand in an item.
Told = Callable[[str], str]


class Walk:
    """One walk over pages. An address is asked once, however many pages lead there."""

    def __init__(self, fetch: Fetch, host: str, told: Told, tally: Tally | None = None):
        self.fetch, self.host, self.told = fetch, host, told
        self.tally = tally or Tally()
        self.known: dict[str, str] = {}

    def look(self, spot: Spot) -> Iterator[Finding]:
        """Everything that is wrong at one page."""
        answer, fault = self._follow(spot.where)
        self.tally.pages += 1
        if fault:
            kind = "unreachable" if spot.kind == "home" else fault
            yield self._finding(kind, spot, status=answer.status)
            return
        yield from self._speed(spot, answer)
        if answer.is_cut:
            yield self._finding("giant_page", spot, limit=GIANT_BYTES)
        if "html" not in answer.kind:
            return
        found = reading.read(answer.text)
        if not answer.is_cut:  # the foot of a page that was not read to its end is not known
            for name in reading.missing_in_foot(found) if spot.kind == "home" else ():
                self.tally.lacks(f"foot:{name}", spot.where)
        for name in reading.missing_metas(spot.kind, found):
            self.tally.lacks(f"meta:{name}", spot.where)
        yield from self._links(spot, found)

    def _speed(self, spot: Spot, answer: Answer) -> Iterator[Finding]:
        """Median of three tries; the two further ones only where the first was slow."""
        if answer.ms <= SLOW_MS:
            self.tally.times.append(answer.ms)
            return
        again = [self.fetch(spot.where).ms for _n in range(TRIES - 1)]
        middle = int(median([answer.ms, *again]))
        self.tally.times.append(middle)
        if middle > SLOW_MS:
            yield self._finding("slow_page", spot, ms=middle, limit=SLOW_MS)

    def _links(self, spot: Spot, found: reading.Reading) -> Iterator[Finding]:
        seen: set[str] = set()
        queries = 0
        for link in found.links:
            way, address = reading.target(link.href, spot.where, self.host)
            if way == "outside":
                self.tally.outside += 1
            if way == "broken":
                yield self._finding("dead_link", spot, of=f"n{link.n}", n=link.n, status=0)
            if way != "inside" or address in seen or is_left_out(address):
                continue
            queries += "?" in address
            if queries > MOST_QUERIES and "?" in address:
                continue
            if len(seen) >= MOST_LINKS_LOOKED:
                return
            seen.add(address)
            fault, status = self._state_of(address)
            if fault:
                told = self.told(address)
                detail: dict[str, str | int] = {"n": link.n, "status": status}
                detail["of"] = told or f"n{link.n}"
                yield self._finding(fault, spot, **detail)

    def _state_of(self, address: str) -> tuple[str, int]:
        """(kind of fault or "", status) of where a link leads, remembered for the walk."""
        if address not in self.known:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            self.tally.links += 1
            answer, fault = self._follow(address)
            self.known[address] = f"{fault} {answer.status}"
        fault, _space, status = self.known[address].rpartition(" ")
        return fault, int(status)

    def _follow(self, address: str) -> tuple[Answer, str]:
        """The last answer after redirects, and what is wrong with it."""
        passed = {address}
        for _hop in range(MOST_HOPS):
            answer = self.fetch(address)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer, _fault(answer, address)
            way, following = reading.target(answer.location, address, self.host)
            if way == "outside":
                return answer, ""
            if way != "inside":
                return answer, "dead_link"
            if following in passed:
                return answer, "endless_redirect"
            passed.add(following)
            address = following
        return answer, "endless_redirect"

    def _finding(self, kind: str, spot: Spot, **detail: str | int) -> Finding:
        return Finding(kind, spot.where, spot.unit, spot.page, spot.number, detail=detail)


def _fault(answer: Answer, address: str) -> str:
    if answer.status >= 500:
        return "server_error"
    if answer.status >= 400 and answer.status != 429:
        return "dead_file" if "/files/" in address else "dead_link"
    return ""


def is_left_out(address: str) -> bool:
    """Not asked: what belongs to staff, sets a cookie, or writes whole datasets anew."""
    path = address.partition("?")[0]
    is_dataset = path.startswith("/data/") and "." in path.rpartition("/")[2]
    return path.startswith(LEFT_OUT) or "/export." in path or is_dataset


def marks(tally: Tally) -> Iterator[Finding]:
    """What is missing in foot and head, once for the whole site with the number of pages."""
    for what, (count, where) in sorted(tally.missing.items()):
        part, _colon, name = what.partition(":")
        detail: dict[str, str | int] = {"of": name, "n": int(count)}
        yield Finding(f"{part}_missing", str(where), detail=detail)
