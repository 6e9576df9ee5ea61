"""Recipient lists for the demo: one in its publicity period (shown masked, ended by itself,
查本人), one of ten thousand households that waits for the reviewer.

All persons are invented: the sequence of every ID number is 000, which is never given out.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from disclosure import outbox, prose
from disclosure.calendars import current_calendar
from disclosure.forms import due_on
from disclosure.list_norms import end_of_list
from disclosure.models import CatalogueItem, DisclosurePage, TargetedNoticePage, Unit
from disclosure.periods import norms_of
from workflows import actions
from workflows.lists import columns, uploading
from workflows.models import PrivacyReviewTask
from workflows.standing import require_state

from .accounts import UNIT

ROW = "W1-3"  # 低保审核信息：公示7个工作日
DAYS_SINCE_FORMED = 4
HEADER = ["申请人姓名", "身份证号", "联系电话", "村（社区）", "保障人数", "月保障金额（元）"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林"
GIVEN = ("秀兰", "建国", "玉珍", "德福", "桂花", "志强")
VILLAGES = ("东风村", "柳河村", "双山村", "新立村")


@dataclass(frozen=True, slots=True)
class ListStory:
    """A list that is public, or one that waits for the reviewer."""

    source_id: str
    title: str
    households: int
    is_released: bool


STORIES = (
    ListStory("demo-list-1", "2026年第四季度拟确认最低生活保障对象公示（示例）", 96, True),
    ListStory("demo-list-2", "全省拟确认最低生活保障对象汇总公示（示例）", 10_000, False),
)
SINGLED_OUT = 3  # households of the long list that are unlike all others


def ensure_lists(users: dict, stories=STORIES) -> int:
    """Make the lists that are missing; returns how many were made."""
    known = set(
        DisclosurePage.objects.filter(source_id__in=[s.source_id for s in stories]).values_list(
            "source_id", flat=True
        )
    )
    missing = [story for story in stories if story.source_id not in known]
    for story in missing:
        _play(story, users)
    return len(missing)


def _play(story: ListStory, users: dict) -> None:
    page = _draft(story, users["editor"])
    table = uploading.choices_for(page)[0][0]
    uploading.put_list(
        page,
        users["editor"],
        data=_sheet(story),
        name="名册.csv",
        table=table,
        caption="拟确认低保对象名册",
    )
    actions.submit(page, by=users["editor"])
    actions.approve(page, by=users["approver"])
    if not story.is_released:
        return
    state = require_state(page, PrivacyReviewTask)
    columns.follow_proposals(state.revision.as_object(), users["reviewer"])
    actions.review_and_clear(page, by=users["reviewer"], decisions="proposed")
    actions.release(page, by=users["publisher"])
    outbox.drain(is_long=True)


def households(count: int) -> list[list[str]]:
    """Invented households, alike enough to hide among each other (privacy.md §6)."""
    return [
        [
            SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)],
            f"220102{1945 + n % 40}{1 + n % 12:02}{1 + n % 28:02}000{n % 10}",
            f"1390000{n % 10_000:04}",
            VILLAGES[n % len(VILLAGES)],
            str(1 + n // len(VILLAGES) % 2),
            str(620 * (1 + n // len(VILLAGES) % 2)),
        ]
        for n in range(count)
    ]


def _sheet(story: ListStory) -> bytes:
    rows = households(story.households)
    if not story.is_released:
        for n in range(SINGLED_OUT):  # large families, one to a village
            rows[n * 1_000 + n][4:] = [str(8 + n), str(620 * (8 + n))]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEADER, *rows])
    return buffer.getvalue().encode("utf-8-sig")


def _draft(story: ListStory, editor) -> TargetedNoticePage:
    unit = Unit.objects.get(code=UNIT)
    today = timezone.localdate()
    page = TargetedNoticePage(
        title=story.title,
        slug=story.source_id,
        live=False,
        owner=editor,
        unit=unit,
        catalogue_item=CatalogueItem.objects.get(code=ROW),
        region=unit.region,
        issuing_body=unit.official_name,
        issued_on=today,
        formed_on=today - timedelta(days=DAYS_SINCE_FORMED),
        topic="民政、扶贫、救灾",
        source_id=story.source_id,
        is_example=True,
        publicity_from=today,
        objection_phone="0431-12345",
        objection_address=unit.official_name,
        body=prose.from_text("经审核，下列家庭拟确认为最低生活保障对象，现予公示。"),
    )
    page.publicity_to = _last_day(page, today)
    page.take_snapshots()
    page.due_on = due_on(page)
    unit.column.add_child(instance=page)
    page.save_revision(user=editor)
    return page


def _last_day(page, posted: date) -> date:
    return end_of_list(norms_of(page), posted, current_calendar()).last_day
