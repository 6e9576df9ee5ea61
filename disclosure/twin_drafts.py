"""One draft per form, although a new form can be sent twice (Wagtail 8.0.1).

Autosave of a form that was never saved creates the page. Pressing “save” or “submit” before its
answer is back sends the form once more, and a slow server ends up with two drafts. The later of
the two requests sees the earlier one's page; what the person pressed wins over the autosave.
"""

from datetime import timedelta

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from disclosure.models import DisclosurePage

SAME_FORM_WITHIN = timedelta(minutes=2)


def twins_of(page: DisclosurePage):
    """Drafts the same person has just made from the same form."""
    return (
        DisclosurePage.objects.child_of(page.get_parent())
        .filter(
            owner=page.owner,
            title=page.title,
            content_type=page.content_type,
            catalogue_item=page.catalogue_item,
            live=False,
            latest_revision_created_at__gte=timezone.now() - SAME_FORM_WITHIN,
        )
        .exclude(pk=page.pk)
    )


@hooks.register("after_create_page", order=-10)
def keep_one(request, page):
    """An autosave that comes second goes; an autosaved draft gives way to a pressed button."""
    if not isinstance(page, DisclosurePage):
        return None
    is_autosave = not request.accepts("text/html")
    if not is_autosave:
        for twin in twins_of(page).filter(number__isnull=True):
            twin.delete()
        return None
    if not twins_of(page).exists():
        return None
    page.delete()
    message = _("这份草稿已经由另一次保存存好。")
    answer = {"success": False, "error_code": "saved_already", "error_message": message}
    return JsonResponse(answer, status=400)
