"""The check desk and the offline page in a real browser, in every state."""

import json
from urllib.parse import quote

import pytest

from ledger.models import LedgerEntry
from ledger.receipts import receipt_of
from tests import public_copies
from tests.flows.test_public_pages_axe import VISITORS, overflow, violations
from tests.home.published import published
from tests.ledger.vectors import LOG
from tests.search.at_the_desk import TEXT, corrected, released, withdraw
from tests.search.conftest import site_search  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh_log(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")


@pytest.fixture
def item(site_search):  # noqa: F811
    return released(is_example=True)


def code_address(item, rev=1):
    return f"/v/{LedgerEntry.objects.get(item=item.number, rev=rev).code}"


@pytest.fixture
def states(item):
    """An address or a pasted text for each state."""
    gone = released(title="拟救助对象公示期满", text="公示期已经届满，现将有关名单按照规定撤下。")
    withdraw(gone, "expired")
    removed = released(title="一份后来删去的公告", text="因为保护个人隐私，这份公告后来整份删去。")
    withdraw(removed, "privacy")
    older = released(
        title="供暖时间安排的公告", text="本年度供暖时间为十月二十日起至次年四月六日止。"
    )
    corrected(older, "本年度供暖时间为十月二十五日起至次年四月十日止。")
    return {
        "form": "/verify/",
        "text form": "/verify/?by=text",
        "file form": "/verify/?by=file",
        "scan form": "/verify/?by=scan",
        "current": code_address(item),
        "superseded": code_address(older),
        "withdrawn": code_address(gone),
        "removed": code_address(removed),
        "unknown": "/v/0000000000000000",
        "altered": TEXT.replace("486.20", "586.20"),
        "excerpt": TEXT[4:50],
        "too_short": "低保公示",
        "pasted nonsense": "这里粘贴的是谁也没有公开过的一段文字，完全是编造出来的。",
    }


def show(page, base, question):
    if question.startswith("/"):
        page.goto(base + question)
        return
    page.goto(f"{base}/verify/?by=text")
    page.fill("#passage", question)
    page.click(".verify-form button")
    page.wait_for_selector("#verdict")


@pytest.mark.slow
def test_no_state_has_a_barrier(live_server, browser_context, states):
    problems = []
    for visitor in ("desktop", "phone", "dark"):
        page = browser_context(**VISITORS[visitor]).new_page()
        for state, question in states.items():
            show(page, live_server.url, question)
            problems += [f"{visitor} {state} {found}" for found in violations(page)]
            problems += [f"{visitor} {state} overflow"] * (overflow(page) > 0)
    assert problems == []


def test_it_fits_the_narrowest_phone_and_the_answer_has_the_focus(
    live_server, browser_context, states
):
    page = browser_context(viewport={"width": 320, "height": 700}).new_page()
    for state, question in states.items():
        show(page, live_server.url, question)
        assert overflow(page) <= 0, state
        if page.locator("#verdict").count():
            # The browser moves the focus with its first drawing, a moment after the markup is there.
            page.wait_for_selector("#verdict:focus", timeout=5_000)


def test_text_is_checked_without_script(live_server, browser_context, item):
    page = browser_context(java_script_enabled=False).new_page()
    show(page, live_server.url, TEXT.replace("391", "931"))
    assert page.locator("#verdict").inner_text() == "与公开内容有 1 处不同"
    assert page.locator(".dif").all_inner_texts() == ["391", "931"]


def test_only_the_digest_of_a_file_is_sent(live_server, browser_context, item):
    page = browser_context().new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"{live_server.url}/verify/?by=file")
    page.set_input_files("#held", {"name": "a.pdf", "mimeType": "", "buffer": b"private words"})
    page.click(".verify-form button")
    page.wait_for_selector("#verdict")
    assert not any("private words" in body for body in sent)


# -- offline --------------------------------------------------------------------------------
def test_the_offline_page_judges_every_published_receipt(live_server, browser_context):
    page = browser_context().new_page()
    page.goto(f"{live_server.url}/verify/offline.html")
    wrong = []
    for case in LOG["receipts"]:
        found = page.evaluate(
            """async ([receipt, parts, vkey]) => {
                try { return (await verifyReceipt(receipt, parts, [vkey])).result; }
                catch (error) { return error instanceof Refused ? "refused" : String(error); }
            }""",
            [case["receipt"], case.get("parts"), LOG["vkey"]],
        )
        if found != (case["result"] if case["ok"] else "refused"):
            wrong.append((case["why"], found))
    assert wrong == []


def test_the_offline_page_works_from_a_file_and_asks_no_network(chromium, item, client, tmp_path):
    client.get("/ledger/checkpoint")
    receipt = receipt_of(LedgerEntry.objects.get(item=item.number)).to_text()
    parts = client.get("/ledger/parts.json", {"item": item.number}).content
    file = tmp_path / "offline.html"
    file.write_bytes(client.get("/verify/offline.html").content)
    # A context of its own: the usual one lets no file be opened.
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert violations(page) == []
    page.set_input_files(
        "#receipt", {"name": "a.tlog-proof", "mimeType": "", "buffer": receipt.encode()}
    )
    page.set_input_files("#parts", {"name": "parts.json", "mimeType": "", "buffer": parts})
    page.click("button")
    page.wait_for_selector("#answer h2")
    assert page.locator("#answer h2").inner_text() == "内容与公开的一致"
    changed = json.dumps({**json.loads(parts), "title": "另一个标题"}).encode()
    page.set_input_files("#parts", {"name": "parts.json", "mimeType": "", "buffer": changed})
    page.click("button")
    page.wait_for_selector("#answer.warn")
    assert "title" in page.locator("#answer p").inner_text()
    assert violations(page) == []
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []


def saved_page(client, folder):
    file = folder / "offline.html"
    file.write_bytes(client.get("/verify/offline.html").content)
    return file.as_uri()


def give(page, name, content, kind="text/plain"):
    page.set_input_files(f"#{name}", {"name": name, "mimeType": kind, "buffer": content})


def answered(page):
    """Heading and words of the answer to what was given."""
    page.evaluate("document.querySelector('#answer').replaceChildren()")
    page.click("button")
    page.wait_for_selector("#answer h2")
    return page.locator("#answer h2").inner_text(), page.locator("#answer").inner_text()


def test_without_any_network_the_saved_page_tells_true_files_from_changed_ones(
    chromium,
    site_search,  # noqa: F811
    client,
    tmp_path,
):
    content = b"the list as it was published"
    held = published(
        title="资金发放名单", rows=[("attachment_rows", public_copies.row("名单", content=content))]
    )
    client.get("/ledger/checkpoint")
    receipt = receipt_of(LedgerEntry.objects.get(item=held.number)).to_text().encode()
    parts = client.get("/ledger/parts.json", {"item": held.number}).content
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(saved_page(client, tmp_path))
    context.set_offline(True)
    assert client.get("/ledger/vkeys.txt").content.decode().strip() in page.input_value("#vkey")

    give(page, "receipt", receipt)
    give(page, "parts", parts)
    give(page, "attachments", content)
    heading, told = answered(page)
    assert heading == "内容与公开的一致"
    assert "是公开的第 1 个附件" in told
    assert held.number in told

    give(page, "attachments", content + b" ")
    assert answered(page)[0] == "附件与公开的不同"
    page.set_input_files("#attachments", [])

    changed = [
        receipt.replace(b"index 0", b"index 1"),
        receipt[:-30] + (b"A" if receipt[-30:-29] != b"A" else b"B") + receipt[-29:],
        receipt.replace(b"extra ", b"extra A", 1),
        receipt[: len(receipt) // 2],
        b"\xff\xfe" * 50,
        b"",
        b"c2sp.org/tlog-proof@v1\n" * 1000,
    ]
    for forged in changed:
        give(page, "receipt", forged)
        assert answered(page)[0] == "核对没有通过", forged[:80]
    give(page, "receipt", receipt)
    twice = parts.replace(b"{", b'{"title":"x",', 1)
    more = parts.replace(b"{", b'{"b/9":"x",', 1)
    for broken in (b"{", b"[]", b"null", b'{"title": 1}', more, twice):
        give(page, "parts", broken)
        assert answered(page)[0] == "核对没有通过", broken[:80]
    give(page, "parts", parts)
    page.fill("#vkey", page.input_value("#vkey").replace("A", "B", 1))
    assert answered(page)[0] == "核对没有通过"
    assert overflow(page) <= 0
    context.close()


# -- versions -------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_pages_of_versions_have_no_barrier_and_fit_a_phone(
    live_server,
    browser_context,
    site_search,  # noqa: F811
):
    item = released(text=f"{TEXT}\n\n第二段后来删去了，换成了别的话。")
    corrected(item, TEXT.replace("486.20", "468.20"))
    gone = released(title="一份后来删去的公告", text="因为保护个人隐私，这份公告后来整份删去。")
    withdraw(gone, "privacy")
    addresses = [
        f"/i/{item.number}/versions/",
        f"/i/{item.number}/versions/1..2/",
        f"/i/{gone.number}/versions/",
    ]
    problems = []
    for visitor in ("desktop", "phone", "dark"):
        page = browser_context(**VISITORS[visitor]).new_page()
        for address in addresses:
            page.goto(live_server.url + address)
            problems += [f"{visitor} {address} {found}" for found in violations(page)]
            problems += [f"{visitor} {address} overflow"] * (overflow(page) > 0)
    assert problems == []


def test_any_two_versions_are_compared_without_script_and_by_keyboard(
    live_server,
    browser_context,
    site_search,  # noqa: F811
):
    item = released()
    corrected(item, TEXT.replace("486.20", "468.20"))
    corrected(item, TEXT.replace("486.20", "468.20").replace("七个", "十个"))
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/i/{item.number}/")
    page.get_by_text("历次版本和它们的差别").click()
    page.select_option("#from", "1")
    page.select_option("#to", "3")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="比较").press("Enter")
    page.wait_for_selector(".changes-of")
    assert page.url.endswith(f"/i/{item.number}/versions/1..3/")
    gone = page.locator(".changes-of .older del").all_inner_texts()
    assert [text.split("\n")[-1] for text in gone] == ["486.20", "七"]


def test_an_english_reader_finds_desk_and_versions_in_english(
    live_server,
    browser_context,
    site_search,  # noqa: F811
):
    item = released(is_example=True)
    corrected(item, TEXT.replace("486.20", "468.20"))
    page = browser_context(locale="en").new_page()
    for address, words in (
        ("/verify/?by=scan", ("Scan", "Enter the code")),
        ("/verify/", ("Try it", "Change one digit and check")),
        (f"/i/{item.number}/versions/1..2/", ("Differences between versions 1 and 2", "Changed")),
    ):
        page.goto(f"{live_server.url}/lang/en/?next={quote(address)}")
        text = page.locator("main").inner_text()
        assert all(word in text for word in words), text
