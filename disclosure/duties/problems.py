"""What each problem of a plan says: row or unit, what is wrong, what to do."""

from django.utils.translation import gettext_lazy as _

from .facts import Problem

WORDS = {
    "no_unit": _(
        "事项 %(where)s：没有单位承担。请在“公开分工”里指定单位，或写明层级、领域和名称。"
    ),
    "no_lead": _("事项 %(where)s：只有配合单位，没有牵头单位。请在“公开分工”里指定牵头单位。"),
    "row_ends_before_it_begins": _(
        "事项 %(where)s：失效日期早于生效日期。请在目录的草稿版本里改正后发布。"
    ),
    "assignment_ends_before_it_begins": _(
        "事项 %(where)s 的公开分工：承担止早于承担起。请改正这两个日期。"
    ),
    "rule_unknown": _(
        "事项 %(where)s 的公开分工：时限规则 %(other)s 不在这个事项的时限里。"
        "请改为其中一个，或留空。"
    ),
    "rule_unreadable": _(
        "事项 %(where)s：时限规则 %(other)s 写得不完整，算不出日期。请在目录里补全。"
    ),
    "unit_not_in_use": _(
        "事项 %(where)s 的公开分工：%(other)s已停用，没有写明并入哪个单位。"
        "请在单位资料里填“并入”，或在分工里改指定其他单位。"
    ),
    "unit_merged": _("事项 %(where)s：%(other)s，义务由后者承担。请核对公开分工。"),
    "unit_without_region": _("单位 %(where)s（%(other)s）：没有行政区划。请在单位资料里填写。"),
    "region_retired": _(
        "单位 %(where)s：行政区划%(other)s已停用，没有写明由哪个代码取代。"
        "请在行政区划里填写取代代码。"
    ),
    "region_replaced": _("单位 %(where)s：行政区划%(other)s，按后者计算。请在单位资料里更新。"),
    "incident_ends_before_it_begins": _(
        "事件 %(where)s：结束日期早于开始日期。请在“持续公开的事件”里改正。"
    ),
}


def told(problem: Problem) -> str:
    """One sentence or two: where, what, and what to do about it."""
    return str(WORDS[problem.kind]) % {"where": problem.where, "other": problem.other}
