"""Which unit publishes a document, judged by its issuer's name."""

import unicodedata
from dataclasses import dataclass

from disclosure.models import IssuerMapping, Unit, UnitName


@dataclass(frozen=True, slots=True)
class Publisher:
    """The unit and whether it reprints what another organ made."""

    unit: Unit
    is_reprint: bool = False


def plain_name(name: str) -> str:
    """A name without the differences that writing systems make."""
    return "".join(unicodedata.normalize("NFKC", name).split())


class IssuerIndex:
    """Names of units and the mappings staff confirmed, read once per run."""

    def __init__(self):
        self._publishers: dict[str, Publisher] = {}
        units = {unit.pk: unit for unit in Unit.objects.filter(is_active=True)}
        for other in UnitName.objects.filter(unit__in=units):
            self._publishers[plain_name(other.name)] = Publisher(units[other.unit_id])
        for unit in units.values():
            for name in filter(None, (unit.name, unit.full_name)):
                self._publishers[plain_name(name)] = Publisher(unit)
        # What a person decided wins over what the names say.
        for mapping in IssuerMapping.objects.filter(unit__isnull=False).select_related("unit"):
            self.remember(mapping)

    def remember(self, mapping: IssuerMapping) -> None:
        self._publishers[plain_name(mapping.issuer)] = Publisher(mapping.unit, mapping.is_reprint)

    def publisher(self, issuer: str) -> Publisher | None:
        """The publisher for the issuer's name, None when nobody has said who that is."""
        return self._publishers.get(plain_name(issuer)) if issuer else None
