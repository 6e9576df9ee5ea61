"""Where a page type keeps each element of a catalogue row (公开内容要素).

Completeness, display, form and open data all ask here, so that they cannot disagree. An element
lies in the column of its name unless `RENAMED` says otherwise; files, links, regions and tables
lie in the rows of the concrete base under the element's name.
"""

from dataclasses import dataclass

from disclosure.models.rows import TYPED_ROWS

# Names that mean something else on a Wagtail page or in Django, or that two catalogue rows use
# for different things: element -> columns, of which a page type has at most one.
RENAMED = {
    "authority": ("release_authority",),
    "basis": ("fee_basis",),
    "channel": ("complaint_channel",),
    "check_type": ("inspection_method",),
    "closed": ("need_closed",),
    "content": ("activity_content",),
    "deadline": ("handling_limit",),
    "decision": ("approval_decision",),
    "event": ("registration_event",),
    "feedback": ("public_feedback",),
    "field": ("culture_field",),
    "form": ("interpretation_form",),
    "free": ("free_scope",),
    "hash": ("checksum",),
    "level": ("event_level", "hospital_level", "heritage_level"),
    "mark": ("mark_used",),
    "media": ("media_kinds",),
    "method": ("admission_method",),
    "name": ("heritage_name",),
    "plan": ("plan_places",),
    "project": ("heritage_project",),
    "reason": ("listing_reason",),
    "scope": ("inspection_scope",),
    "source": ("water_source",),
    "state": ("warning_state",),
    "status": ("entity_status",),
    "topic": ("concern",),
    "unit": ("assessed_unit", "work_unit"),
    "units": ("units_concerned",),
    "year": ("report_year",),
}
LINK_RELATIONS = {"interpretation": "interpretation", "supersedes": "supersedes", "policy": "basis"}
CASUALTIES = ("deaths", "injured", "missing")
ANNUAL_REPORT_PARTS = (
    "part_overview",
    "part_proactive",
    "part_applications",
    "part_disputes",
    "part_problems",
    "part_other",
)
# Shown in the box beside every item, not among the item's own content.
BASE_COLUMNS = frozenset(
    "doc_no issuing_body issued_on effective_on validity topic genre project_code publicity_from "
    "publicity_to region".split()
)


@dataclass(frozen=True, slots=True)
class Storage:
    """`kind`: column, range, counts, parts, body, published, region, regions, files, links, rows,
    recipients. `table` is the key of the rows (for links their relation)."""

    kind: str
    attributes: tuple[str, ...] = ()
    relation: str = ""
    table: str = ""

    @property
    def field(self) -> str:
        """Form field or formset at which something missing is named."""
        return self.attributes[0] if self.attributes else self.relation


class NoStorage(LookupError):
    """The page type has no place for an element of the catalogue row."""


def storage_of(page_class, element: dict) -> Storage:
    """Where `page_class` keeps the element; NoStorage when it cannot."""
    name, kind = element["name"], element["type"]
    if name == "published_on":
        return Storage("published", ("first_published_at",))
    stored = _in_rows(name, kind)
    if stored is None:
        stored = _in_columns(page_class, name, kind)
    missing = [a for a in stored.attributes if not _has_column(page_class, a)]
    if missing:
        raise NoStorage(f"{page_class.__name__} has no column for {name}")
    return stored


def _in_rows(name: str, kind: str) -> Storage | None:
    if kind in ("file", "file[]"):
        return Storage("files", relation="attachment_rows", table=name)
    if kind in ("link", "link[]"):
        return Storage("links", relation="link_rows", table=LINK_RELATIONS.get(name, "related"))
    if kind == "region_code[]":
        return Storage("regions", relation="region_rows")
    if kind == "table<recipient_row>":
        return Storage("recipients", relation="recipient_tables", table=name)
    if kind.startswith("table<"):
        row = TYPED_ROWS[kind[6:-1]]
        return Storage("rows", relation=relation_of(row), table=name)
    return None


def _in_columns(page_class, name: str, kind: str) -> Storage:
    if kind == "region_code":
        return Storage("region", ("region",))
    if kind == "casualty_counts":
        return Storage("counts", CASUALTIES)
    if kind.startswith("struct<"):
        return Storage("parts", ANNUAL_REPORT_PARTS)
    if name == "body":
        return Storage("body", ("body",))
    column = column_of(page_class, name)
    if kind in ("date_range", "datetime_range"):
        return Storage("range", (f"{column}_from", f"{column}_to"))
    return Storage("column", (column,))


def column_of(page_class, name: str) -> str:
    """The column of an element that has one: its other name where the type uses it."""
    return next((c for c in RENAMED.get(name, ()) if _has_column(page_class, c)), name)


def relation_of(row_model) -> str:
    """Accessor of a row model on the item: IndicatorRow -> indicator_rows."""
    return row_model._meta.get_field("page").remote_field.related_name


def _has_column(page_class, name: str) -> bool:
    return any(field.name == name for field in page_class._meta.concrete_fields)


def tables_of(page_class, elements: list[dict]) -> dict[str, list[tuple[str, str]]]:
    """Which tables each relation may hold: {relation: [(table, label)]}, in the row's order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for element in elements:
        stored = storage_of(page_class, element)
        if stored.table and stored.relation != "link_rows":
            found.setdefault(stored.relation, []).append((stored.table, element["label"]))
    return found


def rows_in(rows, stored: Storage, *, is_first: bool) -> list:
    """Rows of the element's table; those without a table belong to the relation's first."""
    key = "relation" if stored.kind == "links" else "table"
    return [
        row
        for row in rows
        if getattr(row, key) == stored.table or (is_first and not getattr(row, key))
    ]


def with_storage(page_class, elements: list[dict]) -> list[tuple[dict, Storage, bool]]:
    """Each element with its storage and whether it is the first one of its relation."""
    seen: set[str] = set()
    result = []
    for element in elements:
        stored = storage_of(page_class, element)
        result.append((element, stored, stored.relation not in seen))
        seen.add(stored.relation)
    return result
