import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from privacy import lexicon
from privacy.models import LexiconEntry, LexiconProposal, LexiconTally
from tests.workflows import people
from workflows import actions
from workflows.review import deciding
from workflows.standing import running_state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped_words_alone():
    yield
    lexicon.use(lexicon.Changes())


@pytest.fixture
def team():
    people.install()
    return people.staff()


@pytest.fixture
def reviewer(client, team):
    client.force_login(team.reviewer)
    return client


def test_a_reviewer_adds_a_word(reviewer):
    address = reverse("lexiconentry:add")
    assert reviewer.get(address).status_code == 200
    sent = {"kind": "role", "effect": "official", "word": "护桥队", "active": "on", "note": ""}
    assert reviewer.post(address, sent).status_code == 302
    entry = LexiconEntry.objects.get()
    assert entry.word == "护桥队"
    assert entry.added_by is not None
    assert "护桥队" in reviewer.get(reverse("lexiconentry:index")).content.decode()


def test_a_full_name_is_refused_with_the_place_where_it_belongs(reviewer):
    sent = {"kind": "role", "effect": "official", "word": "王桂兰", "active": "on", "note": ""}
    page = reviewer.post(reverse("lexiconentry:add"), sent).content.decode()
    assert "公职人员与电话" in page
    assert not LexiconEntry.objects.exists()


def test_editors_do_not_reach_the_words(client, team):
    client.force_login(team.editor)
    assert client.get(reverse("lexicon:effects")).status_code == 404
    assert client.get(reverse("lexiconentry:index")).status_code == 302


def test_the_effects_are_a_page_and_a_file(reviewer):
    for decided, count in (("mask", 2), ("keep", 6)):
        LexiconTally.objects.create(
            entry="citizen_roles:户主",
            cls="RECIPIENT_NAME",
            proposed="mask",
            decided=decided,
            count=count,
        )
    page = reviewer.get(reverse("lexicon:effects")).content.decode()
    assert "户主" in page and "停用" in page
    rows = reviewer.get(reverse("lexicon:effects"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "citizen_roles,户主,1,8,2,6,0.7500" in rows


def test_a_doubtful_word_is_switched_off_with_one_click(reviewer):
    LexiconTally.objects.create(
        entry="citizen_roles:户主", cls="RECIPIENT_NAME", proposed="mask", decided="keep", count=6
    )
    reviewer.post(reverse("lexicon:effects"), {"entry": "citizen_roles:户主"})
    entry = LexiconEntry.objects.get()
    assert (entry.word, entry.removes, entry.active, entry.source) == (
        "户主",
        True,
        True,
        "decisions",
    )


def test_a_suggested_word_is_taken_or_put_aside_with_one_click(reviewer):
    take = LexiconProposal.objects.create(kind="role", effect="citizen", word="轮候户代表", count=2)
    drop = LexiconProposal.objects.create(kind="role", effect="citizen", word="乡亲父老", count=3)
    LexiconProposal.objects.create(kind="role", effect="citizen", word="只见一次", count=1)
    page = reviewer.get(reverse("lexicon:proposals")).content.decode()
    assert "轮候户代表" in page and "只见一次" not in page
    reviewer.post(reverse("lexicon:proposals"), {"proposal": take.pk, "act": "take"})
    reviewer.post(reverse("lexicon:proposals"), {"proposal": drop.pk, "act": "dismiss"})
    assert LexiconEntry.objects.get().word == "轮候户代表"
    assert LexiconProposal.objects.get(word="乡亲父老").dismissed


def test_a_file_goes_out_and_comes_in_again(reviewer):
    LexiconEntry.objects.create(kind="kin", word="继叔")
    out = reviewer.get(reverse("lexicon:export")).content
    LexiconEntry.objects.all().delete()
    answer = reviewer.post(
        reverse("lexicon:import"), {"file": SimpleUploadedFile("a.csv", out)}, follow=True
    )
    assert "已导入 1 条" in answer.content.decode()
    assert LexiconEntry.objects.get().source == "import"


def test_a_file_with_a_mistake_changes_nothing_and_names_the_line(reviewer):
    text = "kind,effect,word\nkin,,继叔\nrole,citizen,王桂兰\n".encode("gb18030")
    page = reviewer.post(reverse("lexicon:import"), {"file": SimpleUploadedFile("a.csv", text)})
    assert "第 3 行" in page.content.decode()
    assert not LexiconEntry.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"kind,word"])
def test_a_file_that_is_no_list_is_refused_in_words(reviewer, content):
    page = reviewer.post(reverse("lexicon:import"), {"file": SimpleUploadedFile("a.csv", content)})
    assert page.status_code in (200, 302)
    assert not LexiconEntry.objects.exists()


def test_a_passed_review_counts_the_words_and_keeps_no_value(team):
    page = people.notice(team, people.PROSE)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    deciding.follow_proposals(running_state(page), team.reviewer)
    actions.review_and_clear(page, team.reviewer)
    tallies = list(LexiconTally.objects.values_list("entry", "decided"))
    assert any(entry.startswith("citizen_roles:") for entry, _decided in tallies)
    assert people.NAME not in str(tallies)
    assert not LexiconProposal.objects.filter(word__contains=people.NAME).exists()
