"""The catalogue of datasets in DCAT 3, in the application profile that portals harvest (DCAT-AP).

Addresses of the site are made from `root`; what is told comes from the figures of public items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from disclosure import vocabulary as words
from disclosure.models import Region, Unit

from .base_columns import bilingual
from .figures import Figures
from .graph import Iri, Literal, Node, Value, node
from .register import Dataset, datasets

MEDIA = "https://www.iana.org/assignments/media-types/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/CONT"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
FORMATS = {
    "csv": ("text/csv", "CSV"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "json": ("application/json", "JSON"),
    "jsonl": ("application/jsonl", "JSON"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """Who publishes: from the site's settings."""

    root: str
    name: str
    sponsor: str
    licence: str


def catalogue(
    site: Site,
    figures: Mapping[str, Figures],
    sizes: Mapping[tuple[str, str], int],
    changed_at: datetime | None,
) -> list[Node]:
    """The whole graph; three statements for units, regions and nothing per dataset."""
    used = {code for one in figures.values() for code in one.units}
    units = list(Unit.objects.filter(code__in=used).order_by("code"))
    province = Region.objects.filter(parent=None).order_by("code").first()
    place = f"{site.root}/regions/{province.code}/" if province else ""
    shown = [(datasets()[key], one) for key, one in figures.items() if one.count]
    found = [_catalog(site, shown, changed_at, place), _service(site, shown), _sponsor(site)]
    found += [_unit(site, unit) for unit in units]
    found += [_place(place, province)] if province else []
    found += _themes(site)
    for dataset, one in shown:
        found.append(_dataset(site, dataset, one, place))
        found += [_file(site, dataset, one, kind, sizes) for kind in FORMATS]
    found += [_standard(site, dataset) for dataset, _one in shown]
    found.append(node(f"{site.root}/data/#licence", "dct:LicenseDocument",
                      ("dct:title", _zh(site.licence))))  # fmt: skip
    return found


def _zh(text: str) -> Literal:
    return Literal(text, "zh")


def _en(text: str) -> Literal:
    return Literal(text, "en")


def _at(moment: datetime | None) -> Literal | None:
    return Literal(moment.isoformat(), type="xsd:dateTime") if moment else None


def _catalog(site: Site, shown, changed_at, place: str) -> Node:
    root = site.root
    pairs: list[tuple[str, Value | None]] = [
        ("dct:title", _zh(site.name)),
        ("dct:description", _zh("社会公益事业建设领域政府信息公开的数据集。")),
        ("dct:description", _en("Datasets of disclosed public-welfare information.")),
        ("dct:publisher", Iri(f"{root}/#sponsor")),
        ("dct:license", Iri(f"{root}/data/#licence")),
        ("dct:language", Iri(LANGUAGE)),
        ("dct:modified", _at(changed_at)),
        ("dct:spatial", Iri(place) if place else None),
        ("foaf:homepage", Iri(f"{root}/data/")),
        ("dcat:themeTaxonomy", Iri(f"{root}/domains/")),
        ("dcat:service", Iri(f"{root}/api/v1/")),
        *[("dcat:dataset", Iri(f"{root}/data/{d.key}/")) for d, _figures in shown],
    ]
    return node(f"{root}/data/catalog", "dcat:Catalog", *pairs)


def _service(site: Site, shown) -> Node:
    root = site.root
    served = [("dcat:servesDataset", Iri(f"{root}/data/{d.key}/")) for d, _figures in shown]
    return node(
        f"{root}/api/v1/",
        "dcat:DataService",
        ("dct:title", _zh("公开信息接口")),
        ("dct:title", _en("Open data API")),
        ("dct:publisher", Iri(f"{root}/#sponsor")),
        ("dct:license", Iri(f"{root}/data/#licence")),
        ("dcat:endpointURL", Iri(f"{root}/api/v1/")),
        ("dcat:endpointDescription", Iri(f"{root}/api/v1/openapi.json")),
        *served,
    )


def _sponsor(site: Site) -> Node:
    return node(
        f"{site.root}/#sponsor",
        "foaf:Agent org:Organization",
        ("foaf:name", _zh(site.sponsor)),
        ("foaf:homepage", Iri(f"{site.root}/")),
    )


def _unit(site: Site, unit: Unit) -> Node:
    return node(
        f"{site.root}/units/{unit.code}/",
        "foaf:Agent org:Organization",
        ("foaf:name", _zh(unit.official_name)),
        ("dct:identifier", Literal(unit.code)),
    )


def _place(iri: str, region: Region) -> Node:
    return node(
        iri,
        "dct:Location",
        ("skos:prefLabel", _zh(region.name)),
        ("dct:identifier", Literal(region.code)),
    )


def _themes(site: Site) -> list[Node]:
    scheme = f"{site.root}/domains/"
    found = [
        node(
            scheme, "skos:ConceptScheme", ("dct:title", _zh("领域")), ("dct:title", _en("Domains"))
        )
    ]
    for key, lazy in words.DOMAINS:
        label = bilingual(lazy)
        found.append(
            node(
                f"{scheme}{key}/",
                "skos:Concept",
                ("skos:prefLabel", _zh(label.zh)),
                ("skos:prefLabel", _en(label.en)),
                ("skos:inScheme", Iri(scheme)),
            )
        )
    return found


def _dataset(site: Site, dataset: Dataset, one: Figures, place: str) -> Node:
    root, label = site.root, dataset.label
    period = node(
        "",
        "dct:PeriodOfTime",
        ("dcat:startDate", Literal(f"{one.first}", type="xsd:date") if one.first else None),
        ("dcat:endDate", Literal(f"{one.last}", type="xsd:date") if one.last else None),
    )
    return node(
        f"{root}/data/{dataset.key}/",
        "dcat:Dataset",
        ("dct:identifier", Literal(dataset.key)),
        ("dct:title", _zh(label.zh)),
        ("dct:title", _en(label.en)),
        ("dct:description", _zh(f"公开的全部“{label.zh}”，一条一行，附数据字典。")),
        ("dct:description", _en(f"All published items of the type “{label.en}”, one per row.")),
        ("dct:publisher", Iri(f"{root}/#sponsor")),
        *[("dct:creator", Iri(f"{root}/units/{code}/")) for code in one.units],
        ("dct:language", Iri(LANGUAGE)),
        ("dct:license", Iri(f"{root}/data/#licence")),
        ("dct:accrualPeriodicity", Iri(FREQUENCY)),
        ("dct:modified", _at(one.changed_at)),
        ("dct:spatial", Iri(place) if place else None),
        ("dct:temporal", period),
        ("dct:conformsTo", Iri(f"{root}/data/{dataset.key}/schema.json")),
        *[("dcat:theme", Iri(f"{root}/domains/{key}/")) for key in one.domains],
        ("dcat:landingPage", Iri(f"{root}/data/{dataset.key}/")),
        *[("dcat:distribution", Iri(f"{root}/data/{dataset.key}.{kind}")) for kind in FORMATS],
    )


def _file(site: Site, dataset: Dataset, one: Figures, kind: str, sizes) -> Node:
    root = site.root
    media, name = FORMATS[kind]
    address = f"{root}/data/{dataset.key}.{kind}"
    size = sizes.get((dataset.key, kind))
    return node(
        address,
        "dcat:Distribution",
        ("dct:title", _zh(f"{dataset.label.zh}（{kind.upper()}）")),
        ("dct:title", _en(f"{dataset.label.en} ({kind.upper()})")),
        ("dcat:accessURL", Iri(f"{root}/data/{dataset.key}/")),
        ("dcat:downloadURL", Iri(address)),
        ("dcat:mediaType", Iri(f"{MEDIA}{media}")),
        ("dct:format", Iri(f"{FILE_TYPE}{name}")),
        ("dct:license", Iri(f"{root}/data/#licence")),
        ("dct:modified", _at(one.changed_at)),
        ("dct:conformsTo", Iri(f"{root}/data/{dataset.key}/schema.json")),
        ("dcat:byteSize", Literal(f"{size}", type="xsd:nonNegativeInteger") if size else None),
        ("dcat:accessService", Iri(f"{root}/api/v1/")),
    )


def _standard(site: Site, dataset: Dataset) -> Node:
    return node(
        f"{site.root}/data/{dataset.key}/schema.json",
        "dct:Standard",
        ("dct:title", _zh(f"{dataset.label.zh}：数据字典")),
        ("dct:title", _en(f"{dataset.label.en}: data dictionary")),
    )
