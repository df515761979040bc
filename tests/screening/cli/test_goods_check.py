"""`screening goods check`, `train` and `models` on the command line."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from screening.cli.goods import app
from screening.errors import IntakeError
from screening.lake import initialise, open_lake
from screening.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SCREENING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def with_lake(home):
    settings = Settings(home=home, _env_file=None)
    settings.inbox_folder.mkdir(parents=True)
    with open_lake(settings) as connection:
        initialise(connection)


def run(*arguments: str):
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "makes the goods a candidate"), ("ru", "кандидат на позицию"), ("kk", "позициясына үміткер")],
)
def test_one_item_is_explained_without_a_lake(language, words):
    said = " ".join(
        run("check", "--code", "8457101200", "--text", "Станок 5-осевой", "--lang", language).output.split()
    )
    assert words in said
    for part in ("2B001", "GOODS_TEXT_CANDIDATE", "CHPL_HIT", "ask: ≥ 5 axes", "figure: met"):
        assert part in said


def test_goods_without_a_sign_say_so_and_prove_nothing():
    assert "proves nothing" in run("check", "--text", "Чайники электрические бытовые").output


def test_json_has_basis_and_what_to_verify():
    (hit,) = json.loads(run("check", "--text", "модуль", "--part", "XC7K325T", "--maker", "Xilinx", "--json").output)
    assert (hit["rule_id"], hit["detail"]["kind"]) == ("PARTNUMBER_HIT", "fpga")
    assert hit["points"] == pytest.approx(40 * hit["strength"], abs=0.01)
    assert hit["verify"]
    assert hit["source"]


def test_where_goods_go_counts():
    found = json.loads(run("check", "--code", "8708299009", "--to", "KP", "--flow", "export", "--json").output)
    assert "UNSCR_DPRK_SCOPE" in {hit["rule_id"] for hit in found}


def test_something_must_be_given():
    assert run("check").exit_code == 2


def test_a_file_gives_a_row_for_each_hit(tmp_path):
    (tmp_path / "in.csv").write_text(
        "id,hs_code,description,maker,part_number\n"
        "A1,,Газовая центрифуга для обогащения урана,,\n"
        "A2,6908909100,Плитка керамическая,Nordlicht,\n"
        "A3,8542 39 900 0,ПЛИС,Xilinx,XC7K325T-2FFG900I\n",
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    assert "3 items" in run("check", "--csv", str(tmp_path / "in.csv"), "--out", str(out)).output
    hits = pl.read_csv(out, infer_schema=False)
    assert hits.columns == ["id", "rule_id", "reference", "strength", "detail"]
    assert set(hits["id"]) == {"A1", "A3"}
    rules = {case: set(hits.filter(pl.col("id") == case)["rule_id"]) for case in ("A1", "A3")}
    assert rules["A1"] == {"GOODS_TEXT_CANDIDATE"}, "an empty code is judged by the rest"
    assert {"PARTNUMBER_HIT", "CHPL_HIT"} <= rules["A3"]
    assert all(json.loads(detail) for detail in hits["detail"])
    assert hits.filter(pl.col("id") == "A1")["reference"][0].startswith("0B001 ")


def test_a_file_without_ids_is_refused(tmp_path):
    (tmp_path / "in.csv").write_text("description\nx\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="has no column id"):
        run("check", "--csv", str(tmp_path / "in.csv"))


def test_train_from_a_file_and_list_the_models(tmp_path, with_lake):
    titles = [f"{8401000000 + n},Реакторы ядерные / части {n}" for n in range(30)]
    titles += [f"{6908000000 + n},Плитка керамическая / облицовочная {n}" for n in range(30)]
    (tmp_path / "tariff.csv").write_text(
        "code,full_description_ru\n" + "\n".join(titles) + "\n8401,Реакторы ядерные\n", encoding="utf-8"
    )
    assert "No model is trained" in run("models").output
    said = run("train", "--titles", str(tmp_path / "tariff.csv")).output
    assert "60 titles" in said
    (model,) = json.loads(run("models", "--json").output)
    assert model["is_in_force"]
    assert model["class_count"] == 2
    assert "title_with_heading_top1" in json.loads(model["measures"])
    assert run("models", "--use", model["model_id"]).exit_code == 0
