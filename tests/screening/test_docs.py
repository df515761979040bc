import re

from screening.alerts.policy import load_policy
from screening.docs import data_dictionary, quality_checks, rule_catalogue, write_pages
from screening.quality.suite_files import checks, group_names, suite_names
from screening.rules.catalogue import rules
from screening.schemas import LAKE_TABLES, LAKE_VIEWS


def rows(page):
    """Cells of every table row of a page; a bar within a cell would break the table."""
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in page.splitlines() if line.startswith("|")]


def test_pages_are_written_over_those_of_before(tmp_path):
    folder = tmp_path / "new" / "docs"
    first = write_pages(folder)
    names = ["data-dictionary.md", "rules.md", "quality.md", "indicators.md", "intake-checks.md"]
    assert sorted(page.name for page in first) == sorted(names)
    before = [page.read_text("utf-8") for page in first]
    first[0].write_text("edited by hand")
    assert [page.read_text("utf-8") for page in write_pages(folder)] == before
    assert all("Made by `make docs`" in page.splitlines()[0] for page in before)


def test_the_dictionary_holds_every_column_of_every_table():
    sections = re.split(r"^## ", data_dictionary(), flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections] == [
        table.full_name for table in (*LAKE_TABLES, *LAKE_VIEWS)
    ]
    for section, table in zip(sections, (*LAKE_TABLES, *LAKE_VIEWS), strict=True):
        cells = [[cell.strip() for cell in row] for row in rows(section)][2:]
        assert cells == [
            [f"`{c.name}`", "●" if c.required else "", table.sql_types[c.name].lower(), c.unit, c.meaning]
            for c in table.columns
        ]


def test_the_catalogue_tells_weight_parameters_and_source_of_every_rule():
    page, policy = rule_catalogue(), load_policy()
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections] == list(rules())
    for section, (rule_id, rule) in zip(sections, rules().items(), strict=True):
        assert all(rule.title[language] in section for language in ("en", "ru", "kk"))
        assert f"weight: {policy.rules[rule_id].weight:g} points" in section
        assert f"source: {rule.source}" in section
        assert all(f"`{name}`" in section for name in rule.parameters)
    assert f"at {policy.alert_threshold:g} points" in page


def test_every_check_is_in_the_list_of_checks():
    page = quality_checks()
    for group, suite in ((name, suite) for name in group_names() for suite in suite_names(name)):
        section = page.split(f"## {group}: {suite}\n")[1].split("\n## ")[0]
        for check in checks(suite, group):
            assert f"| `{check.check_id}` | {check.severity} | {check.meaning} |" in section
