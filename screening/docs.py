"""Pages of the documentation that are made from the code, so that they cannot say anything else."""

from __future__ import annotations

from pathlib import Path

from screening.alerts.policy import load_policy
from screening.indicator_page import indicator_page
from screening.intake.checks import checks as checks_of_intake
from screening.quality.suite_files import checks, group_names, suite_names
from screening.rules.catalogue import rules
from screening.schemas import LAKE_TABLES, LAKE_VIEWS, Table

_NOTE = "<!-- Made by `make docs`; edit {source} instead. -->\n\n"


def write_pages(folder: Path) -> list[Path]:
    """Write every generated page into `folder`; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "data-dictionary.md": data_dictionary(),
        "rules.md": rule_catalogue(),
        "quality.md": quality_checks(),
        "intake-checks.md": intake_checks(),
        "indicators.md": _NOTE.format(source="the headers of screening/rules/indicators") + indicator_page(),
    }
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in pages]


def data_dictionary() -> str:
    """Return the page of all tables of the lake."""
    head = (
        _NOTE.format(source="screening/schemas") + "# Data dictionary\n\nEvery table of the lake. A key makes a row "
        "unique; columns marked ● are never null. Codes are text, because leading zeros matter. The views come last.\n"
    )
    return head + "".join(_table(table) for table in (*LAKE_TABLES, *LAKE_VIEWS))


def _table(table: Table) -> str:
    lines = [f"\n## {table.full_name}\n\n{table.meaning} Key: {', '.join(f'`{name}`' for name in table.key)}.\n\n"]
    lines.append("| column | | type | unit | meaning |\n|---|---|---|---|---|\n")
    for column in table.columns:
        mark = "●" if column.required else ""
        kind = table.sql_types[column.name].lower()
        lines.append(f"| `{column.name}` | {mark} | {kind} | {column.unit} | {column.meaning} |\n")
    return "".join(lines)


def rule_catalogue() -> str:
    """Return the page of all rules."""
    policy = load_policy()
    head = (
        _NOTE.format(source="the rules under screening/rules") + "# Rules\n\nEvery rule, with its weight in the "
        f"policy {policy.version.rpartition('-')[0]}. Points of a hit are weight × strength; a declaration becomes an "
        f"alert at {policy.alert_threshold:g} points.\n"
    )
    parts = [head]
    for rule_id, rule in rules().items():
        parameters = ", ".join(f"`{name}` = {value}" for name, value in policy.parameters(rule_id).items()) or "none"
        parts.append(
            f"\n## {rule_id}\n\n**{rule.title.en}** · {rule.title.ru} · {rule.title.kk}\n\n{rule.meaning.en}\n\n"
            f"- weight: {policy.rules[rule_id].weight:g} points\n- parameters: {parameters}\n- source: {rule.source}\n"
        )
    return "".join(parts)


def intake_checks() -> str:
    """Return the page of all checks of intake."""
    heads = {
        "reject_row": "## A row is rejected\n\nKept whole in `intake.rejected_rows`; the rest of the file comes in.",
        "warn": "## A row is accepted with a warning\n\nIn `intake.row_warnings`; `screening explain` shows it with an "
        "alert.",
        "reject_file": "## A file is refused\n\nIn `intake.refused_files`; the day goes on without it, and the run's "
        "warnings say so.",
    }
    parts = [_NOTE.format(source="screening/intake/checks/catalogue.yml") + "# Checks of intake\n"]
    for severity, head in heads.items():
        parts.append(f"\n{head}\n\n| check | message | на русском | қазақша |\n|---|---|---|---|\n")
        parts.extend(
            f"| `{check.check_id}` | {check.message['en']} | {check.message['ru']} | {check.message['kk']} |\n"
            for check in checks_of_intake().values()
            if check.severity == severity
        )
    return "".join(parts)


def quality_checks() -> str:
    """Return the page of all data-quality checks."""
    parts = [
        _NOTE.format(source="screening/quality/suites") + "# Quality checks\n\nThe suites `day` are run on the staged "
        "tables of every run, the suites `list` on every new version of a list. `fail` stops the publish or "
        "refuses the version, `warn` is recorded and shown.\n"
    ]
    for group, suite in [(name, suite) for name in group_names() for suite in suite_names(name)]:
        parts.append(f"\n## {group}: {suite}\n\n| check | severity | expects |\n|---|---|---|\n")
        parts.extend(f"| `{c.check_id}` | {c.severity} | {c.meaning} |\n" for c in checks(suite, group))
    return "".join(parts)
