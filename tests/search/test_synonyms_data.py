"""Synonyms kept by staff: seeded from the file, in force with the next question in both engines."""

import pytest
from django.db import DatabaseError

from search.answer import answer
from search.language import lexicon
from search.language.analysis import analyse
from search.models import KnowledgeState, SynonymGroup
from search.query import SearchQuery
from search.record import SearchRecord
from search.teaching import knowledge, seeding
from tests.search.conftest import BOTH, fresh_engine

pytestmark = pytest.mark.django_db


@pytest.fixture(params=BOTH)
def site(request, tmp_path, monkeypatch):
    """A site with one item that says 温室气体核算; asked through the way every page asks."""
    engine = fresh_engine(request.param, tmp_path)
    engine.put([(1, SearchRecord("MJ-1", "温室气体核算指南", "企业应当核算温室气体。"))])
    engine.refresh()
    monkeypatch.setattr("search.answer.get_embedded", lambda: engine)
    yield engine
    engine.drop()


def numbers(text):
    return [hit.record.number for hit in answer(SearchQuery(text)).hits]


def other_words(text):
    return dict(analyse(text).units[0].alternatives)


def test_a_group_is_in_force_with_the_next_question(site):
    assert numbers("碳账本") == []
    SynonymGroup.objects.create(words="碳账本", official="温室气体核算")
    assert numbers("碳账本") == ["MJ-1"]


def test_a_group_that_is_switched_off_holds_no_longer(site):
    group = SynonymGroup.objects.create(words="碳账本", official="温室气体核算")
    assert numbers("碳账本") == ["MJ-1"]
    group.active = False
    group.save()
    assert numbers("碳账本") == []


def test_a_deleted_group_holds_no_longer(site):
    group = SynonymGroup.objects.create(words="碳账本", official="温室气体核算")
    assert numbers("碳账本") == ["MJ-1"]
    group.delete()
    assert numbers("碳账本") == []


def test_a_mutual_group_works_both_ways_and_a_one_way_group_one_way():
    SynonymGroup.objects.create(words="碳账本 碳台账")
    SynonymGroup.objects.create(words="碳足迹", official="温室气体核算")
    knowledge.refresh()
    assert "碳台账" in other_words("碳账本") and "碳账本" in other_words("碳台账")
    assert "温室气体核算" in other_words("碳足迹")
    assert "碳足迹" not in other_words("温室气体核算")


def test_without_rows_the_shipped_groups_hold():
    knowledge.refresh()
    assert lexicon.in_force() is lexicon.shipped()
    assert "最低生活保障" in other_words("低保")


def test_on_a_site_that_was_never_seeded_the_shipped_groups_hold_beside_new_ones():
    SynonymGroup.objects.create(words="碳账本 碳台账")
    knowledge.refresh()
    assert "碳台账" in other_words("碳账本")
    assert "最低生活保障" in other_words("低保")


def test_the_seeded_rows_say_what_the_file_says():
    seeding.seed_synonyms()
    knowledge.refresh()
    site, file = lexicon.in_force(), lexicon.shipped()
    assert site is not file
    for word in [*file.equals, *file.wider]:
        assert site.alternatives(word) == file.alternatives(word), word
    assert site.light == file.light and site.by_first == file.by_first


def test_what_staff_add_is_looked_for_however_many_shipped_words_there_are():
    seeding.seed_synonyms()
    SynonymGroup.objects.create(words="放假 法定休息安排")
    knowledge.refresh()
    assert "法定休息安排" in other_words("放假")


def test_seeding_again_changes_nothing():
    assert seeding.seed_synonyms() > 300
    stamp = KnowledgeState.objects.get().synonyms
    assert seeding.seed_synonyms() == 0
    assert KnowledgeState.objects.get().synonyms == stamp


def lines_of_the_file(monkeypatch, *lines):
    monkeypatch.setattr(lexicon, "shipped_synonyms", lambda: list(lines))


def kept():
    return list(SynonymGroup.objects.values_list("words", "official", "active"))


def test_what_staff_changed_survives_an_upgrade(monkeypatch):
    lines_of_the_file(monkeypatch, "甲词 乙词", "丙词 > 丁词")
    seeding.seed_synonyms()
    first, second = SynonymGroup.objects.order_by("position")
    first.words, first.is_changed = "甲词 乙词 己词", True
    first.save()
    second.active, second.is_changed = False, True
    second.save()
    lines_of_the_file(monkeypatch, "甲词 乙词 戊词", "丙词 > 丁词", "庚词 辛词")
    assert seeding.seed_synonyms() == 2
    assert kept() == [
        ("甲词 乙词 己词", "", True),
        ("丙词", "丁词", False),
        ("庚词 辛词", "", True),
    ]
    assert seeding.seed_synonyms() == 0


def test_an_upgrade_extends_and_removes_what_nobody_touched(monkeypatch):
    lines_of_the_file(monkeypatch, "甲词 乙词", "丙词 > 丁词")
    seeding.seed_synonyms()
    lines_of_the_file(monkeypatch, "甲词 乙词 戊词")
    seeding.seed_synonyms()
    assert kept() == [("甲词 乙词 戊词", "", True)]


def test_a_group_that_staff_had_already_is_not_doubled(monkeypatch):
    SynonymGroup.objects.create(words="乙词 甲词")
    lines_of_the_file(monkeypatch, "甲词 乙词")
    assert seeding.seed_synonyms() == 0
    assert SynonymGroup.objects.count() == 1


def test_traditional_and_full_width_signs_are_stored_as_questions_are_read():
    group = SynonymGroup.objects.create(words="殘疾證　ＰＭ2.5")
    assert group.words == "残疾证 pm2.5"


def test_taking_over_costs_one_small_statement_a_search(django_assert_num_queries):
    seeding.seed_synonyms()
    knowledge.refresh()
    with django_assert_num_queries(1):
        knowledge.refresh()


def test_a_stamp_never_repeats_itself_by_counting():
    SynonymGroup.objects.create(words="甲词 乙词")
    one = KnowledgeState.objects.get().synonyms
    SynonymGroup.objects.create(words="丙词 丁词")
    assert KnowledgeState.objects.get().synonyms not in (one, one + 1)


def test_a_preview_holds_within_its_block_alone():
    tried = lexicon.build(synonyms=["碳账本 碳台账"])
    with lexicon.trying(tried):
        assert "碳台账" in other_words("碳账本")
    assert lexicon.in_force() is lexicon.shipped()


def test_a_database_that_cannot_be_read_leaves_what_is_known_in_force(monkeypatch):
    SynonymGroup.objects.create(words="碳账本 碳台账")
    knowledge.refresh()

    def fails():
        raise DatabaseError

    monkeypatch.setattr(knowledge, "_stored", fails)
    knowledge.refresh()
    assert "碳台账" in other_words("碳账本")
