"""Questions as they are kept: what may be kept at all, and how a person reads it."""

from urllib.parse import parse_qs, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.models import CatalogueItem, Region, Unit
from search.language.folding import normalised
from search.language.notation import spot
from search.page.choices import CLOSED, kinds
from search.query import SearchQuery, parse
from search.query_log.scrubbing import is_clean


def as_text(query: SearchQuery) -> str:
    """The question as a line that can be sealed: its parameters, always in one order."""
    return urlencode(query.parameters(page=1, sort="relevance"))


def from_text(text: str) -> SearchQuery:
    return parse(parse_qs(text, max_num_fields=200))


def address_of(query: SearchQuery, **changes) -> str:
    return f"{reverse('search')}?{urlencode(query.parameters(page=1, **changes))}"


def problem_with(query: SearchQuery) -> str:
    """Why a question cannot be followed by mail, '' when it can."""
    if not query.text and not query.chosen and not query.has_period:
        return _("请先写下要找的词，或选一个筛选条件。")
    if not is_clean(spot(normalised(query.text)).rest):
        return _("查找的词里好像有证件号、电话等个人信息，不能保存。请换成事项或单位的名称。")
    return ""


def described(query: SearchQuery) -> str:
    """The question in the reader's words: “低保标准”，社会救助，省民政厅."""
    parts = [_("“%(words)s”") % {"words": query.text}] if query.text else []
    parts += [_label(name, value) for name, value in query.chosen]
    if query.has_period:
        parts.append(f"{query.since}–{query.until}")
    return _("，").join(parts)


_OPEN = {"unit": Unit, "region": Region, "catalogue": CatalogueItem}


def _label(name: str, value: str) -> str:
    if name in CLOSED:
        return str(dict(CLOSED[name]).get(value, value))
    if name == "kind":
        return str(kinds().get(value, value))
    if name in _OPEN:
        row = _OPEN[name].objects.filter(code=value).first()
        return str(getattr(row, "label", None) or getattr(row, "name", value))
    return _("%(year)s年") % {"year": value} if name == "year" else value
