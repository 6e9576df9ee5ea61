"""docs/data.md: what it tells people to type works as it stands."""

import re
import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache

from tests import factories
from tests.home.test_data import content, project

pytestmark = pytest.mark.django_db
TEXT = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
COMMANDS = [line for block in SHELL.findall(TEXT) for line in block.splitlines()]


@pytest.fixture(autouse=True)
def a_small_site():
    cache.clear()
    city = factories.region("220100", name="长春市", level="prefecture", parent=factories.region())
    project(region=city, issued_on="2018-03-04", title="低保标准")


def asked(command: str) -> tuple[str, dict, dict]:
    """(path, parameters, headers) of a curl command."""
    words = shlex.split(command)
    assert words[0] == "curl"
    address = urlsplit(next(word for word in words if word.startswith("http")))
    given = [words[n + 1] for n, word in enumerate(words) if word == "--data-urlencode"]
    told = [words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H"]
    query = dict(parse_qsl(address.query)) | dict(pair.split("=", 1) for pair in given)
    return address.path, query, dict(told)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_answered(client, command):
    path, query, headers = asked(command)
    answer = client.get(path, query, headers=headers)
    assert answer.status_code == 200, command
    assert content(answer)


def test_every_address_in_its_tables_exists(client):
    for address in set(re.findall(r"`(/data/[^`…]*)`", TEXT)):
        assert client.get(address).status_code == 200, address


def test_its_lines_of_python_count_what_is_there(client, monkeypatch):
    class Opened:
        def __init__(self, address):
            self.path = urlsplit(address).path

        def read(self):
            return content(client.get(self.path))

    monkeypatch.setattr("urllib.request.urlopen", Opened)
    (source,) = re.findall(r"^```python\n(.*?)^```", TEXT, re.M | re.S)
    found: dict = {}
    exec(source, found)
    assert found["total"] == 386400.0
