"""The chain: whoever changes, removes or reorders an event is found out, with an anchor even at the end."""

import hashlib
from datetime import UTC, datetime

import pytest

from screening.errors import ChainError
from screening.lake import open_lake
from screening.review import Anchor, comment, current_anchor, read_anchor, verify
from screening.review.events import Draft, events_frame, events_of_frame, make_event
from screening.review.verify import check_chain


@pytest.fixture(scope="module")
def anchored(writer, people, lake):
    """Numbers of the events are 1 to 8: four accounts and the first one, then three comments."""
    for n in range(3):
        comment(writer, people["anna"], f"20261120-{n:010X}", comment=f"comment {n}")
    return current_anchor(lake)


@pytest.fixture(scope="module")
def writing(anchored, review_settings):
    with open_lake(review_settings) as connection:
        yield connection


TAMPERINGS = {
    "nothing": (["SELECT 1"], None),
    "a word": (["UPDATE review.events SET payload = replace(payload, 'comment 1', 'other') WHERE event_number = 7"],
               "event 7 was changed"),
    "who did it": (["UPDATE review.events SET actor = 'boris' WHERE event_number = 7"], "event 7 was changed"),
    "when": (["UPDATE review.events SET happened_at = happened_at - INTERVAL 1 MICROSECOND WHERE event_number = 5"],
             "event 5 was changed"),
    "a null": (["UPDATE review.events SET declaration_id = NULL WHERE event_number = 6"], "event 6 was changed"),
    "one removed": (["DELETE FROM review.events WHERE event_number = 6"], "event 6 is missing"),
    "several removed": (["DELETE FROM review.events WHERE event_number IN (4, 5)"], "event 4 to 5 is missing"),
    "the first removed": (["DELETE FROM review.events WHERE event_number = 1"], "event 1 is missing"),
    "the last removed": (["DELETE FROM review.events WHERE event_number = 8"], "removed or added at the end"),
    "two exchanged": (["UPDATE review.events SET event_number = 13 - event_number WHERE event_number IN (6, 7)"],
                      "event 6 does not follow"),
    "one twice": (["INSERT INTO review.events FROM review.events WHERE event_number = 5"], "event 5 is there twice"),
    "the end, and the head with it": (
        ["DELETE FROM review.events WHERE event_number = 8",
         "UPDATE review.head SET event_number = 7, event_hash ="
         " (SELECT event_hash FROM review.events WHERE event_number = 7)"], "names event 8, which is missing"),
    "all": (["DELETE FROM review.events", "UPDATE review.head SET event_number = 0, event_hash = repeat('0', 64)"],
            "names event 8, which is missing"),
    "the head removed": (["DELETE FROM review.head"], "its head says 0 rows"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(writing, anchored, what):
    statements, fault = TAMPERINGS[what]
    writing.execute("BEGIN")
    try:
        for statement in statements:
            writing.execute(statement)
        found = check_chain(writing, anchored)
    finally:
        writing.execute("ROLLBACK")
    if fault is None:
        assert found.faults == []
        assert (found.event_count, found.head_number, found.head_hash) == (8, 8, anchored.event_hash)
    else:
        assert any(fault in said for said in found.faults), found.faults


def test_a_chain_forged_as_a_whole_is_found_by_the_anchor(writing, anchored):
    """Who can write the lake can hash everything anew; only what is kept elsewhere tells."""
    writing.execute("BEGIN")
    try:
        forged, last = [], "0" * 64
        for old in events_of_frame(writing.execute("FROM review.events ORDER BY event_number").pl()):
            draft = Draft(old.kind, old.alert_id, old.declaration_id, state=old.state, payload={"comment": "forged"})
            made = make_event(draft, old.event_number, old.event_id, old.happened_at, "boris", "officer", last)
            forged.append(made)
            last = made.event_hash
        writing.execute("DELETE FROM review.events")
        writing.register("forged", events_frame(forged))
        writing.execute("INSERT INTO review.events BY NAME FROM forged")
        writing.execute("UPDATE review.head SET event_hash = ?", [last])
        alone, anchors = check_chain(writing), check_chain(writing, anchored)
    finally:
        writing.execute("ROLLBACK")
    assert alone.faults == []
    assert "is another one" in anchors.faults[0]


def test_an_anchor_is_kept_in_a_file(anchored, lake, tmp_path):
    file = tmp_path / "anchor.json"
    anchored.write(file)
    assert read_anchor(file) == anchored
    assert verify(lake, read_anchor(file)).faults == []
    with pytest.raises(ChainError, match="such a file already"):
        anchored.write(file)
    assert verify(lake, Anchor(0, "0" * 64, "before all")).faults == []
    for wrong in ("", "[]", '{"event_number": 1}', "\x00"):
        file.write_text(wrong)
        with pytest.raises(ChainError, match="this is no anchor"):
            read_anchor(file)


def test_the_form_that_is_hashed():
    """It is written down in docs/review.md: another checker must come to the same hash."""
    moment = datetime(2026, 11, 20, 6, 0, 0, 5, tzinfo=UTC)
    draft = Draft("commented", "A", "D/1", payload={"b": 1, "a": "«ә»"})
    event = make_event(draft, 1, "id", moment, "anna", "officer", "0")
    text = (
        '[1,"id","2026-11-20T06:00:00.000005Z","anna","officer","commented","A","D/1",null,null,null,null,null,null,'
        'null,null,"{\\"a\\":\\"«ә»\\",\\"b\\":1}","0"]'
    )
    assert event.event_hash == hashlib.sha256(text.encode()).hexdigest()
    assert events_of_frame(events_frame([event])) == [event]
