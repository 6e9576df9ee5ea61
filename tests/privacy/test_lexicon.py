import pytest

from privacy import lexicon, lexicon_rows, lexicon_words
from privacy.detect import detect
from privacy.lexicon_learning import Outcome, record
from privacy.models import LexiconEntry, LexiconProposal, LexiconState, LexiconTally


@pytest.fixture(autouse=True)
def shipped_words_alone():
    yield
    lexicon.use(lexicon.Changes())


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Saves an entry as a request would: what waits for the commit runs."""

    def save(entry):
        with django_capture_on_commit_callbacks(execute=True):
            entry.save()
        return entry

    return save


def action(text: str, value: str) -> str:
    return next((f.action for f in detect(text) if text[f.start : f.end] == value), "")


def test_a_role_that_staff_added_decides_at_once(db, at_once):
    text = "护桥人：王春生，每日巡查。"
    assert action(text, "王春生") == "mask"
    at_once(LexiconEntry(kind="role", effect="official", word="护桥人"))
    assert action(text, "王春生") == "keep"


def test_a_word_that_staff_switched_off_decides_no_more(db, at_once):
    text = "网格员王春生来到会场。"
    assert action(text, "王春生") == "keep"
    for name in ("official_roles", "role_endings"):
        assert "网格员" in lexicon.words(name)
    at_once(LexiconEntry(kind="role", effect="official", word="网格员", removes=True))
    assert "网格员" not in lexicon.words("official_roles")
    assert "网格员" in lexicon.shipped("official_roles")


def test_an_inactive_or_deleted_entry_is_out_of_force(
    db, at_once, django_capture_on_commit_callbacks
):
    entry = at_once(LexiconEntry(kind="illness", word="怪腿症"))
    assert "怪腿症" in lexicon.words("illnesses")
    entry.active = False
    at_once(entry)
    assert "怪腿症" not in lexicon.words("illnesses")
    entry.active = True
    at_once(entry)
    with django_capture_on_commit_callbacks(execute=True):
        entry.delete()
    assert "怪腿症" not in lexicon.words("illnesses")


def test_another_process_learns_of_a_change_by_the_counter(db, settings, monkeypatch):
    LexiconEntry.objects.bulk_create([LexiconEntry(kind="kin", word="继叔")])
    LexiconState.objects.create(pk=1, version=7)  # what the other process wrote
    assert lexicon.version() == 0
    settings.LEXICON_CHECK_SECONDS = 0.0
    monkeypatch.setattr(lexicon_rows, "_asked", 0.0)
    detect("继叔王春生")
    assert lexicon.version() == 7
    assert "继叔" in lexicon.words("kin")


def test_reading_the_counter_costs_one_query(db, django_assert_num_queries):
    LexiconState.objects.create(pk=1, version=0)
    with django_assert_num_queries(1):
        lexicon_rows.load()


@pytest.mark.parametrize(
    ("kind", "effect", "word", "refused"),
    [
        ("role", "citizen", "王桂兰", "name"),
        ("not_a_name", "", "王桂兰", "ordinary"),
        ("not_a_name", "", "高峰", ""),
        ("role", "citizen", "轮候户代表", ""),
        ("role", "", "轮候户代表", "effect"),
        ("kin", "official", "继叔", "effect"),
        ("surname", "", "欧阳", ""),
        ("surname", "", "欧阳娜", "surname"),
        ("role", "official", "张", "short"),
        ("role", "official", "张 局长", "form"),
        ("illness", "", "13900001234", "digits"),
        ("illness", "", "渐冻症", ""),
    ],
)
def test_a_shared_list_takes_no_persons_name(kind, effect, word, refused):
    assert lexicon_words.refusal(kind, effect, word) == refused


def test_every_list_an_entry_can_name_is_shipped():
    for name in lexicon_words.LISTS.values():
        assert lexicon.shipped(name)


def outcome(**fields) -> Outcome:
    common = {"entry": "", "cls": "RECIPIENT_NAME", "proposed": "mask", "decided": "mask",
              "is_manual": False, "value": "", "left": ""}  # fmt: skip
    return Outcome(**(common | fields))


def test_what_a_word_decided_is_counted_without_the_value(db):
    record([outcome(entry="citizen_roles:户主", value="王春生")] * 2)
    record([outcome(entry="citizen_roles:户主", decided="keep", value="王春生")])
    rows = {(t.entry, t.decided): t.count for t in LexiconTally.objects.all()}
    assert rows == {("citizen_roles:户主", "mask"): 2, ("citizen_roles:户主", "keep"): 1}


def test_a_word_kept_again_and_again_is_suggested_as_no_name(db):
    for _ in range(2):
        record([outcome(decided="keep", value="高阁")])
    assert not LexiconProposal.objects.filter(word="王春生").exists()
    record([outcome(decided="keep", value="王春生", left="请找")])
    assert not LexiconProposal.objects.filter(word="王春生").exists()


def test_a_name_marked_by_hand_suggests_the_role_before_it(db):
    for _ in range(2):
        record([outcome(is_manual=True, value="王春生", left="，由保姆")])
    row = LexiconProposal.objects.get()
    assert (row.kind, row.effect, row.word, row.count) == ("role", "citizen", "保姆", 2)


def test_an_illness_marked_by_hand_is_suggested_unless_it_names_somebody(db):
    record([outcome(cls="HEALTH", is_manual=True, value="烂脚")])
    record([outcome(cls="HEALTH", is_manual=True, value="户主王春生有病")])
    assert [row.word for row in LexiconProposal.objects.all()] == ["烂脚"]


def test_a_finding_names_the_word_that_decided():
    found = {
        f.cls: f.entry for f in detect("患者李桂兰患尿毒症多年，责任人赵立军。", domain="health")
    }
    assert found["RECIPIENT_NAME"] == "citizen_roles:患者"
    assert found["OFFICIAL_NAME"] == "official_roles:责任人"
    assert found["HEALTH"] in ("illnesses:尿毒症", "")


def test_a_file_is_read_by_the_words_of_the_site_in_its_child_process():
    from privacy.files import sandbox

    text = "护桥人：王春生，每日巡查。".encode()
    lexicon.use(lexicon.Changes(3, {"official_roles": ("护桥人",)}, {}))
    reading = sandbox.read(text, name="a.txt", domain="welfare")
    actions = [one.action for one in reading.findings if one.cls.endswith("_NAME")]
    assert actions in ([], ["keep"])


def test_the_words_travel_as_plain_values():
    import json

    changes = lexicon.Changes(5, {"kin": ("继叔",)}, {"kin": frozenset({"父"})})
    lexicon.use(changes)
    told = json.loads(json.dumps(lexicon.told()))
    lexicon.use(lexicon.Changes())
    lexicon.use_told(told)
    assert lexicon.version() == 5
    assert "继叔" in lexicon.words("kin") and "父" not in lexicon.words("kin")
