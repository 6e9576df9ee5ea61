"""Regions and units of the seed, with former and present names."""

from disclosure.models import Region, Unit, UnitName

from .seeds import keep, seed


def load_regions(*, refresh: bool = False) -> int:
    """Province, prefectures, counties, special zones and retired codes; returns rows made."""
    made = 0
    known: dict[str, Region] = {}
    for entry in seed("regions"):
        values = {
            "name": entry["name"],
            "level": entry["level"],
            "kind": entry["kind"],
            "parent": known.get(entry["parent"]),
            "is_standard": entry["is_standard"],
            "retired_until": entry.get("retired_until", ""),
            "replaced_by": entry.get("replaced_by", ""),
        }
        region, is_new = keep(Region, {"code": entry["code"]}, values, refresh=refresh)
        known[region.code] = region
        made += is_new
    return made


def load_units(*, refresh: bool = False) -> int:
    """Provincial units of the order and those that support them; returns rows made."""
    made = 0
    regions = {region.code: region for region in Region.objects.all()}
    known: dict[str, Unit] = {}
    for entry in seed("units"):
        values = {
            "name": entry["name"],
            "full_name": entry["full_name"],
            "level": entry["level"],
            "region": regions[entry["region"]],
            "parent": known.get(entry["parent"]),
            "domains": entry["domains"],
            "role_note": entry["role_note"],
        }
        unit, is_new = keep(Unit, {"code": entry["code"]}, values, refresh=refresh)
        known[unit.code] = unit
        made += is_new
        for name in entry["names"]:
            keep(
                UnitName,
                {"unit": unit, "name": name["name"]},
                {"is_former": name["is_former"], "note": name["note"]},
                refresh=refresh,
            )
    return made
