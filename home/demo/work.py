"""Work in progress of the demo: in each step something returned and resubmitted, and one real
finding being decided."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from disclosure import prose
from disclosure.forms import due_on
from disclosure.models import CatalogueItem, DisclosurePage, Unit, WelfarePolicyPage
from workflows import actions, claims
from workflows.models import PrivacyReviewTask
from workflows.review import deciding
from workflows.review.spots import spots_of
from workflows.standing import require_state

from .accounts import UNIT

DAYS_SINCE_FORMED = 9
# Invented: the last digit is not the one the checksum demands, the sequence is 000.
INVENTED_ID = "220102195503160002"


@dataclass(frozen=True, slots=True)
class Story:
    """A guide of the demo unit and how far it has come. `returned_at`: approver, reviewer,
    publisher or nobody."""

    source_id: str
    row: str
    title: str
    service: str
    returned_at: str
    reasons: str
    added: str
    text: str


STORIES = [
    Story(
        "demo-work-1",
        "W2-1",
        "特困人员救助供养申请办理指南（示例）",
        "特困人员救助供养认定",
        "approver",
        "第三段没有写明护理照料标准的计算方法，请补充后重新提交。",
        "照料护理标准按全自理、半护理、全护理三档，分别以当地最低工资标准的一定比例确定。",
        "无劳动能力、无生活来源且无法定赡养、抚养、扶养义务人的城乡居民可以申请。\n"
        "乡镇人民政府（街道办事处）受理申请并调查核实，县级民政部门审核确认。",
    ),
    Story(
        "demo-work-2",
        "W8-1",
        "临时救助申请审批办理指南（示例）",
        "临时救助",
        "reviewer",
        "个案说明容易让人认出是哪一户，请改为一般性的说明。",
        "遭遇火灾、交通事故等意外，基本生活暂时出现严重困难的家庭和个人可以申请。",
        "情况紧急的可以先行救助，事后补办手续。\n救助金额一般不超过当地月低保标准的若干倍。",
    ),
    Story(
        "demo-work-3",
        "W9-1",
        "老年人高龄津贴申领办理指南（示例）",
        "高龄津贴申领",
        "publisher",
        "执行日期与文件不一致，请核对原件后改正。",
        "本指南自2018年7月1日起执行，此前规定与本指南不一致的，以本指南为准。",
        "具有本省户籍、年满八十周岁的老年人可以申领。\n申请当月符合条件的，自次月起发放。",
    ),
    Story(
        "demo-work-4",
        "W1-1",
        "城乡居民最低生活保障申请审批办理指南（示例）",
        "最低生活保障审核确认",
        "",
        "",
        "",
        "共同生活的家庭成员人均收入低于当地最低生活保障标准的家庭可以申请。\n"
        f"例如：申请人郑春梅，身份证号码{INVENTED_ID}，提交材料后二十个工作日内办结。\n"
        "乡镇人民政府（街道办事处）应当在居住地公示七个工作日。",
    ),
]


def ensure_work(users: dict) -> int:
    """Make what is missing; returns how many stories were played."""
    played = 0
    for story in STORIES:
        if not DisclosurePage.objects.filter(source_id=story.source_id).exists():
            _play(story, users)
            played += 1
    return played


def _play(story: Story, users: dict) -> None:
    page = draft(story, users["editor"])
    actions.submit(page, by=users["editor"])
    if story.returned_at:
        _pass_until(page, story.returned_at, users)
        actions.return_(page, by=users[story.returned_at], reasons=story.reasons)
        _mend(page, story, users["editor"])
        actions.submit(page, by=users["editor"])
        _pass_until(page, story.returned_at, users)
        return
    actions.approve(page, by=users["approver"])
    _decide_one(page, users["reviewer"])


def _pass_until(page, waits_for: str, users: dict) -> None:
    """Take the steps before the one at which the item is to wait."""
    if waits_for in ("reviewer", "publisher"):
        actions.approve(page, by=users["approver"])
    if waits_for == "publisher":
        actions.review_and_clear(page, by=users["reviewer"], decisions="proposed")


def draft(story: Story, editor) -> WelfarePolicyPage:
    """A complete draft of the demo unit."""
    unit = Unit.objects.get(code=UNIT)
    # Recent, so that the clocks of the demo run as they would in a unit's daily work.
    formed_on = timezone.localdate() - timedelta(days=DAYS_SINCE_FORMED)
    page = WelfarePolicyPage(
        title=story.title,
        slug=story.source_id,
        live=False,
        owner=editor,
        unit=unit,
        catalogue_item=CatalogueItem.objects.get(code=story.row),
        region=unit.region,
        issuing_body=unit.official_name,
        issued_on=formed_on,
        formed_on=formed_on,
        topic="民政、扶贫、救灾",
        source_id=story.source_id,
        is_example=True,
        service_name=story.service,
        eligibility="见正文。",
        materials="申请书\n户口簿和居民身份证\n家庭经济状况申报材料",
        procedure="申请→受理→调查核实→公示→审核确认",
        time_limit="二十个工作日",
        place_hours="各乡镇、街道便民服务中心，工作日上午八时半至下午四时半",
        contact="0431-12345",
        complaint="0431-12345",
        legal_basis="社会救助暂行办法",
        body=prose.from_text(story.text),
    )
    page.take_snapshots()
    page.due_on = due_on(page)
    unit.column.add_child(instance=page)
    page.save_revision(user=editor)
    return page


def _mend(page, story: Story, editor) -> None:
    """What the editor changes after the return."""
    draft = DisclosurePage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    draft.body = prose.from_text(f"{story.text}\n{story.added}")
    draft.save_revision(user=editor)


def _decide_one(page, reviewer) -> None:
    """The reviewer has taken the item and decided the first place; the rest is open."""
    state = require_state(page, PrivacyReviewTask)
    claims.claim(state, reviewer)
    first = next((spot for spot in spots_of(state.revision) if spot.is_open), None)
    if first is not None:
        deciding.decide(state, deciding.Decide(*first.key, "remove"), reviewer)
