import pytest

from privacy import policy


def test_every_domain_has_its_default_policy():
    assert policy.policy_for_domain("poverty").key == "RECIP_POVERTY"
    assert policy.policy_for_domain("education").key == "STUDENT_AID"
    assert policy.policy_for_domain("cross").key == policy.FALLBACK
    assert policy.policy_for_domain(None).key == policy.FALLBACK


def test_every_class_has_one_of_four_actions_under_every_policy():
    for entry in policy.rule_file()["policies"]:
        known = policy.policy(entry["key"])
        assert {known.action(cls) for cls in policy.class_keys()} <= set(policy.ACTIONS)


def test_the_web_shows_masked_recipients_but_no_list_of_pupils_or_patients():
    assert policy.policy_for_domain("welfare").action("RECIPIENT_NAME") == "mask"
    for domain in ("education", "health"):
        assert policy.policy_for_domain(domain).action("RECIPIENT_NAME") == "remove"


def test_what_may_never_appear_is_removed():
    for cls in ("RESIDENT_ID", "RESIDENT_ID_15", "BANK_ACCOUNT", "HEALTH", "DISABILITY"):
        assert policy.policy_for_domain("poverty").action(cls) == "remove"


def test_a_foreign_rule_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "privacy.yaml").write_text("meta: {title: other}\nclasses: []\n", encoding="utf-8")
    monkeypatch.setattr(policy, "DATA", tmp_path)
    policy.rule_file.cache_clear()
    try:
        with pytest.raises(policy.PolicyFileError):
            policy.rule_file()
    finally:
        policy.rule_file.cache_clear()
