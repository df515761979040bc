"""The control lists: complete, consistent, and true to the nomenclature and the entry codes of the public lists."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from hs_codes import CHPL, DUAL_USE, ControlLists, load_control_lists
from hs_codes.control_lists import REGIMES, STRENGTHS
from hs_codes.reference_data import DATA_FOLDER, file_checksum
from screening.errors import ReferenceDataError
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS

CHPL_BY_TIER = {
    "1": "854231 854232 854233 854239",
    "2": "851762 852691 853221 853224 854800",
    "3.A": "847150 850440 851769 852589 852910 852990 853669 853690 854110 854121 854129 854130 854149 854151 854159"
    " 854160",
    "3.B": "848210 848220 848230 848250 880730 901310 901380 901420 901480",
    "4.A": "847180 848610 848620 848640 853400 854320 902750 903020 903032 903039 903082",
    "4.B": "845710 845811 845891 845961 846693",
}


@pytest.fixture(scope="module")
def lists() -> ControlLists:
    return load_control_lists()


@pytest.fixture(scope="module")
def dual_use(lists: ControlLists) -> pl.DataFrame:
    return lists.correlations.filter(pl.col("control_list") == DUAL_USE)


def test_the_tables_have_the_schemas_of_the_lake(lists: ControlLists) -> None:
    assert CONTROL_ENTRIES.conform(lists.entries).equals(lists.entries)
    assert HS_CORRELATIONS.conform(lists.correlations).equals(lists.correlations)


def test_the_common_high_priority_list_is_complete(lists: ControlLists) -> None:
    rows = lists.correlations.filter((pl.col("control_list") == CHPL) & (pl.col("hs_edition") == "HS2022"))
    expected = {(code, tier) for tier, codes in CHPL_BY_TIER.items() for code in codes.split()}
    assert len(expected) == 50
    assert set(rows.select("hs_code", "entry_code").rows()) == expected
    assert set(rows["strength"]) == {"exact"}


def test_predecessors_of_the_priority_list_find_older_declarations(lists: ControlLists) -> None:
    rows = lists.correlations.filter((pl.col("control_list") == CHPL) & (pl.col("hs_edition") == "HS2017"))
    assert dict(rows.select("hs_code", "entry_code").rows()) == {
        "854890": "2",
        "852580": "3.A",
        "854140": "3.A",
        "854150": "3.A",
        "880330": "3.B",
    }
    (basis,) = rows.filter(pl.col("hs_code") == "854150")["basis"]
    assert "854151, 854159" in basis


@pytest.mark.parametrize("column", ["title_en", "title_ru", "title_kk"])
def test_tiers_have_titles_in_three_languages(lists: ControlLists, column: str) -> None:
    assert lists.entries.filter(pl.col("control_list") == CHPL)[column].null_count() == 0


def test_enough_is_covered(lists: ControlLists, dual_use: pl.DataFrame) -> None:
    latest = dual_use.filter(pl.col("hs_edition") == "HS2022")
    assert latest["hs_code"].str.head(6).n_unique() >= 250
    assert latest.height >= 600
    assert latest["entry_code"].n_unique() >= 200
    assert set(latest["entry_code"].str.head(1)) == set("0123456789")
    regimes = lists.entries.filter(pl.col("control_list") == DUAL_USE)["regimes"].explode()
    assert set(regimes) == set(REGIMES)


def test_every_entry_has_a_code_and_every_code_an_entry(lists: ControlLists) -> None:
    keys = ["control_list", "control_list_version", "entry_code"]
    assert lists.entries.join(lists.correlations, on=keys, how="anti").is_empty()
    assert lists.correlations.join(lists.entries, on=keys, how="anti").is_empty()


def test_every_row_says_why(lists: ControlLists) -> None:
    assert lists.correlations.select(pl.col("basis", "source").str.len_chars().min()).row(0) > (9, 9)
    assert set(lists.correlations["strength"]) == set(STRENGTHS)


def test_the_first_closing_digit_gives_a_regime(lists: ControlLists) -> None:
    entries = lists.entries.filter((pl.col("control_list") == DUAL_USE) & ~pl.col("entry_code").str.starts_with("0"))
    expected = pl.col("entry_code").str.slice(2, 1).replace_strict(dict(zip("01234", REGIMES, strict=True)))
    assert entries.filter(~pl.col("regimes").list.contains(expected)).is_empty()


def test_category_0_is_the_nuclear_trigger_list_whatever_its_digits(lists: ControlLists) -> None:
    entries = lists.entries.filter((pl.col("control_list") == DUAL_USE) & pl.col("entry_code").str.starts_with("0"))
    assert entries["regimes"].to_list() == [["NSG"]] * entries.height
    assert entries.height >= 10


@pytest.mark.parametrize(
    ("code", "entry", "strength"),
    [
        ("840110", "0A001", "exact"),  # nuclear reactors
        ("293070", "1C350", "exact"),  # thiodiglycol
        ("281211", "1C450", "exact"),  # phosgene
        ("851411", "2B004", "exact"),  # hot isostatic presses
        ("845710", "2B001", "likely"),  # machining centres
        ("681511", "1C010", "likely"),  # carbon fibre
        ("282990", "1C111", "likely"),  # ammonium perchlorate
        ("300249", "1C351", "likely"),  # cultures and toxins
        ("854231", "3A001", "possible"),  # processors
    ],
)
def test_what_an_officer_would_expect(dual_use: pl.DataFrame, code: str, entry: str, strength: str) -> None:
    row = dual_use.filter((pl.col("hs_code") == code) & (pl.col("entry_code") == entry))
    assert row["strength"].to_list() == [strength]


@pytest.mark.parametrize("code", ["851713", "847130", "870323", "392690", "732690", "870899", "851712", "382499"])
def test_everyday_subheadings_stay_out(lists: ControlLists, code: str) -> None:
    """Phones, laptops, cars, articles of plastics and steel: a row there would drown every other."""
    assert lists.correlations.filter(pl.col("hs_code") == code).is_empty()


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("correlations", lambda text: text.replace(",0A001,exact", ",0A099,exact", 1), "entry_code refers"),
        ("correlations", lambda text: text.replace(",exact,", ",certain,", 1), "strength is unknown"),
        ("correlations", lambda text: text.replace(",HS2022,", ",HS2099,", 1), "HS edition is unknown"),
        ("correlations", lambda text: text.replace("\n261210,", "\n2612.10,", 1), "not an HS code"),
        ("correlations", lambda text: text + text.splitlines()[1] + "\n", "repeats an earlier row"),
        ("control_entries", lambda text: text.replace("0A001,NSG", "0A001,NSG;ASEAN", 1), "a regime is unknown"),
        ("control_entries", lambda text: text.replace("\n0A001,", "\nA001,", 1), "not an entry code"),
        ("chpl", lambda text: text.replace(",3.A,", ",3.C,", 1), "tier refers"),
        ("chpl", lambda text: text.replace(",854890,HS2017,", ",854890,,", 1), "the predecessor is not"),
        ("chpl", lambda text: text.replace(",854890,HS2017,", ",8548.9,HS2017,", 1), "the predecessor is not"),
        ("chpl", lambda text: text.replace("854231,", "854231,,", 1), "not a table"),
    ],
)
def test_broken_reference_data_is_refused(tmp_path: Path, name: str, change: Change, what: str) -> None:
    folder = shutil.copytree(DATA_FOLDER, tmp_path / "data")
    path = folder / f"{name}.csv"
    old = file_checksum(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    with pytest.raises(ReferenceDataError, match="SHA-256"):
        load_control_lists(folder)
    sidecar = path.with_suffix(".meta.yml")
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace(old, file_checksum(path)), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=what) as caught:
        load_control_lists(folder)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_changed_title_makes_a_new_version(tmp_path: Path, lists: ControlLists) -> None:
    folder = shutil.copytree(DATA_FOLDER, tmp_path / "data")
    path = folder / "chpl_tiers.csv"
    old = file_checksum(path)
    path.write_text(path.read_text(encoding="utf-8").replace("\n1,", "\n1,The ", 1), encoding="utf-8")
    sidecar = path.with_suffix(".meta.yml")
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace(old, file_checksum(path)), encoding="utf-8")

    def version(lists: ControlLists, control_list: str) -> list[str]:
        return (
            lists.correlations.filter(pl.col("control_list") == control_list)["control_list_version"].unique().to_list()
        )

    changed = load_control_lists(folder)
    assert version(changed, CHPL) != version(lists, CHPL)
    assert version(changed, DUAL_USE) == version(lists, DUAL_USE)
    assert version(lists, CHPL)[0].startswith("2024-02-23-")


def subheadings(shared: Path, name: str, column: str) -> set[str]:
    with (shared / "data" / "hs" / name).open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file) if row["level"] == "6"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("edition", "name", "column"),
    [
        ("HS2022", "hs2022_comtrade.csv", "code"),
        ("HS2022", "harmonized-system.csv", "hscode"),
        ("HS2017", "hs2017_comtrade.csv", "code"),
    ],
)
def test_every_code_exists_in_its_edition(
    shared: Path, lists: ControlLists, edition: str, name: str, column: str
) -> None:
    codes = set(lists.correlations.filter(pl.col("hs_edition") == edition)["hs_code"])
    assert codes
    known = subheadings(shared, name, column)
    known |= {code[:length] for code in known for length in (2, 4)}
    assert codes - known == set()


@pytest.mark.shared
def test_a_code_of_an_older_edition_cannot_be_mistaken_for_one_of_today(shared: Path, lists: ControlLists) -> None:
    older = set(lists.correlations.filter(pl.col("hs_edition") != "HS2022")["hs_code"])
    assert older & subheadings(shared, "hs2022_comtrade.csv", "code") == set()


@pytest.mark.shared
def test_every_entry_code_exists_in_a_public_list(shared: Path, lists: ControlLists) -> None:
    folder = shared / "data" / "hs"
    european = {
        row["fields"]["code"]
        for row in json.loads((folder / "regulations.json").read_text(encoding="utf-8"))
        if row["model"] == "regulations.regulation"
    }
    american = {row["eccn"] for row in json.loads((folder / "ccl.json").read_text(encoding="utf-8"))["entries"]}
    entries = lists.entries.filter(pl.col("control_list") == DUAL_USE)["entry_code"]
    assert set(entries) - (european | american) == set()
    # Software and technology do not cross a border in a declaration of goods.
    assert {code for code in european if code[1] in "ABC"} - set(entries) == set()


@pytest.mark.shared
def test_the_priority_list_agrees_with_the_published_one(shared: Path, lists: ControlLists) -> None:
    with (shared / "data" / "hs" / "chpl_50_hs2022.csv").open(encoding="utf-8", newline="") as file:
        published = {row["hs6"]: row["tier"] for row in csv.DictReader(file)}
    rows = lists.correlations.filter((pl.col("control_list") == CHPL) & (pl.col("hs_edition") == "HS2022"))
    assert dict(rows.select("hs_code", "entry_code").rows()) == published
