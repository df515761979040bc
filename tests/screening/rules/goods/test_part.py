import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.rules.goods.part import (
    PARTNUMBER_HIT,
    PARTNUMBER_OTHER_CODE,
    misplaced_parts,
    part_families,
    part_kinds,
    part_signs,
    part_titles,
)


def judge(text=None, model=None, maker=None, brand=None) -> dict | None:
    goods = pl.DataFrame(
        {"row": [0], "text": [text], "model_name": [model], "maker_name": [maker], "brand_name": [brand]},
        schema={"row": pl.UInt32} | dict.fromkeys(("text", "model_name", "maker_name", "brand_name"), pl.String),
    )
    found = part_signs(goods, PARTNUMBER_HIT.parameters).to_dicts()
    return found[0] if found else None


@pytest.mark.parametrize(
    ("model", "maker", "kind"),
    [
        ("XC7K325T-2FFG900I", "Xilinx", "fpga"),
        ("XCZU9EG-2FFVB1156I", None, "fpga"),
        ("5CSXFC6D6F31C6N", "Altera", "fpga"),
        ("TMS320C6678ACYPA", "Texas Instruments", "dsp"),
        ("AD9361BBCZ", None, "rf_transceiver"),
        ("ADIS16488BMLZ", None, "inertial"),
        ("STM32H743ZIT6", None, "microcontroller"),
        ("MT41K256M16TW-107", "Micron", "memory"),
        ("NEO-M8N-0-10", "u-blox", "gnss"),
        ("ZED-F9P", None, "gnss"),
        ("HMC463LH250", None, "rf_amplifier"),
        ("MPU-9250", None, "inertial"),
        ("DMU 50", "DMG Mori", "machine_tool"),
        ("7014CD/P4ADGA", "SKF", "bearing"),
    ],
)
def test_numbers_of_sensitive_families(model, maker, kind):
    assert judge("Изделие", model, maker)["detail"]["kind"] == kind


@pytest.mark.parametrize(
    ("text", "model", "maker"),
    [
        ("Подшипник", "6205-2RS", "Rollen"),
        ("Телефон", "SM-A515F", "Samsung"),
        ("Телефон", "P40 Pro", "Huawei"),
        ("Болт", "M12x40 DIN933 A2-70", "Stalmet"),
        ("Масло 5W-30", "C3 API SN", "Shell"),
        ("Фильтр", "W 712/75", "Mann"),
        ("Колодки", "P 85 020", "Brembo"),
        ("Шина 205/55 R16", "91V", "Nokian"),
        ("Автомобиль", "BMW X3 20", "BMW"),
        ("Микросхемы памяти", "ST-DR4", "Silitron"),
    ],
)
def test_ordinary_article_numbers(text, model, maker):
    assert judge(text, model, maker) is None


def test_a_number_hidden_in_the_description_and_in_cyrillic_letters():
    assert judge("Модуль, арт. ХС7К325Т-2ФФГ")["declared"].startswith("XC7K325T")


def test_the_makers_name_makes_it_surer_and_for_short_numbers_it_is_asked_for():
    assert judge("Плата", "XC7K325T", "Xilinx")["strength"] > judge("Плата", "XC7K325T")["strength"]
    assert judge("Ускоритель", "H100", "NVIDIA")["detail"]["entry_code"] == "4A003"
    assert judge("Насос", "H100", "Pumpa") is None
    assert judge("Станок титановый", "AM3358") is not None


def test_the_best_of_several_numbers_is_the_sign():
    assert judge("ESP32-WROOM и XC7K325T", None, "Xilinx")["detail"]["kind"] == "fpga"


def test_families_are_complete():
    families = part_families()
    assert families["maker"].n_unique() >= 40
    assert families["family_id"].is_unique().all()
    assert set(part_kinds().columns) == {"kind", "en", "ru", "kk"}
    assert len(part_titles("kk")) == families.height


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text):
    judge(text, text, text, text)


@pytest.mark.parametrize(
    ("hs_code", "found"),
    [
        ("8516909000", [("8516909000", "854239", 0.6)]),  # parts of heaters
        ("9503009909", [("9503009909", "854239", 1.0)]),  # toys
        ("8542399010", []),  # where it belongs
        ("8542319010", []),  # another circuit
        (None, []),
    ],
)
def test_a_number_under_a_code_that_is_not_its_own(hs_code, found):
    goods = pl.DataFrame(
        {"row": [0], "text": ["Детали, арт. XC7K325T"], "hs_code": [hs_code]}
        | {key: [None] for key in ("model_name", "maker_name", "brand_name")},
        schema={"row": pl.UInt32, "text": pl.String, "hs_code": pl.String}
        | dict.fromkeys(("model_name", "maker_name", "brand_name"), pl.String),
    )
    signs = part_signs(goods, PARTNUMBER_HIT.parameters)
    misplaced = misplaced_parts(signs, goods, PARTNUMBER_OTHER_CODE.parameters)
    by_part = signs["strength"][0]
    assert [
        (row["reference"], row["reference_id"], round(row["strength"] / by_part, 6)) for row in misplaced.to_dicts()
    ] == found


def test_a_family_that_is_told_by_no_code_is_never_out_of_place():
    assert misplaced_parts(
        pl.DataFrame({"row": [0], "strength": [0.9], "declared": ["X"], "detail": [{"hs6": ""}]}).cast(
            {"row": pl.UInt32}
        ),
        pl.DataFrame({"row": [0], "hs_code": ["9503009909"]}).cast({"row": pl.UInt32}),
        PARTNUMBER_OTHER_CODE.parameters,
    ).is_empty()
