"""A random share of what was cleared is looked at again by another reviewer (issue: miss rate).

Items drawn are marked on their clearance when they are cleared; they wait from their release on.
"""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.chain import BATCH_RULE, contributed_to
from disclosure.models import Clearance, DisclosurePage
from workflows import roles
from workflows.incidents import name_of
from workflows.models import SecondLook
from workflows.models.sampling import SOURCES
from workflows.review.classes import LABELS
from workflows.standing import NotAllowed

# What should have found a missed place: groups of the detector's work, or the person.
RULES = {
    "number": gettext_lazy("号码规则（证件、账号、电话、车牌）"),
    "name": gettext_lazy("姓名规则和姓氏词库"),
    "context": gettext_lazy("身份、称谓和语境词库"),
    "health": gettext_lazy("病情和残疾词库"),
    "address": gettext_lazy("地址规则"),
    "table": gettext_lazy("表格列的判断"),
    "quasi": gettext_lazy("可拼出身份的判断"),
    "file": gettext_lazy("附件读取和文字识别"),
    "person": gettext_lazy("规则已标出，审查时放过了"),
    "none": gettext_lazy("没有规则管这一类"),
}


def is_drawn() -> bool:
    """The lot, thrown on the server when an item is cleared."""
    share = getattr(settings, "SECOND_LOOK_SHARE", 0.05)
    return secrets.SystemRandom().random() < share


def source_of(clearance: Clearance) -> str:
    """How the item was cleared: one by one, in a batch, or by the import rule."""
    if clearance.rule.startswith(BATCH_RULE):
        return "batch"
    return "import" if clearance.rule else "review"


def source_label(clearance: Clearance) -> str:
    return str(dict(SOURCES)[source_of(clearance)])


def waiting_clearances(user):
    """Released clearances drawn for a second look that this account may look at, oldest first.

    Never the one who cleared the item, never the department's approver; contributors are left out
    by `waiting`, where the pages are at hand.
    """
    live = DisclosurePage.objects.released().filter(
        unit__in=roles.units_of(user, roles.REVIEWER).values("pk")
    )
    looked = SecondLook.objects.values("clearance_id")
    return (
        Clearance.objects.filter(is_sampled=True, released_at__isnull=False)
        .filter(page_id__in=live.values("pk"))
        .exclude(pk__in=looked)
        .exclude(by=user)
        .exclude(approval__by=user)
        .order_by("released_at", "pk")
    )


def waiting(user, most: int = 200) -> list[tuple[Clearance, DisclosurePage]]:
    """(clearance, live item) still to be looked at; the number of statements does not grow."""
    if not roles.has_role(user, roles.REVIEWER):
        return []
    clearances = list(waiting_clearances(user)[:most])
    pages = (
        DisclosurePage.objects.select_related("unit")
        .defer("body")
        .in_bulk({clearance.page_id for clearance in clearances})
    )
    own = contributed_to(user, pages.values()) | _written_before(user, clearances)
    return [(c, pages[c.page_id]) for c in clearances if c.page_id not in own]


def _written_before(user, clearances) -> set[int]:
    """Items of which the account wrote any version, the released one included."""
    from wagtail.models import Revision

    ids = [str(clearance.page_id) for clearance in clearances]
    own = Revision.page_revisions.filter(user=user, object_id__in=ids)
    return {int(object_id) for object_id in own.values_list("object_id", flat=True)}


def one_waiting(user, clearance_id: int) -> tuple[Clearance, DisclosurePage] | None:
    """The named second look, when it waits for this account."""
    found = [pair for pair in waiting(user) if pair[0].pk == clearance_id]
    return found[0] if found else None


@transaction.atomic
def record(clearance: Clearance, *, by, outcome: str, classes=(), rule: str = "") -> SecondLook:
    """Keep what the second look found: kinds and a rule, never a value."""
    if one_waiting(by, clearance.pk) is None:
        raise NotAllowed([_("这一件已经有人复审过，或者应由另一个人复审。")])
    if outcome != "right" and not classes:
        raise NotAllowed([_("请选择漏掉或多隐藏的是哪些种类。")])
    if outcome == "missed" and rule not in RULES:
        raise NotAllowed([_("请选择本应由哪条规则发现。")])
    return SecondLook.objects.create(
        clearance_id=clearance.pk,
        page_id=clearance.page_id,
        number=clearance.number,
        source=source_of(clearance),
        outcome=outcome,
        classes=sorted(cls for cls in classes if cls in LABELS) if outcome != "right" else [],
        rule=rule if outcome == "missed" else "",
        by=by,
        by_name=name_of(by),
    )
