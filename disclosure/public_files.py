"""The store of public copies: immutable files named by their SHA-256, through Django's storage.

A copy is no secret and nobody's property: it is reachable only through the address of a live item
whose public record names its digest.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from disclosure.models import AttachmentRow, PublicFile
from privacy.files.model import Rebuilt

Words = list[tuple[str, str]]


class CopyMissing(OSError):
    """The store has no intact file of this digest."""


def store() -> Storage:
    """The storage named `public` (an object store in production), else a folder of ours."""
    if "public" in settings.STORAGES:
        return storages["public"]
    return FileSystemStorage(location=settings.VAR_DIR / "public")


def keep(
    rebuilt: Rebuilt, words: Sequence[tuple[str, str]], cells: Mapping[str, str] | None = None
) -> PublicFile:
    """Store a rebuilt file with its twin and what was read in it again: [(place, text)].

    `cells` gives the places that are cells their address: 表1!C14. The same bytes are the same
    copy; storing them twice changes nothing.
    """
    read_again = [[place, text, (cells or {}).get(place, "")] for place, text in words]
    digest = put(rebuilt.data)
    kept, _made = PublicFile.objects.update_or_create(
        digest=digest,
        defaults={
            "media_type": rebuilt.media_type[:100],
            "suffix": rebuilt.suffix[:8],
            "size": len(rebuilt.data),
            "pages": max(rebuilt.pages, 1),
            "twin": put(rebuilt.html.encode()) if rebuilt.html else "",
            "words": put(json.dumps(read_again, ensure_ascii=False).encode()),
        },
    )
    return kept


def put(data: bytes) -> str:
    """Store bytes under their digest, which is returned."""
    digest = hashlib.sha256(data).hexdigest()
    if not is_intact(digest):
        with suppress(FileNotFoundError):
            store().delete(digest)  # half-written by a process that died
        name = store().save(digest, ContentFile(data))
        if name != digest:  # somebody else stored the same bytes at this moment
            store().delete(name)
    return digest


def read(digest: str) -> bytes:
    """The bytes of this digest; CopyMissing when they are not there or are others."""
    try:
        with store().open(digest) as file:
            data = file.read()
    except OSError as error:
        raise CopyMissing(digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise CopyMissing(digest)
    return data


def is_intact(digest: str) -> bool:
    try:
        read(digest)
    except CopyMissing:
        return False
    return True


def twin_of(kept: PublicFile) -> str:
    """Body of the accessible twin; "" where there is none."""
    return read(kept.twin).decode() if kept.twin else ""


def words_of(kept: PublicFile) -> Words:
    """[(place, text)] as read in the finished copy."""
    return [(place, text) for place, text, _cell in placed_words_of(kept)]


def placed_words_of(kept: PublicFile) -> list[tuple[str, str, str]]:
    """[(place, text, address of the cell or "")]; copies kept before there were any have none."""
    found = json.loads(read(kept.words)) if kept.words else []
    return [(entry[0], entry[1], entry[2] if len(entry) > 2 else "") for entry in found]


def known(digests: Iterable[str]) -> dict[str, PublicFile]:
    return PublicFile.objects.in_bulk([digest for digest in digests if digest])


def forget(number: str, payload: dict) -> None:
    """Outbox `files`: delete copies that no item's rows name any more, with all that hangs on them.

    Two items may carry the same file: it stays as long as one of them does.
    """
    for digest in payload["digests"]:
        if AttachmentRow.objects.filter(digest=digest).exists():
            continue
        kept = PublicFile.objects.filter(digest=digest).first()
        names = [digest, *([kept.twin, kept.words] if kept else [])]
        for name in filter(None, names):
            if not _is_used(name, besides=digest):
                with suppress(FileNotFoundError):
                    store().delete(name)
        if kept:
            kept.delete()


def _is_used(name: str, *, besides: str) -> bool:
    """Whether another copy shares this twin or text."""
    others = PublicFile.objects.exclude(digest=besides)
    return others.filter(twin=name).exists() or others.filter(words=name).exists()
