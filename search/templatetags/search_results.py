"""One result as HTML. Made here, not by a template each: it is most of what a page costs."""

from collections.abc import Sequence
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from search.page.results import Result, written
from search.page.where import Where

register = template.Library()
ICONS = {"file": "paperclip", "table": "table"}


@register.simple_tag
def result(row: Result, badges: Sequence) -> SafeString:
    """The article of one result; `badges` as the filter of that name gives them."""
    item = row.item
    address = reverse("item", args=[item.number])
    passage = row.hit.passage_html
    return mark_safe(  # noqa: S308  marked HTML of ours, all else is escaped
        f'<article class="result"><h2 class="title"><a href="{address}" lang="zh-Hans-CN">'
        f"{row.hit.title_html}</a></h2>"
        + (f'<p class="passage" lang="zh-Hans-CN">{passage}</p>' if passage else "")
        + _place(row)
        + f'<p class="meta">{_badges(badges)}{_meta(item)}</p></article>'
    )


def _meta(item) -> str:
    facts = [f'<span lang="zh-Hans-CN">{escape(item.unit_name)}</span>']
    if item.issued_on:
        signed = _("%(date)s成文") % {"date": written(item.issued_on)}
        facts.append(f'<span class="nb">{escape(signed)}</span>')
    facts += [
        f'<span class="nb">{escape(text)}</span>' for text in (item.doc_no, item.number) if text
    ]
    return "".join(facts)


def _badges(badges: Sequence) -> str:
    language = get_language() or ""
    return "".join(_badge(b.kind, b.icon, str(b.text), language) for b in badges)


@cache
def _badge(kind: str, icon: str, text: str, language: str) -> str:
    words = {"kind": kind, "icon": icon, "text": text}
    return render_to_string("components/badge.html", words).strip()


@cache
def _icon(name: str) -> str:
    return template.Template(f'{{% load icons %}}{{% icon "{name}" %}}').render(template.Context())


def _place(row: Result) -> str:
    """Where the passage stands, when that says more than that it is in the text."""
    where, beside = row.where, row.places_beside
    if where is None or not (where.kind in ICONS or beside):
        return ""
    more = ""
    if beside:
        words = ngettext("另有 %(many)s 处", "另有 %(many)s 处", beside) % {"many": beside}
        left = row.hit.found.more
        rest = ngettext("还有 %(many)s 处", "还有 %(many)s 处", left) % {"many": left}
        entries = [f"<li>{_link(other)}</li>" for other in row.elsewhere]
        entries += [f"<li>{escape(rest)}</li>"] if left else []
        more = f"<details><summary>{escape(words)}</summary><ul>{''.join(entries)}</ul></details>"
    sign = _icon(ICONS.get(where.kind, "file-text"))
    return f'<div class="where">{sign}{_link(where)}{more}</div>'


def _link(where: Where) -> str:
    return f'<a href="{escape(where.url)}" lang="zh-Hans-CN">{escape(where.label)}</a>'
