"""Mails say who must do what by when, and never what the item is about (design.md, Shape).

They carry number, unit, due date and an address. Titles, reasons and comments stay behind the
login: mail leaves the house.
"""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure import outbox

log = logging.getLogger(__name__)

# Template -> (subject, screen of the person who must act next).
KINDS = {
    "submitted": (gettext_lazy("待审核"), "approve"),
    "approved": (gettext_lazy("待隐私审查"), "review"),
    "cleared": (gettext_lazy("待发布"), "release"),
    "returned": (gettext_lazy("已退回，待修改"), "work_item"),
    "released": (gettext_lazy("已公开"), "work_item"),
    "withdrawn": (gettext_lazy("已撤下"), "work_item"),
    "taken_down": (gettext_lazy("因个人信息紧急撤下"), "takedown"),
    "reopened": (gettext_lazy("因个人信息撤下，须重新编写"), "work_item"),
    "reported": (gettext_lazy("公众报告了隐私问题"), "reports_of"),
}


def tell(page, template: str, users: Iterable, *, but=None) -> None:
    """Owe one mail to each user except who acts; call inside the transaction of the event."""
    for user in users:
        if user is not None and user.is_active and user != but:
            outbox.enqueue("mail", page.number or "", to=user.pk, template=template, page=page.pk)


def send(number: str, payload: dict) -> None:
    """Handler of the outbox kind `mail`; accounts that are gone or have no address get none."""
    user = get_user_model()._default_manager.filter(pk=payload["to"], is_active=True).first()
    page = _page(payload["page"])
    if user is None or not user.email or page is None:
        log.info("mail.skipped template=%s page=%s", payload["template"], payload["page"])
        return
    with translation.override(_language_of(user)):
        message = _message(number, payload["template"], page, user)
    message.send()
    log.info("mail.sent template=%s page=%s user=%s", payload["template"], page.pk, user.pk)


def _message(number: str, template: str, page, user) -> EmailMessage:
    subject, screen = KINDS[template]
    address = reverse(f"workflows:{screen}", args=[page.pk])
    context = {
        "number": number,
        "unit": page.unit_name or page.unit,
        "due_on": page.due_on,
        "user": user,
        "url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}",
    }
    return EmailMessage(
        subject=_("明镜：%(what)s（%(number)s）") % {"what": subject, "number": number},
        body=render_to_string(f"workflows/mail/{template}.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _page(pk: int):
    from disclosure.models import DisclosurePage

    return DisclosurePage.objects.select_related("unit").filter(pk=pk).first()


def _language_of(user) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def silence_wagtail() -> None:
    """Wagtail 8.0.1's own workflow mails carry titles: its notifiers no longer accept anything.

    Disconnecting would depend on the order of apps; the receivers are connected after ours.
    """
    from wagtail.admin import signal_handlers

    for notifier in (
        signal_handlers.task_submission_email_notifier,
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.valid_classes = ()
