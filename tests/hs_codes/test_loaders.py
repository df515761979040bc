"""Files of control lists: each kind from its template and from made-up files, and everything that is refused."""

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hs_codes import Edition
from hs_codes.contracts import CONTRACTS, Kind
from hs_codes.loaders import Validity, read_list, recognise
from hs_codes.templates import write_template
from screening.errors import ReferenceDataError, ScreeningError
from screening.lists.xlsx import rows_of

YEAR = Validity(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def read(tmp_path):
    def load(text, kind=None, **more):
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        given = {"validity": YEAR, "edition": Edition.HS2022} | more
        return read_list(path, kind or recognise(path, rows_of), rows_of, **given)

    return load


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_every_template_is_known_and_loads(tmp_path, kind, suffix):
    path = tmp_path / f"template.{suffix}"
    write_template(kind, path)
    assert recognise(path, rows_of) is kind
    loaded = read_list(path, kind, rows_of, validity=YEAR, edition=Edition.HS2022)
    about = loaded.about.to_dicts()[0]
    assert about["control_list"] == CONTRACTS[kind].control_list
    assert (about["valid_from"], about["valid_to"]) == (YEAR.valid_from, YEAR.valid_to)
    assert about["correlation_count"] == loaded.lists.correlations.height >= 2
    assert about["control_list_version"].startswith("2026-01-01-")


def test_a_correlation_table_under_the_publishers_headers(read):
    loaded = read(
        "CN code;Dual-use code;CN description\n8457 10 10;2b001.b;Horizontal\n2930 70 00;1C350.1;Thiodiglycol\n"
    )
    rows = loaded.lists.correlations
    assert rows.select("hs_code", "entry_code", "strength").rows() == [
        ("84571010", "2B001.b", "possible"),
        ("29307000", "1C350.1", "possible"),
    ]
    assert rows["basis"].to_list() == ["Horizontal", "Thiodiglycol"]
    assert rows["source"].to_list() == ["list.csv, row 2", "list.csv, row 3"]


def test_a_national_order_splits_its_codes_and_keeps_three_languages(read):
    loaded = read(
        "entry_code,title_ru,title_kk,hs_codes,threshold\n"
        '2B001,Станки,Станоктар,"8457 10; 8458 11",5 осей\n'
        "2B001,Станки,,8459 61 000 0,\n"
    )
    assert loaded.lists.correlations["hs_code"].to_list() == ["845710", "845811", "8459610000"]
    entry = loaded.lists.entries.to_dicts()[0]
    assert (entry["title_ru"], entry["title_kk"], entry["threshold_ru"]) == ("Станки", "Станоктар", "5 осей")
    assert entry["regimes"] == ["NATIONAL"]


def test_a_ban_keeps_country_flow_and_days(read):
    loaded = read(
        "код тн вэд,наименование,страна,действует с,по\n"
        "8542 31,Процессоры,ru,09.10.2023,2026-06-30\n8517,Связь,RU; BY,,\n"
    )
    first, second = loaded.lists.correlations.to_dicts()
    assert (first["hs_code"], first["country_codes"], first["flow"]) == ("854231", ["RU"], "export")
    assert (first["country_role"], first["valid_from"], first["valid_to"]) == (
        "destination",
        date(2023, 10, 9),
        date(2026, 6, 30),
    )
    assert (second["country_codes"], second["entry_code"]) == (["BY", "RU"], "EXPORT-BY-RU")
    assert loaded.lists.entries["regimes"].to_list() == [["BAN"], ["BAN"]]


def test_repeats_and_codes_of_another_edition_are_warnings(read):
    loaded = read("hs_code,country_codes\n854231,RU\n854231,RU\n854150,RU\n")
    assert loaded.about["warnings"].to_list() == [
        [
            "1 row(s) repeat the code and entry of another and were left out",
            "1 code(s) do not exist in HS2022: 854150, first in row 4",
        ]
    ]
    assert read("hs_code,country_codes\n854150,RU\n", edition=Edition.HS2017).about["warnings"].to_list() == [[]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"hs_code,country_codes\n", "the file has no rows"),
        ("hs_code,country_codes\n8542,Россия\n".encode("cp1251"), "not UTF-8"),
        ("hs_code,country_codes\n8542,RU\n".encode("utf-16"), "not UTF-8"),
        (b"PK\x03\x04broken", "broken"),
        (b"\xd0\xcf\x11\xe0old", "old .xls"),
        (b"hs_code,country_codes\n8542,RU\n85423.1,RU\n", "row 3: not an HS code"),
        (b"hs_code,country_codes\n8542,Russia\n", "row 2: a country is not a code"),
        (b"hs_code,country_codes,flow\n8542,RU,out\n", "row 2: flow is unknown"),
        (b"hs_code,country_codes,valid_from\n8542,RU,31.02.2026\n", "row 2: valid_from is not a date"),
        (b"hs_code,country_codes,valid_from,valid_to\n8542,RU,2026-02-01,2026-01-01\n", "ends before it begins"),
        (b"hs_code,country_codes,title\n8542,RU,=HYPERLINK(1)\n", "row 2: title begins like a formula"),
        (b"hs_code,country_codes\n8542\n", "row 2: country_codes is empty"),
        (b"hs_code,country_codes\n8542,RU,BY\n", "row 2: more cells than the header"),
        (b"hs_code,hs,country_codes\n8542,8542,RU\n", "two columns are hs_code"),
        (b'hs_code,country_codes\n"8542,RU\n', "cannot be split"),
    ],
)
def test_what_is_refused_names_file_row_and_remedy(read, content, message):
    with pytest.raises(ScreeningError) as caught:
        read(content, Kind.COUNTRY_BAN)
    assert message in str(caught.value)
    assert caught.value.where == "list.csv"
    assert caught.value.remedy


def test_an_entry_with_two_titles_is_refused(read):
    with pytest.raises(ReferenceDataError, match="row 2: the entry has another title"):
        read("entry_code,title_ru,hs_codes\n2B001,Станки,8457\n2B001,Машины,8458\n")


def test_a_header_that_fits_nothing_says_what_to_do(read):
    with pytest.raises(ReferenceDataError, match="screening goods template"):
        read("a,b\n1,2\n")


@pytest.mark.parametrize("name", ["CHPL", "kz ban", ""])
def test_a_loaded_list_cannot_take_the_name_of_one_of_the_package(read, name):
    with pytest.raises(ReferenceDataError, match="--list"):
        read("hs_code,country_codes\n8542,RU\n", control_list=name or "-")


def test_a_template_is_not_written_over_a_file(tmp_path):
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(ReferenceDataError, match="there already"):
        write_template("country-ban", tmp_path / "there.csv")
    with pytest.raises(ReferenceDataError, match="no template"):
        write_template("order", tmp_path / "new.csv")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(read, content):
    for kind in Kind:
        try:
            loaded = read(content, kind)
        except ScreeningError:
            continue
        assert loaded.lists.correlations.height


def test_a_large_file_loads_in_time(read):
    codes = pl.Series(["854231", "851762", "840110"]).sample(200_000, with_replacement=True, seed=1)
    text = "hs_code,country_codes,title\n" + "\n".join(f"{code},RU,t{n}" for n, code in enumerate(codes))
    assert read(text).lists.correlations.height == 3
