"""Make the bundled sample tables of other shapes: `python -m bench.sample_tables`. Everyone in them is fictional.

A box-numbered table in Windows-1251, an Excel workbook with a title above its header, and JSON lines.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

DAY = datetime(2026, 11, 20, tzinfo=UTC).replace(tzinfo=None)  # Excel knows no time zones
FOLDER = Path(__file__).parent.parent / "data" / "samples" / "tables"

BOXES = """ND;G011;G37;G022;G023;G021;G082;G083;G081;G142;G141;G11;G15A;G17A;G18;G221;G25;G32;G31_1;G31_11;G31_12;G31_14;G33;G34;G35;G38;G41;G41A;G42;G46;G44
55301/201126/0000201;ИМ;4000;NORDLICHT BAUSTOFFE GMBH;HAFENSTR. 1, HAMBURG;;ТОО «Ак Бидай Курылыс»;г. Алматы, ул. Примерная, 1;990140000012;ИП Примеров;800101300017;DE;DE;KZ;1234ABC01;EUR;30;1;Плитка керамическая облицовочная;KERAMIKA;;K-100;6908909100;DE;1 050,5;1 000,25;500;MTK;5 000,00;5 400,00;04021 INV-1 01.11.2026
55301/201126/0000201;ИМ;4000;NORDLICHT BAUSTOFFE GMBH;HAFENSTR. 1, HAMBURG;;ТОО «Ак Бидай Курылыс»;г. Алматы, ул. Примерная, 1;990140000012;ИП Примеров;800101300017;DE;DE;KZ;1234ABC01;EUR;30;2;Клей плиточный;KERAMIKA;;;3214109000;DE;210;200;;;280,00;310,50;04021 INV-1 01.11.2026
55301/201126/0000202;ЭК;1000;ТОО «Ак Бидай Курылыс»;г. Алматы, ул. Примерная, 1;990140000012;MUSTER HANDEL AG;BAHNHOFPLATZ 9, BERN;;;;CH;KZ;CH;;USD;30;1;Семена льна;;;;1204009000;KZ;20 400;20 000;;;18 000,00;18 000,00;
55301/201126/0000203;ИМ;4000;MUSTER HANDEL AG;BAHNHOFPLATZ 9, BERN;;ТОО «Ак Бидай Курылыс»;г. Алматы, ул. Примерная, 1;990140000012;;;CH;CH;KZ;;CHF;30;1;Лошади чистопородные племенные;;;;101210000;CH;тяжёлая;450;1;NMB;20 000,00;21 700,00;
"""  # noqa: E501

TITLES = ("Номер ДТ", "Дата регистрации", "Таможенный пост", "Направление", "№ товара", "Отправитель", "Получатель",
          "БИН получателя", "Страна отправления", "Страна происхождения", "Страна назначения", "Код ТН ВЭД",
          "Описание товара", "Вес нетто, т", "Стоимость, тыс. USD")  # fmt: skip
ROWS = (
    ("55301/201126/0000301", DAY, "55301", "ввоз", 1, "NORDLICHT BAUSTOFFE GMBH",
     "ТОО «Ақ Бидай Құрылыс»", "990140000012", "DE", "DE", "KZ", "6908909100", "Плитка керамическая", 1.25, 5.4),
    ("55301/201126/0000301", DAY, "55301", "ввоз", 2, "NORDLICHT BAUSTOFFE GMBH",
     "ТОО «Ақ Бидай Құрылыс»", "990140000012", "DE", "DE", "KZ", "3214109000", "Клей плиточный", 0.2, 0.31),
    ("55301/201126/0000302", DAY, "55301", "вывоз", 1, "ТОО «Ақ Бидай Құрылыс»", "MUSTER HANDEL AG",
     None, "KZ", "KZ", "CH", "1204009000", "Зығыр тұқымы", 20, 18),
)  # fmt: skip

LINES = (
    {"declaration": {"number": "55301/201126/0000401", "date": "20.11.2026", "office": "55301", "direction": "IM"},
     "item": {"no": 1, "code": "8471300000", "description": "Ноутбуки", "origin": "CN", "net": 12.5, "value": 4100,
              "containers": ["MSKU0000011", "MSKU0000027"]},
     "consignor": {"name": "GULFMAR 12 ELECTRONICS FZE", "country": "AE"},
     "consignee": {"name": "ТОО «Үлгі Логистик»", "bin": "220440099991"}, "route": {"from": "AE", "to": "KZ"}},
    {"declaration": {"number": "55301/201126/0000401", "date": "20.11.2026", "office": "55301", "direction": "IM"},
     "item": {"no": 2, "code": "8473308000", "description": "Части ноутбуков", "origin": "CN", "net": 3.1,
              "value": 900},
     "consignor": {"name": "GULFMAR 12 ELECTRONICS FZE", "country": "AE"},
     "consignee": {"name": "ТОО «Үлгі Логистик»", "bin": "220440099991"}, "route": {"from": "AE", "to": "KZ"}},
)  # fmt: skip


def write_workbook(path: Path) -> None:
    """Write the workbook: two title rows, the header in the third; dates are dates, masses in tonnes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": DAY})
    sheet = book.add_worksheet("ДТ")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write(0, 0, "Реестр деклараций за 20.11.2026 (вымышленные данные)")
    sheet.write_row(2, 0, TITLES)
    for row, values in enumerate(ROWS, start=3):
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "boxes.csv").write_bytes(BOXES.encode("cp1251"))
    write_workbook(FOLDER / "register.xlsx")
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)
    (FOLDER / "messages.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
