"""A recipient list in its publicity period for the demo: shown masked, ended by itself, 查本人.

All persons are invented: the sequence of every ID number is 000, which is never given out.
"""

import csv
import io
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

SOURCE_ID = "demo-list-1"
ROW = "W1-3"  # 低保审核信息：公示7个工作日
DAYS_SINCE_FORMED = 4
HEADER = ["申请人姓名", "身份证号", "联系电话", "村（社区）", "保障人数", "月保障金额（元）"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林"
GIVEN = ("秀兰", "建国", "玉珍", "德福", "桂花", "志强")
VILLAGES = ("东风村", "柳河村", "双山村", "新立村")
HOUSEHOLDS = 96


def ensure_list(users: dict) -> int:
    """Make the list when it is missing; returns how many were made."""
    if DisclosurePage.objects.filter(source_id=SOURCE_ID).exists():
        return 0
    page = _draft(users["editor"])
    table = uploading.choices_for(page)[0][0]
    uploading.put_list(
        page,
        users["editor"],
        data=_sheet(),
        name="名册.csv",
        table=table,
        caption="拟确认低保对象名册",
    )
    actions.submit(page, by=users["editor"])
    actions.approve(page, by=users["approver"])
    state = require_state(page, PrivacyReviewTask)
    columns.follow_proposals(state.revision.as_object(), users["reviewer"])
    actions.review_and_clear(page, by=users["reviewer"], decisions="proposed")
    actions.release(page, by=users["publisher"])
    outbox.drain(is_long=True)
    return 1


def households() -> list[list[str]]:
    """Invented households, alike enough to hide among each other (privacy.md §6)."""
    return [
        [
            SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)],
            f"220102{1945 + n % 40}{1 + n % 12:02}{1 + n % 28:02}000{n % 10}",
            f"1390000{n:04}",
            VILLAGES[n % len(VILLAGES)],
            str(1 + n // len(VILLAGES) % 2),
            str(620 * (1 + n // len(VILLAGES) % 2)),
        ]
        for n in range(HOUSEHOLDS)
    ]


def _sheet() -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEADER, *households()])
    return buffer.getvalue().encode("utf-8-sig")


def _draft(editor) -> TargetedNoticePage:
    unit = Unit.objects.get(code=UNIT)
    today = timezone.localdate()
    page = TargetedNoticePage(
        title="2026年第四季度拟确认最低生活保障对象公示（示例）",
        slug=SOURCE_ID,
        live=False,
        owner=editor,
        unit=unit,
        catalogue_item=CatalogueItem.objects.get(code=ROW),
        region=unit.region,
        issuing_body=unit.official_name,
        issued_on=today,
        formed_on=today - timedelta(days=DAYS_SINCE_FORMED),
        topic="民政、扶贫、救灾",
        source_id=SOURCE_ID,
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
