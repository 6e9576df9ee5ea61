"""Items with attached files for the demo: one public, one with hostile files waiting for review.

The files are invented. The waiting ones hide names and numbers where people forget them: deleted
and hidden text, document properties, a scan with a signature.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from disclosure import outbox
from disclosure.models import AttachmentRow, DisclosurePage, Unit
from privacy import vault
from workflows import actions
from workflows.files import known

from .work import Story, draft

LONGEST_WAIT_SECONDS = 180
FOLDER = Path(__file__).parent / "attachments"


@dataclass(frozen=True, slots=True)
class FileStory:
    """An item whose files go the whole way, or stop at the reviewer."""

    story: Story
    files: tuple[tuple[str, str], ...]  # (file in the folder, its name in the form)
    is_released: bool


def _story(source_id: str, row: str, title: str, service: str, text: str) -> Story:
    return Story(source_id, row, title, service, "", "", "", text)


STORIES = [
    FileStory(
        _story(
            "demo-files-1",
            "W1-1",
            "城乡居民最低生活保障标准（示例）",
            "最低生活保障审核确认",
            "城乡居民最低生活保障标准见附件，自执行之日起发放。",
        ),
        (("standards.docx", "城乡低保标准一览"),),
        True,
    ),
    FileStory(
        _story(
            "demo-files-2",
            "W8-1",
            "2026年第三季度临时救助发放情况（示例）",
            "临时救助",
            "第三季度临时救助和救助款物发放情况见附件。",
        ),
        (("report.docx", "发放说明"), ("scan.pdf", "领取登记扫描件")),
        False,
    ),
]


def ensure_files(users: dict) -> int:
    """Make what is missing; returns how many items were made."""
    made = 0
    for told in STORIES:
        if not DisclosurePage.objects.filter(source_id=told.story.source_id).exists():
            _play(told, users)
            made += 1
    return made


def _play(told: FileStory, users: dict) -> None:
    page = _draft(told, users["editor"])
    actions.submit(page, by=users["editor"])
    actions.approve(page, by=users["approver"])
    _wait_until_read(page)
    if told.is_released:
        actions.review_and_clear(page, by=users["reviewer"], decisions="proposed")
        actions.release(page, by=users["publisher"])


def _wait_until_read(page) -> None:
    """The demo opens with a result; what takes longer goes on in the running site."""
    for _round in range(LONGEST_WAIT_SECONDS):
        outbox.drain(is_long=True)
        if not any(attached.uploaded.is_under_way for attached in known.files_of(page)):
            return
        time.sleep(1)


def _draft(told: FileStory, editor):
    page = draft(told.story, editor)
    for place, (file, name) in enumerate(told.files):
        page.attachment_rows.add(_row(file, name, place, page.unit, editor))
    page.save(clean=False)
    page.save_revision(user=editor)
    return page


def _row(file: str, name: str, place: int, unit: Unit, editor) -> AttachmentRow:
    data = (FOLDER / file).read_bytes()
    sealed = vault.seal(data, kind="file", name=file, unit_code=unit.code, by=editor)
    return AttachmentRow(title=name, vault_id=sealed.pk, size=len(data), sort_order=place)
