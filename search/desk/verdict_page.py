"""A verdict in the words of the check desk (ui/direction.md §5, §7)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disclosure.models import DisclosurePage, PublicVersion
from disclosure.vocabulary import REMOVING_REASONS
from search.desk.compare import SENTENCE_MARKS, Difference
from search.verify import Verdict

CONTEXT = 24  # characters shown on both sides of a difference
MOST_SHOWN = 40
# Tint and icon of each state (never a cross, never red).
LOOKS = {
    "current": ("ok", "circle-check"),
    "superseded": ("info", "history"),
    "altered": ("warn", "triangle-alert"),
    "withdrawn": ("off", "archive"),
    "excerpt": ("info", "quote"),
    "pending": ("off", "clock"),
    "too_short": ("off", "text-cursor-input"),
    "unknown": ("off", "circle-dashed"),
}
FOLDS: dict[str, str | Promise] = {
    "script": gettext_lazy("繁体字按简体字比较"),
    "notation": gettext_lazy("日期、文号的不同写法按同一写法比较"),
    "headers": gettext_lazy("去掉了页码、页眉"),
    "marks": gettext_lazy("去掉了两头的引号、省略号"),
    "typography": gettext_lazy("引号、破折号、间隔号的不同写法按同一写法比较"),
}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One difference with what stands around it, in the characters of both texts."""

    before: str
    published: str
    after: str
    copy_before: str
    copy: str
    copy_after: str


def page_of(verdict: Verdict) -> dict:
    """Template context of a verdict."""
    tint, icon = LOOKS[verdict.state]
    entry, head = verdict.entry, verdict.head
    return {
        "verdict": verdict,
        "tint": tint,
        "icon_name": icon,
        "heading": heading_of(verdict),
        "explanation": _explanation(verdict),
        "folds": [FOLDS[name] for name in verdict.folds],
        "left_out": verdict.left_out[:MOST_SHOWN],
        "differences": _shown(verdict)[:MOST_SHOWN],
        "not_shown": max(0, len(verdict.differences) - MOST_SHOWN),
        "passage_in_context": _in_context(verdict) if verdict.state == "excerpt" else None,
        "when": _time(entry.time) if entry else None,
        "withdrawn_at": _time(head.time) if head and verdict.state == "withdrawn" else None,
        "is_removed": bool(
            verdict.state == "withdrawn" and head and head.event.reason in REMOVING_REASONS
        ),
        "versions": _versions(verdict),
        "unit": _unit(verdict),
    }


def heading_of(verdict: Verdict) -> str:
    """The verdict in one sentence."""
    many = len(verdict.differences)
    if verdict.state == "altered":
        if not many:
            return _("与公开内容不同")
        return ngettext("与公开内容有 %(many)d 处不同", "与公开内容有 %(many)d 处不同", many) % {
            "many": many
        }
    if verdict.state == "superseded" and verdict.entry:
        return _("与第 %(rev)d 版一致，后来有更新") % {"rev": verdict.entry.rev}
    if verdict.state == "withdrawn" and verdict.head:
        from django.utils import timezone
        from django.utils.formats import date_format

        local = timezone.localtime(_time(verdict.head.time))
        return _("公开过，%(date)s已撤下") % {"date": date_format(local, "DATE_FORMAT")}
    return str(_HEADINGS[verdict.state])


_HEADINGS = {
    "current": gettext_lazy("与现行公开内容一致"),
    "excerpt": gettext_lazy("这段文字在公开内容里，一字不差"),
    "pending": gettext_lazy("已公开，公开记录正在更新"),
    "too_short": gettext_lazy("文字太短，不能判断"),
    "unknown": gettext_lazy("这里没有找到"),
}


def _explanation(verdict: Verdict) -> str:
    by_name = verdict.way in ("code", "item", "receipt")
    rev = verdict.entry.rev if verdict.entry else 0
    if verdict.state == "current":
        if by_name:
            return _("对应的第 %(rev)d 版，就是现在公开的版本。") % {"rev": rev}
        return _("与现在公开的第 %(rev)d 版相同。") % {"rev": rev}
    if verdict.state == "excerpt":
        return _("它出自现在公开的第 %(rev)d 版。") % {"rev": rev}
    return str(_EXPLANATIONS[verdict.state])


_EXPLANATIONS = {
    "superseded": gettext_lazy("公开过，后来更正或更新了。下面列出与现行版本的差别。"),
    "altered": gettext_lazy("这段文字很像下面这条信息，但没有一个公开过的版本与它完全相同。"),
    "withdrawn": gettext_lazy("这不表示当时的公开有误。"),
    "pending": gettext_lazy("公开记录一分钟内更新，请稍后再核对。"),
    "too_short": gettext_lazy("请多粘贴一些，至少 12 个字。"),
    "unknown": gettext_lazy("没有找到不等于是假的。常见的三种情况："),
}


def _shown(verdict: Verdict) -> list[ShownDifference]:
    ours = verdict.version.text if verdict.version else ""
    return [_with_context(each, ours, verdict.passage) for each in verdict.differences]


def _with_context(each: Difference, ours: str, theirs: str) -> ShownDifference:
    (start, end), (at, until) = each.published_at, each.copy_at
    return ShownDifference(
        _before(ours, start),
        each.published,
        _after(ours, end),
        _before(theirs, at),
        each.copy,
        _after(theirs, until),
    )


def _before(text: str, at: int) -> str:
    """What stands before a place on its line; the parts of an item are lines of their own."""
    line = text[:at].rpartition("\n")[2]
    return ("……" if len(line) > CONTEXT else "") + line[-CONTEXT:]


def _after(text: str, at: int) -> str:
    line = text[at : at + 4 * CONTEXT].partition("\n")[0]
    return line[:CONTEXT] + ("……" if len(line) > CONTEXT else "")


def _in_context(verdict: Verdict) -> tuple[str, str, str] | None:
    """(before, the passage as published, after) of an exact quotation."""
    text = verdict.version.text if verdict.version else ""
    wanted = [char for char in verdict.passage if not (char.isspace() or char in SENTENCE_MARKS)]
    start = _find(text, "".join(verdict.passage.split()))
    if start is None or not wanted:
        return None
    return _before(text, start[0]), text[slice(*start)], _after(text, start[1])


def _find(text: str, bare: str) -> tuple[int, int] | None:
    """Where a passage stands in a text when blanks are left out of account."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    at = "".join(text[place] for place in places).find(bare)
    if at < 0 or not bare:
        return None
    return places[at], places[at + len(bare) - 1] + 1


def _versions(verdict: Verdict) -> list[PublicVersion]:
    if verdict.entry is None:
        return []
    rows = PublicVersion.objects.filter(number=verdict.entry.item).defer("parts")
    return list(rows.order_by("-rev"))


def _unit(verdict: Verdict):
    if verdict.entry is None:
        return None
    page = DisclosurePage.objects.filter(number=verdict.entry.item).select_related("unit").first()
    return page.unit if page else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
