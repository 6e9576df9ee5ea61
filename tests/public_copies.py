"""Public copies for tests: stored as the review stores them, without building a real file."""

from disclosure import public_files
from disclosure.models import AttachmentRow
from privacy.files.model import Rebuilt


def stored(content: bytes = b"one list", *, suffix: str = ".txt", words=(), html: str = "", **more):
    """A copy of these bytes in the public store; `words` are [(place, text)] as read in it."""
    media = more.pop("media_type", "text/plain")
    text = "\n".join(text for _place, text in words)
    return public_files.keep(Rebuilt(content, suffix, media, html, text, **more), list(words))


def row(title: str = "附表", table: str = "", **fields) -> AttachmentRow:
    """An attachment row with its public copy."""
    kept = stored(**fields)
    return AttachmentRow(table=table, title=title, digest=kept.digest, size=kept.size)
