"""The DCAT catalogue: both forms are the same graph, and it has what harvesters need."""

import pytest
from django.core.cache import cache
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from disclosure.datasets.graph import Iri, Node, json_ld, node, turtle
from disclosure.datasets.graph import Literal as Text
from tests import factories
from tests.home.published import published
from tests.home.test_data import project

pytestmark = pytest.mark.django_db
ROOT = "http://testserver"


@pytest.fixture(autouse=True)
def nobody_has_fetched_anything_yet():
    cache.clear()


def graph(client, kind="jsonld") -> Graph:
    answer = client.get(f"/data/catalog.{kind}")
    assert answer.status_code == 200
    form = {"jsonld": "json-ld", "ttl": "turtle"}[kind]
    return Graph().parse(data=answer.content.decode(), format=form)


@pytest.fixture
def filled(client):
    """Two datasets of two units."""
    project(issued_on="2016-03-01")
    published(of=factories.unit("jl-two", "省第二厅"), title="公告")
    b"".join(client.get("/data/notice.csv").streaming_content)
    return client


def test_turtle_and_json_ld_say_the_same(filled):
    assert len(graph(filled)) > 100
    assert isomorphic(graph(filled, "jsonld"), graph(filled, "ttl"))


def test_an_empty_site_has_a_catalogue_too(client):
    assert isomorphic(graph(client, "jsonld"), graph(client, "ttl"))
    assert not list(graph(client).subjects(RDF.type, DCAT.Dataset))


def test_the_form_is_chosen_by_what_the_client_accepts(filled):
    for accepted, media in (
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/html,*/*;q=0.8", "application/ld+json"),
        ("text/turtle;q=0.2, application/ld+json;q=0.9", "application/ld+json"),
        ("image/png", "application/ld+json"),
    ):
        answer = filled.get("/data/catalog", HTTP_ACCEPT=accepted)
        assert answer["Content-Type"].startswith(media), accepted
        assert "Accept" in answer["Vary"]


def only(found, subject, predicate):
    values = list(found.objects(subject, predicate))
    assert len(values) == 1, (subject, predicate, values)
    return values[0]


def languages(found, subject, predicate):
    return {value.language for value in found.objects(subject, predicate)}


def test_the_catalogue_has_what_the_profile_requires(filled):
    found = graph(filled)
    catalog = URIRef(f"{ROOT}/data/catalog")
    assert (catalog, RDF.type, DCAT.Catalog) in found
    assert languages(found, catalog, DCTERMS.description) == {"zh", "en"}
    for predicate in (DCTERMS.title, DCTERMS.publisher, DCTERMS.license, DCTERMS.modified):
        only(found, catalog, predicate)
    assert set(found.objects(catalog, DCAT.dataset)) == {
        URIRef(f"{ROOT}/data/poverty-project/"),
        URIRef(f"{ROOT}/data/notice/"),
    }
    service = only(found, catalog, DCAT.service)
    assert (service, RDF.type, DCAT.DataService) in found
    only(found, service, DCAT.endpointURL)
    assert set(found.objects(service, DCAT.servesDataset)) == set(
        found.objects(catalog, DCAT.dataset)
    )


def test_every_dataset_has_what_the_profile_requires(filled):
    found = graph(filled)
    for dataset in found.subjects(RDF.type, DCAT.Dataset):
        assert languages(found, dataset, DCTERMS.title) == {"zh", "en"}
        assert languages(found, dataset, DCTERMS.description) == {"zh", "en"}
        publisher = only(found, dataset, DCTERMS.publisher)
        assert (publisher, RDF.type, FOAF.Agent) in found and (publisher, FOAF.name, None) in found
        for creator in found.objects(dataset, DCTERMS.creator):
            assert (creator, FOAF.name, None) in found
        assert only(found, dataset, DCTERMS.modified).datatype == XSD.dateTime
        place = only(found, dataset, DCTERMS.spatial)
        assert (place, RDF.type, DCTERMS.Location) in found
        period = only(found, dataset, DCTERMS.temporal)
        start, end = only(found, period, DCAT.startDate), only(found, period, DCAT.endDate)
        assert start.datatype == end.datatype == XSD.date and start <= end
        themes = list(found.objects(dataset, DCAT.theme))
        assert themes and all((theme, RDF.type, SKOS.Concept) in found for theme in themes)
        standard = only(found, dataset, DCTERMS.conformsTo)
        assert (standard, RDF.type, DCTERMS.Standard) in found
        assert filled.get(str(standard).removeprefix(ROOT)).status_code == 200
        files = list(found.objects(dataset, DCAT.distribution))
        assert len(files) == 4
        for file in files:
            assert (file, RDF.type, DCAT.Distribution) in found
            only(found, file, DCTERMS.license)
            only(found, file, DCAT.mediaType)
            only(found, file, DCTERMS.format)
            only(found, file, DCAT.accessURL)
            address = str(only(found, file, DCAT.downloadURL)).removeprefix(ROOT)
            assert filled.head(address).status_code == 200
    start = only(found, only(found, URIRef(f"{ROOT}/data/poverty-project/"), DCTERMS.temporal),
                 DCAT.startDate)  # fmt: skip
    assert str(start) == "2016-03-01"


def test_a_size_is_told_when_it_is_known(filled):
    found = graph(filled)
    sizes = {str(file): size for file, size in found.subject_objects(DCAT.byteSize)}
    assert list(sizes) == [f"{ROOT}/data/notice.csv"]
    (size,) = sizes.values()
    assert size.datatype == XSD.nonNegativeInteger and int(size) > 100


def test_an_unchanged_catalogue_is_not_sent_again(filled):
    tag = filled.get("/data/catalog")["ETag"]
    assert filled.get("/data/catalog", HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert filled.get("/data/catalog.ttl")["ETag"] != tag
    published(title="又一件")
    assert filled.get("/data/catalog", HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize(
    "text",
    ['"quotes" and \\ and \n lines\t', "控制\x01\x1f\x7f", "@en ^^xsd:date", "</script>", "é😀"],
)
def test_hostile_texts_survive_both_forms(text):
    odd = node("http://x/a b<>", "dct:Location",
               ("dct:title", Text(text, "zh")), ("dct:title", Text(text)),
               ("dct:relation", Node("", (), (("dct:title", Text(text)),))),
               ("dct:source", Iri("http://x/{y}")))  # fmt: skip
    from_turtle = Graph().parse(data=turtle([odd]), format="turtle")
    texts = {str(value) for value in from_turtle.objects(None, DCTERMS.title)}
    assert texts == {text}
    plain = node("http://x/a", "dct:Location", ("dct:title", Text(text, "zh")))
    one = Graph().parse(data=turtle([plain]), format="turtle")
    other = Graph().parse(data=json_ld([plain]), format="json-ld")
    assert isomorphic(one, other)
    assert (URIRef("http://x/a"), DCTERMS.title, Literal(text, lang="zh")) in one


def test_a_named_node_cannot_hide_inside_another():
    inner = node("http://x/b", "dct:Location")
    with pytest.raises(ValueError, match="stands by itself"):
        turtle([node("http://x/a", "dct:Location", ("dct:relation", inner))])
