"""The main job on an item never seen before, from a line of a file to a citizen's search.

Afterwards the ID number stands nowhere but in the vault: not in a table, revision, log, index,
file or free page of the database.
"""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.crypto import get_random_string

from disclosure import outbox
from disclosure.live_check import find_drift
from disclosure.models import CatalogueItem, DisclosurePage, ItemRow, Outbox, Unit
from privacy import sweep
from privacy.needles import Needles
from workflows import actions, roles, setup

pytestmark = pytest.mark.django_db(transaction=True)
# Invented: sequence 000 does not occur, and the check digit is wrong.
ID_NUMBER = "220122195609110008"
NAME = "阚淑媛"
TEXT = (
    "根据《社会救助暂行办法》，现将临时救助审批结果公开如下。\n"
    f"申请人{NAME}，身份证号{ID_NUMBER}，因火灾造成基本生活困难，给予临时救助金3600元。\n"
    "监督电话：0431-81230000。"
)


@pytest.fixture
def people(site_ready):
    unit = Unit.objects.get(code="jl-mzt")
    found = {}
    for name, role in [
        ("bianji", roles.EDITOR),
        ("shenhe", roles.APPROVER),
        ("shencha", roles.REVIEWER),
        ("fabu", roles.PUBLISHER),
    ]:
        user = get_user_model().objects.create_user(
            name, f"{name}@example.org", get_random_string(20)
        )
        setup.assign(user, role, unit)
        found[name] = user
    return found


def import_line(tmp_path) -> DisclosurePage:
    line = {
        "source_id": "walk-0001",
        "title": "关于临时救助审批结果的公告",
        "text": TEXT,
        "issuer": "吉林省民政厅",
        "date": "2026-10-08",
        "domain": "社会救助和社会福利",
    }
    path = tmp_path / "line.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    call_command("import_items", str(path), stdout=io.StringIO())
    path.unlink()
    return DisclosurePage.objects.get(source_id="walk-0001").specific


def complete(page, editor) -> None:
    """The editor fills in what the catalogue row asks for."""
    draft = page.get_latest_revision_as_object()
    draft.owner = editor
    draft.catalogue_item = CatalogueItem.objects.get(code="X21")
    draft.issuing_body = draft.issuing_body or "吉林省民政厅"
    draft.topic = draft.topic or "民政、扶贫、救灾"
    draft.genre = draft.genre or "公告"
    draft.validity = "有效"
    draft.item_rows.add(ItemRow(table="findings", name="临时救助审批", note="已按程序办理"))
    draft.save_revision(user=editor)


def retry_later_work() -> None:
    Outbox.objects.filter(done_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
    outbox.drain()


def test_from_a_line_of_a_file_to_a_citizens_search(tmp_path, people, client, caplog):
    caplog.set_level(logging.DEBUG)
    page = import_line(tmp_path)
    complete(page, people["bianji"])
    canary = Needles([ID_NUMBER, NAME])
    # Raw in the draft, so that the sweep below means something.
    assert any(sweep.everywhere(canary))

    actions.submit(page, people["bianji"])
    actions.return_(page, people["shenhe"], "第二段请写明救助的依据条款。")
    actions.submit(page, people["bianji"])
    actions.approve(page, people["shenhe"])
    actions.review_and_clear(page, people["shencha"], decisions="proposed")
    version = actions.release(page, people["fabu"])
    retry_later_work()

    item = DisclosurePage.objects.get(pk=page.pk)
    assert item.live and version.rev == 1 and list(find_drift()) == []
    found = client.get("/search/", {"q": "遭了火灾能领多少临时救助"})
    assert f"/i/{item.number}/" in found.content.decode()
    shown = client.get(f"/i/{item.number}/").content.decode()
    assert "3600" in shown and "0431-81230000" in shown
    for place in (
        shown,
        found.content.decode(),
        caplog.text,
        str([m.message() for m in mail.outbox]),
    ):
        assert ID_NUMBER not in place and NAME not in place
    assert not any(item.title in message.subject + message.body for message in mail.outbox)
    assert [str(hit) for hit in sweep.everywhere(canary)] == []
