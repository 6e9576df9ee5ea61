"""The review by keyboard in a real browser, without script, on a phone, and without barriers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.workflows import people
from tests.workflows.test_review import decide, second_reviewer, waiting
from workflows import actions
from workflows.models import (
    ImpactAssessment,
    KeepVerdict,
    PrivacyReviewState,
    Reveal,
    ReviewDecision,
    ReviewDraft,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Jing-Ming-2018-walk"
PROSE = people.PROSE + (
    f"<p>申请人手机号{people.PHONE}，住老槐树下第三家。</p><p>另附身份证号{people.ID_NUMBER}。</p>"
)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def desk(team, live_server, browser_context):
    """Opens a page for a person at an address: `desk(user, name, page, **options)`."""

    def open_for(user, name, *args, **options):
        user.set_password(PASSWORD)
        user.save()
        options.setdefault("viewport", {"width": 1440, "height": 900})
        tab = browser_context(**options).new_page()
        tab.goto(live_server.url + reverse("wagtailadmin_login"))
        tab.fill("input[name=username]", user.username)
        tab.fill("input[name=password]", PASSWORD)
        tab.locator("button[type=submit]").first.click()
        tab.wait_for_url(live_server.url + reverse("wagtailadmin_home"))
        tab.goto(live_server.url + reverse(f"workflows:{name}", args=args))
        return tab

    return open_for


@pytest.fixture
def tab(team, desk):
    """The reviewer's desk with the first finding in focus."""
    page, _state = waiting(team, PROSE)
    found = desk(team.reviewer, "review", page.pk)
    found.locator("[data-mj-entry]").first.focus()
    return found


def left(tab, number: int) -> None:
    expect(tab.locator("[data-mj-review]")).to_have_attribute("data-mj-left", str(number))


def press(tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def barriers(tab) -> list[str]:
    found = Axe().run(tab, context={"include": [["main"]]}, options=RULES)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]


def current(tab) -> str:
    return tab.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def test_a_reviewer_walks_through_by_keyboard_alone(tab):
    left(tab, 4)
    assert current(tab).startswith("第1项，共4项，正文第 2 段，群众姓名，待决定")
    press(tab, "j")
    assert current(tab).startswith("第2项")
    press(tab, "k", "m")
    left(tab, 3)
    assert current(tab).startswith("第2项")  # on to the next undecided by itself
    press(tab, "x")
    left(tab, 2)
    press(tab, "u")
    left(tab, 3)
    press(tab, "Shift+U")
    left(tab, 2)
    assert ReviewDecision.objects.filter(action="remove").count() == 1
    press(tab, "n", "x")
    left(tab, 1)
    expect(tab.locator("[data-mj-live]")).to_contain_text("还剩 1")


def test_one_key_decides_all_alike_and_one_key_takes_that_back(tab):
    press(tab, "j", "x")
    left(tab, 3)
    press(tab, "u")
    left(tab, 4)
    tab.locator("[data-mj-entry]", has_text="身份证号").first.click()
    expect(tab.locator("#decide")).to_contain_text("身份证号")
    press(tab, "a")
    left(tab, 2)
    press(tab, "u")
    left(tab, 4)


def test_a_value_is_shown_for_ten_seconds_and_written_down(tab):
    tab.clock.install()
    press(tab, "v")
    place = tab.locator("mark.mj-hit").first
    expect(place).to_have_text(people.NAME)
    expect(tab.locator("[data-mj-live]")).to_contain_text("已显示")
    assert Reveal.objects.get().cls == "RECIPIENT_NAME"
    tab.clock.fast_forward(11_000)
    expect(place).to_have_text("••••")
    assert people.NAME not in tab.content()


def test_keeping_asks_for_grounds_first_and_enter_in_them_keeps(tab):
    press(tab, "p")
    expect(tab.locator("input[name=reason]").first).to_be_focused()
    assert not ReviewDecision.objects.exists()
    tab.keyboard.type("本人是项目负责人")
    press(tab, "Enter")
    tab.keyboard.type("条例第二十条")
    press(tab, "Enter")
    expect(tab.locator(".mj-entry--waits")).to_contain_text("等第二人确认")
    assert ReviewDecision.objects.get().action == "keep"


def test_letters_typed_into_a_field_decide_nothing(tab):
    press(tab, "r")
    expect(tab.locator("textarea[name=reasons]")).to_be_focused()
    tab.keyboard.type("mxgpvu 123")
    assert tab.locator("textarea[name=reasons]").input_value() == "mxgpvu 123"
    assert not ReviewDecision.objects.exists()


def test_a_decision_keeps_what_is_typed_elsewhere_and_the_draft_is_stored(tab):
    press(tab, "r")
    tab.keyboard.type("第三段的个案说明")
    expect(tab.locator("[data-mj-draft]")).to_contain_text("已存为草稿")
    assert ReviewDraft.objects.get().comment == "第三段的个案说明"
    tab.locator("[data-mj-entry]").first.focus()
    press(tab, "m")
    left(tab, 3)
    assert tab.locator("textarea[name=reasons]").input_value() == "第三段的个案说明"


def test_selected_words_are_marked_everywhere(tab):
    tab.evaluate(
        """() => {
            const spans = [...document.querySelectorAll("[data-mj-part] [data-mj-s]")];
            const node = spans.find((s) => s.textContent.includes("老槐树")).firstChild;
            const at = node.data.indexOf("老槐树");
            document.getSelection().setBaseAndExtent(node, at, node, at + 8);
        }"""
    )
    bar = tab.locator("[data-mj-toolbar]")
    expect(bar).to_be_visible()
    bar.locator("select").select_option("ADDRESS_DETAIL")
    bar.get_by_role("button", name="删除").click()
    expect(tab.locator("[data-mj-message]")).to_contain_text("已标出 1 处")
    row = ReviewDecision.objects.get()
    assert (row.is_manual, row.end - row.start) == (True, 8)


def test_keys_are_off_where_the_account_wants_none(team, desk):
    from wagtail.users.models import UserProfile

    page, _state = waiting(team, PROSE)
    profile = UserProfile.get_for_user(team.reviewer)
    profile.keyboard_shortcuts = False
    profile.save()
    tab = desk(team.reviewer, "review", page.pk)
    tab.locator("[data-mj-entry]").first.focus()
    press(tab, "m", "x")
    tab.wait_for_timeout(300)
    assert not ReviewDecision.objects.exists()


def test_the_keys_stand_in_wagtails_own_dialog(tab):
    press(tab, "Shift+?")
    dialog = tab.locator("#keyboard-shortcut-group-mj-review")
    expect(dialog).to_be_visible()
    for words in ("用于所有相同内容", "重做", "通过审查", "延长审查时间"):
        expect(dialog).to_contain_text(words)


def test_passing_takes_a_page_that_names_the_item(team, tab):
    press(tab, "Control+Enter")
    expect(tab.locator("[data-mj-live]")).to_contain_text("现在不能通过")
    for _n in range(4):
        press(tab, "x")
        tab.wait_for_timeout(400)
    left(tab, 0)
    with tab.expect_navigation():
        press(tab, "Control+Enter")
    assert "4 项已决定" in tab.locator("main").inner_text()
    with tab.expect_navigation():
        tab.get_by_role("button", name="确认通过").click()
    assert ImpactAssessment.objects.count() == 1


def test_two_minutes_before_the_claim_ends_it_warns_and_one_key_extends_it(tab):
    from datetime import timedelta

    from django.utils import timezone

    PrivacyReviewState.objects.update(claimed_until=timezone.now() + timedelta(seconds=100))
    with tab.expect_response(lambda r: r.request.method == "GET" and "review" in r.url):
        tab.evaluate(
            "document.querySelector('.mj-claim').dataset.mjUntil = new Date(Date.now() + 90000).toISOString()"
        )
        press(tab, "e")
    assert PrivacyReviewState.objects.get().claimed_until > timezone.now() + timedelta(minutes=20)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}},
        {"locale": "en-GB"},
    ],
    ids=["desktop", "dark", "phone", "english"],
)
def test_the_screens_have_no_barriers(team, desk, options):
    page, state = waiting(team, PROSE)
    decide(state, team, "RECIPIENT_NAME", "keep", reason="项目负责人", basis="条例第二十条")
    tab = desk(team.reviewer, "review", page.pk, **options)
    expect(tab.locator("[role=option]").first).to_be_visible()
    assert barriers(tab) == []
    wide = tab.evaluate(
        "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth"
    )
    assert wide <= 1
    tab.goto(tab.url.split("?")[0] + "pass/")
    assert barriers(tab) == []
    other = desk(second_reviewer(team), "confirm", page.pk, **options)
    assert barriers(other) == []
    other.locator("button[value=confirmed]").click()
    expect(other.locator("main")).to_contain_text("second-jl-test")
    assert KeepVerdict.objects.get().verdict == "confirmed"


def test_the_record_of_a_review_prints_without_the_frame(team, desk):
    page, _state = waiting(team, PROSE)
    actions.review_and_clear(page, team.reviewer, "proposed")
    tab = desk(team.reviewer, "assessment", ImpactAssessment.objects.get().pk)
    assert barriers(tab) == []
    tab.emulate_media(media="print")
    expect(tab.locator(".mj-record")).to_be_visible()
    expect(tab.locator("[data-mj-print]")).to_be_hidden()
    assert people.ID_NUMBER not in tab.content()


def test_everything_works_without_script(team, desk):
    page, _state = waiting(team, PROSE)
    tab = desk(team.reviewer, "review", page.pk, java_script_enabled=False)
    for n in range(4, 0, -1):
        left(tab, n)
        with tab.expect_navigation():
            tab.locator("#decide").get_by_role("button", name="删除").click()
    tab.get_by_role("link", name="通过审查").click()
    tab.get_by_role("button", name="确认通过").click()
    assert ImpactAssessment.objects.count() == 1
