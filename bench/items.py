"""Fictional goods items in the canonical form, for measurements and for the bundled samples.

Same seed, same items. Names are put together from word lists, so that they read like traders of the region and belong
to nobody. It is no model of evasion: it gives the pipeline a day of ordinary size and variety.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

GOODS = [  # code, Russian text, maker, model, USD per kg, kg per item, supplementary unit, share
    ("6908909100", "Плитка керамическая облицовочная", "Nordlicht", "", 1.1, 9000, "MTK", 8),
    ("8708299009", "Части кузовов автомобилей, крыло переднее", "Karosa Parts", "KP-114", 9.0, 400, "KGM", 9),
    ("8421230000", "Фильтры масляные для двигателей", "Filtrix", "F-22", 7.5, 250, "NMB", 6),
    ("3926909709", "Изделия из пластмасс прочие, крышки", "Plastika", "", 4.0, 600, "KGM", 9),
    ("6204623900", "Брюки женские из хлопчатобумажной ткани", "Moda Nord", "", 18.0, 300, "NMB", 8),
    ("8516797000", "Чайники электрические бытовые", "Teplo", "T-17", 11.0, 350, "NMB", 6),
    ("9403609009", "Мебель деревянная, столы письменные", "Dubrava", "", 3.2, 1500, "NMB", 7),
    ("2106909200", "Смеси пищевые сухие", "Vkusno", "", 3.5, 5000, "KGM", 6),
    ("3004900002", "Лекарственные средства в таблетках", "Farmak Nord", "", 95.0, 120, "NMB", 5),
    ("7318158100", "Болты стальные с шестигранной головкой", "Stalmet", "M12", 2.4, 2000, "KGM", 6),
    ("8482109008", "Подшипники шариковые для легковых автомобилей", "Rollen", "6205-2RS", 14.0, 300, "NMB", 3),
    ("8504409100", "Зарядные устройства для телефонов", "Voltano", "V-5W", 22.0, 150, "NMB", 3),
    ("8517620003", "Маршрутизаторы бытовые беспроводные", "Netra", "N-300", 40.0, 120, "NMB", 3),
    ("8542319010", "Микросхемы интегральные, микроконтроллеры", "Silitron", "ST-M32", 900.0, 4, "NMB", 1.2),
    ("8542329000", "Микросхемы памяти", "Silitron", "ST-DR4", 700.0, 5, "NMB", 0.8),
    ("8471300000", "Компьютеры портативные", "Lumo", "L14", 190.0, 90, "NMB", 4),
    ("8481808508", "Краны шаровые для бытовых сетей", "Armatura", "DN15", 8.0, 500, "NMB", 4),
    ("9018908409", "Приборы медицинские, тонометры", "Medika", "MT-2", 60.0, 40, "NMB", 2),
    ("8459619000", "Станки фрезерные с числовым программным управлением", "Fraezwerk", "FW-5X", 25.0, 4000, "NMB", 0.3),
    ("2811198000", "Реагенты неорганические для очистки воды", "Chimreagent", "", 2.0, 3000, "KGM", 1),
]  # fmt: skip
_FORMS = ("ТОО", "ЖШС", "ИП", "АО", "LLP")
_FIRST = ("Ақ", "Алтын", "Жаңа", "Дала", "Nur", "Қазына", "Береке", "Тұран", "Сары", "Көк", "Ulan", "Самал", "Арна")
_SECOND = (
    "Бидай",
    "Жол",
    "Құрылыс",
    "Сауда",
    "Техника",
    "Trade",
    "Сервис",
    "Мотор",
    "Логистик",
    "Азық",
    "Фарм",
    "Текстиль",
    "Маркет",
)
_ABROAD = {
    "CN": (("Hebin", "Lanyue", "Suzhan", "Dongqi", "Pingwan"), ("Industrial", "Impex", "Technology"), "Co., Ltd"),
    "DE": (("Nordlicht", "Talblick", "Hafenmann", "Brunnfeld"), ("Baustoffe", "Technik", "Handel"), "GmbH"),
    "TR": (("Deniza", "Ovalar", "Karsu", "Ilgaz"), ("Tekstil", "Otomotiv", "Dış Ticaret"), "Ltd. Şti."),
    "KR": (("Hansori", "Daemun", "Cheongu"), ("Electronics", "Auto Parts"), "Co., Ltd."),
    "PL": (("Wisłan", "Borowiec", "Zamkowy"), ("Meble", "Export"), "Sp. z o.o."),
    "AE": (("Al Rimah", "Gulfmar", "Sahran"), ("General Trading", "Electronics"), "FZE"),
    "RU": (("Северия", "Волгарь", "Уралинта"), ("Пром", "Торг", "Поставка"), "ООО"),
}  # fmt: skip
_ORIGIN_SHARES = {"CN": 0.42, "DE": 0.12, "TR": 0.14, "KR": 0.08, "PL": 0.06, "AE": 0.04, "RU": 0.14}
_OFFICES = ("55301", "55302", "39864", "50404", "10302")


def make_items(day: date, count: int, seed: int, traders: int | None = None) -> pl.DataFrame:
    """Return about `count` items (declarations of one to eight) of one day, every column text as in a file."""
    rng = np.random.default_rng([seed, day.toordinal()])
    sizes = rng.choice([1, 1, 1, 2, 3, 5, 8], size=count)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), count)) + 1]
    declaration = np.repeat(np.arange(len(sizes)), sizes)[:count]
    item_number = (np.arange(len(declaration)) - np.searchsorted(declaration, declaration)) + 1
    people = np.random.default_rng(seed)  # the traders are the same every day
    consignees = _consignees(people, traders or max(50, count // 8))
    consignors, countries = _consignors(people, traders or max(50, count // 8))
    buyer = rng.integers(len(consignees), size=len(sizes))[declaration]
    seller = rng.integers(len(consignors), size=len(sizes))[declaration]
    shares = np.array([row[7] for row in GOODS])
    goods = rng.choice(len(GOODS), size=len(declaration), p=shares / shares.sum())
    mass = np.round(np.array([row[5] for row in GOODS])[goods] * rng.lognormal(0, 0.6, len(goods)), 2)
    value = np.round(mass * np.array([row[4] for row in GOODS])[goods] * rng.lognormal(0, 0.15, len(goods)), 2)
    country = countries[seller]
    office = np.array(_OFFICES)[rng.integers(len(_OFFICES), size=len(sizes))][declaration]
    column = {name: [row[n] for row in GOODS] for n, name in enumerate(("hs", "text", "maker", "model"))}
    pick = {name: np.array(values)[goods] for name, values in column.items()}
    return pl.DataFrame(
        {
            "declaration_id": [f"{o}/{day:%d%m%y}/{d + 1:07d}" for o, d in zip(office, declaration, strict=True)],
            "correction_number": "0",
            "item_number": item_number.astype(str),
            "flow": "import",
            "procedure_code": "40",
            "registration_date": str(day),
            "office_code": office,
            "consignor_name": consignors[seller],
            "consignor_address": [f"{c}, Main street {n % 200 + 1}" for c, n in zip(country, seller, strict=True)],
            "consignor_country_code": country,
            "consignee_name": consignees[buyer],
            "consignee_address": [f"г. Алматы, ул. Примерная, {n % 300 + 1}" for n in buyer],
            "consignee_country_code": "KZ",
            "consignee_tax_id": [f"9{n:011d}" for n in buyer],
            "dispatch_country_code": country,
            "origin_country_code": country,
            "destination_country_code": "KZ",
            "trade_country_code": country,
            "hs_code": pick["hs"],
            "goods_description": pick["text"],
            "maker_name": pick["maker"],
            "model_name": pick["model"],
            "gross_mass_kg": np.round(mass * 1.05, 2).astype(str),
            "net_mass_kg": mass.astype(str),
            "quantity": np.ceil(mass * 2).astype(int).astype(str),
            "quantity_unit_code": np.array([row[6] for row in GOODS])[goods],
            "invoice_value": value.astype(str),
            "invoice_currency_code": "USD",
            "statistical_value": value.astype(str),
            "statistical_currency_code": "USD",
            "transport_mode_code": "30",
        }
    )


def make_history(day: date, days: int, items_per_day: int, seed: int, traders: int) -> pl.DataFrame:
    """Return items of the `days` before `day`, Sundays left out."""
    before = [day - timedelta(days=n) for n in range(days, 0, -1)]
    return pl.concat([make_items(d, items_per_day, seed, traders) for d in before if d.isoweekday() < 7])


def _consignees(rng: np.random.Generator, count: int) -> np.ndarray:
    names = [
        f"{rng.choice(_FORMS)} «{rng.choice(_FIRST)} {rng.choice(_SECOND)} {number}»" for number in range(1, count + 1)
    ]
    return np.array(names)


def _consignors(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    countries = rng.choice(list(_ORIGIN_SHARES), size=count, p=list(_ORIGIN_SHARES.values()))
    names = []
    for country in countries:
        first, second, form = _ABROAD[str(country)]
        names.append(f"{rng.choice(first)} {rng.integers(1, 999)} {rng.choice(second)} {form}".upper())
    return np.array(names), countries
