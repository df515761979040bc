"""The writer: what was confirmed is committed, viewings are cheap, faults of one reach nobody else."""

import threading

import duckdb
import pytest

from screening.errors import ConflictError, LakeError
from screening.lake import open_lake
from screening.review import (
    Accounts,
    ReviewWriter,
    assign,
    changes_since_viewing,
    comment,
    decide,
    history,
    record_viewing,
    verify,
)
from screening.review import writer as writer_module
from screening.review.chain import LastTry, Request, write_requests
from screening.settings import Settings

FALSE = {"disposition": "false_positive", "reason_codes": ["other_person"], "seen_event": 0}


def test_what_is_confirmed_is_there_for_everybody(writer, people, alert_id, lake):
    event = decide(writer, people["anna"], alert_id(3), **FALSE)
    assert history(lake, alert_id(3))["event_id"].to_list() == [event.event_id]


def test_two_writers_make_one_chain(writer, people, alert_id, review_settings, accounts, lake):
    with ReviewWriter(review_settings, accounts) as other:
        work = [
            threading.Thread(target=comment, args=(each, people[name], alert_id(n)), kwargs={"comment": name})
            for n in range(4)
            for each, name in ((writer, "anna"), (other, "boris"))
        ]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
    assert sum(history(lake, alert_id(n)).height for n in range(4)) == 8
    assert verify(lake).faults == []


def test_many_assigned_at_once_are_one_commit(writer, people, lake):
    """More rows than DuckLake keeps in the catalog: they go to a file, and the chain holds all the same."""
    ids = [f"20261120-{n:010X}" for n in range(300, 400)]
    events = assign(writer, people["clara"], ids, assignee="boris")
    assert [event.event_number for event in events] == list(range(events[0].event_number, events[0].event_number + 100))
    assert verify(lake).faults == []


def test_a_fault_of_one_request_is_his_alone(writer, people, alert_id):
    def broken(batch):
        batch.add(people["anna"], None)

    good = Request(lambda batch: [])
    with pytest.raises(AttributeError):
        writer.submit(people["anna"], Request(broken))
    assert writer.submit(people["anna"], good) == []
    assert comment(writer, people["anna"], alert_id(0), comment="goes on").event_number > 0


def test_what_a_refused_request_had_added_is_taken_back(review_settings, writer, people, alert_id):
    """In one commit: the first adds and then is refused, the second takes its place in the chain."""
    from screening.review.events import Draft

    def refused(batch):
        batch.add(people["anna"], Draft("commented", alert_id(0)))
        raise ConflictError("no")

    def good(batch):
        assert batch.alert(alert_id(0)).events == ()
        return [batch.add(people["anna"], Draft("commented", alert_id(0), payload={"comment": "second"}))]

    with open_lake(review_settings) as connection:
        first, second = write_requests(connection, [Request(refused), Request(good)], writer.policy, writer.now)
        assert isinstance(first, ConflictError)
        assert [event.alert_id for event in second] == [alert_id(0)]
        assert verify(connection).faults == []


def test_a_commit_whose_answer_was_lost_is_not_made_twice(review_settings, writer, people, alert_id, lake, monkeypatch):
    real = writer_module.write_requests

    def cut_off(*arguments):
        monkeypatch.setattr(writer_module, "write_requests", real)
        real(*arguments)
        raise duckdb.IOException("connection lost")

    monkeypatch.setattr(writer_module, "write_requests", cut_off)
    event = comment(writer, people["anna"], alert_id(0), comment="once")
    assert history(lake, alert_id(0))["event_id"].to_list() == [event.event_id]


def test_a_lake_that_cannot_be_written_is_said_and_nothing_is_confirmed(own_settings, people, monkeypatch):
    with ReviewWriter(own_settings) as own:
        monkeypatch.setattr(writer_module, "write_requests", _disk_is_full)
        with pytest.raises(LakeError, match="could not be written") as raised:
            comment(own, people["anna"], "20261120-0000000000", comment="a secret word")
        assert "secret" not in str(raised.value)
        monkeypatch.undo()
        assert comment(own, people["anna"], "20261120-0000000000", comment="again").event_number == 6


def _disk_is_full(*arguments):
    raise duckdb.IOException("No space left on device: a secret word")


def test_viewings_are_written_together(own_settings, people, monkeypatch):
    monkeypatch.setattr(writer_module, "VIEWING_SECONDS", 0.05)
    alert = {"alert_id": "20261120-0000000003", "run_id": "bench", "content_hash": "then", "last_event": 0}
    with open_lake(own_settings, read_only=True) as reader:
        assert changes_since_viewing(reader, alert["alert_id"], people["anna"]) is None
        with ReviewWriter(own_settings) as own:
            for _ in range(50):
                record_viewing(own, people["anna"], alert)
            decide(own, people["boris"], alert["alert_id"], **FALSE)
            comment(own, people["anna"], alert["alert_id"], comment="mine")
            record_viewing(own, people["viktor"], alert)
        count = "SELECT actor, actor_role, count(*) FROM review.viewings GROUP BY ALL ORDER BY ALL"
        assert reader.execute(count).fetchall() == [("anna", "officer", 50), ("viktor", "viewer", 1)]
        since = changes_since_viewing(reader, alert["alert_id"], people["anna"])
    assert since.events["actor"].to_list() == ["boris"], "one's own events are no news"
    assert since.is_changed


def test_a_writer_needs_a_lake_of_this_version(tmp_path):
    with pytest.raises(LakeError, match="screening init"):
        ReviewWriter(Settings(home=tmp_path, _env_file=None))


def test_a_closed_writer_says_so(own_settings, people):
    own = ReviewWriter(own_settings, Accounts(own_settings))
    own.close()
    own.close()
    with pytest.raises(LakeError, match="closed"):
        comment(own, people["anna"], "20261120-0000000000", comment="late")


def test_the_last_try_is_forgotten_where_it_was_not_written(review_settings, writer, people, alert_id):
    from screening.review.events import Draft

    request = Request(lambda batch: [batch.add(people["anna"], Draft("commented", alert_id(1)))])
    with open_lake(review_settings) as connection:
        last = LastTry(event_ids=["never written"], outcomes=[[]])
        outcome = write_requests(connection, [request], writer.policy, writer.now, None, last)
    assert outcome[0][0].alert_id == alert_id(1)
