"""The check in words: what was found, what it means, what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from supervision.sitecheck import kinds

GROUPS = {
    "content": later("内容更新"),
    "answers": later("互动回应"),
    "dates": later("日期真实"),
    "pages": later("页面和链接"),
    "marks": later("标识和联系方式"),
}
MARKS = {
    kinds.SURE: later("依据已核对原文"),
    kinds.COPY: later("依据见于公开转载"),
    kinds.MEMORY: later("依据未核对原文"),
    kinds.OURS: later("本平台自定"),
}
OWES = {
    kinds.UNIT: later("责任单位"),
    kinds.OPERATOR: later("网站运维"),
    kinds.OFFICE: later("公开办"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`what` may hold %(…)s of the finding's detail; `do` is what to do about it."""

    name: str
    what: str
    do: str


KINDS = {
    "home_stale": Told(
        later("首页两周没有更新"),
        later("首页两周没有新公开的信息。"),
        later("公布近期形成的信息；确实没有的，检查是否有该公开而未公开的事项。"),
    ),
    "column_empty": Told(
        later("空白栏目"),
        later("这个栏目没有任何信息。"),
        later("补充内容，或合并、关闭这个栏目。"),
    ),
    "news_stale": Told(
        later("动态类栏目两周没有更新"),
        later("最近一条动态在 %(newest)s。"),
        later("公布新的工作动态；不再更新的栏目应合并。"),
    ),
    "notices_stale": Told(
        later("通知公告六个月没有更新"),
        later("最近一条通知公告在 %(newest)s。"),
        later("核对六个月来的通知公告是否都已公开。"),
    ),
    "policy_stale": Told(
        later("政策文件六个月没有更新"),
        later("最近一条政策文件在 %(newest)s。"),
        later("核对六个月来的政策文件是否都已公开。"),
    ),
    "column_overdue": Told(
        later("应更新未更新"),
        later("目录事项 %(of)s 有 %(n)s 件草稿已过最迟公开日。"),
        later("完成审核并公开；不能公开的，写明依据。"),
    ),
    "guide_incomplete": Told(
        later("办事指南要素不全"),
        later("这份指南缺 %(n)s 项必填要素。"),
        later("打开编辑页，按右侧清单补齐后重新提交。"),
    ),
    "unanswered": Told(
        later("超过三个月没有答复"),
        later("%(received)s 收到，至今没有答复。"),
        later("当天答复；确实不能办的，说明原因。"),
    ),
    "answer_late": Told(
        later("答复超过期限"),
        later("%(received)s 收到，已过办理期限。"),
        later("尽快办理并答复。"),
    ),
    "no_way_to_ask": Told(
        later("没有网上咨询渠道"),
        later("首页没有通向咨询、提问或申请公开的链接。"),
        later("在首页或页脚开设网上咨询入口。"),
    ),
    "public_before_formed": Told(
        later("公开日期早于形成日期"),
        later("%(public)s 公开，信息却在 %(formed)s 形成。"),
        later("核对成文日期和形成日期，有误的按更正程序改正。"),
    ),
    "date_in_future": Told(
        later("日期在将来"),
        later("写着 %(day)s，这一天还没有到。"),
        later("核对日期，有误的按更正程序改正。"),
    ),
    "differs_from_log": Told(
        later("公开时间与公开记录不符"),
        later("页面写 %(shown)s，公开记录是 %(logged)s。"),
        later("公开时间由系统写入，不能人为修改：请查数据库由谁改动，并运行 check_live。"),
    ),
    "dates_changed_together": Told(
        later("成批修改日期"),
        later("%(of)s 一天里改了 %(n)s 件信息的成文日期。"),
        later("请单位说明原因；查看这些信息的版本记录。"),
    ),
    "unreachable": Told(
        later("首页打不开"),
        later("首页返回 %(status)s。"),
        later("马上恢复网站。"),
    ),
    "dead_link": Told(
        later("打不开的链接"),
        later("第 %(n)s 个链接返回 %(status)s。"),
        later("改成正确的地址，或删去这个链接。"),
    ),
    "dead_file": Told(
        later("打不开的附件"),
        later("第 %(n)s 个链接指向的附件返回 %(status)s。"),
        later("重新上传附件，按更正程序提交。"),
    ),
    "endless_redirect": Told(
        later("跳转没有尽头"),
        later("这个地址一直跳转，到不了任何页面。"),
        later("检查跳转设置。"),
    ),
    "server_error": Told(
        later("页面出错"),
        later("服务器返回 %(status)s。"),
        later("查看日志并修复。"),
    ),
    "slow_page": Told(
        later("打开慢"),
        later("三次的中位数是 %(ms)s 毫秒，标准是 %(limit)s 毫秒。"),
        later("减小页面，或增加服务器资源。"),
    ),
    "giant_page": Told(
        later("页面太大"),
        later("超过 %(limit)s 字节，公众用手机很难打开。"),
        later("把长表格改为附件或分页。"),
    ),
    "foot_missing": Told(
        later("页脚缺少要素"),
        later("页脚没有“%(of)s”。"),
        later("在“网站信息”里填写。"),
    ),
    "meta_missing": Told(
        later("页面缺少标签"),
        later("%(n)s 个页面没有 %(of)s 标签。"),
        later("填写相应内容：网站信息、栏目简介或信息的关键词。"),
    ),
    "site_code_missing": Told(
        later("没有网站标识码"),
        later("网站标识码还没有填写。"),
        later("向国务院办公厅申领后填入“网站信息”。"),
    ),
    "site_code_form": Told(
        later("网站标识码格式不对"),
        later("应是十位数字，或 bm 加八位数字。"),
        later("对照证书在“网站信息”里改正。"),
    ),
    "unit_without_phone": Told(
        later("单位没有电话"),
        later("公众找不到这个单位的办公电话。"),
        later("在“公开主体”里填写办公电话。"),
    ),
    "unit_without_address": Told(
        later("单位没有地址"),
        later("公众找不到这个单位的办公地址。"),
        later("在“公开主体”里填写办公地址。"),
    ),
    "guide_missing": Told(
        later("没有公开指南"),
        later("首页没有通向政府信息公开指南的链接。"),
        later("编制公开指南并在首页链接。"),
    ),
}
VETO_ITEMS = {
    "unreachable": later("首页能打开"),
    "home_stale": later("首页两周内有更新"),
    "columns_stale": later("按时更新的栏目"),
    "columns_overdue": later("应更新的都更新了"),
    "columns_empty": later("没有空白栏目"),
    "unanswered": later("三个月内答复"),
    "no_way_to_ask": later("能在网上提问"),
    "guides_incomplete": later("办事指南要素齐全"),
}
VETO_RULES = {
    "unreachable": later("打不开即不合格"),
    "home_stale": later("两周没有更新即不合格"),
    "columns_stale": later("动态类两周、通知公告和政策文件六个月没有更新的栏目满 5 个即不合格"),
    "columns_overdue": later("应更新未更新的栏目满 10 个即不合格"),
    "columns_empty": later("空白栏目满 5 个即不合格"),
    "unanswered": later("有一件超过三个月没有答复即不合格"),
    "no_way_to_ask": later("没有网上咨询渠道即不合格"),
    "guides_incomplete": later("有一份办事指南要素不全即不合格"),
}
FOOT = {
    "sponsor": later("主办单位"),
    "operator": later("承办单位"),
    "contact": later("联系方式"),
    "map": later("网站地图"),
    "code": later("网站标识码"),
    "icp": later("ICP备案号"),
    "police": later("公安备案号"),
    "sign": later("党政机关网站标识"),
    "errors": later("政府网站找错"),
}


def what(finding) -> str:
    """The sentence about one finding, with its figures."""
    detail = dict(finding.detail)
    if finding.kind == "foot_missing":
        detail["of"] = FOOT.get(detail.get("of"), "")
    if detail.get("status") == 0:
        return _("第 %(n)s 个链接的地址写错了。") % detail
    if finding.kind == "column_overdue" and not detail.get("of"):
        detail["of"] = _("（未定）")
    try:
        return str(KINDS[finding.kind].what) % detail
    except (KeyError, ValueError):  # a row of an older release without one of the figures
        return str(KINDS[finding.kind].name)
