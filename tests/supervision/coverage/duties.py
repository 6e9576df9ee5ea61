"""Duties in the database, as plainly as the tests need them."""

from datetime import date

from django.db.models import Q

from disclosure.models import CatalogueItem, Duty, NothingStatement
from tests import factories

TODAY = date(2026, 10, 15)


def row(code: str, domain: str = "welfare", stage: str = "result") -> CatalogueItem:
    return CatalogueItem.objects.get_or_create(
        code=code,
        defaults={
            "seq": 900,
            "domain": domain,
            "level1": "低保",
            "level2": f"标准{code}",
            "stage": stage,
            "privacy_policy": "POLICY_DOC",
            "page_type": "notice",
            "levels": ["province"],
        },
    )[0]


def duty(unit, item, due: date | None = date(2026, 9, 30), **fields) -> Duty:
    """A duty of a year of its own, so that any number of them may stand side by side."""
    year = 1990 + Duty.objects.count()
    values = {
        "kind": "yearly",
        "period_from": date(year, 1, 1),
        "period_to": date(year, 12, 31),
        "due_on": due,
        **fields,
    }
    return Duty.objects.create(unit=unit, catalogue_item=item, **values)


def signed(unit, item, **fields) -> Duty:
    made = duty(unit, item, **fields)
    statement = NothingStatement.objects.create(
        duty=made,
        unit_name=unit.name,
        post="审核",
        reason="本年没有形成这类信息。",
        signed_on=made.due_on,
        by_name="甲",
    )
    Duty.objects.filter(pk=made.pk).update(statement=statement)
    return made


def draft(unit):
    """A draft that is in work for no duty yet, whatever the register made of it."""
    made = factories.draft(of=unit, title="关于金丝雀草稿的公告")
    forget(made)
    return made


def forget(page) -> None:
    """Take away what the register made of the page by itself, so that a test counts its own."""
    Duty.objects.filter(Q(page=page.pk) | Q(draft=page.pk)).delete()


def some(unit, page, item=None):
    """Two on time, one late, one missing, one overdue in work, one signed, one ahead."""
    item = item or row("ZZ1")
    duty(unit, item, fulfilled_on=date(2026, 9, 30), page=page)
    duty(unit, item, fulfilled_on=date(2026, 9, 1), page=page)
    duty(unit, item, fulfilled_on=date(2026, 10, 9), page=page)
    duty(unit, item)
    duty(unit, item, draft=draft(unit))
    signed(unit, item)
    duty(unit, item, due=date(2026, 12, 31))
