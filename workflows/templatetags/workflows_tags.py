"""Small helpers of our admin screens."""

from django import template
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from privacy.reason_words import in_words
from workflows import parts
from workflows.review.aligned import rows_of, sides_of
from workflows.review.classes import label_of

register = template.Library()
# In the order of the review screen; static/workflows/review.js acts on them.
REVIEW_KEYS = [
    (_("下一项、上一项"), "J K"),
    (_("下一项未决定"), "N"),
    (_("到表格第几列"), "1–9"),
    (_("在原文里看这一项"), "Enter"),
    (_("隐藏"), "M"),
    (_("删除"), "X"),
    (_("概括"), "G"),
    (_("保留"), "P"),
    (_("用于所有相同内容"), "A"),
    (_("撤销决定"), "U"),
    (_("重做"), "Shift + U"),
    (_("显示原文"), "V"),
    (_("原文、公众一侧互换"), "O"),
    (_("在附件上加框"), "B"),
    (_("只看变化"), "D"),
    (_("退回修改"), "R"),
    (_("延长审查时间"), "E"),
    (_("通过审查"), "Ctrl + Enter"),
]


@register.simple_tag
def review_keys():
    return REVIEW_KEYS


@register.filter
def person(user) -> str:
    """The name a colleague knows, not the name of the account."""
    return (user.get_full_name() or user.get_username()) if user else ""


OUTCOMES = {
    "approved": _("通过"),
    "rejected": _("退回"),
    "in_progress": _("进行中"),
    "cancelled": _("撤回提交"),
}


@register.filter
def outcome(step) -> str:
    """How a step of the workflow ended, in the words of our screens."""
    return str(OUTCOMES.get(step.status) or step.get_status_display())


@register.filter
def class_label(cls: str) -> str:
    """A class of personal data in the reviewer's word."""
    return label_of(cls)


@register.filter
def part_label(part: str, page) -> str:
    """Name of a part of the record on this page."""
    return parts.label(page, part)


@register.filter
def action_label(action: str) -> str:
    """A decision in one word."""
    from workflows.models import ACTIONS

    return str(dict(ACTIONS).get(action, action))


KEYS_OF_ACTIONS = {"mask": "m", "remove": "x", "generalise": "g", "keep": "p"}


@register.filter
def action_key(action: str) -> str:
    """The key that takes this decision."""
    return KEYS_OF_ACTIONS.get(action, "")


@register.filter
def fragment(headers) -> bool:
    """Whether a script asked for the region of the review alone."""
    return bool(headers.get("X-Mj-Fragment"))


@register.simple_tag
def entry_name(entry, total: int) -> str:
    """An entry of the review's list as a screen reader says it."""
    return entry.name(total)


@register.simple_tag
def entry_inputs(entry):
    """Hidden fields that name the entry's place in a form of the review."""
    kind, _colon, place = entry.ref.partition(":")
    if kind == "column":
        vault_id, _colon, column = place.rpartition(":")
        fields = (("list", vault_id), ("column", column))
    else:
        fields = (("spot", place),)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


@register.simple_tag
def aligned(pane):
    """Head and rows of a list's public side, beside the original's; empty where it has others."""
    sides = sides_of(pane)
    return {"sides": sides, "rows": rows_of(pane, sides)} if sides else {}


@register.filter
def reason_in_words(reason: str) -> str:
    """A reason of the detector in the language of the screen."""
    return in_words(reason)
