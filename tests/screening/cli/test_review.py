"""`screening review` from the first account to the check of the chain, as a script would use it."""

import json

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner

from bench.review_data import make_day
from screening.cli import app
from screening.errors import ChainError, NotAllowedError, ReviewError, SignInError
from screening.lake import insert, open_lake
from screening.review import passwords
from screening.schemas.results import ALERT_REASONS, ALERTS
from tests.accounts import passwords_are_their_own

PASSWORD = "a long enough pass phrase"
CRITICAL, LOW = "20261120-0000000000", "20261120-0000000003"


@pytest.fixture
def say(settings, monkeypatch):
    """Return a function that runs a command with the passwords on its input, and returns what it prints."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setenv("SCREENING_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "200")
    day = make_day(4)
    with open_lake(settings) as connection:
        insert(connection, ALERTS, day["alerts"])
        insert(connection, ALERT_REASONS, day["reasons"])

    def run(*words, passwords=1, error=None):
        result = CliRunner().invoke(app, ["review", *words], input=f"{PASSWORD}\n" * passwords)
        if error is not None:
            assert isinstance(result.exception, error), (result.output, result.exception)
            return str(result.exception)
        assert result.exception is None, (result.output, result.exception)
        assert PASSWORD not in result.output
        return result.output

    return run


def test_a_day_of_reviews(say, settings, tmp_path, monkeypatch):
    assert "root was added" in say("account", "add", "root", "--role", "administrator")
    for name, role in (("anna", "officer"), ("boris", "supervisor")):
        say("account", "add", name, "--role", role, "--as", "root", passwords=2)
    say("account", "add", "eve", "--role", "officer", error=SignInError)
    assert [row["name"] for row in json.loads(say("account", "list", "--format", "json"))] == ["anna", "boris", "root"]

    low = ("decide", LOW, "--disposition", "false_positive", "--reason", "other_person", "--as", "anna")
    assert "must change its password first" in say(*low, error=NotAllowedError), "root knows it"
    passwords_are_their_own(settings)

    false = ("--disposition", "false_positive", "--reason", "other_person")
    assert "A second person must confirm it" in say("decide", CRITICAL, *false, "--as", "anna")
    assert "another person" in say("confirm", CRITICAL, "--as", "anna", error=NotAllowedError)
    assert "decided" in say("confirm", CRITICAL, "--as", "boris")
    monkeypatch.setenv("SCREENING_REVIEW_TOKEN", say("sign-in", "boris").strip())
    assert "undone" in say("undo", CRITICAL, "--comment", "Look again", passwords=0)
    assert "1 alert(s) were assigned to anna" in say("assign", LOW, "--to", "anna", passwords=0)
    monkeypatch.delenv("SCREENING_REVIEW_TOKEN")
    assert "commented" in say("comment", LOW, "--comment", "=1+1", "--as", "anna")
    assert "who are you" in say("comment", LOW, "--comment", "x", error=SignInError)
    assert "is not that a party is listed" in say(
        "suppress", "--alert", LOW, "--reason-number", "2", "--reason", "other_person", "--comment", "x", "--until",
        "2026-12-31", "--as", "anna", error=ReviewError,
    )  # fmt: skip

    queue = json.loads(say("queue", "--format", "json"))
    assert [row["review_status"] for row in queue] == ["awaiting_second", "open", "open", "open"]
    assert [row["alert_id"] for row in json.loads(say("queue", "--assignee", "anna", "--format", "json"))] == [LOW]
    assert "'=1+1" in say("history", LOW, "--format", "csv"), "safe to open in a spreadsheet"
    rules = json.loads(say("precision", "--format", "json"))
    assert {row["rule_id"] for row in rules} == {"PARTY_NAME_FUZZY", "CHPL_HIT"}
    assert "other_person" in say("reasons", "--lang", "kk")

    anchor = tmp_path / "anchor.json"
    assert "names event 8" in say("anchor", str(anchor))
    assert "The chain holds: 8 events" in say("verify", "--anchor", str(anchor))
    with open_lake(settings) as connection:
        connection.execute("UPDATE review.events SET actor = 'boris' WHERE event_number = 4")
    assert "does not hold" in say("verify", error=ChainError)
    assert "does not hold" in say("anchor", str(tmp_path / "other.json"), error=ChainError)
