"""Public templates obey the content security policy and ask nothing of other hosts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

BASE = Path(settings.BASE_DIR)
FOLDERS = ("cms/templates", "home/templates", "search/templates/search")
PAGES = sorted(path for folder in FOLDERS for path in (BASE / folder).rglob("*.html"))
SHEETS = sorted((BASE / "cms/static/css").glob("*.css"))
FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style",
    "event attribute": r"\son[a-z]+\s*=",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "other host": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_public_template_has_nothing_inline_and_nothing_foreign(path):
    source = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_raw_colours_stand_in_tokens_modes_and_print_only(path):
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "http" not in source.replace('a[href^="http"]', "")
    if path.stem not in ("tokens", "modes", "print"):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", source) == []


def test_the_page_for_our_own_faults_needs_neither_request_nor_database():
    page = get_template("500.html").render({})
    assert "这一页暂时打不开" in page
    assert "stylesheet" in page


def test_a_refused_form_is_explained(client, db):
    page = get_template("403_csrf.html").render({})
    assert "表单没有提交" in page
