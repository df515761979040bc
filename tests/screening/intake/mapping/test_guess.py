"""Proposals: titles in three languages, shapes of values, bundled mappings; what was not found is said."""

from pathlib import Path

import pytest
import yaml

from screening.intake.mapping import read_mapping
from screening.intake.mapping.guess import guess
from screening.intake.mapping.shapes import date_formats, decimal_mark, encoding_of
from screening.intake.source import open_source, table_format

SAMPLES = Path(__file__).parents[4] / "data" / "samples"

KAZAKH = """Декларация нөмірі;Тауар нөмірі;Бағыт;Тіркеу күні;Кеден бекеті;Жөнелтуші;Алушы;Алушының БСН;Шыққан елі;СЭҚ ТН коды;Тауар сипаттамасы;Нетто салмағы, т;Құпия
55301/201126/1;1;ИМ;20.11.2026;55301;NORDLICHT;«Ақ Бидай»;990140000012;DE;6908909100;Плитка;1,5;x
55301/201126/2;1;ЭК;21.11.2026;55301;«Ақ Бидай»;MUSTER;;KZ;101210000;Жылқы;2;y
"""  # noqa: E501


def test_kazakh_titles_units_dates_and_lost_zeros(tmp_path):
    path = tmp_path / "Тізім 1.csv"
    path.write_text(KAZAKH, encoding="utf-16")
    proposal = guess(path, "csv")
    assert (proposal.missing, proposal.unknown) == ([], ["құпия"])
    fields = proposal.content["fields"]
    assert fields["net_mass_kg"] == {"column": "нетто салмағы, т", "decimal": ",", "unit": "t"}
    assert fields["registration_date"] == {"column": "тіркеу күні", "dates": ["%d.%m.%Y"]}
    assert fields["flow"]["values"] == {"ИМ": "import", "ЭК": "export"}
    assert fields["hs_code"] == {"column": "сэқ тн коды", "pad": 10}
    (tmp_path / "a.mapping.yml").write_text(proposal.text(), encoding="utf-8")
    (batch,) = open_source(path, mapping=read_mapping(tmp_path / "a.mapping.yml")).batches
    assert batch.rows["net_mass_kg"].to_list() == ["1500.0", "2000.0"]
    assert batch.rows["hs_code"].to_list() == ["6908909100", "0101210000"]


def test_boxes_in_another_shape_are_read_as_the_bundled_mapping_says(tmp_path):
    path = tmp_path / "boxes.csv"
    path.write_text((SAMPLES / "tables" / "boxes.csv").read_text(encoding="cp1251"), encoding="utf-8")
    proposal = guess(path, table_format(path))
    assert proposal.content["file"] == {"format": "csv", "delimiter": ";"}
    (batch,) = open_source(path, mapping=proposal.mapping()).batches
    assert batch.rows["consignee_name"][0] == "ТОО «Ак Бидай Курылыс»"


def test_the_header_of_a_workbook_is_found_below_its_title():
    path = SAMPLES / "tables" / "register.xlsx"
    proposal = guess(path, "xlsx")
    assert proposal.content["file"] == {"format": "xlsx", "header_row": 3}
    assert (proposal.missing, proposal.unknown) == ([], [])


def test_what_is_not_found_is_said_and_rejects_every_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Номер ДТ,Код\n1,8542319010\n2,8541100009\n", encoding="utf-8")
    proposal = guess(path, "csv")
    assert proposal.content["fields"]["hs_code"] == "код", "by the form of its values"
    assert "flow" in proposal.missing
    assert "Not found, give a column or a value: flow" in proposal.text()
    assert yaml.safe_load(proposal.text())["fields"]["flow"] == {"value": ""}
    (batch,) = open_source(path, mapping=proposal.mapping()).batches
    assert batch.rows["flow"].to_list() == [None, None]


@pytest.mark.shared
def test_korean_titles(shared):
    proposal = guess(shared / "data" / "declarations" / "kr_synthetic_declarations.csv", "csv")
    assert proposal.missing == ["flow", "goods_description"]
    assert proposal.content["fields"]["hs_code"] == "hs6 code"
    assert proposal.content["fields"]["origin_country_code"] == "country of origin"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"])
def test_encodings_are_told_apart(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("Отправитель;Получатель\nобразец товара;наименование получателя\n".encode(encoding))
    assert encoding_of(path) == encoding


def test_dates_and_decimals():
    assert date_formats(["13.11.2026", "01.02.2026"]) == ("%d.%m.%Y",)
    assert date_formats(["11/13/2026", "02/01/2026"]) == ("%d/%m/%Y", "%m/%d/%Y")
    assert date_formats(["x"]) == ()
    assert decimal_mark(["1,5", "2", "3.000,1"]) == ","
    assert decimal_mark(["1,050.5", "2.5"]) == "."
