import pytest

from ledger import code

from .vectors import VECTORS


def test_the_first_entries_have_the_published_codes():
    leaves = [bytes.fromhex(leaf) for leaf in VECTORS["leaf_hashes"][: len(VECTORS["codes"])]]
    assert [code.with_dashes(code.code_of(leaf)) for leaf in leaves] == VECTORS["codes"]


@pytest.mark.parametrize("case", VECTORS["code_input"], ids=repr)
def test_a_code_typed_with_misread_letters_is_understood(case):
    assert code.typed(case["in"]) == case["out"]


def test_full_width_letters_and_words_around_a_code_do_not_matter():
    assert code.typed("核验码：ＱＮＧＲ－ｐx15—spz6 202c。") == "QNGRPX15SPZ6202C"


def test_a_code_of_zeros_keeps_all_its_characters():
    assert code.code_of(bytes(32)) == "0" * code.LENGTH
