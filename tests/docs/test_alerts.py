"""docs/alerts.md: limits, and the sum in its example, are those of the policy in the package."""

import re
from pathlib import Path

import yaml

from screening.alerts.policy import load_policy
from screening.rules.catalogue import rules

PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")


def test_severities():
    rows = re.findall(r"^\| (critical|high|medium|low) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert {name: float(limit) for name, limit in rows} == load_policy().severities


def test_the_example_adds_up():
    policy = load_policy()
    paragraph = re.search(r"^For example.+?\n\n", PAGE, re.MULTILINE | re.DOTALL)[0]
    terms = re.findall(r"`(\w+)`, (\d+) × ([\d.]+)(?: × ([\d.]+), of the same family)?\)", paragraph)
    assert len(terms) == 4
    assert [policy.rules[rule_id].weight for rule_id, *_ in terms] == [float(weight) for _, weight, *_ in terms]
    points = [float(weight) * float(strength) * float(factor or 1) for _, weight, strength, factor in terms]
    assert [policy.repeat_factor for *_, factor in terms if factor] == [float(factor) for *_, factor in terms if factor]
    assert policy.rules[terms[0][0]].family == policy.rules[terms[1][0]].family is not None
    first, total = sum(points[:2]), sum(points)
    assert f"make {first:g} points: no alert" in paragraph.replace("\n", " ")
    assert first < policy.alert_threshold
    severity = next(name for name, limit in policy.severities.items() if total >= limit)
    assert f"it is {total:g}: {severity}" in paragraph.replace("\n", " ")


def test_the_sample_of_a_policy_is_understood():
    sample = yaml.safe_load(re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)[1])
    for rule_id, given in sample["rules"].items():
        assert rules()[rule_id].with_policy(given["parameters"])
