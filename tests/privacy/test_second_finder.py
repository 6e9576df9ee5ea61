import numpy as np
import pytest

from privacy import second_finder
from privacy.detect import detect, detect_all
from privacy.second_finder import find_entities, parameters, tagger
from privacy.second_finder.parameters import NoParameters
from tests.privacy.test_unseen import entries

TEXTS = [
    "经办人徐敏，王淑芬2人户。",
    "包村干部雷明走访段有财，住在长春市二道区。",
    "",
    "2018年1月1日起施行。",
]


@pytest.fixture
def off(monkeypatch):
    """The installed package carries no parameters."""

    def missing():
        raise NoParameters("missing")

    tagger.is_available.cache_clear()
    monkeypatch.setattr(tagger, "network", missing)
    yield
    tagger.is_available.cache_clear()


def seen(text: str, kind: str = "PER") -> list[str]:
    return [text[one.start : one.end] for one in find_entities(text) if one.kind == kind]


def test_it_sees_persons_and_places_without_any_list():
    assert seen(TEXTS[0]) == ["徐敏", "王淑芬"]
    assert seen(TEXTS[1]) == ["雷明", "段有财"]
    assert "长春市" in seen(TEXTS[1], "LOC")


def test_texts_read_together_give_what_they_give_alone():
    alone = [find_entities(text) for text in TEXTS]
    second_finder.prime(TEXTS)
    assert [find_entities(text) for text in TEXTS] == alone


def test_findings_of_many_texts_are_those_of_each():
    assert detect_all(TEXTS, domain="welfare") == [detect(text, domain="welfare") for text in TEXTS]


def test_a_long_sentence_is_cut_without_losing_names_or_offsets():
    text = "，".join(f"第{n}户户主王桂兰" for n in range(30))
    assert len(seen(text)) >= 28
    assert set(seen(text)) <= {"王桂兰", "户主王桂兰"}


def test_entities_lie_in_order_and_do_not_overlap():
    text = "徐敏、王淑芬、雷明和段有财到长春市民政局。" * 20
    position = 0
    for one in find_entities(text):
        assert position <= one.start < one.end <= len(text)
        position = one.end


def test_without_parameters_the_detector_works_and_says_so(off):
    assert find_entities(TEXTS[0]) == ()
    assert "未启用" in second_finder.note()
    assert [one.cls for one in detect("户主王桂兰")] == ["RECIPIENT_NAME"]


def test_with_parameters_there_is_nothing_to_say():
    assert second_finder.note() == ""


def test_what_only_it_sees_is_unsure_and_says_so():
    texts = [entry["text"] for entry in entries("unseen_names")]
    found = [
        one for one_text in detect_all(texts) for one in one_text if "第二识别器" in one.reason
    ]
    assert found
    assert all(one.confidence < 0.6 for one in found)


def test_a_broken_parameter_file_switches_it_off(tmp_path):
    (tmp_path / "broken").write_bytes(b"\x01" * 64)
    with pytest.raises((ValueError, IndexError)):
        parameters._tensor(tmp_path / "broken")


def test_the_parameters_have_the_known_form():
    net = parameters.network()
    assert len(net.tags) == 57
    assert net.moves.shape == (57, 57)
    assert net.embedding.dtype == np.float32


def test_the_package_is_read_by_path_and_not_imported():
    import subprocess
    import sys

    code = (
        "import sys; from privacy.second_finder import find_entities; find_entities('户主王桂兰');"
        "sys.exit(any(name.split('.')[0] in ('jieba', 'paddle') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
