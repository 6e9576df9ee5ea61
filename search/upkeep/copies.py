"""The search's own copies of an item: the stored record and what each engine holds."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from disclosure import copies
from search.completion import completing
from search.engines import get_embedded, get_engine
from search.models import BestBet, SearchDocument
from search.teaching.recommending import live_items
from search.upkeep import forgetting


def in_store(number: str, trace: list) -> bool:
    stored = SearchDocument.objects.filter(number=number, is_removed=False)
    return (
        stored.exists() or SearchDocument.objects.filter(number=number).exclude(payload={}).exists()
    )


def in_embedded(number: str, trace: list) -> bool:
    engine = get_embedded()
    engine.catch_up()
    return number in engine.records([number])


def in_elastic(number: str, trace: list) -> bool:
    """EngineUnavailable while the server does not answer: nobody knows then."""
    return number in get_engine().records([number])


def in_suggestions(number: str, trace: list) -> bool:
    names = completing.suggestions()
    names.catch_up()
    return names.holds(number)


def in_recommendations(number: str, trace: list) -> bool:
    """Whether a recommendation still shows the item; staff's row keeps its number only."""
    pinned = BestBet.objects.filter(active=True, numbers__contains=number)
    return any(number in bet.number_list for bet in pinned) and bool(live_items([number]))


def register() -> None:
    """Called once when the app is ready."""
    copies.register("search_store", _("检索库"), in_store)
    copies.register("embedded", _("内置检索索引"), in_embedded)
    copies.register("recommendations", _("编辑推荐"), in_recommendations)
    copies.register("suggestions", _("搜索框的提示"), in_suggestions)
    copies.register(
        "elastic",
        _("Elasticsearch 检索索引"),
        in_elastic,
        applies=lambda: settings.SEARCH_ENGINE == "elastic",
    )
    copies.register(
        "elastic_files",
        _("Elasticsearch 索引文件里的残留"),
        forgetting.is_held,
        is_public=False,
        applies=lambda: settings.SEARCH_ENGINE == "elastic",
    )
