"""The files of an item and what is known of them without opening the vault."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure import outbox
from disclosure.canonical import ordered
from workflows.models import UploadedFile

READ = "file"  # kind of the outbox row that has a file read


@dataclass(frozen=True, slots=True)
class Attached:
    """The `n`-th file of a page: its row in the form, and the reading of its original."""

    n: int
    row: object
    uploaded: UploadedFile

    @property
    def name(self) -> str:
        """What staff call it; the title is checked when it is typed."""
        return self.row.title or _("附件 %(n)d") % {"n": self.n}


def files_of(page) -> list[Attached]:
    """Attachments whose original lies in the vault, numbered from 1."""
    rows = [row for row in ordered(page.attachment_rows) if row.vault_id]
    known = UploadedFile.objects.in_bulk([row.vault_id for row in rows])
    return [
        Attached(n, row, known.get(row.vault_id) or UploadedFile(vault_id=row.vault_id))
        for n, row in enumerate(rows, start=1)
    ]


def ensure_read(page) -> None:
    """At submission: every file is read or being read, under the policy of this page's domain."""
    for attached in files_of(page):
        known, is_new = UploadedFile.objects.get_or_create(
            vault_id=attached.uploaded.pk,
            defaults={"page_id": page.pk, "domain": page.domain or ""},
        )
        is_stale = known.domain != (page.domain or "")
        if is_new or is_stale or known.state in (known.UNREADABLE, known.FAILED):
            read_again(known, page)
        elif known.page_id != page.pk:
            UploadedFile.objects.filter(pk=known.pk).update(page_id=page.pk)


def read_again(uploaded: UploadedFile, page) -> None:
    """From the beginning: another policy applies, or the cause of a failure is mended."""
    UploadedFile.objects.filter(pk=uploaded.pk).exclude(state=UploadedFile.READING).update(
        page_id=page.pk, domain=page.domain or "", state=UploadedFile.WAITING, attempts=0, reason=""
    )
    outbox.enqueue(READ, page.number or "", vault=str(uploaded.pk))


def hindrance(attached: Attached) -> str:
    """Why the review cannot be passed because of this file; "" when nothing is in the way (I6)."""
    uploaded, name = attached.uploaded, attached.name
    reason = _(uploaded.reason) if uploaded.reason else ""  # the engine's sentences are Chinese
    if uploaded.is_ready:
        return ""
    if uploaded.is_under_way:
        return _("“%(name)s”还没有检测完，完成之前不能放行。关掉页面也会继续。") % {"name": name}
    if uploaded.state == uploaded.REFUSED:
        told = _("“%(name)s”不能公开：%(reason)s请退回，由编辑换一个文件。")
        return told % {"name": name, "reason": reason}
    told = _("“%(name)s”读不出，检测没有完成，因此不能放行。%(reason)s")
    return told % {"name": name, "reason": reason}


def hindrances(page) -> list[str]:
    """All such sentences of the page."""
    return [told for attached in files_of(page) if (told := hindrance(attached))]
