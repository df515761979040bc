"""A suppression from end to end: it holds when the day is run again, is counted, and lapses when a list changes."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from screening.errors import ConflictError, NotAllowedError, NotFoundError, ReviewError
from screening.lake import open_lake
from screening.pipeline import rescreen, run_day
from screening.review import (
    Accounts,
    Actor,
    ReviewWriter,
    confirm_suppression,
    parties_of_reason,
    passwords,
    reject_suppression,
    revoke_suppression,
    suppress,
)
from screening.settings import Settings
from tests.accounts import passwords_are_their_own

DAY = date(2026, 11, 20)
LISTED, OTHERS = "LUNOKVARTS ELEKTRONIKA OOO", [f"FICTIONAL FIRM {n} LLC" for n in range(20)]
ENTITY = "OFAC-SDN:900001"
UNTIL = (datetime.now(UTC) + timedelta(days=90)).date()
ABOUT = {"reason_code": "other_number", "comment": "Another firm: its number is another one", "expires_on": UNTIL}
ANNA, BORIS = Actor("anna", "officer"), Actor("boris", "officer")


def _sql(settings, sql):
    with open_lake(settings, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _alerts(settings):
    return {row[0][-1] for row in _sql(settings, "SELECT declaration_id FROM alerts.alerts WHERE status = 'open'")}


@pytest.fixture(scope="module")
def template(tmp_path_factory, load_list, make_sdn, write_items, day_items, light_policy):
    """The day after a run, with accounts; and what a suppression needs to know."""
    settings = Settings(home=tmp_path_factory.mktemp("suppress") / "home", policy=light_policy, _env_file=None)
    settings.inbox_folder.mkdir(parents=True)
    load_list(settings, make_sdn(LISTED, "", *OTHERS))
    write_items(settings.inbox_folder / "day.csv", day_items)
    run_day(settings, DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        accounts = Accounts(settings)
        root = Actor(accounts.add(None, "root", "administrator", "a long pass phrase").name, "administrator")
        for name in ("anna", "boris"):
            accounts.add(root, name, "officer", "a long pass phrase")
    passwords_are_their_own(settings)
    shutil.copytree(settings.home, settings.home.with_name("copy"))
    return settings


@pytest.fixture
def screened(template):
    """The lake as it was after its day. It is put back where it was: a lake knows its folder."""
    shutil.rmtree(template.home)
    shutil.copytree(template.home.with_name("copy"), template.home)
    return template


@pytest.fixture
def reason(screened):
    """The alert on declaration 5, whose responsible person is like the listed firm: alert, reason, party."""
    with open_lake(screened, read_only=True) as connection:
        alert_id, number = connection.execute(
            "SELECT alert_id, reason_number FROM alerts.alert_reasons"
            " WHERE declaration_id LIKE '%5' AND subject = 'responsible'"
        ).fetchone()
        parties = parties_of_reason(connection, alert_id, number)
    assert parties.select("name", "tax_id").rows() == [("LUNOKVARTS ELEKTRONIKA LLC", None)]
    return alert_id, parties["party_id"][0]


def _suppressed(settings, reason):
    """Suppress with four eyes, and return the id."""
    alert_id, party_id = reason
    with ReviewWriter(settings) as writer:
        event = suppress(writer, ANNA, party_id=party_id, entity_id=ENTITY, alert_id=alert_id, **ABOUT)[0]
        confirm_suppression(writer, BORIS, event.suppression_id)
    return event.suppression_id


def test_it_holds_in_runs_and_look_backs_and_lapses_when_the_listing_changes(screened, reason, load_list, make_sdn):
    assert _alerts(screened) == {"2", "3", "5"}
    ((first,),) = _sql(screened, "SELECT run_id FROM screening.runs")
    suppression_id = _suppressed(screened, reason)
    assert run_day(screened, DAY).run_id != first, "suppressions in force are part of what makes a run"
    assert _alerts(screened) == {"2", "3"}, "the other declarations have other parties"
    hits = "SELECT right(declaration_id, 1), suppression_id FROM screening.hits WHERE suppression_id IS NOT NULL"
    assert _sql(screened, hits) == [("5", suppression_id)]
    counts = "SELECT measure, count FROM alerts.daily_summary WHERE name = 'PARTY_NAME_FUZZY' ORDER BY measure"
    assert _sql(screened, counts) == [("alerts_by_rule", 1), ("hits_by_rule", 1), ("suppressed_hits", 1)]

    # Another version of the list: the listing is as it was, and one is new that concerns the same declaration.
    load_list(screened, make_sdn(LISTED, "ТОО «Ақ Бидай Құрылыс»", *OTHERS), "2026-11-21")
    assert rescreen(screened).new_alerts > 0
    state = "SELECT state, state_reason FROM review.suppressions"
    assert _sql(screened, state) == [("in_force", None)]
    of_five = (
        "SELECT subject, suppression_id, is_look_back FROM screening.hits WHERE declaration_id LIKE '%5'"
        " AND rule_id = 'PARTY_NAME_FUZZY' ORDER BY ALL"
    )
    assert _sql(screened, of_five) == [("consignee", None, True), ("responsible", suppression_id, False)]
    assert ("suppressed_hits", 1) in _sql(screened, counts)

    # The listing itself changes: it lapses, and the look back brings the hit of the past day back.
    remarks = "Tax ID No. 0007654321 (Russia)."
    load_list(screened, make_sdn(LISTED, "ТОО «Ақ Бидай Құрылыс»", *OTHERS, remarks=remarks), "2026-11-22")
    assert _sql(screened, state) == [("lapsed", f"{ENTITY} was changed")]
    rescreen(screened)
    assert _sql(screened, of_five) == [("consignee", None, True), ("responsible", None, True)], "it comes to light now"
    assert _sql(screened, "SELECT count(*) FROM alerts.daily_summary WHERE measure = 'suppressed_hits'") == [(0,)]


def test_who_may_suppress_what_and_for_how_long(screened, reason):
    alert_id, party_id = reason
    pair = {"party_id": party_id, "entity_id": ENTITY}
    state = "SELECT state, state_reason FROM review.suppressions ORDER BY proposed_at"
    with ReviewWriter(screened) as writer:
        for wrong, error, message in (
            ({"expires_on": date(2020, 1, 1)}, ReviewError, "ends between"),
            ({"expires_on": date(2100, 1, 1)}, ReviewError, "ends between"),
            ({"comment": ""}, ReviewError, "comment is needed"),
            ({"reason_code": "listed_party"}, ReviewError, "reason of its own"),
            ({"party_id": "nobody"}, NotFoundError, "no party"),
            ({"entity_id": "OFAC-SDN:1"}, NotFoundError, "no list in force"),
            ({"alert_id": "no alert"}, NotFoundError, "no alert"),
        ):
            with pytest.raises(error, match=message):
                suppress(writer, ANNA, **(pair | {"alert_id": alert_id} | ABOUT | wrong))
        with pytest.raises(NotAllowedError):
            suppress(writer, Actor("root", "administrator"), **pair, **ABOUT)
        made = suppress(writer, ANNA, **pair, alert_id=alert_id, **ABOUT)[0].suppression_id
        with pytest.raises(ReviewError, match=f"{made} already"):
            suppress(writer, BORIS, **pair, **ABOUT)
        with pytest.raises(NotAllowedError, match="another person"):
            confirm_suppression(writer, ANNA, made)
        reject_suppression(writer, BORIS, made, comment="It is their number")
        assert _sql(screened, state) == [("rejected", "It is their number")]
        with pytest.raises(ConflictError, match="rejected"):
            confirm_suppression(writer, BORIS, made)
        again = suppress(writer, ANNA, **pair, **ABOUT)[0]
        assert again.said["needs_second"], "without an alert, its weight is not known"
        confirm_suppression(writer, BORIS, again.suppression_id)
        assert _sql(screened, state)[1] == ("in_force", None)
        with pytest.raises(NotAllowedError, match="somebody else"):
            revoke_suppression(writer, BORIS, again.suppression_id, comment="?")
        revoke_suppression(writer, ANNA, again.suppression_id, comment="I was wrong")
        assert _sql(screened, state)[1] == ("revoked", "I was wrong")
        with pytest.raises(ConflictError, match="revoked"):
            revoke_suppression(writer, ANNA, again.suppression_id, comment="again")
        with pytest.raises(NotFoundError, match="no suppression"):
            revoke_suppression(writer, ANNA, "S-0", comment="?")
    kinds = [kind for (kind,) in _sql(screened, "SELECT kind FROM review.events ORDER BY event_number")]
    assert kinds[3:] == [
        "suppressed",
        "suppression_rejected",
        "suppressed",
        "suppression_confirmed",
        "suppression_revoked",
    ]


def test_it_lapses_when_the_company_register_says_otherwise(screened):
    register = "'990140000012', 'ТОО «Ақ Бидай Құрылыс»', NULL, 'KZ', NULL, NULL, NULL, 'f', 1"
    state = "SELECT state, state_reason FROM review.suppressions"
    with open_lake(screened) as connection:
        connection.execute(f"INSERT INTO intake.companies VALUES ({register})")
    party_id = _sql(screened, "SELECT party_id FROM screening.parties WHERE tax_id = '990140000012' LIMIT 1")[0][0]
    with ReviewWriter(screened) as writer:
        made = suppress(writer, ANNA, party_id=party_id, entity_id=ENTITY, **ABOUT)[0]
        confirm_suppression(writer, BORIS, made.suppression_id)
    assert _sql(screened, state) == [("in_force", None)]
    with open_lake(screened) as connection:
        connection.execute(
            "INSERT INTO intake.company_links VALUES"
            " ('990140000012', 1, 'owner', 'LUNOKVARTS', NULL, 'RU', 100, NULL, NULL, 'f', 1)"
        )
    assert _sql(screened, state) == [("lapsed", "the company register changed")]


def test_it_lapses_when_another_list_names_the_same_party(screened, reason):
    _suppressed(screened, reason)
    with open_lake(screened) as connection:
        connection.execute("INSERT INTO reference.entity_groups VALUES (?, 'g'), ('UN-SC:1', 'g')", [ENTITY])
    assert _sql(screened, "SELECT state, state_reason FROM review.suppressions") == [
        ("lapsed", "UN-SC:1 names the same party")
    ]
