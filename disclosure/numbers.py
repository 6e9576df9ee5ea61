"""索引号: `<unit code>-<YYYY>-<NNNNN>`, drawn once from a register that survives deletion."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from disclosure.models import DisclosurePage, ItemNumber, Unit


def draw_number(page: DisclosurePage) -> str:
    """The item's number; drawn at the first call, the same ever after. Gaps stay gaps."""
    with transaction.atomic():
        stored = DisclosurePage.objects.select_for_update().only("number", "unit").get(pk=page.pk)
        if stored.number:
            page.number = stored.number
            return stored.number
        # The unit's row is the lock: two drafts of one unit never see the same highest serial.
        unit = Unit.objects.select_for_update().get(pk=stored.unit_id)
        year = timezone.localdate().year
        taken = ItemNumber.objects.filter(unit_code=unit.code, year=year)
        serial = (taken.aggregate(top=Max("serial"))["top"] or 0) + 1
        number = f"{unit.code}-{year}-{serial:05d}"
        ItemNumber.objects.create(
            number=number, unit_code=unit.code, year=year, serial=serial, page_id=page.pk
        )
        page.number = number
        # Not through save(): the object in memory may be an older revision.
        stored.number = number
        stored.save(update_fields=["number"], clean=False)
    return number
