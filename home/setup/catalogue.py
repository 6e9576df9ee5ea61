"""The 153 rows of the 主动公开基本目录 and the norms they rest on."""

from datetime import date

from disclosure.models import CatalogueBasis, CatalogueItem, LegalBasis

from .seeds import keep, seed

# Date of the order the catalogue follows (吉政办函〔2018〕120号).
VALID_FROM = date(2018, 6, 20)


def load_catalogue(*, refresh: bool = False) -> int:
    """Legal bases, rows and the links between them; returns rows made."""
    bases = {}
    for entry in seed("legal_bases"):
        values = {key: entry[key] for key in ("article", "version", "certainty", "note")}
        # Who checked a norm and when is the staff's own record: a refresh keeps it.
        bases[entry["name"]], _made = keep(
            LegalBasis, {"name": entry["name"]}, values, refresh=refresh
        )
    return sum(_load_row(entry, bases, refresh) for entry in seed("catalogue"))


def _load_row(entry: dict, bases: dict[str, LegalBasis], refresh: bool) -> bool:
    values = {key: value for key, value in entry.items() if key not in ("code", "bases")}
    row, is_new = keep(
        CatalogueItem, {"code": entry["code"]}, values | {"valid_from": VALID_FROM}, refresh=refresh
    )
    if is_new or refresh:
        CatalogueBasis.objects.filter(row=row).exclude(basis__name__in=entry["bases"]).delete()
        linked = set(CatalogueBasis.objects.filter(row=row).values_list("basis__name", flat=True))
        CatalogueBasis.objects.bulk_create(
            CatalogueBasis(row=row, basis=bases[name])
            for name in dict.fromkeys(entry["bases"])
            if name not in linked
        )
    return is_new
