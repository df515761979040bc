"""A list that the administration loads takes part in the day's run, and makes it another run."""

from datetime import date

from hs_codes import Edition
from hs_codes.contracts import Kind
from hs_codes.loaders import Validity, read_list
from hs_codes.store import store_lists
from screening.lake import initialise, open_lake
from screening.lists.xlsx import rows_of
from screening.pipeline import run_day

DAY = date(2026, 11, 20)


def test_a_loaded_ban_is_screened_and_changes_the_run_id(settings, write_csv, item, tmp_path):
    goods = {"hs_code": "7208100000", "flow": "export", "destination_country_code": "RU"}
    write_csv(
        "day.csv",
        [
            item(**goods),
            item(declaration_id="55301/201126/0000002", goods_description="Метилфосфоновая кислота, CAS 993-13-5"),
        ],
    )
    with open_lake(settings) as connection:
        initialise(connection)
    before = run_day(settings, DAY)
    path = tmp_path / "ban.csv"
    path.write_text("hs_code,country_codes\n7208,RU\n")
    ban = read_list(
        path,
        Kind.COUNTRY_BAN,
        rows_of,
        validity=Validity(date(2026, 1, 1)),
        edition=Edition.HS2022,
        control_list="KZ-106",
    )
    with open_lake(settings) as connection:
        store_lists(connection, ban.about, ban.lists)
    after = run_day(settings, DAY)
    assert before.run_id != after.run_id
    with open_lake(settings, read_only=True) as connection:
        found = connection.execute("SELECT rule_id, reference_list FROM screening.hits ORDER BY ALL").fetchall()
        versions = connection.execute(
            "SELECT control_list_versions FROM screening.runs WHERE run_id = ?", [after.run_id]
        ).fetchall()
    assert ("COUNTRY_BAN", "KZ-106") in found
    assert ("CHEMICAL_CANDIDATE", "CHEMICALS") in found
    assert any(version.startswith("KZ-106 2026-01-01-") for version in versions[0][0])
