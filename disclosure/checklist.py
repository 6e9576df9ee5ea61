"""The list beside the form: which required elements of the row are there, as last saved."""

from dataclasses import dataclass

from disclosure.completeness import missing
from disclosure.elements import Storage, with_storage

ROW_KINDS = frozenset({"rows", "files", "links", "regions"})


@dataclass(frozen=True)
class Check:
    """One element. `fields` are form fields that all must be filled, `relation` and `table` rows of
    which one must be there; lists in the vault have neither. `goes_to`: field to lead to."""

    label: str
    is_present: bool
    goes_to: str
    fields: tuple[str, ...] = ()
    relation: str = ""
    table: str = ""


def checks_of(item) -> list[Check]:
    """Checks of an item with a catalogue row, in the row's order; empty without a row."""
    if item.catalogue_item is None:
        return []
    gone = {element.name: element.field for element in missing(item)}
    return [
        _check(element["label"], stored, element["name"] not in gone, gone.get(element["name"]))
        for element, stored, _first in with_storage(type(item), item.catalogue_item.elements)
        if element.get("required") and stored.kind != "published"
    ]


def _check(label: str, stored: Storage, is_present: bool, gap: str | None) -> Check:
    by_row = stored.kind in ROW_KINDS
    return Check(
        label,
        is_present,
        gap or stored.field,
        stored.attributes,
        stored.relation if by_row else "",
        stored.table if by_row else "",
    )
