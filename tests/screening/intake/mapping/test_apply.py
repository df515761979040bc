"""Each way in which a field is read, on rows of text; what cannot be read stays as it arrived."""

import polars as pl
import pytest

from screening.intake.batch import RawBatch
from screening.intake.mapping import Mapping, apply
from screening.intake.table import RawTable, broken_rows


def _read(texts, name="net_mass_kg", of="A", **field):
    needed = {
        n: {"value": "1"}
        for n in (
            "declaration_id",
            "item_number",
            "flow",
            "registration_date",
            "office_code",
            "hs_code",
            "goods_description",
        )
    }
    settings = {key: field.pop(key) for key in ("decimal_of_all", "thousands_of_all", "empty") if key in field}
    mapping = Mapping.model_validate(
        {"name": "a", "fields": needed | {name: {"column": of} | field}}
        | {key.removesuffix("_of_all"): value for key, value in settings.items()}
    )
    rows = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)}).with_row_index("row_number", offset=1)
    rows = rows.with_columns(pl.col("row_number").cast(pl.Int64))
    (batch,) = apply(mapping, RawTable(["a"], iter([RawBatch(rows, broken_rows([]))])))
    assert batch.rows["row_number"].to_list() == list(range(1, len(texts) + 1))
    return batch.rows[name].to_list()


def test_decimal_commas_and_thousands():
    assert _read(["1 050,5", "1\u00a0050", "-3,25", "1.5", "heavy", None], decimal=",") == [
        "1050.5", "1050", "-3.25", "1.5", "heavy", None,
    ]  # fmt: skip
    assert _read(["1,050.5", "2"], thousands=",") == ["1050.5", "2"]
    assert _read(["1.050,5"], decimal=",", thousands=".") == ["1050.5"]
    assert _read(["1,5"], decimal_of_all=",") == ["1.5"]


@pytest.mark.parametrize(("unit", "kg"), [("t", 1100.0), ("g", 0.0011), ("lb", 0.498951607), ("thousand", 1100.0)])
def test_units(unit, kg):
    (text,) = _read(["1.1"], unit=unit)
    assert float(text) == pytest.approx(kg)
    assert len(text) < 14, "no tail of binary fractions"


def test_a_point_beside_a_decimal_comma_is_left_to_be_rejected():
    assert _read(["1.234,5"], decimal=",") == ["1.234,5"]


def test_dates_are_tried_in_order():
    read = _read(
        ["20.11.2026", "2026-11-20", "20.11.2026 10:30:00", "31.02.2026", "soon"],
        name="registration_date",
        dates=["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%Y %H:%M:%S"],
    )
    assert read == ["2026-11-20", "2026-11-20", "2026-11-20", "31.02.2026", "soon"]


def test_patterns_values_padding_prefix_and_empty_texts():
    assert _read(["55301/201126/1", "?"], name="office_code", pattern="^([0-9]{5})/") == ["55301", "?"]
    assert _read([" им ", "ЭК", "x"], name="flow", values={"ИМ": "import", "эк": "export"}) == ["import", "export", "x"]
    assert _read(["101210000"], name="hs_code", pad=10) == ["0101210000"]
    assert _read(["8542"], name="goods_description", prefix="HS ") == ["HS 8542"]
    assert _read(["-", "н/д", "Firm"], name="consignee_name", empty=["-", "Н/Д"]) == [None, None, "Firm"]


def test_columns_are_joined_and_the_first_that_is_there_is_taken():
    fields = {"tax_id": {"column": ["No", "Bin"]}, "name": {"columns": ["A", "B"], "separator": " "}}
    mapping = Mapping.model_validate({"name": "a", "record": "companies", "fields": fields})
    rows = pl.DataFrame({"row_number": [1, 2], "bin": ["1", "2"], "a": ["x", None], "b": ["y", " "]})
    (batch,) = apply(mapping, RawTable(["bin", "a", "b"], iter([RawBatch(rows, broken_rows([]))])))
    assert batch.rows.select("tax_id", "name").rows() == [("1", "x y"), ("2", None)]
    assert not mapping.lacks(frozenset(["bin", "a", "b"]))
    assert mapping.lacks(frozenset(["bin", "a"])) == ["name"]
    assert mapping.lacks(frozenset(["a", "b"])) == ["tax_id"]
