import numpy as np
import polars as pl
import pytest

from hs_codes import load_control_lists
from hs_codes.editions import CURATED
from hs_codes.nomenclature import is_known
from screening.errors import SettingsError
from screening.simulate.parameters import load_parameters, load_words, pick, pick_keys
from screening.simulate.stories import LOOK_ALIKES, SCHEMES
from screening.simulate.texts import catalogue
from screening.texts import LANGUAGES


def test_every_section_gives_its_reason():
    parameters = load_parameters()
    assert parameters.sections.keys() == parameters.reasons.keys()
    assert all(len(reason) > 40 for reason in parameters.reasons.values())


def test_a_section_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "own.yml"
    path.write_text('version: "1"\nprices: {item_sigma: 0.1}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="section prices gives no reason"):
        load_parameters(path)


def test_a_file_with_sections_missing_says_which(tmp_path):
    path = tmp_path / "own.yml"
    path.write_text('version: "1"\nprices: {reason: because, item_sigma: 0.1}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="sections missing: activities, addresses, carriers"):
        load_parameters(path)


@pytest.mark.parametrize("content", ["[", "just text", "a: {reason: b}"])
def test_what_is_no_parameter_file_is_refused(tmp_path, content):
    path = tmp_path / "own.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"own\.yml"):
        load_parameters(path)


def test_goods_have_codes_of_the_nomenclature():
    lines = [*load_parameters()["goods"]["lines"], *load_parameters()["sought"]["lines"]]
    codes = pl.DataFrame({"code": [line[0][:6] for line in lines]})
    assert codes.filter(~is_known(pl.col("code"), CURATED)).is_empty()


def test_what_evaders_move_is_also_traded_honestly():
    """Otherwise the code alone would give a scheme away."""
    parameters = load_parameters()
    honest = {line[0][:6] for line in parameters["goods"]["lines"]}
    priority = set(load_control_lists().correlations.filter(control_list="CHPL")["hs_code"].to_list())
    assert len(honest & priority) >= 20
    assert parameters["look_alikes"]["shares"]["electronics_dealer"] > 0


def test_at_least_twenty_schemes_each_with_a_share_and_texts():
    shares = load_parameters()["schemes"]["shares"]
    assert len(SCHEMES) >= 20
    assert shares.keys() == SCHEMES.keys()
    assert load_parameters()["look_alikes"]["shares"].keys() == LOOK_ALIKES.keys() | {"price_shock"}
    assert all(set(catalogue()[f"scheme.{name}"]) == set(LANGUAGES) for name in SCHEMES)


def test_every_text_is_there_in_three_languages():
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in catalogue().values())


def test_words_have_forms_for_every_country():
    words = load_words()
    assert set(words["abroad"]) <= set(words["forms"])


def test_shares_are_kept():
    rng = np.random.default_rng(1)
    drawn = pick_keys(rng, {"a": 3, "b": 1}, 4000)
    assert 0.72 < (drawn == "a").mean() < 0.78
    assert set(pick(rng, {"x": 0, "y": 1}, 100)) == {1}
