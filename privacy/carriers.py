"""The tables in which older copies of a page's text lie, seen on Wagtail 8.0.1.

Apps above add their own with `register`; privacy knows none of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Carrier:
    """One table's text columns; `of_page` says which rows are about a page.

    Without `of_page` the table serves the whole site. `labels` are columns that people see in
    lists: when a page is forgotten they get a neutral text instead of none.
    """

    model: str
    fields: tuple[str, ...]
    of_page: Callable[[int], Q] | None = None
    labels: tuple[str, ...] = ()

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def table(self) -> str:
        return self.model_class._meta.db_table

    def rows(self, page_id: int) -> models.QuerySet:
        """The rows about one page, or every row of a table of the whole site."""
        rows = self.model_class._base_manager.all()
        return rows.filter(self.of_page(page_id)) if self.of_page else rows

    def blank(self, label: str) -> dict:
        """Values for every column that say nothing any more."""
        empty = {
            name: {} if isinstance(self.model_class._meta.get_field(name), models.JSONField) else ""
            for name in self.fields
        }
        return empty | dict.fromkeys(self.labels, label)


def _generic(prefix: str = "") -> Callable[[int], Q]:
    """Rows that name the page by its type and by its id as text."""

    def of_page(page_id: int) -> Q:
        page_type = ContentType.objects.get_by_natural_key("wagtailcore", "page")
        return Q(**{f"{prefix}base_content_type": page_type, f"{prefix}object_id": str(page_id)})

    return of_page


def _by(name: str) -> Callable[[int], Q]:
    return lambda page_id: Q(**{name: page_id})


REVISIONS = Carrier("wagtailcore.Revision", ("content", "object_str"), _generic())
_of_page = [
    REVISIONS,
    Carrier("wagtailcore.PageLogEntry", ("label", "data"), _by("page_id"), labels=("label",)),
    Carrier("wagtailcore.Comment", ("text", "position"), _by("page_id")),
    Carrier("wagtailcore.CommentReply", ("text",), _by("comment__page_id")),
    Carrier("wagtailcore.TaskState", ("comment",), _generic("workflow_state__")),
    # The title of the latest draft, kept beside the public one; no public content (gate.md).
    Carrier("wagtailcore.Page", ("draft_title",), _by("pk"), labels=("draft_title",)),
]
_of_the_site = [
    Carrier("wagtailcore.ModelLogEntry", ("label", "data")),
    Carrier("admin.LogEntry", ("object_repr", "change_message")),
    Carrier("django_tasks_database.DBTaskResult", ("args_kwargs", "return_value", "traceback")),
]


def register(carrier: Carrier) -> None:
    """Let scrubs search one more table; called from AppConfig.ready() of the app that owns it."""
    known = _of_page if carrier.of_page else _of_the_site
    if carrier not in known:
        known.append(carrier)


def of_page() -> Iterator[Carrier]:
    """Carriers whose rows are about one page; every needle is looked for there."""
    return _installed(_of_page)


def of_the_site() -> Iterator[Carrier]:
    """Carriers of the whole site; only unmistakable needles are looked for there."""
    return _installed(_of_the_site)


def _installed(carriers: list[Carrier]) -> Iterator[Carrier]:
    labels = {config.label for config in apps.get_app_configs()}
    return (carrier for carrier in list(carriers) if carrier.model.split(".")[0] in labels)
