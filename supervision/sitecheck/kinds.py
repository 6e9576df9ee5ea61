"""What the national website check looks for: kinds, how grave, and how sure we are (pure).

Standard: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号); where its text was not at hand
the rule says so with its mark: a screen never shows a number as law that nobody looked up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

VETO, REMARK = "veto", "remark"
# Marks of certainty: read in the law, read in a published copy, from memory, our own choice.
SURE, COPY, MEMORY, OURS = "sure", "copy", "memory", "ours"
UNIT, OPERATOR, OFFICE = "unit", "operator", "office"


@dataclass(frozen=True, slots=True)
class Kind:
    """`owes`: who must act; a unit's own kinds go to that unit's people."""

    key: str
    group: str  # content, answers, dates, pages, marks
    severity: str
    mark: str
    owes: str


_ALL = (
    Kind("home_stale", "content", VETO, COPY, OFFICE),
    Kind("column_empty", "content", VETO, COPY, UNIT),
    Kind("news_stale", "content", VETO, COPY, UNIT),
    Kind("notices_stale", "content", VETO, COPY, UNIT),
    Kind("policy_stale", "content", VETO, COPY, UNIT),
    Kind("column_overdue", "content", VETO, MEMORY, UNIT),
    Kind("guide_incomplete", "content", VETO, MEMORY, UNIT),
    Kind("unanswered", "answers", VETO, MEMORY, UNIT),
    Kind("answer_late", "answers", REMARK, OURS, UNIT),
    Kind("no_way_to_ask", "answers", VETO, MEMORY, OPERATOR),
    Kind("public_before_formed", "dates", REMARK, OURS, UNIT),
    Kind("date_in_future", "dates", REMARK, OURS, UNIT),
    Kind("differs_from_log", "dates", REMARK, OURS, OPERATOR),
    Kind("dates_changed_together", "dates", REMARK, OURS, UNIT),
    Kind("unreachable", "pages", VETO, COPY, OPERATOR),
    Kind("dead_link", "pages", REMARK, MEMORY, UNIT),
    Kind("dead_file", "pages", REMARK, MEMORY, UNIT),
    Kind("endless_redirect", "pages", REMARK, OURS, OPERATOR),
    Kind("server_error", "pages", REMARK, OURS, OPERATOR),
    Kind("slow_page", "pages", REMARK, OURS, OPERATOR),
    Kind("giant_page", "pages", REMARK, OURS, OPERATOR),
    Kind("foot_missing", "marks", REMARK, MEMORY, OPERATOR),
    Kind("meta_missing", "marks", REMARK, MEMORY, OPERATOR),
    Kind("site_code_missing", "marks", REMARK, MEMORY, OPERATOR),
    Kind("site_code_form", "marks", REMARK, MEMORY, OPERATOR),
    Kind("unit_without_phone", "marks", REMARK, SURE, UNIT),
    Kind("unit_without_address", "marks", REMARK, SURE, UNIT),
    Kind("guide_missing", "marks", REMARK, SURE, OFFICE),
)
KINDS = {kind.key: kind for kind in _ALL}
GROUPS = ("content", "answers", "dates", "pages", "marks")


@dataclass(frozen=True, slots=True)
class VetoItem:
    """单项否决: failed as soon as `bound` findings of its kinds stand."""

    key: str
    kinds: tuple[str, ...]
    bound: int
    mark: str


VETO_ITEMS = (
    VetoItem("unreachable", ("unreachable",), 1, COPY),
    VetoItem("home_stale", ("home_stale",), 1, COPY),
    VetoItem("columns_stale", ("news_stale", "notices_stale", "policy_stale"), 5, COPY),
    VetoItem("columns_overdue", ("column_overdue",), 10, MEMORY),
    VetoItem("columns_empty", ("column_empty",), 5, MEMORY),
    VetoItem("unanswered", ("unanswered",), 1, MEMORY),
    VetoItem("no_way_to_ask", ("no_way_to_ask",), 1, MEMORY),
    VetoItem("guides_incomplete", ("guide_incomplete",), 1, MEMORY),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one veto item stands tonight."""

    item: VetoItem
    count: int

    @property
    def is_failed(self) -> bool:
        return self.count >= self.item.bound


def verdicts(kinds_found: Iterable[str]) -> list[Verdict]:
    """Every veto item with what was counted for it, in the order of the standard."""
    found = list(kinds_found)
    return [Verdict(item, sum(map(found.count, item.kinds))) for item in VETO_ITEMS]
