"""Reference files are refused, with file, row and remedy, when they are not what their sidecar vouches for."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from hs_codes.reference_data import DATA_FOLDER, file_checksum, read_reference_csv, read_sidecar
from screening.errors import ReferenceDataError

COLUMNS = ("code", "title", "note")


def write(folder: Path, text: str, **changed: object) -> Path:
    path = folder / "sample.csv"
    path.write_text(text, encoding="utf-8")
    fields: dict[str, object] = {
        "title": "A sample",
        "sources": ["made for this test"],
        "version": date(2026, 1, 2),
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "licence": "none",
        "sha256": file_checksum(path),
    } | changed
    fields = {name: value for name, value in fields.items() if value != "absent"}
    path.with_suffix(".meta.yml").write_text(yaml.safe_dump(fields), encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[str | None, ...]]:
    return read_reference_csv(path, columns=COLUMNS, key=("code",), optional=("note",)).rows()


def refusal(path: Path) -> ReferenceDataError:
    with pytest.raises(ReferenceDataError) as caught:
        read(path)
    assert caught.value.where.startswith(str(path.with_suffix("")))
    assert caught.value.remedy
    return caught.value


def test_a_sound_file_is_read_as_strings(tmp_path: Path) -> None:
    path = write(tmp_path, "code,title,note\n0101,Horse,\n0102,Ox,old\n")
    assert read(path) == [("0101", "Horse", None), ("0102", "Ox", "old")]


def test_a_file_that_changed_after_review_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "code,title,note\n0101,Horse,\n")
    path.write_text("code,title,note\n0101,Mule,\n", encoding="utf-8")
    error = refusal(path)
    assert error.where == str(path)
    assert "SHA-256" in error.what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("code,title\n0101,Horse\n", "columns are code, title"),
        ("code,title,note\n0101,Horse,\n0102,,x\n", "row 2: a value is missing"),
        ("code,title,note\n0101,Horse,\n0101,Ox,x\n", "row 2: code repeats"),
        ("code,title,note\n0101,Horse ,\n", "row 1: a value has spaces"),
        ("code,title,note\n0101,Horse, x\n", "row 1: a value has spaces"),
        ("code,title,note\n0101,,\n0102,,\n0103,,\n", "row 1: a value is missing (and 2 more rows)"),
        ("code,title,note\n0101,Horse,,,,\n", "not a table"),
    ],
)
def test_a_fault_is_named_with_its_row(tmp_path: Path, text: str, what: str) -> None:
    assert what in refusal(write(tmp_path, text)).what


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "code,title,note\n")
    path.unlink()
    assert "missing" in refusal(path).what


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("licence", "absent"),
        ("sources", []),
        ("sources", "one text"),
        ("version", "spring"),
        ("valid_from", None),
        ("valid_to", "absent"),
        ("valid_to", "some day"),
        ("sha256", 12),
    ],
)
def test_a_sidecar_must_be_complete(tmp_path: Path, field: str, value: object) -> None:
    assert field in refusal(write(tmp_path, "code,title,note\n", **{field: value})).what


def test_a_sidecar_must_be_there_and_be_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, "code,title,note\n")
    path.with_suffix(".meta.yml").write_text("a: [", encoding="utf-8")
    assert "cannot be read" in refusal(path).what
    path.with_suffix(".meta.yml").unlink()
    assert "cannot be read" in refusal(path).what


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_file_of_the_project_matches_its_sidecar(path: Path) -> None:
    sidecar = read_sidecar(path.with_suffix(".meta.yml"))
    assert sidecar.sha256 == file_checksum(path)
    assert sidecar.valid_from <= sidecar.version
