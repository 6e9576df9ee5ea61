"""What the documents tell people to type exists and works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.cms import production

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [PROJECT / "README.md", PROJECT / "deploy" / "backup.md", *PROJECT.glob("docs/**/*.md")]
)
FENCE = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
CODE = re.compile(r"`([^`\n]+)`")


def name(path):
    return path.relative_to(PROJECT).as_posix()


def blocks(path):
    return FENCE.findall(path.read_text(encoding="utf-8"))


def commands(path):
    """Everything set as code: fenced shell lines and inline code."""
    text = path.read_text(encoding="utf-8")
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return [*fenced, *CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))]


def make_targets():
    return set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_make_target_named_exists(path):
    named = {
        target for command in commands(path) for target in re.findall(r"\bmake ([a-z]+)", command)
    }
    assert named <= make_targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_management_command_named_exists(path):
    named = {
        command for line in commands(path) for command in re.findall(r"manage\.py ([a-z_]+)", line)
    }
    assert named <= set(get_commands()), named - set(get_commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_shell_blocks_are_valid_shell(path):
    for block in blocks(path):
        checked = subprocess.run(
            ["bash", "-n"], input=block, capture_output=True, encoding="utf-8", check=False
        )
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_file_linked_exists(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    missing = [link for link in links if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_project_path_named_exists(path):
    named = {
        place
        for command in commands(path)
        for place in re.findall(r"\b((?:deploy|tests|bench|docs)/[\w./*-]*\w)", command)
    }
    made_later = {"deploy/production.env"}
    missing = [place for place in named - made_later if not list(PROJECT.glob(place))]
    assert missing == []


def test_the_lines_that_make_secrets_make_acceptable_ones(tmp_path):
    lines = re.findall(r"python3 -c '([^']+)'", (PROJECT / "docs/operator.md").read_text())
    secret, vault_key = (
        subprocess.check_output([sys.executable, "-c", line], text=True).strip() for line in lines
    )
    values = {**production.values(tmp_path), "SECRET_KEY": secret, "VAULT_KEYS": vault_key}
    assert production.start(values).returncode == 0


def test_the_operators_table_and_the_example_name_every_value_that_is_read(tmp_path):
    source = (PROJECT / "cms/settings/production.py").read_text(encoding="utf-8")
    read = set(re.findall(r'_need\.(?:text|optional|flag|number)\(\s*"([A-Z0-9_]+)"', source))
    table = (PROJECT / "docs/operator.md").read_text(encoding="utf-8")
    assert {value for value in read if f"`{value}`" not in table} == set()
    example = (PROJECT / "deploy/production.env.example").read_text(encoding="utf-8")
    required = set(production.values(tmp_path))
    assert {value for value in required if f"\n{value}=" not in example} == set()


def test_the_example_of_production_values_does_not_start_as_it_stands():
    example = (PROJECT / "deploy/production.env.example").read_text(encoding="utf-8")
    values = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", example, re.M))
    result = production.start(values)
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr
