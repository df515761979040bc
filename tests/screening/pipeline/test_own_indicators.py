"""An administration's own indicators in a whole run: one that finds something, one that fails."""

from datetime import date

from screening.alerts.policy import load_policy
from screening.lake import open_lake
from screening.pipeline import run_day

DAY = date(2026, 11, 20)
DAY_SQL = """/*
id: {id}
title: {{en: Our pattern, ru: Наш признак, kk: Біздің белгі}}
meaning: {{en: a, ru: б, kk: в}}
sentence: {{en: "Ours: {{declared}} {{reference}}", ru: "{{declared}} {{reference}}", kk: "{{declared}} {{reference}}"}}
source: our experience
inputs: [today.items]
window_days: 1
parameters: {{}}
weight: 70
*/
SELECT declaration_id, item_number, 'goods' AS subject, {strength} AS strength, hs_code AS declared, 'x' AS reference,
    'y' AS reference_id, {{'a': 1}} AS detail
FROM today.items
"""


def test_they_are_part_of_the_run_and_a_broken_one_is_left_out(day_settings, left_on):
    folder = day_settings.home / "own"
    folder.mkdir()
    settings = day_settings.model_copy(update={"indicators": folder})
    (folder / "OUR_PATTERN.sql").write_text(DAY_SQL.format(id="OUR_PATTERN", strength=1.0), encoding="utf-8")
    broken = DAY_SQL.format(id="OUR_BROKEN", strength="CAST(consignee_name AS DOUBLE)")
    (folder / "OUR_BROKEN.sql").write_text(broken, encoding="utf-8")
    assert load_policy(own=folder).rules["OUR_PATTERN"].weight == 70
    result = run_day(settings, DAY)
    (warning,) = [one for one in result.warnings if "OUR_BROKEN" in one]
    assert warning.startswith("indicator OUR_BROKEN was left out: ConversionException")
    with open_lake(settings, read_only=True) as lake:
        fared = lake.execute(
            "SELECT rule_id, status, is_own, hit_count FROM ops.indicator_runs WHERE is_own ORDER BY rule_id"
        ).fetchall()
        ran = {rule_id for (rule_id,) in lake.execute("SELECT rule_id FROM ops.indicator_runs").fetchall()}
        reasons = lake.execute("SELECT explanation FROM alerts.alert_reasons WHERE rule_id = 'OUR_PATTERN'").fetchall()
    assert ran == left_on | {"OUR_BROKEN", "OUR_PATTERN"}, "the policy leaves the others out"
    assert [(rule_id, status) for rule_id, status, *_ in fared] == [("OUR_BROKEN", "failed"), ("OUR_PATTERN", "ran")]
    assert len(reasons) == fared[1][3] == result.item_count
    assert all(text.startswith("Ours: ") for (text,) in reasons)
    (folder / "OUR_BROKEN.sql").unlink()
    assert run_day(settings, DAY).run_id != result.run_id, "own indicators are part of what a run is known by"
