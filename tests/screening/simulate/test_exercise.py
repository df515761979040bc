from datetime import date

import polars as pl
import pytest

from screening.errors import SettingsError
from screening.simulate.exercise import grade, new_exercise

DAY = date(2026, 5, 14)


@pytest.fixture(scope="module")
def exercise(tmp_path_factory):
    made = new_exercise(tmp_path_factory.mktemp("exercise") / "e", 3, DAY, items=150, history_days=2, base_rate=0.1)
    assert made.planted > 2
    return made


@pytest.fixture(scope="module")
def truth(exercise):
    return pl.read_csv(exercise.folder / "trainer" / "truth.csv", infer_schema_length=0)


def write(path, rows, header="declaration_id,disposition,reason"):
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def test_participants_get_no_truth(exercise):
    names = {path.name for path in (exercise.folder / "participants").rglob("*")}
    assert not {"truth.csv", "truth.parquet", "manifest.json", "salt.txt", "exercise.json"} & names
    assert {
        "INSTRUCTIONS.en.md",
        "INSTRUCTIONS.ru.md",
        "INSTRUCTIONS.kk.md",
        "seal.txt",
        f"declarations-{DAY}.csv",
    } <= names
    assert f"{DAY}.parquet" not in {path.name for path in (exercise.folder / "participants" / "history").iterdir()}
    assert exercise.seal in (exercise.folder / "participants" / "INSTRUCTIONS.ru.md").read_text("utf-8")


def test_a_perfect_team(exercise, truth, tmp_path):
    planted = truth.filter(pl.col("is_planted") == "true")["declaration_id"].unique().sort().to_list()
    path = write(tmp_path / "d.csv", [(number, "escalated", "a front") for number in planted])
    result = grade(exercise.folder, path)
    assert (result.recall, result.precision, result.without_reason) == (1.0, 1.0, 0)
    assert result.missed.is_empty()
    assert (result.schemes["planted"] == result.schemes["found"]).all()


def test_who_decides_nothing_misses_everything(exercise, tmp_path):
    result = grade(exercise.folder, write(tmp_path / "d.csv", []))
    assert result.recall == 0
    assert result.missed.height == exercise.planted
    assert all(row["explanation"] for row in result.as_dict("kk")["schemes"])


def test_an_honest_trader_stopped_is_told_with_the_reason(exercise, truth, tmp_path):
    planted = truth.filter(pl.col("is_planted") == "true")["declaration_id"].to_list()
    honest = truth.filter((pl.col("is_planted") == "false") & ~pl.col("declaration_id").is_in(planted)).row(
        0, named=True
    )
    path = write(tmp_path / "d.csv", [(honest["declaration_id"], "true_match", ""), (planted[0], "released", "fine")])
    result = grade(exercise.folder, path)
    assert result.false_stops.to_dicts() == [
        {"declaration_id": honest["declaration_id"], "scheme": honest["scheme"], "why": honest["why"]}
    ]
    assert (result.found, result.precision, result.without_reason) == (0, 0.0, 1)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("no/such/1", "released", "")], "row 2: the day has no such declaration"),
        ([("{known}", "guilty", "")], "row 2: the disposition is not known"),
        ([("{known}", "released", ""), ("{known}", "released", "")], "row 3: the declaration was decided above"),
        ([("{known}", "released")], "row 2: 2 fields instead of 3"),
    ],
)
def test_a_bad_row_is_named(exercise, truth, tmp_path, rows, message):
    known = truth["declaration_id"][0]
    path = write(tmp_path / "d.csv", [tuple(cell.format(known=known) for cell in row) for row in rows])
    with pytest.raises(SettingsError, match=message):
        grade(exercise.folder, path)


def test_a_spreadsheets_csv_is_read(exercise, truth, tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(f"\ufeffdeclaration_id;disposition;reason\n{truth['declaration_id'][0]};released;ок\n\n", "utf-8")
    assert grade(exercise.folder, path).decided == 1


def test_a_wrong_header_is_told(exercise, tmp_path):
    with pytest.raises(SettingsError, match="header is wrong"):
        grade(exercise.folder, write(tmp_path / "d.csv", [], header="id,what"))
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(SettingsError, match="header is wrong"):
        grade(exercise.folder, tmp_path / "empty.csv")


def test_a_changed_truth_breaks_the_seal(exercise, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(exercise.folder, copy)
    truth = copy / "trainer" / "truth.csv"
    truth.write_text(truth.read_text("utf-8").replace("front_company", "one_day_firm") + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="not the one that was sealed"):
        grade(copy, write(tmp_path / "d.csv", []))


def test_an_exercise_is_not_overwritten(exercise):
    with pytest.raises(SettingsError, match="not empty"):
        new_exercise(exercise.folder, 1, DAY)
