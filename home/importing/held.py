"""Rows whose issuer nobody has mapped yet: kept, and drafted once somebody says who it is."""

from django.db import transaction
from django.utils import timezone

from disclosure import outbox
from disclosure.models import HeldItem, ImportRun, IssuerMapping

from .drafts import DraftMaker
from .fields import Incoming
from .issuers import Publisher

UNNAMED = "（未注明发文机关）"
KIND = "intake"


def hold(item: Incoming, run: ImportRun, row: int) -> None:
    """Keep the row and put its issuer on the list of those to be mapped."""
    issuer = item.issuer or UNNAMED
    IssuerMapping.objects.get_or_create(issuer=issuer)
    HeldItem.objects.create(
        run=run, issuer=issuer, source_id=item.source_id, row=row, payload=item.as_json()
    )


def settle(held: HeldItem, page_id: int) -> None:
    """Note the draft that came of a held row; its text lives in the draft alone from now on."""
    held.payload, held.page_id, held.done_at = {}, page_id, timezone.now()
    held.save(update_fields=["payload", "page_id", "done_at"])


def admit(mapping: IssuerMapping) -> int:
    """Draft everything that waited for this issuer; returns how many drafts were made."""
    if mapping.unit is None:
        return 0
    maker = DraftMaker()
    publisher = Publisher(mapping.unit, mapping.is_reprint)
    made = 0
    for pk in HeldItem.objects.filter(issuer=mapping.issuer, done_at=None).values_list("pk"):
        with transaction.atomic():
            held = HeldItem.objects.select_for_update().get(pk=pk[0])
            if held.done_at is None:
                page = maker.make(Incoming.from_json(held.payload), publisher)
                settle(held, page.pk)
                made += 1
    return made


def handle(number: str, payload: dict) -> None:
    """Outbox handler: safe to run twice, because a settled row is not drafted again."""
    mapping = IssuerMapping.objects.filter(pk=payload["mapping"]).first()
    if mapping is not None:
        admit(mapping)


def connect() -> None:
    outbox.register(KIND, handle)
