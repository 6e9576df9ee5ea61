"""A database in memory for an index to follow."""

from search.record import SearchRecord


class ListFeed:
    """Items in order of their changes; a later change replaces an earlier one."""

    def __init__(self, source="one"):
        self.source, self.rows = source, {}

    def write(self, seq, number, **values):
        gone = values.pop("gone", False)
        self.rows = {s: row for s, row in self.rows.items() if row[0] != number}
        payload = None if gone else SearchRecord(number=number, **values).as_payload()
        self.rows[seq] = (number, payload)

    def state(self):
        return self.source, max(self.rows, default=0)

    def since(self, seq, limit):
        later = sorted(s for s in self.rows if s > seq)[:limit]
        return [(s, *self.rows[s]) for s in later]
