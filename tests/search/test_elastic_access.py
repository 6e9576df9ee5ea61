"""Who may do what: the key of docs/elasticsearch.md is enough and no right in it is too many;
the way there is encrypted and its other end known."""

import datetime
import json
import re
import ssl
import uuid
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from elasticsearch import Elasticsearch

from search.engines import EngineUnavailable, elastic
from search.engines.elastic import ElasticEngine
from search.engines.elastic_cluster import look
from search.engines.elastic_connection import Refused, connect, is_too_old
from search.query import SearchQuery
from search.record import SearchRecord
from tests.search.faulty import FaultyServer, replying

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "elasticsearch.md"
# What the guide tells operators to send.
KEY = json.loads(re.search(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.S)[1])
ROLE = KEY["role_descriptors"]["site"]
RIGHTS, CLUSTER_RIGHTS = ROLE["indices"][0]["privileges"], ROLE["cluster"]


def without_account(url):
    scheme, _slashes, rest = url.partition("//")
    return f"{scheme}//{rest.rpartition('@')[2]}"


@pytest.fixture
def prefix():
    name = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield name
    ElasticEngine(connect(), name).drop()


def keyed(url, prefix, rights=RIGHTS, cluster=CLUSTER_RIGHTS):
    names = [{"names": [f"{prefix}*"], "privileges": list(rights)}]
    role = {"site": {"cluster": list(cluster), "indices": names}}
    key = connect().security.create_api_key(name=prefix, role_descriptors=role)
    return ElasticEngine(Elasticsearch(without_account(url), api_key=key["encoded"]), prefix)


def everything(engine):
    """All that the site does with its index."""
    engine.put([(1, SearchRecord(number="n-1", title="低保公示"))])
    engine.refresh()
    assert engine.find(SearchQuery("低保")).total == 1
    assert engine.quoted(["低保公示"])
    engine.rebuild(lambda _index, reached, _note: reached, lambda: 0)
    engine.put([(2, SearchRecord(number="n-2", title="低保公示"))])
    engine.remove([(3, "n-2")])
    engine.refresh()
    engine.purge()
    assert engine.contents() == {}
    list(look(engine))
    engine.drop()


@pytest.mark.elastic
def test_the_key_of_the_guide_is_enough(prefix, settings):
    engine = keyed(settings.ELASTICSEARCH_URL, prefix)
    everything(engine)
    engine.ensure()
    seen = {finding.kind: finding.text for finding in look(engine)}
    assert "看不到" not in seen["health"]
    assert "disk" in seen


@pytest.mark.elastic
@pytest.mark.parametrize("right", RIGHTS)
def test_without_one_of_its_rights_something_is_refused(prefix, settings, right):
    engine = keyed(settings.ELASTICSEARCH_URL, prefix, [one for one in RIGHTS if one != right])
    with pytest.raises(Refused):
        everything(engine)


@pytest.mark.elastic
def test_without_the_right_to_watch_the_cluster_only_its_state_is_unknown(prefix, settings):
    engine = keyed(settings.ELASTICSEARCH_URL, prefix, cluster=[])
    with pytest.raises(Refused):
        list(look(engine))  # even the version is the cluster's
    engine.put([(1, SearchRecord(number="n-1", title="低保公示"))])
    engine.refresh()
    assert engine.find(SearchQuery("低保")).total == 1


@pytest.mark.elastic
def test_the_key_opens_nothing_else(prefix, settings):
    other = ElasticEngine(connect(), f"other-{uuid.uuid4().hex[:10]}")
    other.put([(1, SearchRecord(number="n-1", title="低保公示"))])
    client = keyed(settings.ELASTICSEARCH_URL, prefix).client
    try:
        with pytest.raises(Refused):
            ElasticEngine(client, other.alias).find(SearchQuery("低保"))
        with pytest.raises(Refused):
            ElasticEngine(client, other.alias).put([(2, SearchRecord(number="n-2", title="x"))])
        with pytest.raises(Exception, match="403"):
            client.security.get_user()
        with pytest.raises(Exception, match="403"):
            client.cluster.put_settings(persistent={"cluster.max_shards_per_node": 900})
    finally:
        other.drop()


@pytest.mark.elastic
def test_a_wrong_key_is_refused(prefix, settings):
    client = Elasticsearch(without_account(settings.ELASTICSEARCH_URL), api_key=("id", "wrong"))
    with pytest.raises(Refused, match="401"):
        ElasticEngine(client, prefix).find(SearchQuery("低保"))


# -- the way there ------------------------------------------------------------------------------
def issued(folder, name, issuer=None):
    """A key with its certificate, self-signed or signed by `issuer`; (key, certificate)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(issuer[0] if issuer else key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / f"{name}.pem").write_bytes(built.public_bytes(encoding))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return key, built


@pytest.fixture
def encrypted(tmp_path):
    """Port of a server that speaks TLS with a certificate of the authority in ours.pem."""
    authority = issued(tmp_path, "ours")
    issued(tmp_path, "theirs")
    issued(tmp_path, "node", authority)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "node.pem", tmp_path / "node.key")
    server = FaultyServer(context=context)
    shards = {"total": 1, "successful": 1, "failed": 0}
    server.fault = replying(200, {"timed_out": False, "_shards": shards, "hits": {"hits": []}})
    yield server.server.server_address[1]
    server.close()


@pytest.mark.parametrize(("certs", "is_trusted"), [("ours", True), ("theirs", False), ("", False)])
def test_only_a_server_with_a_certificate_of_our_authority_is_spoken_to(
    encrypted, settings, tmp_path, certs, is_trusted
):
    settings.ELASTICSEARCH_URL = f"https://localhost:{encrypted}"
    settings.ELASTICSEARCH_API_KEY = "invented"
    settings.ELASTICSEARCH_CA_CERTS = str(tmp_path / f"{certs}.pem") if certs else ""
    engine = elastic.configured()
    if is_trusted:
        assert engine.quoted(["低保公示名单"]) == []
    else:
        with pytest.raises(EngineUnavailable):
            engine.quoted(["低保公示名单"])


def test_nodes_are_read_from_a_list_with_their_usual_ports(settings):
    settings.ELASTICSEARCH_URL = (
        "https://one.example:9200, https://two.example,https://[::1],http://127.0.0.1"
    )
    nodes = [node.config for node in connect().transport.node_pool.all()]
    assert sorted((node.scheme, node.host, node.port) for node in nodes) == [
        ("http", "127.0.0.1", 9200),
        ("https", "::1", 443),
        ("https", "one.example", 9200),
        ("https", "two.example", 443),
    ]


@pytest.mark.parametrize(
    ("version", "is_old"), [("8.19.4", True), ("9.0.0", False), ("9.4.3-SNAPSHOT", False)]
)
def test_a_server_before_version_nine_is_too_old(version, is_old):
    assert is_too_old(version) is is_old
