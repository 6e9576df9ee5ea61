"""The named import rule: what was public already and holds no finding is released (design.md).

A guessed domain or unit is never cleared this way; one item in twenty is marked for a second look.
"""

import hashlib

from django.contrib.auth import get_user_model

from disclosure import publishing
from disclosure.canonical import public_record
from disclosure.models import Clearance, DisclosurePage

RULE = "already-public"
ACCOUNT = "import-rule"
SAMPLED_ONE_IN = 20


def rule_account():
    """The account in whose name the rule clears; nobody can log in with it."""
    user, made = get_user_model().objects.get_or_create(
        username=ACCOUNT, defaults={"is_active": False, "first_name": "导入规则"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def is_sampled(source_id: str) -> bool:
    """Whether the lot falls on the item: the same answer at every run."""
    digest = hashlib.sha256(f"second look {source_id}".encode()).digest()
    return int.from_bytes(digest[:4]) % SAMPLED_ONE_IN == 0


def release(page: DisclosurePage, *, by, released_by=None) -> bool:
    """Clear and release by the rule; False, and the draft stays, when the rule does not apply.

    The release check is the judge: it looks for findings in every part of the record, as it does
    for every release, and one finding ends the rule's say.
    """
    if page.domain_guessed or page.live or page.withdrawn_on:
        return False
    publishing.draw_number(page)
    clearance = publishing.clear(
        page.latest_revision, by=by, rule=RULE, sampled=is_sampled(page.source_id)
    )
    if not publishing.prepare(clearance).passed:
        clearance.delete()
        return False
    publishing.commit(clearance, by=released_by or by)
    return True


def cover(item: DisclosurePage, *, by) -> Clearance | None:
    """The rule's clearance of what a live item shows already; None when the rule does not apply.

    For an item of before there was a log: nothing is released by this, and a finding, a newer
    draft or a guessed domain leaves it to a reviewer.
    """
    page = item.specific
    revision = page.live_revision or page.latest_revision
    if page.domain_guessed or revision is None:
        return None
    if public_record(revision.as_object()) != public_record(page):
        return None
    clearance = publishing.clear(
        revision, by=by, rule=RULE, sampled=is_sampled(page.source_id or page.number)
    )
    if publishing.prepare(clearance).passed:
        return clearance
    clearance.delete()
    return None
