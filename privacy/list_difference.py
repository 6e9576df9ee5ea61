"""What two lists in a row give away: who came and who left, without keeping a value (§6).

Persons are compared by keyed hashes; the key lives as long as the comparison.
"""

import hashlib
import hmac
import re
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .normalise import normalise

_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Counts only. `lonely` are groups (villages) in which fewer than `required` came or left:
    {group: (came, left)}; `amount` is what the totals differ by, where they can be added."""

    came: int
    left: int
    same: int
    required: int
    lonely: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def reveals(self) -> bool:
        """Whether a reader who holds both lists sees single newcomers or leavers."""
        return 0 < self.came < self.required or 0 < self.left < self.required or bool(self.lonely)


def compare(
    before: Sequence[tuple[Sequence[str], str]],
    after: Sequence[tuple[Sequence[str], str]],
    *,
    required: int,
) -> Difference:
    """`before` and `after`: per row (what names the person, the public group the row stands in).

    A group whose rows all changed is a new group and counts as well: its size tells.
    """
    key = secrets.token_bytes(32)
    old = Counter((_hash(key, person), group) for person, group in before)
    new = Counter((_hash(key, person), group) for person, group in after)
    came, left = new - old, old - new
    by_group: dict[str, list[int]] = {}
    for (_person, group), count in came.items():
        by_group.setdefault(group, [0, 0])[0] += count
    for (_person, group), count in left.items():
        by_group.setdefault(group, [0, 0])[1] += count
    lonely = {
        group: (more, less)
        for group, (more, less) in by_group.items()
        if 0 < more < required or 0 < less < required
    }
    return Difference(
        came.total(), left.total(), (new & old).total(), required, dict(sorted(lonely.items()))
    )


def _hash(key: bytes, person: Sequence[str]) -> bytes:
    told = "\x1f".join(_GAPS.sub("", normalise(value).text).upper() for value in person)
    return hmac.digest(key, told.encode(), hashlib.sha256)
