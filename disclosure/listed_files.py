"""Public files of a live item with their addresses: what the page lists and the views serve."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure import public_files, writing
from disclosure.canonical import ordered
from disclosure.models import PublicFile

SHOWN_SIGNS = 12  # of a digest in a list; the whole stands in open data
KINDS = {
    ".pdf": "PDF",
    ".docx": "DOCX",
    ".xlsx": "XLSX",
    ".csv": "CSV",
    ".txt": gettext_lazy("纯文本"),
    ".png": "PNG",
    ".jpg": "JPG",
}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """The `n`-th public file (part a/<n>) of the item `number`."""

    number: str
    n: int
    title: str
    copy: PublicFile

    @property
    def name(self) -> str:
        """Neutral file name: the original one could name somebody. Changes with the bytes."""
        plain = (self.number or "draft").replace("/", "-")
        return f"{plain}-{self.n}-{self.copy.digest[:8]}{self.copy.suffix}"

    @property
    def url(self) -> str:
        return reverse("item_file", args=[self.number, self.n, self.name]) if self.number else ""

    @property
    def twin_url(self) -> str:
        return reverse("item_file_text", args=[self.number, self.n]) if self._has_twin else ""

    @property
    def _has_twin(self) -> bool:
        return bool(self.number and self.copy.twin)

    @property
    def kind(self) -> str:
        return str(KINDS.get(self.copy.suffix, self.copy.suffix.lstrip(".").upper()))

    @property
    def has_pages(self) -> bool:
        """Whether a count of pages says anything: documents flow, tables have none."""
        return self.copy.suffix in (".pdf", ".png", ".jpg")

    @property
    def size(self) -> str:
        return writing.size(self.copy.size)

    @property
    def short_digest(self) -> str:
        return self.copy.digest[:SHOWN_SIGNS]


def files_of(page) -> list[ListedFile]:
    """Files with a public copy, numbered as in the public record."""
    rows = [row for row in ordered(page.attachment_rows) if row.digest]
    copies = public_files.known(row.digest for row in rows) if rows else {}
    return [
        ListedFile(page.number, n, row.title or _("附件 %(n)d") % {"n": n}, copies[row.digest])
        for n, row in enumerate(rows, start=1)
        if row.digest in copies
    ]
