"""查本人: found by the person alone, told to nobody else, left nowhere."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from disclosure import periods, publishing
from disclosure.models import DisclosurePage, ListPeriod
from home.views import own_row as view
from privacy import own_rows as pure
from privacy import sweep, vault
from privacy.models import OwnRow, VaultObject
from privacy.needles import Needles
from tests.disclosure import stories
from tests.workflows import listed, people
from workflows import actions
from workflows.lists import own_rows

ROWS = listed.households(36)
NAME, IDENTITY = ROWS[0][0], ROWS[0][1]
STRANGER = "220102196012120007"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The slow function made quick, and no waiting: what they cost is no matter of these tests."""
    monkeypatch.setattr(pure, "COST", 2)
    monkeypatch.setattr(view, "SECONDS_AT_LEAST", 0)
    cache.clear()


@pytest.fixture
def team(db):
    people.install()
    return people.staff()


def public_item(team, code="W1-4", rows=None, header=listed.HEADER):
    page = listed.in_review(listed.with_list(team, rows or ROWS, header, code), team)
    listed.decide(page, team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    item = listed.released(page, team)
    own_rows.build(item.number, {"clearance": latest_clearance(item).pk})
    return item


def latest_clearance(item):
    from disclosure.models import Clearance

    return Clearance.objects.filter(page_id=item.pk).latest("pk")


def ask(client, item, name=NAME, identity=IDENTITY, **more):
    number = item if isinstance(item, str) else item.number
    return client.post(f"/i/{number}/mine/", {"name": name, "identity": identity}, **more)


def told(answer) -> str:
    """The page without the token of its form."""
    text = answer.content.decode()
    start = text.find('name="csrfmiddlewaretoken"')
    return text[:start] + text[start + 150 :] if start > 0 else text


# --- the two keys ------------------------------------------------------------------------------


def test_spellings_of_the_same_person_are_the_same():
    same = pure.normalised("张 小三", "22010219900307000x")
    assert same == pure.normalised("张小三", "２２０１０２１９９００３０７０００Ｘ")
    assert pure.normalised("买买提•吐尔逊", "1") == pure.normalised("买买提·吐尔逊", "1")
    assert pure.normalised("张小", "三1") != pure.normalised("张小三", "1")


def test_another_secret_another_item_or_another_person_gives_other_keys():
    slow = pure.slow(NAME, IDENTITY, "a-2026-00001")
    keys = {
        pure.keys(slow, b"1" * 32).lookup,
        pure.keys(slow, b"2" * 32).lookup,
        pure.keys(pure.slow(NAME, IDENTITY, "a-2026-00002"), b"1" * 32).lookup,
        pure.keys(pure.slow(NAME, STRANGER, "a-2026-00001"), b"1" * 32).lookup,
    }
    assert len(keys) == 4
    assert pure.keys(slow, b"1" * 32).row.hex() not in keys


def test_the_sealed_row_does_not_tell_its_length():
    key = b"k" * 32
    short = pure.sealed_row(key, [[["金额", "1"]]], "c")
    long = pure.sealed_row(key, [[["金额", "1,200.00"], ["类别", "农村低保"]]], "c")
    assert len(short) == len(long)
    assert pure.opened_row(key, short, "c") == [[["金额", "1"]]]


def test_the_real_cost_is_not_that_of_the_tests():
    import importlib

    assert importlib.reload(pure).COST >= 2**12


# --- through the site --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_person_finds_what_the_board_would_show_of_them(team, client):
    item = public_item(team)
    answer = told(ask(client, item))
    assert "名册里有您" in answer
    assert "740" in answer and "月保障金额" in answer
    for hidden in (IDENTITY, ROWS[0][2], ROWS[1][0]):
        assert hidden not in answer
    assert f'href="/i/{item.number}/mine/"' in client.get(f"/i/{item.number}/").content.decode()


@pytest.mark.django_db
def test_every_reason_for_finding_nothing_is_told_in_the_same_words(team, client):
    item = public_item(team)
    plain = stories.released()
    answers = [
        ask(client, item, identity=STRANGER),
        ask(client, item, name="王小三"),
        ask(client, item, name=ROWS[1][0]),
        ask(client, plain),
        ask(client, "jl-test-2026-99999"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    texts = {
        told(a).replace(number, "NUMBER")
        for a, number in zip(
            answers,
            [item.number] * 3 + [plain.number, "jl-test-2026-99999"],
            strict=True,
        )
    }
    assert len(texts) == 1 and "没有查到" in texts.pop()


@pytest.mark.django_db
def test_the_slow_part_is_worked_in_every_case(team, client, monkeypatch):
    item = public_item(team)
    worked = []
    usual = pure.slow
    monkeypatch.setattr(pure, "slow", lambda *given: worked.append(1) or usual(*given))
    for number in (item.number, "jl-test-2026-99999"):
        ask(client, number, identity=STRANGER)
    assert len(worked) == 2


@pytest.mark.django_db
def test_no_answer_comes_sooner_than_the_least_time(team, client, monkeypatch):
    waited = []
    monkeypatch.setattr(view, "SECONDS_AT_LEAST", 60)
    monkeypatch.setattr(view.time, "sleep", waited.append)
    ask(client, public_item(team))
    ask(client, "jl-test-2026-99999")
    assert len(waited) == 2 and all(50 < seconds <= 60 for seconds in waited)


@pytest.mark.django_db
def test_after_five_questions_a_visitor_must_wait(team, client):
    item = public_item(team)
    for _n in range(view.PER_VISITOR):
        assert ask(client, item, identity=STRANGER).status_code == 200
    answer = ask(client, item)
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "名册里有您" not in told(answer)
    other = ask(client, item, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 200


@pytest.mark.django_db
def test_one_item_is_not_asked_without_end_from_many_addresses(team, client, monkeypatch):
    monkeypatch.setattr(view, "PER_ITEM", 3)
    item = public_item(team)
    codes = [ask(client, item, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(5)]
    assert codes == [200, 200, 200, 429, 429]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "identity"), [("", IDENTITY), (NAME, ""), ("张" * 99, "1" * 18)])
def test_what_cannot_be_looked_up_is_said_and_not_repeated(client, name, identity):
    answer = ask(client, "jl-test-2026-99999", name, identity)
    assert answer.status_code == 400
    assert "没有保留" in told(answer)
    assert "张张张" not in told(answer) and IDENTITY not in told(answer)


@pytest.mark.django_db
def test_the_question_is_never_part_of_an_address(client):
    answer = client.get("/i/jl-test-2026-99999/mine/", {"name": NAME, "identity": IDENTITY})
    assert answer.status_code == 200
    assert NAME not in told(answer) and "没有查到" not in told(answer)
    assert answer["Cache-Control"].find("no-store") >= 0
    assert 'autocomplete="off"' in told(answer)


@pytest.mark.django_db
def test_what_was_typed_is_left_nowhere(team, client, caplog):
    item = public_item(team)
    canary_name, canary = "金丝雀", "220102197001010008"
    with caplog.at_level(logging.DEBUG):
        ask(client, item)
        ask(client, item, canary_name, canary)
        ask(client, "jl-test-2026-99999", canary_name, canary)
    needles = Needles([canary, canary_name, IDENTITY])
    assert [str(hit) for hit in sweep.in_tables(needles)] == []
    assert [str(hit) for hit in sweep.in_sessions(needles)] == []
    kept = str(getattr(cache, "_cache", {})) + caplog.text + str(client.cookies)
    for words in (canary, canary_name, IDENTITY):
        assert words not in kept


@pytest.mark.django_db
def test_the_database_alone_gives_nothing_away(team):
    public_item(team)
    for row in OwnRow.objects.all():
        assert NAME.encode() not in row.sealed and b"740" not in row.sealed
    from privacy import sealing

    # Without the secret of the vault a guess of name and number does not find the row.
    guess = pure.keys(pure.slow(NAME, IDENTITY, OwnRow.objects.first().number), b"\0" * 32)
    assert not OwnRow.objects.filter(lookup=guess.lookup).exists()
    assert sealing.KEY_BYTES == 32


@pytest.mark.django_db
def test_several_payments_of_one_person_are_shown_together(team, client):
    again = [*ROWS[0][:-1], "415"]
    item = public_item(team, rows=[*ROWS, again])
    answer = told(ask(client, item))
    assert "740" in answer and "415" in answer
    assert OwnRow.objects.count() == len(ROWS)


@pytest.mark.django_db
def test_a_list_without_id_numbers_cannot_be_asked(team, client):
    header = [label for label in listed.HEADER if label != "身份证号"]
    item = public_item(team, rows=[[row[0], *row[2:]] for row in ROWS], header=header)
    assert not own_rows.can_be_asked(item.number)
    assert "/mine/" not in client.get(f"/i/{item.number}/").content.decode()


@pytest.mark.django_db
def test_building_goes_on_where_it_stopped(team):
    item = public_item(team)
    made = set(OwnRow.objects.values_list("lookup", flat=True))
    OwnRow.objects.filter(pk__in=OwnRow.objects.order_by("-pk")[:10].values("pk")).delete()
    own_rows.build(item.number, {"clearance": latest_clearance(item).pk})
    assert set(OwnRow.objects.values_list("lookup", flat=True)) == made


@pytest.mark.django_db
def test_with_the_period_the_asking_ends(team, client, monkeypatch):
    item = public_item(team, code="W1-3")
    last = ListPeriod.objects.get(number=item.number).last_day
    assert "名册里有您" in told(ask(client, item))
    real = timezone.now()
    over = last + timedelta(1)
    days = (over - periods.today()).days + 1
    monkeypatch.setattr(timezone, "now", lambda: real + timedelta(days=days))
    assert "没有查到" in told(ask(client, item))  # by the date alone
    from disclosure import list_ends

    list_ends.end_due(item.number)
    assert not OwnRow.objects.exists()


@pytest.mark.django_db
def test_a_withdrawal_ends_the_asking(team, client):
    item = public_item(team)
    publishing.withdraw(item, reason="error", by=team.publisher)
    assert not OwnRow.objects.exists()
    assert "没有查到" in told(ask(client, item))


@pytest.mark.django_db
def test_erasing_the_original_makes_its_rows_unreadable(team, client):
    item = public_item(team)
    copy = list(OwnRow.objects.values())
    vault.erase(VaultObject.objects.get(kind="table"))
    assert not OwnRow.objects.exists()
    OwnRow.objects.bulk_create([OwnRow(**row) for row in copy])  # as from a backup
    assert "没有查到" in told(ask(client, item))


@pytest.mark.django_db
def test_a_draft_with_rows_made_at_its_clearance_cannot_be_asked(team, client):
    page = listed.in_review(listed.with_list(team, ROWS), team)
    listed.decide(page, team)
    actions.review_and_clear(page, team.reviewer, "proposed")
    item = DisclosurePage.objects.get(pk=page.pk)
    own_rows.build(item.number, {"clearance": latest_clearance(item).pk})
    assert OwnRow.objects.exists()
    assert "没有查到" in told(ask(client, item))
