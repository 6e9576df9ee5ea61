"""The searchable lines of an item: the parts of its public record, then the words of its files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from disclosure import public_files
from disclosure.canonical import ordered
from disclosure.presentation import elements, tables_in

from .places import Line

LONGEST_FILES_TEXT = 400_000  # signs; a book of 800 pages need not be searchable to its end
# Filters, codes, digests and what is shown beside the text: nobody looks for them in words.
_NOT_WORDS = frozenset(
    f"f/{name}"
    for name in (
        "unit_name catalogue_label domain stage region_name doc_no issued_on effective_on validity "
        "topic genre audience publicity_from publicity_to"
    ).split()
) | {"title", "links"}
_ROW = re.compile(r"t/(.+)/(\d+|[a-z]+)")
_CELL = re.compile(r"表(\d+)![A-Z]+(\d+)")

Parts = Iterable[Sequence[str]]


def of_parts(parts: Parts, tables: Mapping[str, int], files: Mapping[str, int]) -> Iterator[Line]:
    """Lines of a record; `tables` numbers the keys of its tables, `files` its titled files."""
    for part, content in parts:
        text = content.strip()
        if part in _NOT_WORDS or part.startswith("a/") or not text:
            continue
        row = _ROW.fullmatch(part)
        if row is None:
            yield Line("e" if part.startswith("f/") else "", text)
        elif row[1] == "files":
            yield Line(f"f{files[row[2]]}" if row[2] in files else "e", text)
        elif row[1] == "links":  # kind, words, address: the words are what anybody looks for
            yield Line("e", text.partition("\t")[2].rpartition("\t")[0])
        elif row[1] in tables:
            number = int(row[2]) if row[2].isdigit() else 0
            yield Line(f"t{tables[row[1]]}", text.replace("\n", " "), number)
        else:
            yield Line("e", text)


def of_files(parts: Parts) -> Iterator[Line]:
    """Words of the public files, page by page; what was removed is not in the copies any more."""
    digests = [content for part, content in parts if part.startswith("a/")]
    copies = public_files.known(digests) if digests else {}
    left = LONGEST_FILES_TEXT
    for n, digest in enumerate(digests, start=1):
        if digest not in copies:
            continue
        for line in _of_file(n, public_files.placed_words_of(copies[digest])):
            if left <= 0:
                return
            yield Line(line.part, line.text[:left], line.row)
            left -= len(line.text) + 1


def _of_file(n: int, words: Iterable[tuple[str, str, str]]) -> Iterator[Line]:
    """The cells of a row are one line."""
    waiting: list[str] = []
    part, row = "", 0
    for place, text, address in words:
        cell = _CELL.fullmatch(address)
        here = (f"f{n}s{cell[1]}", int(cell[2])) if cell else (_paged(n, place), 0)
        if waiting and (cell is None or here != (part, row)):
            yield Line(part, "\t".join(waiting), row)
            waiting = []
        part, row = here
        if cell:
            waiting.append(" ".join(text.split()))
        elif text.strip():
            yield Line(part, text.strip())
    if waiting:
        yield Line(part, "\t".join(waiting), row)


def _paged(n: int, place: str) -> str:
    is_page = place[:1] == "p" and place[1:].isdigit()
    return f"f{n}{place}" if is_page else f"f{n}"


def numbering(page: Any) -> tuple[dict[str, int], dict[str, int], dict[str, str]]:
    """(tables by key, files by the place of their title, names of both as t1, f2; a file that has
    no text page is called g2)."""
    tables: dict[str, int] = {}
    names: dict[str, str] = {}
    for n, element in enumerate(tables_in(elements(page)), start=1):
        tables |= dict.fromkeys(element.keys, n)
        names[f"t{n}"] = element.label
    rows = ordered(page.attachment_rows)
    public = [(place, row) for place, row in enumerate(rows, start=1) if row.digest]
    files = {str(place): n for n, (place, _row) in enumerate(public, start=1)}
    copies = public_files.known(row.digest for _place, row in public) if public else {}
    for n, (_place, row) in enumerate(public, start=1):
        kept = copies.get(row.digest)
        names[f"f{n}" if kept and kept.twin else f"g{n}"] = row.title
    return tables, files, names
