"""Duties of the demo unit: published late, missing, a draft behind its day, and a statement.

Everything goes the usual way: the office assigns, planning counts, people publish and sign.
"""

from datetime import date, timedelta

from disclosure import outbox, prose
from disclosure.duties.items import follow_draft
from disclosure.duties.register import renew
from disclosure.duties.statements import sign
from disclosure.models import (
    CatalogueItem,
    DisclosurePage,
    Duty,
    DutyAssignment,
    FeedbackPage,
    ItemRow,
    ServiceGuidePage,
    Unit,
)
from disclosure.periods import today
from workflows import actions

from .accounts import UNIT

# Long enough for twenty working days to have passed, whatever the holidays.
BEGAN = timedelta(days=80)
MISSING, LATE, DRAFTED = "X17", "X22", "X5"
YEARLY = ("W14", "W16", "W17")
SIGNED = "W16"
REASON = (
    "上一年度省本级彩票公益金没有新安排社会福利项目，已完工项目此前均已公开，"
    "因此本年度没有执行情况可以公开。（示例）"
)
PUBLISHED_ID, DRAFT_ID = "demo-duty-1", "demo-duty-2"


def ensure_duties(users: dict) -> int:
    """Assign, plan, and play what is missing; returns how many duties appeared."""
    unit = Unit.objects.get(code=UNIT)
    last_year = date(today().year - 1, 1, 1)
    for code in (MISSING, LATE, DRAFTED):
        _assign(unit, code, today() - BEGAN)
    for code in YEARLY:
        _assign(unit, code, last_year)
    appeared = sum(renew().appeared.values())
    if not DisclosurePage.objects.filter(source_id=PUBLISHED_ID).exists():
        _publish(unit, users)
    if not DisclosurePage.objects.filter(source_id=DRAFT_ID).exists():
        _begin(unit, users["editor"])
    duty = Duty.objects.filter(
        unit=unit, catalogue_item__code=SIGNED, period_from=last_year
    ).first()
    if duty is not None and duty.statement_id is None and duty.fulfilled_on is None:
        sign(duty, by=users["approver"], post="approver", reason=REASON)
    return appeared


def _assign(unit: Unit, code: str, since: date) -> None:
    row = CatalogueItem.objects.get(code=code)
    DutyAssignment.objects.get_or_create(
        catalogue_item=row, unit=unit, defaults={"since": since, "is_default": True}
    )


def _item(page_class, unit: Unit, code: str, source_id: str, editor, **fields):
    page = page_class(
        slug=source_id,
        live=False,
        owner=editor,
        unit=unit,
        catalogue_item=CatalogueItem.objects.get(code=code),
        region=unit.region,
        issuing_body=unit.official_name,
        source_id=source_id,
        is_example=True,
        **fields,
    )
    page.take_snapshots()
    unit.column.add_child(instance=page)
    return page


def _publish(unit: Unit, users: dict) -> None:
    page = _item(
        FeedbackPage,
        unit,
        LATE,
        PUBLISHED_ID,
        users["editor"],
        title="社会救助和社会福利信息公开投诉举报渠道（示例）",
        formed_on=today(),
        body=prose.from_text(
            "认为应当公开的信息没有公开，或公开的信息不准确的，可以通过下列渠道反映。"
        ),
    )
    for name, value in (("电话", "0431-12345"), ("来信", "厅政务公开办公室")):
        page.item_rows.add(ItemRow(table="channels", name=name, note=value))
    page.save()
    page.save_revision(user=users["editor"])
    follow_draft(page)
    actions.submit(page, by=users["editor"])
    actions.approve(page, by=users["approver"])
    actions.review_and_clear(page, by=users["reviewer"], decisions="proposed")
    actions.release(page, by=users["publisher"])
    outbox.drain(is_long=True)


def _begin(unit: Unit, editor) -> None:
    page = _item(
        ServiceGuidePage,
        unit,
        DRAFTED,
        DRAFT_ID,
        editor,
        title="社会救助基本公共服务项目清单和指南（示例）",
        formed_on=today(),
    )
    page.save_revision(user=editor)
    follow_draft(page)
