"""Bad input: each gives a clear error that names file and remedy, or rejected rows that say why."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from screening.errors import IntakeError
from screening.intake import load_file
from screening.intake.csv_file import read_csv
from screening.intake.parquet_file import read_parquet


def _read(path):
    batches = list((read_parquet if path.suffix == ".parquet" else read_csv)(path))
    return pl.concat([b.rows for b in batches]), pl.concat([b.broken for b in batches])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        ("декларация,товар\n".encode("cp1251"), "not UTF-8"),
        ("declaration_id\n".encode("utf-16"), "UTF-16"),
        (b"declaration_id;item_number;hs_code\n1;2;3\n", "separated by a semicolon"),
        (b"declaration_id\titem_number\n1\t2\n", "separated by a tab"),
        (b"declaration_id,declaration_id\n1,2\n", "names a column twice"),
        (b"declaration_id,consignee_nam\n1,2\n", "did you mean consignee_name"),
        (b"55301/1,1,ACME TRADING LLP\n", "not a header"),
        (b",".join(b"c%d" % n for n in range(100_000)), "not a header"),
        (b"declaration_id,item_number\r1,2\r", "ends of its lines"),
        (b"declaration_id,item_number\n1,2\n", "lacks columns: flow"),
    ],
)
def test_a_file_without_a_usable_header_is_refused(settings, content, said):
    path = settings.inbox_folder / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=said) as error:
        list(read_csv(path))
    assert "bad.csv" in str(error.value)
    assert "ACME" not in str(error.value)
    assert error.value.remedy


def test_header_only_is_an_empty_file_of_declarations(lake, write_csv, item):
    path = write_csv("a.csv", [item()])
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert load_file(lake, path).rows_read == 0


def test_byte_order_mark_and_blank_lines_are_harmless(lake, write_csv, item):
    path = write_csv("a.csv", [item(), item(item_number=2)])
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\ufeff" + "\n".join([head, rows[0], "", rows[1], "", ""]), encoding="utf-8")
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted) == (2, 2)
    assert lake.execute("SELECT list(row_number ORDER BY row_number) FROM intake.declarations").fetchone() == ([1, 3],)


def test_a_file_in_cp1251_is_refused(lake, write_csv, item):
    path = write_csv("a.csv", [item(item_number=n) for n in (1, 2, 3)])
    path.write_bytes(path.read_text(encoding="utf-8").replace("Қ", "К").replace("қ", "к").encode("cp1251", "replace"))
    with pytest.raises(IntakeError, match="Windows-1251"):
        load_file(lake, path)
    assert lake.execute("SELECT count(*) FROM intake.rejected_rows").fetchone() == (0,)


def test_one_row_in_cp1251_is_rejected_alone(lake, write_csv, item):
    path = write_csv("a.csv", [item(item_number=n) for n in (1, 2, 3)])
    lines = path.read_bytes().splitlines()
    lines[2] = "55301/201126/0000001,0,2,Плитка".encode("cp1251") + b"," * (lines[0].count(b",") - 3)
    path.write_bytes(b"\n".join(lines))
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (3, 2, 1)
    found = lake.execute("SELECT row_number, reason_code, raw_row FROM intake.rejected_rows").fetchone()
    assert found[:2] == (2, "ENCODING")
    assert "\\xcf" in found[2]


def test_rows_that_do_not_fit_the_header(lake, write_csv, item):
    path = write_csv("a.csv", [item(item_number=n, goods_description=f"line one\nline {n}") for n in (1, 2, 3, 4)])
    text = path.read_text(encoding="utf-8").rstrip("\n")
    row = '55301/201126/0000001,0,5,"short"'
    path.write_text(text.replace("line 2", 'line 2 and ""quotes""') + f"\n{row}\n" + text.splitlines()[1][:40], "utf-8")
    report = load_file(lake, path)
    assert report.rows_read == report.rows_accepted + report.rows_rejected == 6
    found = lake.execute("SELECT row_number, reason_code, message FROM intake.rejected_rows ORDER BY 1").fetchall()
    assert [(number, code) for number, code, _ in found] == [(5, "FIELD_COUNT"), (6, "FIELD_COUNT")]
    assert "4 fields" in found[0][2]


def test_a_row_that_can_be_neither_split_nor_decoded_is_kept(lake, write_csv, item):
    path = write_csv("a.csv", [item(item_number=n) for n in (1, 2, 3, 4)])
    lines = path.read_bytes().splitlines()
    lines[2] = '55301/201126/0000001,0,2,"Плитка"'.encode("cp1251")
    path.write_bytes(b"\n".join(lines))
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (4, 3, 1)
    found = lake.execute("SELECT row_number, reason_code, raw_row FROM intake.rejected_rows").fetchone()
    assert found[:2] == (2, "FIELD_COUNT")
    assert "\\xcf" in found[2]
    # The rows around it are read as what they are, not as what the damage made of them.
    assert lake.execute("SELECT DISTINCT consignee_name FROM intake.declarations").fetchall() == [
        ("ТОО «Ақ Бидай Құрылыс»",)
    ]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("declaration_id", "", "MISSING_VALUE"),
        ("net_mass_kg", "heavy", "NOT_A_NUMBER"),
        ("net_mass_kg", "1,5", "NOT_A_NUMBER"),
        ("net_mass_kg", "inf", "NOT_A_NUMBER"),
        ("statistical_value", "1e999", "NOT_A_NUMBER"),
        ("statistical_value", "-5", "NEGATIVE_NUMBER"),
        ("item_number", "1.5", "NOT_A_NUMBER"),
        ("item_number", "0", "BAD_ITEM_NUMBER"),
        ("registration_date", "2026-02-30", "IMPOSSIBLE_DATE"),
        ("registration_date", "20.11.2026", "IMPOSSIBLE_DATE"),
        ("registration_date", "0026-11-20", "IMPOSSIBLE_DATE"),
        ("registration_date", "2099-01-01", "FUTURE_DATE"),
        ("hs_code", "854231900", "HS_CODE_FORM"),
        ("hs_code", "85423190000", "HS_CODE_FORM"),
        ("hs_code", "8542", "HS_CODE_FORM"),
        ("hs_code", "chips", "HS_CODE_FORM"),
        ("origin_country_code", "CHN", "COUNTRY_CODE_FORM"),
        ("invoice_currency_code", "$", "CURRENCY_CODE_FORM"),
        ("goods_description", "x" * 20_001, "TEXT_TOO_LONG"),
    ],
)
def test_a_bad_value_rejects_its_row_only(lake, write_csv, item, column, value, reason):
    report = load_file(lake, write_csv("a.csv", [item(item_number=7), item(**{column: value})]))
    assert (report.rows_accepted, report.rows_rejected) == (1, 1)
    code, name, raw = lake.execute("SELECT reason_code, column_name, raw_row FROM intake.rejected_rows").fetchone()
    assert (code, name) == (reason, column)
    assert json.loads(raw)[column] == (value or None)


def test_spellings_that_are_mended(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item(hs_code="8542 31 900 0", origin_country_code=" cn ", flow="Import")]))
    assert lake.execute("SELECT hs_code, origin_country_code, flow FROM intake.declarations").fetchall() == [
        ("8542319000", "CN", "import")
    ]


def test_all_reasons_of_a_row_are_kept(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item(hs_code="1", net_mass_kg="x", flow="y")]))
    (reasons,) = lake.execute("SELECT all_reasons FROM intake.rejected_rows").fetchone()
    assert reasons == ["UNKNOWN_FLOW:flow", "HS_CODE_FORM:hs_code", "NOT_A_NUMBER:net_mass_kg"]


def test_parquet_equals_csv(lake, settings, item):
    frame = pl.DataFrame([item(item_number=n) for n in (1, 2)]).with_columns(
        pl.col("registration_date").str.to_date(),
        pl.col("net_mass_kg").cast(pl.Float64),
        pl.col("item_number").cast(int),
    )
    path = settings.inbox_folder / "a.parquet"
    frame.write_parquet(path)
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted) == (2, 2)
    assert lake.execute(
        "SELECT DISTINCT registration_date::VARCHAR, net_mass_kg FROM intake.declarations"
    ).fetchall() == [("2026-11-20", 1000.0)]


def test_parquet_with_codes_as_numbers_or_cut_short_is_refused(settings, item):
    path = settings.inbox_folder / "a.parquet"
    frame = pl.DataFrame([item()])
    frame.with_columns(pl.col("hs_code").cast(pl.Int64)).write_parquet(path)
    with pytest.raises(IntakeError, match="leading zeros"):
        list(read_parquet(path))
    frame.write_parquet(path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(IntakeError, match="truncated"):
        list(read_parquet(path))


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(cut=st.integers(0, 3000), flip=st.integers(0, 3000), bit=st.integers(0, 7))
def test_any_damage_is_an_error_or_rejected_rows(settings, write_csv, item, cut, flip, bit):
    """A file cut short or with a flipped bit never raises anything but an IntakeError, and no row disappears."""
    path = write_csv("damaged.csv", [item(item_number=n, goods_description=f'a "quoted"\n{n}') for n in range(1, 9)])
    content = bytearray(path.read_bytes())
    content[flip % len(content)] ^= 1 << bit
    path.write_bytes(bytes(content[: max(cut, 1)] if cut % 2 else content))
    try:
        rows, broken = _read(path)
    except IntakeError:
        return
    numbers = pl.concat([rows["row_number"], broken["row_number"]])
    assert numbers.is_unique().all()
    if not cut % 2:
        # A flipped quotation mark or line end may join rows or part one, but no row goes without a trace.
        assert rows.height + broken.height >= 1
        kept = "".join(broken["raw_row"]) + "".join(rows.get_column("goods_description").drop_nulls())
        assert sum(f"\n{n}" in kept for n in range(1, 9)) >= 6
