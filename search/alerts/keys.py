"""After a change of the vault's keys: seal addresses and questions anew under the current one."""

from django.db import transaction

from search.models import Subscriber

from . import cipher


def reseal() -> int:
    """Seal anew whatever is under an older key that is still configured; how many subscribers."""
    many = 0
    for pk, sealed in Subscriber.objects.values_list("pk", "sealed_address"):
        if not cipher.is_under_current_key(sealed):
            many += _reseal(pk)
    return many


@transaction.atomic
def _reseal(pk: int) -> bool:
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if subscriber is None:
        return False
    context = f"address {subscriber.key}"
    try:
        address = cipher.unseal(subscriber.sealed_address, context)
        subscriber.sealed_address = cipher.seal(address, context)
        for saved in subscriber.searches.all():
            question = f"question {subscriber.key}"
            saved.sealed_query = cipher.seal(cipher.unseal(saved.sealed_query, question), question)
            saved.save(update_fields=["sealed_query"])
    except cipher.CannotKeep:
        return False
    subscriber.save(update_fields=["sealed_address"])
    return True
