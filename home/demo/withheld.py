"""Drafts of the demo unit that are not for everybody: decided on, referred, and waiting."""

from dataclasses import dataclass

from disclosure import prose
from disclosure.attribute import decisions
from disclosure.models import CatalogueItem, DisclosurePage, NoticePage, Unit

from .accounts import UNIT


@dataclass(frozen=True, slots=True)
class Kept:
    """One draft; without `step` nobody has decided yet."""

    source_id: str
    title: str
    attribute: str
    ground: str
    reason: str
    step: str = ""
    referred_to: str = ""


KEPT = (
    Kept(
        "demo-withheld-1",
        "救助标准测算会议讨论记录（示例）",
        "withheld",
        "process",
        "标准尚在讨论，公开未定的意见会让群众误以为已经决定。",
        "decided",
    ),
    Kept(
        "demo-withheld-2",
        "救灾物资储备库位置和数量（示例）",
        "undecided",
        "",
        "储备库的位置和数量是否涉密，本单位不能确定。",
        "referred",
        "保密行政管理部门",
    ),
    Kept(
        "demo-withheld-3",
        "窗口人员排班表（示例）",
        "withheld",
        "internal_affairs",
        "只是内部排班，对外的办公时间已经公开。",
    ),
)


def ensure_withheld(users: dict) -> int:
    """Make what is missing; returns how many drafts were made."""
    made = 0
    for kept in KEPT:
        if not DisclosurePage.objects.filter(source_id=kept.source_id).exists():
            _make(kept, users)
            made += 1
    return made


def _make(kept: Kept, users: dict) -> None:
    unit = Unit.objects.get(code=UNIT)
    page = NoticePage(
        title=kept.title,
        slug=kept.source_id,
        live=False,
        owner=users["editor"],
        unit=unit,
        catalogue_item=CatalogueItem.objects.filter(page_type="NoticePage").first(),
        region=unit.region,
        issuing_body=unit.official_name,
        source_id=kept.source_id,
        is_example=True,
        publicity=kept.attribute,
        exemption=kept.ground or None,
        publicity_ground=kept.reason,
        body=prose.from_text("示例内容，只用来说明公开属性怎样决定。"),
    )
    page.take_snapshots()
    unit.column.add_child(instance=page)
    page.save_revision(user=users["editor"])
    if kept.step:
        decisions.decide(
            page,
            kept.step,
            by=users["approver"],
            reason=kept.reason,
            ground=kept.ground,
            referred_to=kept.referred_to,
        )
