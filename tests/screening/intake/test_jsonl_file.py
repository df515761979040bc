"""JSON lines: nested objects, broken lines kept one by one, keys that turn up late."""

import pytest

from screening.errors import IntakeError
from screening.intake import jsonl_file
from screening.intake.source import open_source


def _read(path):
    batches = list(jsonl_file.read_table(path).batches)
    return [row for b in batches for row in b.rows.rows()], [row[:3] for b in batches for row in b.broken.rows()]


def test_values_become_text_as_they_are_written(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '\ufeff{"A": 1.10, "b": {"C": "x"}, "d": ["p", 2, null]}\n\n'
        '{"a": 12345678901234567890, "b": {"c": true}, "d": null}\n'
        '{"A": NaN, "b": {"c": "\\ud800"}}',
        encoding="utf-8",
    )
    rows, broken = _read(path)
    assert rows == [("1.10", "x", "p; 2", 1), ("12345678901234567890", "true", None, 2), ("NaN", "?", None, 3)]
    assert broken == []
    path.write_text('{"a": 1}\n{"a": 1, "A": 2}\n', encoding="utf-8")
    assert [code for _, code, _ in _read(path)[1]] == ["NOT_JSON"]


def test_broken_lines_are_kept_alone(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"a": "1"}\n{"a": \nnonsense\n[1]\n{"a": "\xff"}\n{"a": [{}]}\n' + b'{"a":' * 2000 + b"\n" + b'{"a": "2"}\n'
    )
    rows, broken = _read(path)
    assert rows == [("1", 1), ("2", 8)]
    assert [(number, code) for number, code, _ in broken] == [(n, "NOT_JSON") for n in range(2, 8)]


def test_a_key_that_no_earlier_line_has_is_not_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl_file, "_SAMPLE_LINES", 1)
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n{"a": 2, "late": "x"}\n', encoding="utf-8")
    assert _read(path) == ([("1", 1)], [(2, "FIELD_COUNT", "1 key(s) of this line occur in no earlier line")])


def test_a_line_beyond_the_limit_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl_file, "MAX_LINE_BYTES", 64)
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "1"}\n{"a": "' + "x" * 300 + '"}\n{"a": "2"}\n', encoding="utf-8")
    rows, broken = _read(path)
    assert [row[0] for row in rows] == ["1", "2"]
    assert [number for number, *_ in broken] == [2]


def test_canonical_keys_need_no_mapping_and_nonsense_is_refused(tmp_path, item):
    import json

    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(item(), ensure_ascii=False), encoding="utf-8")
    source = open_source(path)
    assert (source.format, source.mapping, next(source.batches).rows.height) == ("jsonl", None, 1)
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="no lines of JSON objects"):
        open_source(path)
