"""After a release the public copies are fetched and read once more; a hit takes the item down (I4).

The check before the release reads what will be shown; this one reads what is shown: the page, open
data, the index document, every file and its text version, through the site's own addresses.
"""

import json
import logging
import re
from collections.abc import Iterator

from django.urls import reverse

from disclosure.evidence import withheld_values
from disclosure.listed_files import files_of
from disclosure.models import Clearance, DisclosurePage, PublicVersion
from home.visiting import fetch
from privacy.file_texts import CannotOpen, texts_in
from privacy.needles import Needles
from search.models import SearchDocument
from workflows import takedown

log = logging.getLogger(__name__)
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)


def recheck(number: str, payload: dict) -> None:
    """Outbox `recheck`; what does not answer (vault, page, file) is asked again later."""
    page = DisclosurePage.objects.filter(number=number, live=True).first()
    newest = PublicVersion.objects.filter(number=number).order_by("-rev").first()
    if page is None or newest is None or newest.rev != payload["rev"]:
        return  # withdrawn meanwhile, or a newer version has a check of its own
    withheld = withheld_values(Clearance.objects.get(pk=payload["clearance"]))
    copies = hits_in(page.specific, Needles(withheld)) if withheld else []
    if copies:
        log.error("recheck.hit item=%s copies=%s", number, copies)
        takedown.take_down_automatically(number, {"classes": []})


def hits_in(page, wanted: Needles) -> list[str]:
    """Names of the public copies of the item in which one of the values stands; NoAnswer when
    one cannot be read."""
    # A short name can stand in the frame of the page, which is about nobody.
    sure = wanted.unmistakable()
    found = {name for name, text in _whole(page) if sure.found_in(text)}
    found |= {name for name, text in _own(page) if wanted.found_in(text)}
    return sorted(found)


def _whole(page) -> Iterator[tuple[str, str]]:
    yield "page", _fetch(reverse("item", args=[page.number]))
    yield "api", _fetch(f"/api/v1/items/{page.number}/")
    for file in files_of(page):
        if file.twin_url:
            yield f"file {file.n} text", _fetch(file.twin_url)


def _own(page) -> Iterator[tuple[str, str]]:
    """What is the item's alone, without the frame."""
    for name, text in _whole(page):
        main = _MAIN.search(text)
        yield name, main.group() if main else text
    for document in SearchDocument.objects.filter(number=page.number, is_removed=False):
        yield "search", json.dumps(document.payload, ensure_ascii=False)
    for file in files_of(page):
        data = fetch(file.url)
        try:
            yield from ((f"file {file.n} {place}", text) for place, text in texts_in(data))
        except CannotOpen:
            log.warning("recheck.unopened item=%s file=%d", page.number, file.n)


def _fetch(address: str) -> str:
    return fetch(address).decode("utf-8", "replace")
