"""Numbers that were split over neighbouring cells or lines, one digit or one group in each."""

import re
from collections.abc import Iterator, Sequence

from privacy.normalise import normalise
from privacy.policy import Policy
from privacy.validators import is_id_form, is_mobile

from .blocks import Content, Passage, Table
from .model import FileFinding

PIECE = re.compile(r"[\dXx]{1,17}")
MOST_PIECES = 20
LONGEST = 18
REASON = "号码被拆开写在相邻的格子或段落里。"


def numbers_over_cells(content: Content, policy: Policy) -> Iterator[FileFinding]:
    """A finding in every cell or line that holds a piece of an ID or mobile number."""
    lines: list[Passage] = []
    for block in content.blocks:
        if isinstance(block, Table):
            yield from _in_rows(block, policy)
            yield from _in(lines, policy)
            lines = []
        else:
            lines.append(block)
    yield from _in(lines, policy)


def _in_rows(table: Table, policy: Policy) -> Iterator[FileFinding]:
    for row in table.rows:
        yield from _in([cell for cell in row if cell is not None], policy)
    for column in range(table.width):  # one digit below the other
        below = [row[column] for row in table.rows if column < len(row)]
        single = [
            cell if cell is not None and len(cell.text.strip()) == 1 else None for cell in below
        ]
        run: list[Passage] = []
        for cell in [*single, None]:
            if cell is not None:
                run.append(cell)
            elif run:
                yield from _in(run, policy)
                run = []


def _in(passages: Sequence[Passage], policy: Policy) -> Iterator[FileFinding]:
    pieces = [_piece(passage.text) for passage in passages]
    start = 0
    while start < len(pieces):
        end, cls = _number(pieces, start)
        for passage in passages[start:end]:
            size = len(passage.text)
            yield FileFinding(
                f"{passage.ref}:0-{size}",
                passage.ref,
                0,
                size,
                cls,
                policy.action(cls),
                0.7,
                REASON,
            )
        start = end or start + 1


def _piece(text: str) -> str:
    if len(text) > 40 or not any(sign.isdigit() for sign in text):
        return ""
    if text.isascii() and text.isdigit():
        return text if len(text) < LONGEST else ""
    plain = "".join(normalise(text).text.split()).upper()
    return plain if PIECE.fullmatch(plain) else ""


def _number(pieces: list[str], start: int) -> tuple[int, str]:
    """(end, class) of a number made of whole pieces from `start`; (0, "") when there is none."""
    text = ""
    for end in range(start, min(start + MOST_PIECES, len(pieces))):
        if not pieces[end] or len(text) > LONGEST:
            break
        text += pieces[end]
        if end == start:
            continue
        if len(text) == 18 and is_id_form(text):
            return end + 1, "RESIDENT_ID"
        if len(text) == 11 and is_mobile(text) and _is_grouped(pieces[start : end + 1]):
            return end + 1, "PERSONAL_PHONE"
    return 0, ""


def _is_grouped(pieces: list[str]) -> bool:
    """As people write a mobile number: single digits, 3-4-4 or 3-8; sums do not fall so."""
    sizes = [len(piece) for piece in pieces]
    return all(size == 1 for size in sizes) or sizes in ([3, 4, 4], [3, 8], [7, 4], [3, 3, 5])
