import json
import re

import pytest
from django.utils import translation

from privacy.detect import detect
from privacy.reason_words import in_words, is_known, phrases_of
from tests.privacy.scoring import DATA, known_texts, marked_texts

HAN = re.compile(r"[\u4e00-\u9fff]")


def reasons() -> set[str]:
    texts = [(entry["domain"], entry["text"]) for entry in known_texts()]
    for name in ("adversarial.txt", "ordinary.txt", "numbers.txt"):
        texts += [(domain, text) for domain, text, _spans in marked_texts(name)]
    vectors = json.loads((DATA / "class_vectors.json").read_text(encoding="utf-8"))
    texts += [("welfare", text) for entry in vectors for text in entry.get("positive", ())]
    return {one.reason for domain, text in texts for one in detect(text, domain=domain)}


@pytest.fixture(scope="module")
def all_reasons():
    return reasons()


def test_every_reason_is_built_of_known_phrases(all_reasons):
    phrases = {phrase for reason in all_reasons for phrase in phrases_of(reason)}
    assert [phrase for phrase in sorted(phrases) if not is_known(phrase)] == []


def test_english_reasons_hold_no_chinese_beside_the_quoted_word(all_reasons):
    with translation.override("en"):
        told = {in_words(reason) for reason in all_reasons}
    left = [one for one in told if HAN.search(re.sub(r"“[^”]*”", "", one))]
    assert left == []


def test_a_chinese_screen_shows_the_reason_as_it_is():
    with translation.override("zh-hans"):
        assert in_words("手机号码。") == "手机号码。"


def test_an_unknown_phrase_is_shown_rather_than_lost():
    with translation.override("en"):
        assert "新的说法" in in_words("新的说法。")
