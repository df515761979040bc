import io

import numpy as np
import polars as pl
import pytest

from screening.errors import NotFoundError, ReferenceDataError
from screening.rules.goods.mismatch import DESC_HS_MISMATCH, mismatch_signs
from screening.rules.goods.model import HeadingModel, accuracy, fit
from screening.rules.goods.model_store import model_in_force, models_in_lake, put_in_force, store_model, train

GOODS = {
    "8401": ("реакторы ядерные", "тепловыделяющие элементы необлученные", "части ядерных реакторов"),
    "6908": ("плитка керамическая облицовочная", "плитки керамические для полов", "изделия керамические облицовочные"),
    "8482": ("подшипники шариковые", "подшипники роликовые конические", "части подшипников качения"),
    "2811": ("кислоты неорганические", "диоксид кремния", "соединения неорганические кислородные"),
}
TITLES = pl.DataFrame(
    [
        (f"{heading}{n:06d}", f"{texts[0]} / {text}")
        for heading, texts in GOODS.items()
        for n, text in enumerate(texts * 4)
    ],
    schema=["hs_code", "full_title"],
    orient="row",
)
NO_HISTORY = pl.DataFrame(schema={"text": pl.String, "heading": pl.String, "item_count": pl.Int64})


@pytest.fixture(scope="module")
def trained():
    return train(TITLES, NO_HISTORY)


def test_it_knows_inflected_words_of_its_headings(trained):
    asked = pl.DataFrame({"text": ["Плиток керамических", "подшипниками роликовыми"], "heading": ["6908", "8482"]})
    assert accuracy(trained.model, asked) == (1.0, 1.0)
    assert trained.measures["title_with_heading_top1"] > 0.9
    assert trained.row_count == 2 * TITLES.height


def test_it_comes_back_from_its_bytes_the_same(trained):
    again = HeadingModel.from_bytes(trained.model.to_bytes())
    assert (again.headings, again.titles, again.temperature) == (
        trained.model.headings, trained.model.titles, trained.model.temperature
    )  # fmt: skip
    assert (again.counts != trained.model.counts).nnz == 0
    assert again.version == HeadingModel.from_bytes(trained.model.to_bytes()).version != trained.model.version


def test_a_pickle_in_its_place_is_refused_and_not_run():
    class Trap:
        def __reduce__(self):
            raise AssertionError("the pickle was run")

    stream = io.BytesIO()
    np.savez(stream, about=np.array([{"a": 1}], dtype=object))
    for content in (stream.getvalue(), b"", b"PK\x03\x04", b"\x80\x04."):
        with pytest.raises(ReferenceDataError, match="screening goods train"):
            HeadingModel.from_bytes(content)


def test_history_teaches_words_that_no_title_has():
    history = pl.DataFrame({"text": ["кафель настенный"] * 1, "heading": ["6908"], "item_count": [50]})
    model = train(TITLES, history).model
    assert accuracy(model, pl.DataFrame({"text": ["кафель"], "heading": ["6908"]})) == (1.0, 1.0)


def test_nothing_to_train_on():
    with pytest.raises(ReferenceDataError, match="--titles"):
        train(TITLES.clear(), NO_HISTORY)
    with pytest.raises(ValueError, match="nothing"):
        fit(pl.DataFrame(schema={"text": pl.String, "heading": pl.String, "weight": pl.Float64}), {})


def test_one_model_is_in_force_and_an_earlier_one_can_be_put_back(lake, trained):
    from datetime import UTC, datetime

    assert model_in_force(lake) is None
    first = store_model(lake, trained, datetime(2026, 11, 1, tzinfo=UTC))
    other = train(TITLES.head(24), NO_HISTORY)
    second = store_model(lake, other, datetime(2026, 11, 2, tzinfo=UTC))
    assert model_in_force(lake) == other.model.to_bytes()
    put_in_force(lake, first)
    assert models_in_lake(lake).select("model_id", "is_in_force").rows() == [(second, False), (first, True)]
    with pytest.raises(NotFoundError):
        put_in_force(lake, "description-heading-none")


def test_a_changed_content_is_refused(lake, trained):
    from datetime import UTC, datetime

    store_model(lake, trained, datetime(2026, 11, 1, tzinfo=UTC))
    lake.execute("UPDATE reference.goods_models SET content = 'other'::BLOB")
    with pytest.raises(ReferenceDataError, match="hash"):
        model_in_force(lake)


@pytest.fixture
def mismatches(trained, inputs, items):
    def judge(code: str | None, text: str) -> list[dict[str, object]]:
        goods = pl.DataFrame(
            {"row": [0], "hs_code": [code], "goods_description": [text]},
            schema={"row": pl.UInt32, "hs_code": pl.String, "goods_description": pl.String},
        )
        parameters = dict(DESC_HS_MISMATCH.parameters) | {"most_declared": 0.2}
        return mismatch_signs(goods, inputs(items({})), parameters, trained.model).to_dicts()

    return judge


def test_words_of_a_controlled_heading_under_another_code(mismatches):
    (sign,) = mismatches("6908909100", "Части ядерных реакторов, реакторы")
    assert (sign["reference_id"], sign["rule_id"]) == ("8401", "DESC_HS_MISMATCH")
    assert 0.2 <= sign["strength"] <= 0.6


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("8401400000", "Части ядерных реакторов"),  # as declared
        ("8401400000", "Плитка керамическая облицовочная"),  # fits better, but nothing is controlled there
        ("6908909100", "Рагу овощное мороженое"),  # words it never saw
        ("6908909100", "реакторы"),  # one word
        ("9999999999", "Части ядерных реакторов"),  # a heading it never saw
        (None, "Части ядерных реакторов"),
    ],
)
def test_no_mismatch(mismatches, code, text):
    assert mismatches(code, text) == []
