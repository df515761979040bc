"""Deciding: dispositions, four eyes, undo, assignment, and what happens when two act at once."""

import threading
from datetime import UTC, datetime

import pytest

from screening.errors import ConflictError, NotAllowedError, NotFoundError, ReviewError
from screening.review import Actor, assign, comment, confirm, decide, history, reasons_changed, reject, undo

CRITICAL, HIGH, MEDIUM, LOW = 0, 1, 2, 3
FALSE = {"disposition": "false_positive", "reason_codes": ["other_person"]}


def test_below_the_severity_a_decision_stands_at_once(writer, people, alert_id, state):
    event = decide(writer, people["anna"], alert_id(MEDIUM), **FALSE, comment=" Another firm ", seen_event=0)
    row = state(MEDIUM)
    assert (row["review_status"], row["disposition"], row["decided_by"]) == ("decided", "false_positive", "anna")
    assert (row["is_to_do"], row["is_changed"], row["due_at"]) == (False, False, None)
    assert (event.said["comment"], event.said["reason_codes"]) == ("Another firm", ["other_person"])
    with pytest.raises(ReviewError, match="is decided"):
        decide(writer, people["boris"], alert_id(MEDIUM), **FALSE, seen_event=event.event_number)


@pytest.mark.parametrize("disposition", ["escalate", "request_documents"])
def test_what_does_not_close_needs_no_second_person(writer, people, alert_id, state, disposition):
    assign(writer, people["anna"], [alert_id(CRITICAL)], assignee="anna")
    decide(writer, people["anna"], alert_id(CRITICAL), disposition=disposition, comment="?", reason_codes=["other"],
           seen_event=state(CRITICAL)["last_event"])  # fmt: skip
    row = state(CRITICAL)
    expected = {"escalate": ("escalated", None), "request_documents": ("documents_requested", "anna")}
    assert (row["review_status"], row["assignee"]) == expected[disposition]
    assert row["is_to_do"]
    assert row["due_at"] > datetime.now(UTC)


def test_four_eyes(writer, people, alert_id, state):
    first = decide(writer, people["anna"], alert_id(HIGH), **FALSE, seen_event=0)
    assert state(HIGH)["review_status"] == "awaiting_second"
    assert state(HIGH)["is_to_do"]
    about = {"seen_event": first.event_number}
    with pytest.raises(NotAllowedError, match="another person"):
        confirm(writer, people["anna"], alert_id(HIGH), **about)
    with pytest.raises(ReviewError, match="waits for a second"):
        decide(writer, people["boris"], alert_id(HIGH), **FALSE, **about)
    with pytest.raises(ReviewError, match="comment is needed"):
        reject(writer, people["boris"], alert_id(HIGH), comment=" \n", **about)
    rejected = reject(writer, people["boris"], alert_id(HIGH), comment="The number is theirs", **about)
    assert (rejected.status, rejected.disposition, rejected.decision_event) == ("open", None, None)
    again = decide(writer, people["anna"], alert_id(HIGH), disposition="true_match", reason_codes=["listed_party"],
                   seen_event=rejected.event_number)  # fmt: skip
    done = confirm(writer, people["clara"], alert_id(HIGH), seen_event=again.event_number)
    assert (done.status, done.disposition) == ("decided", "true_match")
    assert state(HIGH)["decided_by"] == "anna"
    with pytest.raises(ReviewError, match="no decision waits"):
        confirm(writer, people["boris"], alert_id(HIGH), seen_event=done.event_number)


def test_undo_takes_back_one_step_at_a_time(writer, people, alert_id, state, lake):
    first = decide(writer, people["anna"], alert_id(HIGH), **FALSE, seen_event=0)
    second = confirm(writer, people["boris"], alert_id(HIGH), seen_event=first.event_number)
    with pytest.raises(NotAllowedError, match="somebody else"):
        undo(writer, people["anna"], alert_id(HIGH), comment="?", seen_event=second.event_number)
    third = undo(writer, people["clara"], alert_id(HIGH), comment="Look again", seen_event=second.event_number)
    assert (third.status, third.disposition, third.decision_event) == (
        "awaiting_second",
        "false_positive",
        first.event_number,
    )
    assign(writer, people["clara"], [alert_id(HIGH)], assignee="boris")
    seen = state(HIGH)["last_event"]
    fourth = undo(writer, people["anna"], alert_id(HIGH), comment="I was wrong", seen_event=seen)
    assert (fourth.status, fourth.disposition, fourth.assignee) == ("open", None, "boris")
    with pytest.raises(ReviewError, match="nothing to undo"):
        undo(writer, people["anna"], alert_id(HIGH), comment="more", seen_event=fourth.event_number)
    kinds = history(lake, alert_id(HIGH))["kind"].to_list()
    assert kinds == ["decided", "confirmed", "undone", "assigned", "undone"], "nothing was overwritten"


def test_what_changed_since_you_looked(writer, people, alert_id):
    decide(writer, people["anna"], alert_id(LOW), **FALSE, seen_event=0)
    with pytest.raises(ConflictError, match=r"anna decided \(event \d+\)"):
        decide(writer, people["boris"], alert_id(LOW), **FALSE, seen_event=0)


def test_of_many_who_decide_at_once_one_does(writer, people, alert_id, lake):
    """They share commits, and each sees what those before him did in the same one."""
    outcomes: list[object] = []

    def try_it(name: str) -> None:
        try:
            outcomes.append(decide(writer, people[name], alert_id(LOW), **FALSE, seen_event=0))
        except ConflictError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=try_it, args=(("anna", "boris", "clara")[n % 3],)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert len(outcomes) == 12
    assert history(lake, alert_id(LOW)).height == 1


@pytest.mark.parametrize("name", ["viktor", "root"])
def test_roles_are_held_to_at_the_data(writer, people, alert_id, lake, name):
    who, about = people[name], {"seen_event": 0}
    for act in (
        lambda: decide(writer, who, alert_id(LOW), **FALSE, **about),
        lambda: confirm(writer, who, alert_id(LOW), **about),
        lambda: reject(writer, who, alert_id(LOW), comment="no", **about),
        lambda: undo(writer, who, alert_id(LOW), comment="no", **about),
        lambda: assign(writer, who, [alert_id(LOW)], assignee="anna"),
        lambda: comment(writer, who, alert_id(LOW), comment="no"),
    ):
        with pytest.raises(NotAllowedError, match=people[name].role):
            act()
    assert history(lake, alert_id(LOW)).is_empty()


def test_an_account_that_was_disabled_or_lowered_decides_nothing(writer, people, alert_id, accounts):
    for name in ("gone", "lowered"):
        accounts.add(people["root"], name, "officer", "a long enough pass phrase")
    accounts.disable(people["root"], "gone")
    accounts.set_role(people["root"], "lowered", "viewer")
    for name in ("gone", "lowered", "never there"):
        with pytest.raises(NotAllowedError, match="disabled or has another role"):
            decide(writer, Actor(name, "officer"), alert_id(LOW), **FALSE, seen_event=0)


def test_bulk_assignment_is_all_or_none(writer, people, alert_id, state, lake):
    everything = [alert_id(n) for n in range(8)]
    with pytest.raises(NotAllowedError, match="nobody else"):
        assign(writer, people["anna"], everything, assignee="boris")
    with pytest.raises(NotFoundError):
        assign(writer, people["clara"], [*everything, "no such alert"], assignee="boris")
    assert history(lake, everything[0]).is_empty()
    decide(writer, people["anna"], alert_id(MEDIUM), **FALSE, seen_event=0)
    due = datetime(2026, 12, 1, 12, tzinfo=UTC)
    events = assign(writer, people["clara"], [*everything, everything[0]], assignee="boris", due_at=due)
    assert len(events) == 7, "what is decided is passed over, what is named twice is assigned once"
    assert (state(0)["assignee"], state(0)["due_at"]) == ("boris", due)
    assert assign(writer, people["clara"], everything, assignee="boris") == [], "boris has them already"
    with pytest.raises(NotAllowedError, match="assigned to somebody else"):
        assign(writer, people["anna"], everything, assignee="anna")
    assert len(assign(writer, people["boris"], everything[:1], assignee=None)) == 1
    assert (state(0)["assignee"], state(0)["due_at"]) == (None, None)
    for wrong in ({"assignee": "viktor"}, {"assignee": "boris", "due_at": due.replace(tzinfo=None)}):
        with pytest.raises(ReviewError):
            assign(writer, people["clara"], everything, **wrong)


def test_a_decision_holds_when_the_day_is_run_again_and_says_when_reasons_changed(
    writer, people, alert_id, state, change, lake
):
    decide(writer, people["anna"], alert_id(LOW), **FALSE, seen_event=0)
    # A run: the same alert, its reasons found in a newer list version.
    change("UPDATE alerts.alerts SET run_id = 'later', score = 1")
    change("UPDATE alerts.alert_reasons SET reference_version = 'v2', points = 1, strength = 0.9")
    assert (state(LOW)["review_status"], state(LOW)["is_changed"], state(LOW)["is_to_do"]) == ("decided", False, False)
    assert reasons_changed(lake, alert_id(LOW)) is None
    change("UPDATE alerts.alert_reasons SET reference = 'ANOTHER FIRM' WHERE reason_number = 1")
    assert (state(LOW)["review_status"], state(LOW)["is_changed"], state(LOW)["is_to_do"]) == ("decided", True, True)
    changed = reasons_changed(lake, alert_id(LOW))
    assert len(changed.came) == len(changed.went) == 1
    assert changed.came[0].startswith("PARTY_NAME_FUZZY|-|consignor|TEST|TEST:1|")
    again = decide(writer, people["boris"], alert_id(LOW), **FALSE, seen_event=state(LOW)["last_event"])
    assert again.status == "decided"
    assert not state(LOW)["is_changed"]


def test_what_changed_before_the_second_person_looks_is_not_confirmed(writer, people, alert_id, change):
    event = decide(writer, people["anna"], alert_id(HIGH), **FALSE, seen_event=0)
    change("UPDATE alerts.alerts SET severity = 'critical'")
    with pytest.raises(ConflictError, match="changed since it was decided"):
        confirm(writer, people["boris"], alert_id(HIGH), seen_event=event.event_number)


def test_an_alert_that_is_gone_keeps_its_history(writer, people, alert_id, change, lake):
    event = decide(writer, people["anna"], alert_id(LOW), **FALSE, seen_event=0)
    change("DELETE FROM alerts.alerts")
    undone = undo(writer, people["anna"], alert_id(LOW), comment="Look again", seen_event=event.event_number)
    assert undone.status == "open"
    with pytest.raises(NotFoundError, match="not published any more"):
        decide(writer, people["anna"], alert_id(LOW), **FALSE, seen_event=undone.event_number)
    assert history(lake, alert_id(LOW)).height == 2
    with pytest.raises(NotFoundError, match="there is no alert"):
        decide(writer, people["anna"], alert_id(MEDIUM), **FALSE, seen_event=0)  # nothing was ever done about it


def test_words_of_any_kind_come_back_as_they_were(writer, people, alert_id, lake):
    said = "«Ақ Бидай» — 'O''Neill' \\ \"x\"; DROP TABLE review.events; -- € 🚢\nsecond line\t$alert_id {}"
    comment(writer, people["anna"], alert_id(LOW), comment=said + "\x00\x1b[31m")
    found = history(lake, alert_id(LOW))
    assert found["payload"].str.json_path_match("$.comment").to_list() == [said + "[31m"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"disposition": "maybe", "reason_codes": ["other"]}, "no disposition"),
        ({"disposition": "release", "reason_codes": []}, "needs a reason"),
        ({"disposition": "release", "reason_codes": ["listed_party"]}, "needs a reason of its own"),
        ({"disposition": "release", "reason_codes": ["other"]}, "needs a comment"),
        ({**FALSE, "comment": "x" * 4001}, "longer than 4000"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(writer, people, alert_id, lake, wrong, message):
    with pytest.raises(ReviewError, match=message):
        decide(writer, people["anna"], alert_id(LOW), **wrong, seen_event=0)
    assert history(lake, alert_id(LOW)).is_empty()


def test_precision_counts_what_was_decided(writer, people, alert_id, lake, change):
    sql = "SELECT * EXCLUDE (rule_id, precision) FROM review.rule_precision WHERE rule_id = 'PARTY_NAME_FUZZY'"
    before = lake.execute(sql).fetchone()
    decide(writer, people["anna"], alert_id(2), **FALSE, seen_event=0)
    decide(writer, people["anna"], alert_id(3), disposition="true_match", reason_codes=["listed_party"], seen_event=0)
    decide(writer, people["anna"], alert_id(6), disposition="release", reason_codes=["inspected"], seen_event=0)
    decide(writer, people["anna"], alert_id(1), **FALSE, seen_event=0)  # waits: does not count yet
    change(f"DELETE FROM alerts.alerts WHERE alert_id = '{alert_id(2)}'")  # suppressed since
    after = lake.execute(sql).fetchone()
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 3, 1, 1, 1, 1, 1]
    shown = lake.execute(sql.replace("* EXCLUDE (rule_id, precision)", "precision")).fetchone()[0]
    assert shown == after[2] / (after[2] + after[3])
