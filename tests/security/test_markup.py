"""Markup in every field a person can fill: shown as text, never run (CVE-2021-29434, 2026-28222)."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from disclosure import models, surfaces
from disclosure.elements import storage_of
from disclosure.models import LinkRow, RecipientTable
from tests import factories
from tests.disclosure import stories
from tests.disclosure.test_editor import posted
from tests.home.published import published
from tests.workflows import people

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
BREAK = "\"'><img src=x onerror=alert(2)>"
EVIL = SCRIPT + BREAK
TARGETS = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "item:../../admin/",
    'https://example.org/"onmouseover="alert(1)',
]


class Dangerous(HTMLParser):
    """Collects what a browser would run: scripts with content, handlers, script addresses."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.hrefs = []
        self.data = []  # blocks of data, which a browser never runs

    def handle_data(self, data):
        if self.data and self.cdata_elem == "script":
            self.data[-1] += data

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found += [f"{tag} {name}" for name in values if name.startswith("on")]
        is_data = tag == "script" and values.get("type") == "application/ld+json"
        self.data += [""] if is_data else []
        if tag == "script" and not is_data and not values.get("src", "").startswith("/static/"):
            self.found.append("script")
        if tag in ("iframe", "object", "embed", "base", "img") and values.get("src") == "x":
            self.found.append(tag)
        for name in ("href", "src", "action", "formaction"):
            target = re.sub(r"[\s\x00-\x1f]", "", values.get(name) or "").lower()
            self.hrefs.append(target)
            if target.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append(f"{tag} {name}={target}")


def dangers(text: str) -> list[str]:
    parser = Dangerous()
    parser.feed(text)
    for block in parser.data:
        json.loads(block)  # closed by nothing that stands in it
    return parser.found


def everywhere(client, item) -> dict[str, str]:
    addresses = [
        f"/i/{item.number}/",
        "/",
        "/latest/",
        "/notices/",
        f"/domains/{item.domain}/",
        f"/units/{item.unit.code}/",
        "/search/?q=alert",
        "/search/?q=%3Cscript%3Ealert(1)",
        "/sitemap/",
    ]
    return {address: client.get(address).content.decode() for address in addresses}


def test_a_title_and_facts_with_markup_are_text_on_every_page(client):
    item = published(
        title=f"公告{EVIL}",
        issuing_body=EVIL,
        doc_no=EVIL[:60],
        keywords=EVIL,
        source_note=EVIL,
        project_code=EVIL[:60],
    )
    for address, text in everywhere(client, item).items():
        assert dangers(text) == [], address
    shown = client.get(f"/i/{item.number}/").content.decode()
    assert "&lt;script&gt;" in shown


def test_every_text_column_of_every_page_type_is_escaped():
    by_type = {row["page_type"]: row["code"] for row in factories.seeded_rows()}
    bad = {}
    for page_type, code in by_type.items():
        page = factories.filled(factories.catalogue_item(code))
        for element in page.catalogue_item.elements:
            for attribute in storage_of(type(page), element).attributes:
                field = page._meta.get_field(attribute)
                if field.get_internal_type() in ("CharField", "TextField") and not field.choices:
                    setattr(page, attribute, f"javascript:alert(1)//{EVIL}"[: field.max_length])
        bad[page_type] = dangers(surfaces.render("page", page))
    assert len(bad) > 40
    assert not {name: found for name, found in bad.items() if found}


@pytest.mark.parametrize("target", TARGETS)
def test_a_link_of_an_item_leads_to_the_web_or_nowhere(client, target):
    row = LinkRow(relation="related", label=EVIL, target=target)
    item = published(rows=[("link_rows", row)])
    text = client.get(f"/i/{item.number}/").content.decode()
    assert dangers(text) == []
    api = client.get(f"/api/v1/items/{item.number}/").json()
    urls = [link["url"] for e in api["elements"] if e["name"] == "links" for link in e["value"]]
    assert not [url for url in urls if "script:" in url.lower()]
    # An address without a scheme would leave the site as well.
    parser = Dangerous()
    parser.feed(text)
    assert not [href for href in parser.hrefs if href.startswith("//")]


def test_cells_headings_and_captions_of_tables_are_text(client):
    table = RecipientTable(
        table="x", caption=EVIL[:100], note=EVIL, columns=[EVIL, "村*"], rows=[[EVIL, f"*{EVIL}"]]
    )
    item = published(rows=[("recipient_tables", table)])
    assert dangers(client.get(f"/i/{item.number}/").content.decode()) == []


PASTED = [
    EVIL,
    '<a href="javascript:alert(1)">x</a>',
    '<a linktype="external" href="javascript:alert(1)">x</a>',
    '<embed embedtype="media" url="javascript:alert(1)"/>',
    '<p onclick="alert(1)" style="x">x</p><iframe src="javascript:alert(1)"></iframe>',
    "<svg/onload=alert(1)>",
    '<a href="https://a.example/"><img src=x onerror=alert(1)></a>',
]


def test_prose_stored_by_whatever_way_runs_no_script(client):
    """The editor takes such mark-up out; an import, a fixture or a shell would not."""
    found = {}
    for html in PASTED:
        page = factories.draft(catalogue_item=stories.row())
        page.body = [("prose", f"<p>正文</p>{html}"), ("heading", EVIL[:100])]
        page.save()
        page.save_revision(user=page.owner)
        item = stories.released(page)
        found[html] = dangers(client.get(f"/i/{item.number}/").content.decode())
    assert not {html: bad for html, bad in found.items() if bad}


def contentstate(url: str) -> str:
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "a",
                    "text": "链接",
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
                    "data": {},
                },
                {
                    "key": "b",
                    "text": EVIL,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                    "data": {},
                },
            ],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}},
        }
    )


@pytest.mark.parametrize("url", TARGETS)
def test_links_forged_into_the_editor_are_harmless(team, client, url):
    client.force_login(team.editor)
    add = reverse(
        "wagtailadmin_pages:add", args=["disclosure", "policydocumentpage", team.unit.column.pk]
    )
    add += "?catalogue=P1"
    values = posted(client.get(add), title="关于服务时间的公告") | {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "prose",
        "body-0-id": "",
        "body-0-value": contentstate(url),
    }
    response = client.post(add, values)
    assert response.status_code == 302
    page = models.PolicyDocumentPage.objects.get().get_latest_revision_as_object()
    assert "链接" in page.body.raw_data[0]["value"]
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert SCRIPT not in edit
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert dangers(preview.content.decode()) == []


def test_screens_of_the_staff_escape_what_an_editor_writes(team, client):
    from workflows import actions
    from workflows.standing import running_state

    page = people.notice(
        team, f"<p>{people.NAME}：&lt;script&gt;alert(1)&lt;/script&gt;</p>", title=f"公告{EVIL}"
    )
    actions.submit(page, team.editor)
    state = running_state(page)
    for user, name in ((team.approver, "approve"), (team.editor, "work_item")):
        client.force_login(user)
        text = client.get(reverse(f"workflows:{name}", args=[page.pk])).content.decode()
        assert SCRIPT not in text and "<img src=x" not in text
    client.force_login(team.approver)
    client.post(
        reverse("workflows:approve", args=[page.pk]),
        {"do": "return", "reasons": EVIL, "seen": state.revision_id},
    )
    client.force_login(team.editor)
    for address in ("/admin/", "/admin/mingjing/work/", f"/admin/mingjing/work/{page.pk}/"):
        text = client.get(address).content.decode()
        assert SCRIPT not in text and "<img src=x" not in text, address


def test_highlights_of_the_search_mark_and_escape(client):
    published(title=f"公告{EVIL}结束")
    for word in ("alert", "script", "<script>", "公告", "img src"):
        page = client.get("/search/", {"q": word}).content.decode()
        assert dangers(page) == []
        for result in client.get("/api/v1/search", {"q": word}).json()["results"]:
            for text in result["highlight"].values():
                assert re.sub(r"</?mark>", "", text).count("<") == 0
