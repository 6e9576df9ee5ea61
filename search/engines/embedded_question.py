"""How the embedded engine answers one question on one connection.

SQL text is put together from constants and placeholders only; every value is bound.
"""
# ruff: noqa: S608

import sqlite3
from itertools import islice

from search.language.analysis import Asked
from search.query import FILTERS, OF_MANY, SearchQuery
from search.ranking import Candidate, best

from . import embedded_words as words
from . import matching
from .base import ENOUGH, LAST_DAY, MOST_LOOSE, WINDOW, Hit, hit_of, marks_for
from .bits import bits_of, members
from .columns import Snapshot
from .few import Item, page_of_few
from .packing import unpack

_HEAD = "number, title, about, year, date, document_key, keys, sound"
# Up to so many results are put in order by themselves, more by walking along the dates.
FEW_DATES = 2000
# Whoever holds most of a copied passage leads by far; each candidate's text is compared with it.
MOST_QUOTED = 30


class Question:
    """One question to one connection, inside one transaction."""

    def __init__(
        self, connection: sqlite3.Connection, query: SearchQuery, asked: Asked, columns: Snapshot
    ):
        self.connection, self.query, self.asked, self.columns = connection, query, asked, columns

    def run(self) -> dict:
        if not self.query.text:
            return self._by_date(self.columns.live)
        if self.asked.is_empty:
            return {"total": 0, "hits": ()}
        full = self._full()
        names_one = self.asked.document_keys or self.asked.item_number
        if names_one or full.bit_count() < ENOUGH:
            return self._of_few(full)
        if self.query.sort == "date":
            return self._by_date(full)
        return self._of_many(full)

    def _full(self) -> int:
        """The set of full answers: all that is required, or a title about a matter asked for."""
        self.everything = words.set_of(self.connection, matching.everything(self.asked))
        titled = matching.titled(self.asked)
        if not titled:
            return self.everything
        return self.everything | bits_of(words.in_heads(self.connection, titled))

    def _within(self, found: int) -> int:
        """What passes the filters and the period."""
        passing = self.columns.within(self.query)
        found = found if passing is None else found & passing
        return found & self._period() if self.query.has_period else found

    def _period(self) -> int:
        rows = self.connection.execute(
            "SELECT id FROM item WHERE day <> '' AND day BETWEEN ? AND ?",
            (self.query.since, self.query.until or LAST_DAY),
        )
        return bits_of(row[0] for row in rows)

    def _counts(self, found: int) -> dict:
        if not self.query.with_counts:
            return {}
        inside = found & self._period() if self.query.has_period else found
        return self.columns.counts(inside, self.query)

    # Enough items hold all that was asked: all of them are the answer.
    def _of_many(self, full: int) -> dict:
        found = self._within(full)
        window = self._window(found)
        last = self.query.offset + self.query.per_page
        order = best(self.asked, self._heads(window), self._texts(window), min(last, len(window)))
        page = [(item.id, score) for score, item in order[self.query.offset :]]
        if last > len(window):
            page += self._beyond(found & ~bits_of(window), len(window))
        return {
            "total": found.bit_count(),
            "hits": self._hits(page),
            "counts": self._counts(full),
        }

    def _window(self, found: int) -> list[int]:
        """Candidates: all that was found, or the most promising where that is too much. Titles come
        first, then texts that hold everything, then titles about one of the matters."""
        if found.bit_count() <= WINDOW:
            return list(members(found))
        chosen: dict[int, None] = {}
        self._take_titled(chosen, matching.in_titles(self.asked), found)
        everything = found & self.everything & ~bits_of(chosen)
        if everything.bit_count() <= WINDOW - len(chosen):
            chosen.update(dict.fromkeys(members(everything)))
        else:
            self._take_anywhere(chosen, everything)
        self._take_titled(chosen, matching.about_one(self.asked), found)
        return list(chosen)[:WINDOW]

    def _take_titled(self, chosen: dict[int, None], ways: list[str], found: int) -> None:
        for expression in ways:
            if len(chosen) >= WINDOW:
                break
            more = words.best_heads(self.connection, expression, WINDOW, found)
            chosen.update(dict.fromkeys(more))

    def _take_anywhere(self, chosen: dict[int, None], found: int) -> None:
        for expression in matching.in_texts(self.asked):
            room = WINDOW - len(chosen)
            if room <= 0:
                break
            rest = found & ~bits_of(chosen)
            more = words.best_anywhere(self.connection, expression, room, rest)
            chosen.update(dict.fromkeys(more))

    def _beyond(self, rest: int, before: int) -> list[tuple[str, float]]:
        """Results past the ranked window: what was indexed last comes first."""
        first = max(self.query.offset - before, 0)
        last = self.query.offset + self.query.per_page - before
        ids = list(islice(members(rest), first, last))
        numbers = dict(self._select("id, number", ids))
        return [(numbers[at], 0.0) for at in ids]

    # Few do: a fixed set of items, partly matching ones included, is filtered and counted here.
    def _of_few(self, full: int) -> dict:
        ids = dict.fromkeys([*self._named(), *self._some(full)])
        if self.asked.document_keys:
            citing = matching.citing(self.asked)
            ids.update(dict.fromkeys(words.anywhere(self.connection, citing, MOST_LOOSE)))
        sure = set(ids)
        if full.bit_count() < ENOUGH:
            ids.update(dict.fromkeys(self._loose()))
        items = self._items(list(ids)[: 2 * MOST_LOOSE], sure)
        total, page, counts, is_loose = page_of_few(self.query, self.asked, items)
        return {
            "total": total,
            "hits": self._hits(page),
            "counts": counts,
            "is_loose": is_loose,
        }

    def _some(self, full: int) -> list[int]:
        if full.bit_count() <= MOST_LOOSE:
            return list(members(full))
        expression = matching.everything(self.asked)
        return words.best_anywhere(self.connection, expression, MOST_LOOSE, full)

    def _loose(self) -> list[int]:
        """Items that hold a part, in the title first."""
        titled = matching.loose(self.asked, in_title=True)
        anywhere = matching.loose(self.asked)
        found: dict[int, None] = {}
        if titled:
            found.update(dict.fromkeys(words.best_heads(self.connection, titled, MOST_LOOSE)))
        if anywhere:
            room = MOST_QUOTED if matching.is_quotation(self.asked) else MOST_LOOSE
            found.update(dict.fromkeys(words.best_anywhere(self.connection, anywhere, room)))
        return list(found)

    def _named(self) -> list[int]:
        """Items whose own number was asked for."""
        keys = [*self.asked.document_keys]
        marks = ", ".join("?" * len(keys))
        rows = self.connection.execute(
            f"SELECT id FROM item WHERE document_key IN ({marks}) AND document_key <> '' "
            "UNION SELECT id FROM item WHERE number_key = ?",
            (*keys, self.asked.item_number),
        )
        return [row[0] for row in rows]

    def _by_date(self, full: int) -> dict:
        """Newest first, by the item's number where the dates are equal."""
        found = self._within(full)
        first, last = self.query.offset, self.query.offset + self.query.per_page
        if found.bit_count() <= FEW_DATES:
            rows = self._select("date, number", list(members(found)))
            numbers = [row[1] for row in sorted(rows, reverse=True)[first:last]]
        else:
            inside = words.Tester(found)
            along = self.connection.execute(
                "SELECT number, id FROM item ORDER BY date DESC, number DESC"
            )
            numbers = [row[0] for row in islice((r for r in along if r[1] in inside), first, last)]
        return {
            "total": found.bit_count(),
            "hits": self._hits([(number, 0.0) for number in numbers]),
            "counts": self._counts(full),
        }

    # Reading items
    def _select(self, columns: str, ids: list[int]) -> list[tuple]:
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT {columns} FROM item WHERE id IN ({marks})"
        return self.connection.execute(sql, ids).fetchall()

    def _heads(self, ids: list[int]) -> list[Candidate]:
        return [_candidate(row) for row in self._select(_HEAD, ids)]

    def _texts(self, ids: list[int]):
        """Reader of texts by number, for some of these items."""
        known = dict(self._select("number, id", ids))

        def read(numbers: list[str]) -> dict[str, str]:
            wanted = {known[number]: number for number in numbers}
            marks = ", ".join("?" * len(wanted))
            sql = f"SELECT id, body FROM content WHERE id IN ({marks})"
            rows = self.connection.execute(sql, list(wanted))
            return {wanted[at]: body for at, body in rows}

        return read

    def _items(self, ids: list[int], full: set[int]) -> list[Item]:
        marks = ", ".join("?" * len(ids))
        rows = self.connection.execute(
            f"SELECT item.id, day, body, {', '.join(FILTERS)}, {_HEAD} "
            f"FROM item JOIN content USING (id) WHERE id IN ({marks})",
            ids,
        )
        own = 3 + len(FILTERS)
        return [
            Item(
                _candidate(row[own:], row[2]),
                {**_filters(row[3:own]), "day": row[1]},
                row[0] in full,
            )
            for row in rows
        ]

    def _hits(self, scored: list[tuple[str, float]]) -> tuple[Hit, ...]:
        to_mark = marks_for(self.asked)
        marks = ", ".join("?" * len(scored))
        numbers = [number for number, _score in scored]
        rows = self.connection.execute(
            "SELECT number, payload, body FROM item JOIN content USING (id) "
            f"WHERE number IN ({marks})",
            numbers,
        )
        held = {number: (unpack(payload), body) for number, payload, body in rows}
        return tuple(
            hit_of(record, score, self.asked, to_mark, folded)
            for number, score in scored
            for record, folded in [held[number]]
        )


def _candidate(row: tuple, text: str = "") -> Candidate:
    number, title, about, *others = row
    return Candidate(number, title, about, text, *others)


def _filters(row: tuple) -> dict[str, object]:
    values: dict[str, object] = dict(zip(FILTERS, row, strict=True))
    for name in OF_MANY:
        values[name] = tuple(filter(None, str(values[name] or "").split("|")))
    return values
