"""Database triggers from the same list of public columns: what receivers cannot see (gate.md 18).

`queryset.update()`, bulk operations, raw SQL and historical models reach the tables without a
signal; the database itself refuses them unless the item's row stands in `disclosure_opengate`.
"""

from dataclasses import dataclass

from django.db import connection, models
from wagtail.models import Page

from disclosure import face
from disclosure.models import DisclosurePage, OpenGate, PublicVersion

PREFIX = "mingjing_gate_"
MESSAGE = "mingjing: not cleared"
# Columns of Wagtail's own table that change what the public sees.
PAGE_COLUMNS = (
    "title",
    "seo_title",
    "search_description",
    "live",
    "expired",
    "content_type_id",
    "alias_of_id",
    "go_live_at",
    "expire_at",
    "first_published_at",
    "last_published_at",
)


@dataclass(frozen=True)
class Trigger:
    """`condition` is SQL over OLD and NEW; when it holds, the operation is refused."""

    table: str
    operation: str
    condition: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.operation.lower()}"[:63]


def plan() -> list[Trigger]:
    """All triggers for the present models."""
    triggers = [Trigger(Page._meta.db_table, "UPDATE", _page_update())]
    for model in face.item_classes():
        triggers += _for_item_table(model)
    for model, key in face.row_models():
        triggers += _for_rows(model, key)
    return triggers


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _closed(item: str) -> str:
    """The gate is not open for the item with this id expression."""
    return f"NOT EXISTS (SELECT 1 FROM {_quoted(OpenGate._meta.db_table)} WHERE page_id = {item})"


def _live(item: str) -> str:
    table = _quoted(Page._meta.db_table)
    return f"EXISTS (SELECT 1 FROM {table} p WHERE p.id = {item} AND p.live)"


def _ever_public(item: str) -> str:
    table = _quoted(PublicVersion._meta.db_table)
    return f"EXISTS (SELECT 1 FROM {table} v WHERE v.page_id = {item})"


def _any_differs(columns) -> str:
    """Compare values: modelcluster saves unchanged children as well."""
    pairs = [(f"OLD.{_quoted(column)}", f"NEW.{_quoted(column)}") for column in columns]
    if connection.vendor == "postgresql":
        return " OR ".join(f"{old}::text IS DISTINCT FROM {new}::text" for old, new in pairs)
    return " OR ".join(f"{old} IS NOT {new}" for old, new in pairs)


def _page_update() -> str:
    items = _quoted(DisclosurePage._meta.db_table)
    return (
        f"(OLD.live OR NEW.live) AND ({_any_differs(PAGE_COLUMNS)}) "
        f"AND EXISTS (SELECT 1 FROM {items} d WHERE d.page_ptr_id = OLD.id) AND {_closed('OLD.id')}"
    )


def _for_item_table(model: type[models.Model]) -> list[Trigger]:
    table, key = model._meta.db_table, model._meta.pk.column
    old, new = f"OLD.{_quoted(key)}", f"NEW.{_quoted(key)}"
    columns = [field.column for field in face.public_columns(model)]
    triggers = [
        Trigger(table, "INSERT", f"{_live(new)} AND {_closed(new)}"),
        Trigger(table, "DELETE", f"({_live(old)} OR {_ever_public(old)}) AND {_closed(old)}"),
    ]
    if columns:
        condition = f"{_live(old)} AND {_closed(old)} AND ({_any_differs(columns)})"
        triggers.append(Trigger(table, "UPDATE", condition))
    return triggers


def _for_rows(model: type[models.Model], key: str) -> list[Trigger]:
    table, column = model._meta.db_table, _quoted(model._meta.get_field(key).column)
    old, new = f"OLD.{column}", f"NEW.{column}"
    columns = [field.column for field in model._meta.local_concrete_fields]
    guarded_old, guarded_new = (f"({_live(i)} AND {_closed(i)})" for i in (old, new))
    return [
        Trigger(table, "INSERT", guarded_new),
        Trigger(table, "DELETE", guarded_old),
        Trigger(table, "UPDATE", f"({guarded_old} OR {guarded_new}) AND ({_any_differs(columns)})"),
    ]


def install() -> int:
    """(Re)create all triggers; returns how many there are now."""
    remove()
    triggers = plan()
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in _create(trigger):
                cursor.execute(statement)
    return len(triggers)


def _create(trigger: Trigger) -> list[str]:
    table, name = _quoted(trigger.table), _quoted(trigger.name)
    if connection.vendor == "postgresql":
        result = "OLD" if trigger.operation == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $gate$ BEGIN "
            f"IF {trigger.condition} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
            f"RETURN {result}; END $gate$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {name} BEFORE {trigger.operation} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE {trigger.operation} ON {table} FOR EACH ROW "
        f"WHEN {trigger.condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ]


def remove() -> None:
    """Drop all our triggers; migrations rebuild tables that triggers elsewhere name."""
    with connection.cursor() as cursor:
        for table, name in installed():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(name)} ON {_quoted(table)}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {_quoted(name)}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(name)}")


def installed() -> list[tuple[str, str]]:
    """(table, name) of our triggers in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgname LIKE %s",
                [f"{PREFIX}%"],
            )
        else:
            cursor.execute(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{PREFIX}%"],
            )
        return [(table, name) for table, name in cursor.fetchall()]


def missing() -> list[str]:
    """Names of planned triggers the database does not have."""
    present = {name for _table, name in installed()}
    return sorted(trigger.name for trigger in plan() if trigger.name not in present)


def before_migrations(sender, **kwargs):
    if connection.introspection.table_names():
        remove()


def after_migrations(sender, **kwargs):
    install()
