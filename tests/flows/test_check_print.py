"""What comes out of the printer: number, version, time, code, and a QR that leads to the desk."""

import pypdfium2
import pytest

from ledger.models import LedgerEntry
from tests.flows.test_public_pages_axe import overflow, violations
from tests.search.at_the_desk import released
from tests.search.conftest import site_search  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh_log(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.SITE_OFFICIAL_HOST = "gk.example.gov.cn"


def printed(page, path):
    """The pages as pictures and their text, as the browser prints them on A4."""
    page.pdf(path=path, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(path)
    pictures = [document[n].render(scale=3).to_numpy() for n in range(len(document))]
    sizes = [document[n].get_size() for n in range(len(document))]
    text = "".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    return pictures, sizes, text


def decoded(pictures):
    # The reader comes with the packages for reading scans; the site itself never decodes.
    cv2 = pytest.importorskip("cv2", reason="needs requirements-ocr.txt")
    found = (cv2.QRCodeDetector().detectAndDecode(picture)[0] for picture in pictures)
    return [address for address in found if address]


def test_a_printed_item_carries_number_version_time_code_and_a_readable_qr(
    live_server,
    browser_page,
    site_search,  # noqa: F811
    tmp_path,
):
    item = released()
    entry = LedgerEntry.objects.get(item=item.number)
    browser_page.goto(f"{live_server.url}/i/{item.number}/")
    pictures, sizes, text = printed(browser_page, tmp_path / "item.pdf")
    assert {(round(width), round(height)) for width, height in sizes} == {(595, 842)}
    assert decoded(pictures) == [f"https://gk.example.gov.cn/v/{entry.code}"]
    flat = "".join(text.split())
    for words in (item.number, entry.shown_code, "第1版", "gk.example.gov.cn/verify/", "486.20"):
        assert words in flat, words
    assert "下载凭证" not in flat  # buttons are not for paper


def test_the_address_of_the_qr_leads_to_the_current_version(
    live_server,
    browser_page,
    site_search,  # noqa: F811
):
    item = released()
    code = LedgerEntry.objects.get(item=item.number).code
    browser_page.goto(f"{live_server.url}/v/{code}")
    assert browser_page.locator("#verdict").inner_text() == "与现行公开内容一致"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
    "9c6360606060000000050001a5f645400000000049454e44ae426082"
)


def choose_picture(page, base, address):
    page.add_init_script(
        "window.BarcodeDetector = class { async detect() { return "
        + (f"[{{ rawValue: {address!r} }}]" if address else "[]")
        + "; } };"
    )
    page.goto(f"{base}/verify/?by=scan")
    page.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": PIXEL})


def test_a_photo_of_the_qr_opens_the_result_and_is_not_sent(
    live_server,
    browser_page,
    site_search,  # noqa: F811
):
    item = released()
    code = LedgerEntry.objects.get(item=item.number).code
    sent = []
    browser_page.on("request", lambda request: sent.append(request.method))
    choose_picture(browser_page, live_server.url, f"https://gk.example.gov.cn/v/{code}")
    browser_page.wait_for_selector("#verdict")
    assert browser_page.locator("#verdict").inner_text() == "与现行公开内容一致"
    assert set(sent) == {"GET"}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://gk-example.gov.cn.evil.example/v/0000000000000000", "不是本站的核验码"),
        ("javascript:alert(1)", "不是本站的核验码"),
        ("", "没有认出二维码"),
    ],
)
def test_a_qr_of_another_site_is_named_and_not_followed(
    live_server,
    browser_page,
    site_search,  # noqa: F811
    address,
    says,
):
    choose_picture(browser_page, live_server.url, address)
    browser_page.wait_for_function(
        "says => document.querySelector('#picture-says').textContent.includes(says)", arg=says
    )
    assert browser_page.url.endswith("/verify/?by=scan")


def test_the_scan_tab_without_a_detector_says_what_to_do(
    live_server,
    browser_context,
    site_search,  # noqa: F811
):
    for options in ({"java_script_enabled": False}, {"viewport": {"width": 320, "height": 700}}):
        page = browser_context(**options).new_page()
        page.goto(f"{live_server.url}/verify/?by=scan")
        assert "扫一扫" in page.locator("main").inner_text()
        assert "gk.example.gov.cn" in page.locator("main").inner_text()
        assert page.locator("#picture").is_hidden()
        assert overflow(page) <= 0
    assert violations(page) == []
