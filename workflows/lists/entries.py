"""Lists as a whole among the things a review decides: small groups, the difference to before."""

from django.utils.translation import gettext as _

from privacy.vault import VaultUnavailable
from workflows.lists import consecutive
from workflows.lists.columns import columns_of, lists_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.safety import accepted_risks, decision_of, is_settled, look
from workflows.lists.sheet import Unreadable


def connect() -> None:
    """Have them listed, counted and asked for before passing; an accepted risk needs a second."""
    from workflows.review import confirming, listing

    listing.register(entries)
    confirming.register(accepted_risks)


def entries(item, state, page, user) -> list:
    """One entry per list whose rows single persons out, and one per telling difference."""
    found, policy = [], policy_of(page)
    for n, (table, uploaded) in enumerate(lists_of(page), start=1):
        columns = columns_of(uploaded)
        if any(column.is_open for column in columns):
            continue
        try:
            sheet = open_list(uploaded.pk, "workflows.preview")
        except (VaultUnavailable, Unreadable):
            continue  # the pane says so, and the review cannot be passed
        safety, decision = look(sheet, columns, policy), decision_of(uploaded)
        if not safety.is_safe:
            found.append(_small_groups(n, uploaded, safety, decision))
        difference = consecutive.difference(page, table, uploaded, decision)
        if difference is not None and difference.reveals:
            found.append(_difference(n, uploaded, decision))
    return found


def _small_groups(n: int, uploaded, safety, decision):
    label = _("过小的组：%(n)d 行不足 %(k)d 行") % {"n": safety.below, "k": safety.required}
    action = ""
    if is_settled(safety, decision):
        action = "remove" if decision.merges_small else "keep"
    return _entry(n, "groups", uploaded, label, action, "generalise")


def _difference(n: int, uploaded, decision):
    action = "keep" if decision.accepts_difference else ""
    return _entry(n, "difference", uploaded, _("与上期的差别"), action, "keep")


def _entry(n: int, kind: str, uploaded, label: str, action: str, proposed: str):
    from workflows.review.listing import COLUMNS, Entry

    return Entry(
        COLUMNS,
        f"list:{uploaded.pk}:{kind}",
        label,
        _("表%(n)d") % {"n": n},
        proposed,
        action,
        anchor=f"{kind}-{uploaded.pk}",
        has_panel=False,
    )
