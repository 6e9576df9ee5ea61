import json
from datetime import date
from pathlib import Path

import pytest

from privacy import validators

VECTORS = json.loads(
    (Path(__file__).parent / "data" / "validator_vectors.json").read_text(encoding="utf-8")
)["vectors"]
TODAY = date(2026, 1, 1)
CHECKS = {
    "resident_id": lambda value: validators.is_resident_id(value, today=TODAY),
    "resident_id_15": validators.is_resident_id_15,
    "hmt_residence_permit": validators.is_hmt_permit,
    "foreigner_permanent_residence": validators.is_foreigner_card,
    "disability_certificate": validators.is_disability_certificate,
    "uscc": validators.is_uscc,
    "bank_card": validators.is_bank_card,
    "mobile": validators.is_mobile,
    "landline": validators.is_landline,
    "passport": validators.is_passport,
    "hk_macao_travel_permit": validators.is_travel_permit,
    "home_return_permit": validators.is_travel_permit,
    "taiwan_compatriot_permit": validators.is_travel_permit,
    "licence_plate": validators.is_plate,
}


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS if vector["kind"] in CHECKS],
    ids=lambda vector: f"{vector['kind']} {vector['why']}",
)
def test_the_check_rules_answer_as_the_vectors_say(vector):
    assert CHECKS[vector["kind"]](vector["value"]) is vector["valid"]
