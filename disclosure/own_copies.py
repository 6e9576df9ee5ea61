"""Copies that the funnel itself keeps: public versions, drafts, and what a scrub still owes."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from disclosure import copies
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.removal import REMOVED_TITLE
from privacy.models import ScrubJob


def _page_ids(number: str) -> list[int]:
    return list(DisclosurePage.objects.filter(number=number).values_list("pk", flat=True))


def in_versions(number: str, trace: list) -> bool:
    """Earlier public versions with their content (differences, parts.json, the check desk)."""
    return PublicVersion.objects.filter(number=number).exclude(parts=[], title="").exists()


def in_drafts(number: str, trace: list) -> bool:
    """Revisions written before the removal (`trace`: their ids) that still hold a title."""
    revisions = Revision.page_revisions.filter(pk__in=trace)
    return any(
        content.get("title") != REMOVED_TITLE
        for content in revisions.values_list("content", flat=True).iterator(chunk_size=50)
    )


def revision_ids(page) -> list[int]:
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    return list(revisions.order_by("pk").values_list("pk", flat=True))


def in_database_files(number: str, trace: list) -> bool:
    """Free pages and logs of the database, until the physical scrub is done."""
    return ScrubJob.objects.filter(page_id__in=_page_ids(number), done_at__isnull=True).exists()


def register() -> None:
    """Called once when the app is ready."""
    copies.register("versions", _("历次公开版本"), in_versions)
    copies.register("drafts", _("草稿和修订版本"), in_drafts, trace=revision_ids, is_public=False)
    copies.register("database", _("数据库文件里的残留"), in_database_files, is_public=False)
