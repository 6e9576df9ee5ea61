"""Whether an ended list has left the search: the stored record and what each engine holds."""

from django.conf import settings

from disclosure import list_ends
from disclosure.models import PublicVersion
from search.engines import get_embedded, get_engine
from search.models import SearchDocument


def _last(number: str) -> int:
    """The version that was written when the list ended, or a later one."""
    versions = PublicVersion.objects.filter(number=number).order_by("-rev")
    return versions.values_list("rev", flat=True).first() or 0


def store_is_reduced(number: str) -> bool:
    document = SearchDocument.objects.filter(number=number).first()
    return document is None or document.is_removed or document.rev >= _last(number)


def embedded_is_reduced(number: str) -> bool:
    engine = get_embedded()
    engine.catch_up()
    return _is_reduced(engine, number)


def elastic_is_reduced(number: str) -> bool:
    """EngineUnavailable while the server does not answer: then nobody knows, and it is retried."""
    return settings.SEARCH_ENGINE == "embedded" or _is_reduced(get_engine(), number)


def _is_reduced(engine, number: str) -> bool:
    held = engine.records([number]).get(number)
    return held is None or held.rev >= _last(number)


def register() -> None:
    """Called once when the app is ready."""
    list_ends.register_copy("search_store", store_is_reduced)
    list_ends.register_copy("embedded", embedded_is_reduced)
    list_ends.register_copy("elastic", elastic_is_reduced)
