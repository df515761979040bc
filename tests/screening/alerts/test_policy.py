from importlib import resources

import pytest
import yaml

from screening.alerts.policy import SEVERITIES, load_policy
from screening.errors import SettingsError
from screening.rules.catalogue import rules


@pytest.fixture
def content():
    return yaml.safe_load((resources.files("screening.alerts") / "policy.yml").read_text("utf-8"))


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a policy file; texts as they are, anything else as YAML."""

    def policy_file(content):
        path = tmp_path / "policy.yml"
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
        return path

    return policy_file


def test_the_policy_of_the_package_weighs_every_rule():
    policy = load_policy()
    assert policy.rules.keys() == rules().keys()
    assert list(policy.severities) == list(SEVERITIES)
    assert policy.severities["low"] == policy.alert_threshold
    for rule_id, rule in rules().items():
        assert policy.parameters(rule_id).keys() == rule.parameters.keys()


def test_a_priority_code_alone_is_no_alert_and_a_listed_number_alone_is():
    policy = load_policy()
    codes = policy.rules["CHPL_HIT"].weight + policy.rules["CONTROL_CODE_CANDIDATE"].weight
    assert codes < policy.alert_threshold
    for rule_id in ("PARTY_EXACT_ID", "VESSEL_LISTED", "WALLET_LISTED", "PARTY_NAME_FUZZY"):
        assert policy.rules[rule_id].weight >= policy.severities["high"]


def test_a_file_takes_the_place_of_the_packages(write, content):
    content["rules"]["CHPL_HIT"] = {"weight": 7, "parameters": {"strength_by_tier": {"1": 0.5}}}
    policy = load_policy(write(content))
    assert policy.rules["CHPL_HIT"].weight == 7
    assert policy.parameters("CHPL_HIT")["strength_by_tier"]["1"] == 0.5
    assert policy.parameters("CHPL_HIT")["strength_by_tier"]["2"] == 0.9


def test_the_version_is_the_files_own_word_and_moves_with_any_edit(write, content):
    text = yaml.safe_dump(content)
    first, again = load_policy(write(text)).version, load_policy(write(text)).version
    assert first == again
    assert first.startswith(f"{content['version']}-")
    edited = {load_policy(write(text + tail)).version for tail in ("\n", "# a note\n", " ")}
    content["rules"]["CHPL_HIT"]["weight"] += 1
    assert len(edited | {first, load_policy(write(content)).version}) == 5


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c["rules"].update(UNKNOWN_RULE={"weight": 1}), "unknown rules: UNKNOWN_RULE"),
        (lambda c: c["rules"].pop("CHPL_HIT"), "rules without a weight: CHPL_HIT"),
        (lambda c: c["rules"]["CHPL_HIT"].pop("weight"), "rules.CHPL_HIT.weight"),
        (lambda c: c["rules"]["CHPL_HIT"].update(weight=-1), "rules.CHPL_HIT.weight"),
        (lambda c: c["rules"]["CHPL_HIT"].update(weight=float("inf")), "rules.CHPL_HIT.weight"),
        (lambda c: c["rules"]["CHPL_HIT"].update(weight=float("nan")), "rules.CHPL_HIT.weight"),
        (lambda c: c["rules"]["CHPL_HIT"].update(wieght=1), "wieght"),
        (lambda c: c["rules"]["CHPL_HIT"].update(enabled=False), "only indicators can be left out, not CHPL_HIT"),
        (lambda c: c["rules"]["PARTY_EXACT_ID"].update(parameters={"laest_length": 8}), "no parameter laest_length"),
        (lambda c: c["rules"]["PARTY_EXACT_ID"].update(parameters={"least_length": "x"}), "parameter least_length"),
        (
            lambda c: c["rules"]["CHPL_HIT"].update(parameters={"strength_by_tier": {"5": 1.0}}),
            "parameter strength_by_tier",
        ),
        (lambda c: c["severities"].update(high=200.0), "severities fall from critical to low"),
        (lambda c: c["severities"].pop("medium"), "severities fall"),
        (lambda c: c["severities"].update(dreadful=500.0), "dreadful"),
        (lambda c: c.update(alert_threshold=41.0), "low begins at alert_threshold"),
        (lambda c: c.update(alert_threshold=0), "alert_threshold"),
        (lambda c: c.update(repeat_factor=1.5), "repeat_factor"),
        (lambda c: c.update(list_age_warning_days=0), "list_age_warning_days"),
        (lambda c: c.pop("version"), "version"),
        (lambda c: c.pop("repeat_factor"), "repeat_factor"),
        (lambda c: c.update(colour="red"), "colour"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(write, content, change, says):
    change(content)
    path = write(content)
    with pytest.raises(SettingsError, match=says) as refused:
        load_policy(path)
    assert refused.value.where == str(path)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: [unclosed", "not YAML"),
        ("a: b: c", "not YAML"),
        ("", "policy"),
        ("just words", "policy"),
        ("- a\n- list\n", "policy"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(write, text, says):
    with pytest.raises(SettingsError, match=says) as refused:
        load_policy(write(text))
    assert refused.value.remedy
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    absent = tmp_path / "absent.yml"
    foreign = tmp_path / "cp1251.yml"
    foreign.write_bytes("version: «2026»".encode("cp1251"))
    for path, says in ((absent, "cannot be read"), (tmp_path, "cannot be read"), (foreign, "UTF-8")):
        with pytest.raises(SettingsError, match=says) as refused:
            load_policy(path)
        assert refused.value.where == str(path)
        assert refused.value.remedy


def test_a_policy_cannot_be_changed_once_read():
    with pytest.raises(ValueError, match="frozen"):
        load_policy().alert_threshold = 1.0
