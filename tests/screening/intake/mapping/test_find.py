"""Files find their mapping by their header, in any format; two that would do and unknown columns are errors."""

from pathlib import Path

import pytest

from screening.errors import IntakeError
from screening.intake import load_file
from screening.intake.mapping import load_mappings
from screening.intake.source import open_source

SAMPLES = Path(__file__).parents[4] / "data" / "samples"


@pytest.fixture(scope="module")
def mappings():
    return load_mappings(SAMPLES / "mappings")


def _write(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "mapping", "accepted", "rejected"),
    [
        ("boxes.csv", "russian-boxes", 3, {"NOT_A_NUMBER"}),
        ("register.xlsx", "register-workbook", 3, set()),
        ("messages.jsonl", "office-messages", 2, set()),
        ("warehouse.parquet", "", 3, set()),
    ],
)
def test_samples(lake, mappings, name, mapping, accepted, rejected):
    report = load_file(lake, SAMPLES / "tables" / name, mappings=mappings)
    assert (report.rows_accepted, report.rows_rejected) == (accepted, len(rejected))
    form, used = lake.execute("SELECT format, mapping FROM intake.files").fetchone()
    assert (form, (used or "").rpartition("-")[0]) == (Path(name).suffix.removeprefix("."), mapping)
    assert {code for (code,) in lake.execute("SELECT reason_code FROM intake.rejected_rows").fetchall()} == rejected
    masses = lake.execute("SELECT net_mass_kg FROM intake.declarations ORDER BY declaration_id, item_number").fetchall()
    first = {"boxes.csv": 1000.25, "register.xlsx": 1250.0, "messages.jsonl": 12.5, "warehouse.parquet": 1000.0}
    assert masses[0][0] == first[name]


@pytest.mark.shared
def test_korean_declarations_load_without_code(lake, shared, mappings):
    report = load_file(lake, shared / "data" / "declarations" / "kr_synthetic_declarations.csv", mappings=mappings)
    assert report.rows_read == report.rows_accepted + report.rows_rejected == 37_385
    assert report.rows_rejected == 0
    found = lake.execute(
        "SELECT hs_code, consignee_tax_id, net_mass_kg, statistical_currency_code FROM intake.declarations"
        " WHERE declaration_id = '97061800'"
    ).fetchone()
    assert found == ("440890", "QLRUBN9", 108.0, "KRW")


FIRM = "name: {name}\nrecord: companies\nfile: {{{file}}}\nfields: {{tax_id: БСН, name: Атауы}}\n"


@pytest.mark.parametrize(
    ("file", "encoding", "text"),
    [
        ("delimiter: ';', encoding: utf-16", "utf-16", "БСН;Атауы\n990140000012;«Үлгі»\n"),
        ("delimiter: '|', encoding: cp1251", "cp1251", "БСН|Атауы\n990140000012|«Образец»\n"),
        ("header_row: 3, encoding: koi8-r", "koi8-r", 'Список\n\nБСН,Атауы\n990140000012,"Образец\nи Ко"\n'),
        ("header_row: 2", "utf-8-sig", "Тізім\nБСН,Атауы\n990140000012,«Үлгі»\n"),
    ],
)
def test_encodings_delimiters_and_title_lines(tmp_path, file, encoding, text):
    _write(tmp_path, "a.mapping.yml", FIRM.format(name="firms", file=file))
    path = _write(tmp_path, "firms.csv", text, encoding)
    source = open_source(path, load_mappings(tmp_path))
    (batch,) = source.batches
    row = batch.rows.row(0, named=True)
    name = text.split("990140000012")[1].strip(',;|\n"')
    assert (row["row_number"], row["tax_id"], row["name"]) == (1, "990140000012", name)


def test_a_letter_that_is_not_in_the_encoding_rejects_its_row_alone(lake, tmp_path):
    _write(tmp_path, "a.mapping.yml", FIRM.format(name="firms", file="encoding: cp1251"))
    path = tmp_path / "firms.csv"
    path.write_bytes(
        "БСН,Атауы\n1,Первая\n2,Вто".encode("cp1251") + b"\x98" + "рая\n3,Третья\n".encode("cp1251"))  # fmt: skip
    report = load_file(lake, path, mappings=load_mappings(tmp_path))
    assert (report.rows_accepted, report.rows_rejected) == (2, 1)
    assert lake.execute("SELECT row_number, reason_code FROM intake.rejected_rows").fetchone() == (2, "ENCODING")


def test_two_mappings_that_would_do_are_an_error(tmp_path):
    for name in ("one", "two"):
        _write(tmp_path, f"{name}.mapping.yml", FIRM.format(name=name, file=""))
    path = _write(tmp_path, "firms.csv", "БСН,Атауы\n1,Ү\n")
    with pytest.raises(IntakeError, match="several mappings would do: one, two"):
        open_source(path, load_mappings(tmp_path))
    _write(tmp_path, "two.mapping.yml", FIRM.format(name="two", file="") + "ignored: [Ескерту]\n")
    with pytest.raises(IntakeError, match="several"):
        open_source(path, load_mappings(tmp_path))
    only_one_knows = _write(tmp_path, "noted.csv", "БСН,Атауы,Ескерту\n1,Ү,x\n")
    assert open_source(only_one_knows, load_mappings(tmp_path)).mapping.startswith("two-")


def test_a_column_that_the_mapping_does_not_name_is_refused(tmp_path):
    _write(tmp_path, "a.mapping.yml", FIRM.format(name="firms", file=""))
    path = _write(tmp_path, "firms.csv", "БСН,Атауы,Иесі\n1,Ү,x\n")
    with pytest.raises(IntakeError, match="firms does not name the columns 'иесі'"):
        open_source(path, load_mappings(tmp_path))


def test_a_file_without_canonical_columns_and_mapping_says_how_to_make_one(tmp_path):
    path = _write(tmp_path, "firms.csv", "Foo,Bar\n1,2\n")
    with pytest.raises(IntakeError, match="screening intake guess"):
        open_source(path, load_mappings(tmp_path))


def test_a_named_mapping_must_fit(tmp_path, mappings):
    boxes = next(mapping for mapping, _ in mappings.known if mapping.name == "russian-boxes")
    path = _write(tmp_path, "firms.csv", "Foo;Bar\n1;2\n")
    with pytest.raises(IntakeError, match="no column that mapping russian-boxes needs for declaration_id"):
        open_source(path, mapping=boxes)
    with pytest.raises(IntakeError, match="is for csv files, this one is xlsx"):
        open_source(SAMPLES / "tables" / "register.xlsx", mapping=boxes)
