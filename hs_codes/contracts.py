"""What files of control lists an administration can load, and an example of each: the contracts of the loaders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of files that `screening goods load` takes."""

    CORRELATION_TABLE = "correlation-table"
    NATIONAL_ORDER = "national-order"
    COUNTRY_BAN = "country-ban"


@dataclass(frozen=True)
class Field:
    """A column: its name, the headers under which it may come, what it holds, and two example values."""

    name: str
    meaning: str
    examples: tuple[str, str]
    aliases: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Contract:
    """What a kind of file must look like. `control_list` is the name under which it is loaded by default."""

    kind: Kind
    title: str
    control_list: str
    fields: tuple[Field, ...]

    def columns(self) -> dict[str, tuple[str, ...]]:
        """Return each column with the headers under which it may come."""
        return {field.name: field.aliases for field in self.fields}

    def required(self) -> tuple[str, ...]:
        """Return the columns that must be there and filled in."""
        return tuple(field.name for field in self.fields if field.is_required)


_VALID = (
    Field(
        "valid_from",
        "First day of the row, YYYY-MM-DD; empty: as the list",
        ("", "2026-01-01"),
        ("from", "с", "действует с"),
    ),
    Field(
        "valid_to",
        "Last day of the row, YYYY-MM-DD; empty: as the list",
        ("", "2026-12-31"),
        ("to", "по", "действует по"),
    ),
)

CONTRACTS = {
    Kind.CORRELATION_TABLE: Contract(
        Kind.CORRELATION_TABLE,
        "Correlation of CN or TARIC codes with entries of Annex I, as the European Commission publishes it each year",
        "EU-CORRELATION",
        (
            Field(
                "hs_code",
                "CN or TARIC code, 2 to 10 digits, with or without spaces and dots",
                ("8457 10 10", "2930 70 00"),
                ("cn code", "cn", "cn/taric code", "taric code", "cn_taric", "goods code", "combined nomenclature"),
                True,
            ),
            Field(
                "entry_code",
                "Entry of Annex I, with or without its item: 2B001, 1C350.1",
                ("2B001.b", "1C350.1"),
                (
                    "dual-use code",
                    "dual use code",
                    "annex i",
                    "annex i code",
                    "du code",
                    "dual-use item",
                    "control entry",
                ),
                True,
            ),
            Field(
                "description",
                "What the row says of the goods; shown as the basis",
                ("Machining centres, horizontal", "Thiodiglycol"),
                ("cn description", "title", "text"),
            ),
            *_VALID,
        ),
    ),
    Kind.NATIONAL_ORDER: Contract(
        Kind.NATIONAL_ORDER,
        "National control list: entries with titles and the codes that may hold their goods",
        "KZ-ORDER",
        (
            Field(
                "entry_code",
                "Entry of the list",
                ("2B001", "1C350"),
                ("entry", "позиция", "код позиции", "тармақ"),
                True,
            ),
            Field(
                "title_ru",
                "Title in Russian",
                ("Станки высокой точности", "Прекурсоры токсичных веществ"),
                ("наименование", "наименование на русском", "title"),
                True,
            ),
            Field(
                "title_kk",
                "Title in Kazakh",
                ("Дәлдігі жоғары станоктар", "Уытты заттардың прекурсорлары"),
                ("атауы", "наименование на казахском"),
            ),
            Field("title_en", "Title in English", ("Machine tools of high accuracy", "Precursors of toxic agents")),
            Field(
                "hs_codes",
                "Codes of 2 to 10 digits, joined by semicolons",
                ("8457 10; 8458 11; 8459 61", "2930 70 000 0"),
                ("hs code", "hs_code", "тн вэд", "код тн вэд", "коды тн вэд", "код тн вэд еаэс", "сэқ тн коды"),
                True,
            ),
            Field("threshold", "Technical threshold in short", ("5 осей", "≥ 30 %"), ("порог", "технический порог")),
            *_VALID,
        ),
    ),
    Kind.COUNTRY_BAN: Contract(
        Kind.COUNTRY_BAN,
        "Goods banned for countries, such as the list of 106 goods",
        "KZ-BAN",
        (
            Field(
                "hs_code",
                "Code of 2 to 10 digits",
                ("8542 31", "8517 62 000 0"),
                ("hs", "код", "тн вэд", "код тн вэд", "код тн вэд еаэс", "сэқ тн коды"),
                True,
            ),
            Field(
                "title",
                "The goods, in the language of the list",
                ("Процессоры", "Аппаратура связи"),
                ("наименование", "атауы", "title_ru"),
            ),
            Field(
                "country_codes",
                "Countries, ISO 3166-1 alpha-2, joined by semicolons",
                ("RU", "RU;BY"),
                ("country", "country_code", "destination", "страна", "страна назначения"),
                True,
            ),
            Field(
                "flow", "export (default), import, transit or any", ("export", "export"), ("направление", "direction")
            ),
            *_VALID,
        ),
    ),
}
