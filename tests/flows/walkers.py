"""The five people of the main job, each in a browser of their own, doing their part on screen."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from disclosure.models import DisclosurePage, Unit
from workflows import roles, setup

PASSWORD = "Jing-Ming-2018-walk"
TITLE = "关于调整扶贫资金公告公示办法的通知"
# Invented: the sequence 000 does not occur, and the check digit is wrong.
ID_NUMBER = "220122195609110008"
NAME = "阚淑媛"
PROSE = f"第一批名单包括申请人{NAME}，身份证号{ID_NUMBER}，补助3600元。"


def people(unit_code: str) -> Unit:
    """Accounts with one role each in the unit."""
    unit = Unit.objects.get(code=unit_code)
    for role in (roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER):
        user = get_user_model().objects.create_user(
            f"w-{role}", f"{role}@example.org", PASSWORD, first_name=role
        )
        setup.assign(user, role, unit)
    return unit


class Walker:
    """One person in front of the screens; `origin` is the site's address."""

    def __init__(self, browser_context, origin: str, role: str = ""):
        self.page = browser_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.origin = origin
        if role:
            self.goto(reverse("wagtailadmin_login"))
            self.page.fill("input[name=username]", f"w-{role}")
            self.page.fill("input[name=password]", PASSWORD)
            self.page.locator("button[type=submit]").click()
            self.page.wait_for_url(f"{origin}{reverse('wagtailadmin_home')}")

    def goto(self, address: str) -> None:
        self.page.goto(self.origin + address)


def press(page, button) -> None:
    """Press and wait until the next screen is there."""
    with page.expect_navigation():
        button.click()


def draft_and_submit(editor: Walker, unit: Unit) -> None:
    editor.goto(reverse("wagtailadmin_pages:add_subpage", args=[unit.column.pk]))
    editor.page.get_by_role("link", name="扶贫政策").first.click()
    page = editor.page
    page.fill("#id_title", TITLE)
    page.fill("#id_issued_on", "2026-10-08")
    page.locator("#id_formed_on").fill("2026-10-08")
    page.locator("#id_title").click()
    write_prose(page)
    submit(page)


def write_prose(page) -> None:
    page.locator("#panel-child-text-section, form").locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="正文").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(PROSE)
    # The editor hands its text to the form a moment after the last key.
    page.wait_for_function(
        "[...document.querySelectorAll('input[name^=body]')].some(i => i.value.includes('3600'))"
    )


def submit(page) -> None:
    page.get_by_role("button", name="更多").last.click()
    press(page, page.get_by_role("button", name="提交单位审核"))


def open_task(walker: Walker) -> None:
    """From the person's own list to the item."""
    walker.goto(reverse("workflows:work"))
    press(walker.page, walker.page.get_by_role("link", name=TITLE).first)


def return_with_reasons(walker: Walker, reasons: str) -> None:
    walker.page.locator("textarea[name=reasons]").first.fill(reasons)
    press(walker.page, walker.page.get_by_role("button", name="退回").first)


def resubmit(editor: Walker) -> None:
    open_task(editor)
    submit(editor.page)


def approve(walker: Walker) -> None:
    press(walker.page, walker.page.get_by_role("button", name="通过").first)


def review(reviewer: Walker) -> None:
    """Take the item and follow the detector's proposal at every place, then pass it."""
    reviewer.goto(reverse("workflows:queue"))
    page = reviewer.page
    press(page, page.get_by_role("link", name=TITLE).first)
    for _round in range(20):
        if not page.locator(".mj-entry--open").count():
            break
        # The answer is put in place by script; what is left is counted anew by the server.
        region = page.locator("[data-mj-review]")
        left = region.get_attribute("data-mj-left")
        page.locator("#decide").get_by_role("button", name="删除").click()
        expect(region).not_to_have_attribute("data-mj-left", left)
    press(page, page.get_by_role("link", name="通过审查"))
    press(page, page.get_by_role("button", name="确认通过"))


def release(publisher: Walker) -> None:
    open_task(publisher)
    publisher.page.locator("input[name=no_secret]").check()
    press(publisher.page, publisher.page.get_by_role("button", name="发布"))


def find(citizen: Walker, words: str) -> str:
    """Search as a citizen does; the text of the item found."""
    citizen.goto("/")
    citizen.page.locator("input[name=q]").first.fill(words)
    citizen.page.get_by_role("button", name="搜索").first.click()
    citizen.page.get_by_role("link", name=TITLE).first.click()
    expect(citizen.page.locator("h1")).to_contain_text("扶贫资金公告公示")
    return citizen.page.locator("main").inner_text()


def item() -> DisclosurePage:
    return DisclosurePage.objects.get(title=TITLE)
