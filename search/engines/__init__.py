"""Engines of the public search. `get_engine()` is the one the settings name."""

from functools import cache

from django.conf import settings

from .base import Engine, EngineUnavailable, Found, Hit

__all__ = ["Engine", "EngineUnavailable", "Found", "Hit", "get_embedded", "get_engine"]


def get_engine() -> Engine:
    """The configured engine."""
    if settings.SEARCH_ENGINE == "elastic":
        from .elastic import configured

        return configured()
    return get_embedded()


def get_embedded():
    """The embedded engine following this database; the fallback of the other one as well."""
    return _embedded(str(settings.SEARCH_INDEX_DIR))


@cache
def _embedded(folder: str):
    from pathlib import Path

    from search.indexing import DatabaseFeed

    from .embedded import EmbeddedEngine

    return EmbeddedEngine(Path(folder) / "index.sqlite3", DatabaseFeed())
