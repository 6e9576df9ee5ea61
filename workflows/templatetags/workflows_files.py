"""Files of an item for the screens of staff."""

from django import template
from django.utils.translation import gettext as _

from disclosure import outbox
from workflows.files import known, panes
from workflows.files.spots import reviews_of
from workflows.models import BuiltCopy

register = template.Library()


@register.simple_tag
def file_summaries(state, page):
    """What the review page lists of each file; work that lies still is taken up again."""
    attached = known.files_of(page)
    if not attached:
        return []
    reviews = {r.attached.uploaded.pk: r for r in reviews_of(state.revision, page)}
    if any(a.uploaded.is_under_way for a in attached):
        outbox.wake()
    building = _building(page)
    return [
        panes.FileSummary(a, reviews.get(a.uploaded.pk), building.get(a.uploaded.pk, ""))
        for a in attached
    ]


def _building(page) -> dict:
    """How far the copies under way are, in words."""
    under_way = BuiltCopy.objects.filter(
        page_id=page.pk, state__in=[BuiltCopy.WAITING, BuiltCopy.BUILDING]
    )
    told = _("正在制作公开副本，已处理 %(done)d / %(total)d 页。关掉页面也会继续。")
    return {c.vault_id: told % {"done": c.done, "total": c.total} for c in under_way}


@register.simple_tag
def uploaded_files(page):
    """What the editor is told of the files of a draft: state, and what to do about it."""
    attached = known.files_of(page)
    if any(a.uploaded.is_under_way for a in attached):
        outbox.wake()
    return [panes.FileSummary(a, None) for a in attached]
