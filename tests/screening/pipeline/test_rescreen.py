"""Lists change after days were screened: only what changed is compared, and what comes to light is published."""

import os
import shutil
import signal
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from screening.errors import ListError, NotFoundError, QualityError
from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.groups import bring_groups_up_to_date
from screening.lists.store import load_version
from screening.pipeline import publish_look_back, rescreen, run_day
from screening.pipeline.withdraw import withdraw
from screening.settings import Settings

DAY = date(2026, 11, 20)
LISTED = "LUNOKVARTS ELEKTRONIKA OOO"
INNOCENT = "NORDLICHT BAUSTOFFE GMBH"
OTHERS = tuple(f"{a} {b} HOLDINGS" for a in ("ZEMLYANOY", "PEREGRINOV", "TAMARUGAL", "QYZYLBALYQ") for b in
               ("VOSTOKPRIBOR", "MASHDETALKOM", "ELEKTROZNAK", "TURBOKHIMSNAB", "OPTRONDIOD"))  # fmt: skip


def _sql(settings, query):
    with open_lake(settings, read_only=True) as connection:
        return connection.execute(query).fetchall()


def _alerts(settings):
    rows = _sql(settings, "SELECT declaration_id, is_look_back, status, status_reason FROM alerts.alerts")
    return {row[0][-1]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def template(tmp_path_factory, day_items, write_items, load_list, make_sdn, light_policy):
    """A lake whose day was screened against a list with one relevant name and twenty others, and a copy of it."""
    settings = Settings(home=tmp_path_factory.mktemp("screened") / "home", policy=light_policy, _env_file=None)
    settings.inbox_folder.mkdir(parents=True)
    load_list(settings, make_sdn(LISTED, "", *OTHERS))
    write_items(settings.inbox_folder / "day.csv", day_items)
    run_day(settings, DAY)
    shutil.copytree(settings.home, settings.home.with_name("copy"))
    return settings


@pytest.fixture
def screened(template):
    """The lake as it was after its day. It is put back where it was: a lake knows its folder."""
    shutil.rmtree(template.home)
    shutil.copytree(template.home.with_name("copy"), template.home)
    return template


def test_nothing_happens_where_nothing_changed(screened):
    before = _sql(screened, "FROM screening.screenings")
    assert rescreen(screened).kind == "none"
    assert _sql(screened, "FROM screening.screenings") == before


def test_a_lake_without_screened_days_has_nothing_to_look_back_on(day_settings):
    assert rescreen(day_settings).kind == "none"


def test_a_party_that_is_listed_later_makes_look_back_alerts(screened, load_list, make_sdn):
    assert set(_alerts(screened)) == {"2", "3", "5"}
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    result = rescreen(screened)
    assert (result.kind, result.added, result.changed, result.removed) == ("lists", 1, 0, 0)
    assert result.entity_count < 10, "only what changed is compared"
    alerts = _alerts(screened)
    # Declaration 2 has another consignor, and declaration 6 is of a day that nobody screened.
    assert set(alerts) == {"1", "2", "3", "4", "5"}
    assert {key for key, (is_look_back, _, _) in alerts.items() if is_look_back} == {"1", "3", "4", "5"}
    assert (result.new_alerts, result.raised_alerts, result.closed_alerts) == (2, 2, 0)
    assert {status for _, status, _ in alerts.values()} == {"open"}
    marked = _sql(screened, "SELECT DISTINCT reference_id FROM screening.hits WHERE is_look_back")
    assert marked == [("OFAC-SDN:900002",)]
    assert _sql(screened, "SELECT kind, alert_count FROM screening.runs WHERE kind = 'look_back'") == [("look_back", 4)]
    summary = "SELECT sum(count) FROM alerts.daily_summary WHERE measure = 'alerts_by_severity'"
    assert _sql(screened, summary) == [(5,)]
    assert rescreen(screened).kind == "none"


def test_what_is_looked_back_on_is_what_a_new_run_finds(screened, load_list, make_sdn):
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    rescreen(screened)
    # Declarations that no change concerns keep the version that they were held against.
    columns = "declaration_id, item_number, rule_id, subject, strength, reference_id, detail"
    looked = _sql(screened, f"SELECT {columns} FROM screening.hits ORDER BY ALL")
    points = _sql(screened, "SELECT alert_id, reason_number, points FROM alerts.alert_reasons ORDER BY ALL")
    key = "declaration_id, rule_id, subject, reference_id"
    marks = (
        f"SELECT {key} FROM screening.hits WHERE is_look_back ORDER BY ALL",
        f"SELECT {key} FROM alerts.alert_reasons WHERE is_look_back ORDER BY ALL",
        "SELECT declaration_id FROM alerts.alerts WHERE is_look_back ORDER BY ALL",
    )
    marked = [_sql(screened, query) for query in marks]
    assert min(len(found) for found in marked) == 4
    run_day(screened, DAY)
    assert [_sql(screened, query) for query in marks] == marked, "the mark outlives another run of the day"
    assert _sql(screened, f"SELECT {columns} FROM screening.hits ORDER BY ALL") == looked
    assert _sql(screened, "SELECT alert_id, reason_number, points FROM alerts.alert_reasons ORDER BY ALL") == points


def test_a_withdrawn_list_closes_its_alerts(screened, load_list, make_sdn):
    with pytest.raises(ListError, match="only list in force"):
        withdraw(screened, "OFAC-SDN", reason="a test", by="N. Officer")
    with open_lake(screened) as connection:
        sdn = read([screened.home.parent / "ofac-2026-11-01"], retrieved_at=datetime.now(UTC))[0]
        names = sdn.names.with_columns(list_id=pl.lit("OTHER"), entity_id=pl.lit("OTHER:1"), name=pl.lit("QAZTEST"))
        entities = sdn.entities.with_columns(list_id=pl.lit("OTHER"), entity_id=pl.lit("OTHER:1"))
        empty = {"identifiers": sdn.identifiers.clear(), "relations": sdn.relations.clear()}
        load_version(connection, replace(sdn, list_id="OTHER", names=names.head(1), entities=entities.head(1), **empty))
    done = withdraw(screened, "OFAC-SDN", reason="its publisher gave it up", by="N. Officer", day=date(2026, 11, 23))
    assert (done.outcome, done.list_version) == ("withdrawn", "2026-11-23-withdrawn")
    with pytest.raises(NotFoundError, match="of OFAC-SDN is in force"):
        withdraw(screened, "OFAC-SDN", reason="again", by="N. Officer")
    result = rescreen(screened)
    assert (result.removed, result.closed_alerts) == (21, 3)
    for key in "35":
        assert "OFAC-SDN:900001 is no longer listed (OFAC-SDN 2026-11-23-withdrawn)" in _alerts(screened)[key][2]
    who = "SELECT outcome, decided_by, decision_reason FROM ops.list_refreshes WHERE outcome = 'withdrawn'"
    assert _sql(screened, who) == [("withdrawn", "N. Officer", "its publisher gave it up")]
    changed = "SELECT DISTINCT change, to_version FROM reference.list_changes"
    assert _sql(screened, changed) == [("removed", "2026-11-23-withdrawn")]
    assert run_day(screened, DAY).status == "published"
    load_list(screened, make_sdn(LISTED), "2026-10-01")  # published again, whatever its date
    assert rescreen(screened).added == 1


def test_delisting_closes_alerts_with_a_reason(screened, load_list, make_sdn):
    load_list(screened, make_sdn("", "", *OTHERS), "2026-11-22")
    result = rescreen(screened)
    assert (result.removed, result.new_alerts) == (1, 0)
    alerts = _alerts(screened)
    assert result.closed_alerts == 3
    for _, status, reason in (alerts[key] for key in "35"):
        assert status == "closed"
        assert reason.startswith("OFAC-SDN:900001 is no longer listed (OFAC-SDN 2026-11-22-")
    reasons = _sql(screened, "SELECT count(*) FROM alerts.alert_reasons AS r JOIN alerts.alerts AS a USING (alert_id)")
    assert reasons[0][0] >= 3, "a closed alert keeps what it was made of"
    assert _sql(screened, "SELECT count(*) FROM screening.party_matches") == [(0,)]
    summary = "SELECT coalesce(sum(count), 0) FROM alerts.daily_summary WHERE measure = 'alerts_by_severity'"
    assert _sql(screened, summary) == [(0,)]


def test_a_changed_number_is_looked_back_on(screened, load_list, make_sdn):
    """Declaration 4 has the tax number of all innocent ones; the entry gets it later."""
    remarks = "Tax ID No. 990140000012 (Kazakhstan)."
    load_list(screened, make_sdn(LISTED, "", *OTHERS, remarks=remarks), "2026-11-22")
    result = rescreen(screened)
    assert (result.added, result.changed, result.removed) == (0, 1, 0)
    alerts = _alerts(screened)
    assert alerts["4"][0] and alerts["1"][0]
    assert alerts["3"][1] == "closed"
    assert "was changed" in alerts["3"][2]


def test_the_day_run_looks_back_by_itself(screened, load_list, make_sdn):
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    result = run_day(screened, date(2026, 11, 19))
    assert not any("looked back" in warning for warning in result.warnings)
    assert _alerts(screened)["1"][0]


def test_incremental_and_full_screening_give_the_same(screened, load_list, make_sdn):
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    rescreen(screened)
    columns = "party_id, entity_id, round(score, 12), listed_name, evidence"
    incremental = _sql(screened, f"SELECT {columns} FROM screening.party_matches ORDER BY ALL")
    with open_lake(screened) as connection:
        connection.execute("UPDATE screening.screenings SET matcher = matcher")
    assert rescreen(screened, full=True).kind == "full"
    weighed = _sql(screened, "SELECT screening, weighed_by FROM screening.screenings ORDER BY screening")
    assert weighed[-1][1] != weighed[0][1]
    full = _sql(screened, "SELECT party_id, entity_id FROM screening.party_matches ORDER BY ALL")
    assert full == [row[:2] for row in incremental]


def test_only_new_parties_are_compared_on_the_next_day(screened, write_items, item):
    day = {"registration_date": "2026-11-21"}
    known = item(declaration_id="55301/211126/0000001", **day)
    new = item(declaration_id="55301/211126/0000002", consignor_name="LUNOKVARTZ ELECTRONICA", **day)
    write_items(screened.inbox_folder / "next.csv", [known, new])
    run_day(screened, date(2026, 11, 21))
    rows = _sql(screened, "SELECT kind, party_count FROM screening.screenings ORDER BY screening")
    assert rows[0][0] == "full"
    assert rows[1:] == [("parties", 1)]
    assert _sql(screened, "SELECT count(*) FROM alerts.alerts WHERE screening_date = '2026-11-21'") == [(1,)]


def test_parties_of_days_screened_before_there_was_a_registry_are_registered(screened):
    registered = _sql(screened, "SELECT party_id FROM screening.parties ORDER BY 1")
    with open_lake(screened) as connection:
        for table in ("parties", "party_matches", "screenings"):
            connection.execute(f"DELETE FROM screening.{table}")
    result = rescreen(screened)
    assert (result.kind, result.new_alerts) == ("full", 0)
    assert _sql(screened, "SELECT party_id FROM screening.parties ORDER BY 1") == registered


def test_one_hit_for_one_party_on_several_lists(screened, tmp_path):
    """The same firm on a second list, linked by its tax number, adds a listing to the hit and not a second hit."""
    table = tmp_path / "national.csv"
    table.write_text(f"name,number,country\n{LISTED},0001234562,RU\n", encoding="utf-8")
    (tmp_path / "national.csv.mapping.yml").write_text(
        "list_id: KZ-EXAMPLE\nlist_name: Example\ntitle_row: 1\nentity_type: organisation\nidentifiers: {number: inn}\n"
        "identifier_country: RU\ncolumns: {name: name, countries: country}\n",
        encoding="utf-8",
    )
    with open_lake(screened) as connection:
        for version in read([table], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)
        assert bring_groups_up_to_date(connection)
        assert not bring_groups_up_to_date(connection)
    rescreen(screened)
    hits = _sql(screened, "SELECT declaration_id, rule_id, count(*), any_value(detail) FROM screening.hits"
                          " WHERE rule_id IN ('PARTY_NAME_FUZZY', 'PARTY_EXACT_ID') GROUP BY ALL")  # fmt: skip
    assert {count for _, _, count, _ in hits} == {1}
    listings = pl.Series([detail for *_, detail in hits]).str.json_path_match("$.listings[1].entity_id")
    assert not listings.null_count()
    assert not any(is_look_back for is_look_back, _, _ in _alerts(screened).values()), "nobody new came to light"


def test_the_first_list_looks_back_on_days_screened_without_any(settings, write_csv, day_items, load_list):
    with open_lake(settings) as connection:
        initialise(connection)
    write_csv("day.csv", day_items)
    assert run_day(settings, DAY).alert_count == 0
    load_list(settings)
    result = rescreen(settings)
    assert (result.kind, result.new_alerts) == ("full", 3)
    assert {key for key, (is_look_back, _, _) in _alerts(settings).items() if is_look_back} == {"2", "3", "5"}


def test_a_look_back_that_breaks_a_check_changes_nothing(screened, load_list, make_sdn, monkeypatch):
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    tables = ("alerts.alerts", "screening.screenings", "screening.party_matches", "screening.hits")
    before = [_sql(screened, f"FROM {table} ORDER BY ALL") for table in tables]
    from screening.quality import gate, suite_files

    broken = suite_files.Check("hits", "no_hits", "fail", "No hits", "SELECT declaration_id FROM hits")
    real = suite_files.checks
    with monkeypatch.context() as patched:
        patched.setattr(
            gate, "checks", lambda suite, group="day": [*real(suite, group), *([broken] * (suite == "hits"))]
        )
        with pytest.raises(QualityError, match="no_hits"):
            rescreen(screened)
    assert [_sql(screened, f"FROM {table} ORDER BY ALL") for table in tables] == before
    # A day goes on without the look back, and says so.
    monkeypatch.setattr("screening.pipeline.work.rescreen", _refused)
    result = run_day(screened, DAY)
    assert any("not looked back on" in warning for warning in result.warnings)
    assert result.alert_count == 5, "the day itself is held against the lists in force"


def _refused(_settings):
    raise QualityError("refused")


def _killed_rescreen(settings):
    publish_look_back.read_sql = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    rescreen(settings)


def test_killed_while_publishing_a_look_back(screened, load_list, make_sdn, processes):
    """SIGKILL in the middle of the transaction; the next attempt ends in what an undisturbed one gives."""
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    before = _alerts(screened)
    child = processes.Process(target=_killed_rescreen, args=(screened,))
    child.start()
    child.join(timeout=150)
    assert child.exitcode == -signal.SIGKILL
    assert _alerts(screened) == before
    assert rescreen(screened).new_alerts == 2


def test_two_at_once(screened, load_list, make_sdn, processes):
    load_list(screened, make_sdn(LISTED, INNOCENT, *OTHERS), "2026-11-22")
    both = [processes.Process(target=rescreen, args=(screened,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(timeout=150)
    assert [process.exitcode for process in both] == [0, 0]
    assert set(_alerts(screened)) == {"1", "2", "3", "4", "5"}
    assert _sql(screened, "SELECT count(*) FROM screening.screenings WHERE kind = 'lists'") == [(1,)]
    assert _sql(screened, "SELECT count(*) FROM screening.runs WHERE kind = 'look_back'") == [(1,)]


def test_the_same_on_a_postgresql_catalog(postgres_settings, load_list, make_sdn, write_csv, day_items):
    load_list(postgres_settings, make_sdn(LISTED, "", *OTHERS))
    write_csv("day.csv", day_items, postgres_settings.inbox_folder)
    run_day(postgres_settings, DAY)
    load_list(postgres_settings, make_sdn("", INNOCENT, *OTHERS), "2026-11-22")
    result = rescreen(postgres_settings)
    assert (result.added, result.removed) == (1, 1)
    alerts = _alerts(postgres_settings)
    assert {key for key, (_, status, _) in alerts.items() if status == "open"} == {"1", "3", "4", "5"}
    assert all("is no longer listed" in reason for *_, reason in (alerts["3"], alerts["5"]))
