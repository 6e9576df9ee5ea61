"""What a page is, in the words of schema.org: for search engines and assistants (JSON-LD).

Made only of what the page itself shows. Nothing is read from the database here.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from disclosure import models as kinds
from disclosure.canonical import prose_texts
from disclosure.datasets.dcat import FORMATS
from disclosure.datasets.figures import Figures
from disclosure.datasets.register import Dataset
from home.dataset_cards import Card
from home.models import SiteSettings
from home.table_data import LICENCE

Thing = dict[str, object]
SHORT = 120  # signs of a description
SERVICES = (kinds.ServiceGuidePage,)
LAWS = (kinds.PolicyDocumentPage,)
REPORTS = (
    kinds.AnnualReportPage,
    kinds.AssessmentPage,
    kinds.ComplaintReportPage,
    kinds.EvaluationPage,
    kinds.InspectionPage,
    kinds.ReportPage,
    kinds.ResultReportPage,
)
DATASETS = (kinds.DatasetPage, kinds.EmissionPage, kinds.EnvQualityPage)
IN_FORCE = {
    "有效": "InForce",
    "修改": "PartiallyInForce",
    "失效": "NotInForce",
    "废止": "NotInForce",
}


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def described(page) -> str:
    """The beginning of the item's text, or whose item about what it is."""
    text = next(iter(prose_texts(page)), "").replace("\n", " ")
    if not text:
        return "，".join(filter(None, [page.unit_name, page.catalogue_label]))
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def organisation(name: str, url: str = "") -> Thing:
    return _filled({"@type": "GovernmentOrganization", "name": name, "url": url})


def item_thing(page, version, root: str) -> Thing:
    """An item as what it is: a service, a law, a report, a dataset, else a document."""
    url = f"{root}{page.public_url}"
    unit = page.unit and f"{root}{reverse('unit', args=[page.unit.code])}"
    thing = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": url,
        "url": url,
        "name": page.title,
        "identifier": page.number,
        "description": described(page),
        "inLanguage": "zh-Hans",
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "version": version.rev if version else None,
        "publisher": organisation(page.unit_name, unit or ""),
        "author": organisation(page.issuing_body) if page.issuing_body else None,
        "dateCreated": _day(page.issued_on),
        "keywords": page.keywords,
        "about": page.topic,
        "genre": page.genre,
        "spatialCoverage": _place(page.region_name),
        "isAccessibleForFree": True,
        "license": f"{root}/data/#licence",
        "isPartOf": {"@type": "WebSite", "url": f"{root}/"},
    }
    return _filled(thing | _as_kind(page, root))


def _as_kind(page, root: str) -> Thing:
    if isinstance(page, SERVICES):
        return {
            "@type": "GovernmentService",
            "provider": organisation(page.unit_name),
            "serviceType": page.service_name or page.catalogue_label,
            "areaServed": _place(page.region_name),
            "audience": {"@type": "Audience", "audienceType": str(page.get_audience_display())},
        }
    if isinstance(page, LAWS):
        force = IN_FORCE.get(page.validity)
        return {
            "@type": "Legislation",
            "legislationIdentifier": page.doc_no,
            "legislationDate": _day(page.issued_on),
            "legislationDateOfApplicability": _day(page.effective_on),
            "legislationPassedBy": organisation(page.issuing_body) if page.issuing_body else None,
            "legislationLegalForce": f"https://schema.org/{force}" if force else None,
        }
    if isinstance(page, REPORTS):
        return {"@type": "Report", "reportNumber": page.doc_no}
    if isinstance(page, DATASETS):
        return {
            "@type": "Dataset",
            "creator": organisation(page.issuing_body or page.unit_name),
            "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{root}/data/"},
        }
    return {}


def _place(name: str) -> Thing | None:
    return {"@type": "AdministrativeArea", "name": name} if name else None


def _moment(value) -> str | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def _day(value) -> str | None:
    return value.isoformat() if value else None


def list_thing(items: Iterable, root: str, name: str, first: int = 1) -> Thing:
    """The page of a list; `first` is the place of its first item in the whole list."""
    entries = [
        {
            "@type": "ListItem",
            "position": place,
            "url": f"{root}{item.public_url}",
            "name": item.title,
        }
        for place, item in enumerate(items, start=first)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": name,
        "itemListElement": entries,
    }


def site_thing(settings: SiteSettings, root: str) -> Thing:
    """The site, how to search it, and who runs it."""
    asked = f"{root}{reverse('search')}?q={{search_term_string}}"
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "WebSite",
                "@id": f"{root}/#site",
                "url": f"{root}/",
                "name": settings.name,
                "alternateName": settings.subtitle,
                "inLanguage": "zh-Hans",
                "publisher": {"@id": f"{root}/#sponsor"},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": asked},
                    "query-input": "required name=search_term_string",
                },
            },
            _filled(
                organisation(settings.sponsor, f"{root}/")
                | {
                    "@id": f"{root}/#sponsor",
                    "telephone": settings.phone,
                    "address": settings.address,
                }
            ),
        ],
    }


def dataset_thing(dataset: Dataset, figures: Figures, settings: SiteSettings, root: str) -> Thing:
    """A dataset of /data/ with its files."""
    url = f"{root}{reverse('dataset', args=[dataset.key])}"
    period = f"{figures.first}/{figures.last}" if figures.first else None
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": url,
            "url": url,
            "name": dataset.label.zh,
            "alternateName": dataset.label.en,
            "identifier": dataset.key,
            "description": f"公开的全部“{dataset.label.zh}”，一条一行，附数据字典。",
            "inLanguage": "zh-Hans",
            "dateModified": _moment(figures.changed_at),
            "temporalCoverage": period,
            "isAccessibleForFree": True,
            "license": f"{root}/data/#licence",
            "usageInfo": LICENCE,
            "creator": organisation(settings.sponsor, f"{root}/"),
            "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{root}/data/"},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": media,
                    "contentUrl": f"{root}{reverse('dataset_file', args=[dataset.key, kind])}",
                }
                for kind, (media, _name) in FORMATS.items()
            ],
        }
    )


def catalogue_thing(cards: Iterable[Card], settings: SiteSettings, root: str) -> Thing:
    """/data/ as a catalogue of data."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "url": f"{root}/data/",
        "name": f"{settings.name}：数据集",
        "publisher": organisation(settings.sponsor, f"{root}/"),
        "dataset": [
            {
                "@type": "Dataset",
                "name": card.dataset.label.zh,
                "url": f"{root}/data/{card.dataset.key}/",
            }
            for card in cards
        ],
    }
