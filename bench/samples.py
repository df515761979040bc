"""Make the bundled sample declarations: `python -m bench.samples`. Everyone in them is fictional.

A hundred days of ordinary trade, and a day with some things planted in it that the rules should find, beside
look-alikes that they should leave alone. The listed parties are those of the sample lists.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from bench.items import make_history, make_items
from screening.schemas.intake import CANONICAL_COLUMNS

DAY = date(2025, 12, 12)
FOLDER = Path(__file__).parent.parent / "data" / "samples" / "declarations"
_SEED, _TRADERS = 11, 40
_COLUMNS = [column.name for column in CANONICAL_COLUMNS]

CHIPS = {
    "hs_code": "8542319010",
    "goods_description": "Микросхемы интегральные монолитные, программируемые логические матрицы",
    "maker_name": "Silitron",
    "model_name": "SX7-K325T",
    "net_mass_kg": "3.2",
    "gross_mass_kg": "4.0",
    "quantity": "400",
    "invoice_value": "61000.00",
    "statistical_value": "61000.00",
}

PLANTED: list[dict[str, str]] = [
    # A listed company under its own number; the name is spelt in yet another way.
    CHIPS
    | {
        "consignee_name": "ТОО «Астана Микросхема Трейдинг»",
        "consignee_tax_id": "211340099997",
        "consignor_name": "GULFMAR 12 ELECTRONICS FZE",
        "consignor_country_code": "AE",
        "dispatch_country_code": "AE",
        "trade_country_code": "HK",
        "origin_country_code": "CN",
    },
    # A listed sender; word order and legal form differ.
    CHIPS
    | {
        "consignor_name": "YUNQIAO COMPONENTS (SHENZHEN) LTD",
        "consignor_country_code": "CN",
        "dispatch_country_code": "CN",
        "trade_country_code": "CN",
        "origin_country_code": "CN",
        "hs_code": "8532240000",
        "goods_description": "Конденсаторы керамические многослойные",
        "model_name": "MLCC-0402",
    },
    # A listed company in Kazakh, with the letters that Russian keyboards lack left out.
    {
        "consignee_name": "ЖШС «Казак Сенсор Жуйелери»",
        "consignee_tax_id": "",
        "hs_code": "9026202000",
        "goods_description": "Датчики давления электронные",
        "model_name": "PT-100",
    },
    # A listed company's new sign: Latin letters inside a Cyrillic name.
    {
        "consignee_name": 'OOO "ЛУHOКВAPЦ ЭЛЕKTPОНИКА"',
        "consignee_country_code": "RU",
        "consignee_tax_id": "",
        "destination_country_code": "RU",
        "flow": "transit",
        "procedure_code": "80",
        "hs_code": "8529909209",
        "goods_description": "Модули приемопередающие для аппаратуры радиосвязи",
    },
    # A listed vessel under a new name: the hull keeps its IMO number.
    {"transport_mode_code": "10", "transport_identity": "M/V BLUE CORMORANT, IMO 1234567", "hs_code": "7208510000",
     "goods_description": "Прокат плоский горячекатаный из нелегированной стали", "net_mass_kg": "240000",
     "gross_mass_kg": "241000", "statistical_value": "168000.00", "invoice_value": "168000.00"},
    # Paid to a listed wallet.
    {"payment_details": "USDT TRC-20 TFictionaLTronWaLLetShad0wLedger11", "hs_code": "8471500000",
     "goods_description": "Блоки обработки данных цифровые", "model_name": "SRV-2U", "net_mass_kg": "40",
     "gross_mass_kg": "44", "statistical_value": "22000.00", "invoice_value": "22000.00"},
    # Nobody listed: a consignee first seen today buys tier-1 chips by a detour.
    CHIPS
    | {
        "consignee_name": "ТОО «Жаңа Бастау Импекс»",
        "consignee_tax_id": "251140000173",
        "consignor_name": "SAHRAN 5 GENERAL TRADING FZE",
        "consignor_country_code": "AE",
        "dispatch_country_code": "TR",
        "trade_country_code": "AE",
        "origin_country_code": "KR",
    },
    # Bearings at sixty times the price of bearings.
    {"hs_code": "8482109008", "goods_description": "Подшипники шариковые", "origin_country_code": "CN",
     "dispatch_country_code": "TR", "trade_country_code": "AE", "maker_name": "Rollen", "model_name": "RX-900",
     "net_mass_kg": "30", "gross_mass_kg": "33", "statistical_value": "25200.00", "invoice_value": "25200.00"},
    # Look-alike: a name that shares ordinary words with a listed one, ordinary goods.
    {"consignee_name": "ТОО «Астана Трейдинг»", "consignee_tax_id": "", "hs_code": "9403609009",
     "goods_description": "Мебель деревянная, столы письменные"},
    # Look-alike: a new importer, of tiles.
    {"consignee_name": "ТОО «Жаңа Бастау Құрылыс»", "consignee_tax_id": "251140000183"},
]  # fmt: skip


def sample_day() -> pl.DataFrame:
    """Return the day's items, the planted ones last."""
    ordinary = make_items(DAY, 150, _SEED, _TRADERS)
    template = make_items(DAY, 1, _SEED + 1, _TRADERS).to_dicts()[0]
    rows = []
    for number, changes in enumerate(PLANTED, start=1):
        base = template if "hs_code" in changes else template | _tiles()
        rows.append(base | {"declaration_id": f"55301/{DAY:%d%m%y}/9{number:06d}", "item_number": "1"} | changes)
    rows += [_small_lot(template, day, number) for number, day in enumerate([DAY, DAY], start=1)]
    return _in_order(pl.concat([ordinary, pl.DataFrame(rows)], how="diagonal"))


def sample_history() -> pl.DataFrame:
    """Return a hundred days of ordinary trade, and the earlier lots of a split consignment."""
    ordinary = make_history(DAY, 100, 8, _SEED, _TRADERS)
    template = make_items(DAY, 1, _SEED + 1, _TRADERS).to_dicts()[0]
    earlier = [_small_lot(template, DAY - timedelta(days=n), n) for n in (1, 2, 3)]
    first = DAY - timedelta(days=101)
    # Every trader is known from the first day; otherwise half of them would be new in the last weeks.
    known = make_items(first, 2000, _SEED, _TRADERS).unique("consignee_name", keep="first", maintain_order=True)
    bearings = [_bearings(template, DAY - timedelta(days=2 * n), n) for n in range(1, 31)]
    return _in_order(pl.concat([known, ordinary, pl.DataFrame(earlier), pl.DataFrame(bearings)], how="diagonal"))


def _bearings(template: dict[str, str], day: date, number: int) -> dict[str, str]:
    """Return one of many ordinary lots of bearings, so that a price has peers."""
    value = f"{100 * (13 + number % 5):.2f}"
    return template | {
        "declaration_id": f"50404/{day:%d%m%y}/6{number:06d}",
        "item_number": "1",
        "registration_date": str(day),
        "office_code": "50404",
        "hs_code": "8482109008",
        "goods_description": "Подшипники шариковые для легковых автомобилей",
        "origin_country_code": "CN",
        "dispatch_country_code": "CN",
        "trade_country_code": "CN",
        "maker_name": "Rollen",
        "model_name": "6205-2RS",
        "net_mass_kg": "100",
        "gross_mass_kg": "104",
        "quantity": "800",
        "invoice_value": value,
        "statistical_value": value,
    }


def _tiles() -> dict[str, str]:
    return {"hs_code": "6908909100", "goods_description": "Плитка керамическая облицовочная", "net_mass_kg": "9000",
            "gross_mass_kg": "9400", "statistical_value": "9900.00", "invoice_value": "9900.00"}  # fmt: skip


def _small_lot(template: dict[str, str], day: date, number: int) -> dict[str, str]:
    """Return one of several small declarations of memory chips between the same parties."""
    return (
        template
        | CHIPS
        | {
            "declaration_id": f"39864/{day:%d%m%y}/8{number:06d}",
            "item_number": "1",
            "registration_date": str(day),
            "office_code": "39864",
            "consignor_name": "LANYUE 77 TECHNOLOGY CO., LTD",
            "consignee_name": "ИП «Көк Сервис 78»",
            "consignee_tax_id": "900000000078",
            "hs_code": "8542329000",
            "goods_description": "Микросхемы памяти",
            "model_name": "ST-DR4",
            "net_mass_kg": "1.2",
            "gross_mass_kg": "1.4",
            "invoice_value": "880.00",
            "statistical_value": "880.00",
        }
    )


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(name for name in _COLUMNS if name in frame.columns).sort(
        "registration_date", maintain_order=True
    )


def late_file() -> str:
    """Return a file that came late: one good row, and two rows that say why they are rejected."""
    rows = make_items(DAY, 3, _SEED + 2, _TRADERS).with_columns(
        pl.format("10302/{}/7{}", pl.lit(f"{DAY:%d%m%y}"), pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6))
        .alias("declaration_id"),
        item_number=pl.lit("1"),
        hs_code=pl.Series(["6908909100", "690890910", "6908909100"]),
        registration_date=pl.Series([str(DAY), str(DAY), "2025-02-30"]),
    )  # fmt: skip
    return rows.select(name for name in _COLUMNS if name in rows.columns).write_csv()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    sample_history().write_csv(FOLDER / "history.csv")
    sample_day().write_csv(FOLDER / f"declarations-{DAY}.csv")
    (FOLDER / f"declarations-{DAY}-late.csv").write_text(late_file(), encoding="utf-8")
