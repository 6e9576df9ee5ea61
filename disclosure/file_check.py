"""The release check of public copies: every one is opened and read, inside and out (I4).

A hit names the copy and the place: `a/1` is the item's first file, `p2` its second page.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from django.utils.crypto import salted_hmac

from disclosure import public_files
from disclosure.allowed import allowed_texts
from disclosure.canonical import Record
from disclosure.models import PublicFile
from privacy.detect import detect
from privacy.file_texts import CannotOpen, texts_in
from privacy.needles import Needles

MASKED = frozenset("*＊×■█●某")
GONE = "已隐去"  # what a rebuilt file says in place of a removed value
Problem = dict[str, str]
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u3000-–—"))


def problems(page, record: Record, withheld: Iterable[str], accepted) -> list[Problem]:
    """Whatever keeps a file of the rendition from going out: [{surface, kind, part, place}].

    `accepted` are the clearance's: for files [class, part, fingerprint] of each value that a
    reviewer decided to leave.
    """
    found: list[Problem] = []
    needles = Needles(withheld)
    files = [(part, digest) for part, digest in record if part.startswith("a/")]
    copies = public_files.known(digest for _part, digest in files)
    for part, digest in files:
        try:
            found += _of_copy(page, part, copies.get(digest), digest, needles, accepted)
        except (public_files.CopyMissing, CannotOpen):
            found.append(_problem("unreadable", part, ""))
    return found


def surface(page, record: Record, request=None) -> str:
    """What the public reads in the files, as one text; `problems` opens the files themselves."""
    digests = [digest for part, digest in record if part.startswith("a/")]
    copies = public_files.known(digests) if digests else {}
    try:
        words = [w for d in digests if d in copies for w in public_files.words_of(copies[d])]
    except public_files.CopyMissing:
        return ""  # `problems` says so
    return "\n".join(text for _place, text in words)


def _of_copy(page, part, kept: PublicFile | None, digest, needles, accepted) -> list[Problem]:
    if kept is None:
        return [_problem("unreadable", part, "")]
    places = _hits(texts_of(kept, digest), needles)
    found = [_problem("withheld", part, place) for place in places]
    left = {entry[2] for entry in accepted if len(entry) == 3 and entry[1] == part}
    words, allow = public_files.words_of(kept), allowed_texts(page)
    fresh = fresh_in(words, page.domain or None, allow, left)
    return found + [_problem(cls, part, place) for place, cls in fresh]


def texts_of(kept: PublicFile, digest: str) -> Iterator[tuple[str, str]]:
    """Everything that stands in a copy, its twin and its text."""
    yield from texts_in(public_files.read(digest))
    yield "twin", public_files.twin_of(kept)
    yield from public_files.words_of(kept)


def _hits(texts: Iterable[tuple[str, str]], needles: Needles) -> list[str]:
    """Places with a withheld value. Everything is opened even if nothing is looked for: what
    cannot be opened does not go out."""
    opened = list(texts)
    return sorted({place for place, text in opened if text and needles.found_in(text)})


def fresh_in(words, domain, allow, left: set[str]) -> list[tuple[str, str]]:
    """(place, class) of findings nobody decided to leave; what is masked is no value any more."""
    found: dict[tuple[str, str], None] = {}
    read = cache(lambda text: detect(text, domain=domain, allow=allow))  # cells of a list repeat
    for place, text in words:
        for finding in read(text):
            value = text[finding.start : finding.end]
            if finding.action == "keep" or fingerprint(value) in left:
                continue
            if MASKED & set(value) or GONE in value:
                continue
            found[(place, finding.cls)] = None
    return list(found)


def fingerprint(value: str) -> str:
    """Keyed mark of a value that may stand in a file; blanks and dashes do not count."""
    plain = value.translate(_BLANKS)
    return salted_hmac("disclosure.file_check", plain, algorithm="sha256").hexdigest()[:32]


def _problem(kind: str, part: str, place: str) -> Problem:
    return {"surface": "files", "kind": kind, "part": part, "place": place}
