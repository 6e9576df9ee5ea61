"""What a removal for privacy or law takes with it (verification/spec.md §10, I5)."""

from wagtail.models import Revision

from disclosure.canonical import TYPED_RELATIONS, Record
from disclosure.models import (
    Approval,
    Clearance,
    DisclosurePage,
    FixedRendition,
    PublicVersion,
)
from disclosure.redaction import set_body
from ledger.models import LedgerSeed
from privacy import vault
from privacy.models import ScrubJob, VaultObject
from privacy.scrub import ScrubReport, forget_page, scrub

REMOVED_TITLE = "（已撤下）"
EMPTIED_BASE = (
    "doc_no",
    "issuing_body",
    "keywords",
    "source_note",
    "project_code",
    "seo_title",
    "search_description",
)
OWN_TABLES = (PublicVersion, Clearance, Approval, LedgerSeed)
ROWS = (*TYPED_RELATIONS, "region_rows", "attachment_rows", "link_rows", "recipient_tables")


def empty(page: DisclosurePage) -> None:
    """Blank every content column and row of the page in memory; the tombstone's facts stay."""
    page.title = page.draft_title = REMOVED_TITLE
    page.slug = f"removed-{page.pk}"
    for name in EMPTIED_BASE:
        setattr(page, name, "")
    for name in type(page).own_fields():
        field = page._meta.get_field(name)
        setattr(page, name, None if field.null else field.get_default())
    set_body(page, [])
    for name in ROWS:
        getattr(page, name).set([])


def forget(item: DisclosurePage) -> set[str]:
    """Empty all public versions, revisions and the salts that would confirm old content.

    Returns the digests of the files that were public.
    """
    digests = _files_named(item)
    PublicVersion.objects.filter(page_id=item.pk).update(parts=[], title="")
    Clearance.objects.filter(page_id=item.pk).update(salt="")
    Approval.objects.filter(page_id=item.pk).update(salt="")
    _forget_boards(item)
    emptied = item.specific_class.objects.get(pk=item.pk).serializable_data()
    for revision in Revision.page_revisions.filter(object_id=str(item.pk)):
        revision.content = emptied
        revision.object_str = REMOVED_TITLE
        revision.save(update_fields=["content", "object_str"])
    owe_own_tables(forget_page(item.pk, REMOVED_TITLE))
    return digests


def owe_own_tables(report: ScrubReport) -> None:
    """Have the physical scrub do our own tables as well: versions, salts, seeds of the log."""
    job = ScrubJob.objects.get(pk=report.job_id)
    job.tables = sorted({*job.tables, *(model._meta.db_table for model in OWN_TABLES)})
    job.save(update_fields=["tables"])


def _forget_boards(item: DisclosurePage) -> None:
    """Sheets with full names can be printed no more; the archive has its own time to be kept."""
    fixed = FixedRendition.objects.filter(clearance__page_id=item.pk)
    for board in fixed.filter(kind="board"):
        sealed = VaultObject.objects.filter(pk=board.vault_id).first()
        if sealed is not None:
            vault.erase(sealed, reason="removal")
    fixed.update(salt="")


def _files_named(item: DisclosurePage) -> set[str]:
    """Digests of all files in the item's public versions."""
    versions = PublicVersion.objects.filter(page_id=item.pk).values_list("parts", flat=True)
    return {text for parts in versions for part, text in parts if part.startswith("a/")}


def narrow_versions(item: DisclosurePage, record: Record) -> set[str]:
    """After a redaction: earlier versions keep only parts that still stand unchanged.

    Returns the digests of files that no version names any more.
    """
    named = _files_named(item)
    remaining = dict(record)
    last = PublicVersion.objects.filter(page_id=item.pk).order_by("-rev").first()
    for version in PublicVersion.objects.filter(page_id=item.pk).exclude(pk=last.pk):
        version.parts = [
            [part, text] for part, text in version.parts if remaining.get(part) == text
        ]
        version.title = version.title if remaining.get("title") == version.title else ""
        version.save(update_fields=["parts", "title"])
    return named - _files_named(item)


def scrub_values(item: DisclosurePage, values: set[str]) -> None:
    """Take removed values out of drafts, revisions, logs and comments as well."""
    needles = sorted({value for value in values if len(value) > 1})
    # Without needles too: the log's seeds and the older versions were rewritten.
    owe_own_tables(scrub(item.pk, needles, keep_revision_ids=[]))
