"""Parties, vessels and wallets by number: a listed number in the declaration is the surest sign there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from screening.rules.parties.declared import PARTY, declared_parties, without_suppressed
from screening.rules.parties.listings import one_for_each_group
from screening.rules.rule import Inputs, Rule, Text, hits

PARTY_EXACT_ID = Rule(
    "PARTY_EXACT_ID",
    Text("Number of a listed party", "Номер лица из санкционного списка", "Санкциялық тізімдегі тұлғаның нөмірі"),
    Text(
        "A tax or registration number in the declaration is that of a listed party. Treat it as that party until shown "
        "otherwise.",
        "Налоговый или регистрационный номер в декларации принадлежит лицу из списка. Считайте его этим лицом, пока не "
        "доказано иное.",
        "Декларациядағы салық немесе тіркеу нөмірі тізімдегі тұлғаға тиесілі. Басқаша дәлелденгенше сол тұлға деп "
        "есептеңіз.",
    ),
    Text(
        "Number {declared} of the {subject} is that of {reference} ({reference_id})",
        "Номер {declared} ({subject}) принадлежит: {reference} ({reference_id})",
        "{declared} нөмірі ({subject}) мынаған тиесілі: {reference} ({reference_id})",
    ),
    "The list named in the hit",
    {"least_length": 8},
)

VESSEL_LISTED = Rule(
    "VESSEL_LISTED",
    Text("Listed vessel", "Судно из санкционного списка", "Санкциялық тізімдегі кеме"),
    Text(
        "The means of transport carries the IMO number of a listed vessel. An IMO number stays with the hull when name "
        "and flag change.",
        "Транспортное средство имеет номер ИМО судна из списка. Номер ИМО не меняется при смене названия и флага.",
        "Көлік құралында тізімдегі кеменің ХТҰ нөмірі бар. Атауы мен туы өзгергенде ХТҰ нөмірі өзгермейді.",
    ),
    Text(
        "IMO number {declared} is that of the listed vessel {reference} ({reference_id})",
        "Номер ИМО {declared} принадлежит судну из списка: {reference} ({reference_id})",
        "{declared} ХТҰ нөмірі тізімдегі кемеге тиесілі: {reference} ({reference_id})",
    ),
    "The list named in the hit; IMO Resolution A.1117(30) on ship identification numbers",
)

WALLET_LISTED = Rule(
    "WALLET_LISTED",
    Text("Listed virtual-asset wallet", "Кошелёк из санкционного списка", "Санкциялық тізімдегі криптоәмиян"),
    Text(
        "The payment details hold a virtual-asset address of a listed party. Inform the financial monitoring agency.",
        "В сведениях об оплате указан адрес виртуальных активов лица из списка. Сообщите Агентству по финансовому "
        "мониторингу.",
        "Төлем деректерінде тізімдегі тұлғаның виртуалды активтер мекенжайы бар. Қаржылық мониторинг агенттігіне "
        "хабарлаңыз.",
    ),
    Text(
        "Wallet {declared} belongs to {reference} ({reference_id})",
        "Кошелёк {declared} принадлежит: {reference} ({reference_id})",
        "{declared} криптоәмияны мынаған тиесілі: {reference} ({reference_id})",
    ),
    "The list named in the hit; FATF, Complex Proliferation Financing and Sanctions Evasion Schemes, June 2025",
)

_LABELS = (
    "БИН|БСН|ИИН|ЖСН|РНН|СТН|ИНН|ОГРН|ОГРНИП|КПП|УНП|УНН|СТИР|ЕГРПОУ|BIN|IIN|RNN|INN|ITN|TIN|OGRN|OGRNIP|KPP|UNP|UNN|"
    "VAT|EIN|EORI|USCC|TAX|ID|NO|NR"
)
"""Words that stand before a number and are not part of it."""

_DETAIL = ["identifier_kind", "programmes", "listings"]
PARTY_NUMBERS = ("tax", "bin", "iin", "inn", "ogrn", "registration", "national_id", "passport")
_LABEL = rf"\b(?:{_LABELS})([^\p{{L}}\p{{N}}]|[0-9]|$)"
# A register code (КПП) says at which tax office a firm is registered, and thousands of firms share one.
_REGISTER_CODE = r"^(.*)\b(?:КПП|KPP)\b(.*?)[^0-9][0-9]{9}\s*$"
_IMO = r"(?i)\b(?:IMO|ИМО|ХТҰ)[^\p{L}\p{N}]*(?:(?:NO|NR|NUMBER|НОМЕР|НӨМІРІ)[^\p{L}\p{N}]*)?([0-9]{7})\b"
# Any run of letters and digits as long as the shortest address in use; what it is, the list decides.
_WALLET = r"\b([0-9A-Za-z]{20,})\b"


def party_identifier_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a hit for each party whose tax number is listed. Shape: RULE_HITS.

    Numbers shorter than `least_length` characters are not compared: they meet by chance.
    """
    least = int(str(parameters["least_length"]))
    declared = (
        declared_parties(inputs.items)
        .filter(pl.col("tax_id").is_not_null())
        .select(
            "declaration_id",
            "subject",
            *PARTY,
            pl.col("tax_id").alias("declared"),
            number_spellings("tax_id").alias("value"),
        )
        .explode("value", empty_as_null=False)
        .filter(pl.col("value").str.len_chars() >= least)
        .unique()
    )
    return hits(_listed(declared, inputs, PARTY_NUMBERS), PARTY_EXACT_ID, _DETAIL)


def number_spellings(column: str) -> pl.Expr:
    """The numbers that a tax number may mean, spelt as `listed_identifiers.value`: whole, without labels, each part.

    `ИНН/КПП 0001234562/000101001` means 0001234562; `БИН: 2113 4009 9997` means 211340099997.
    """
    written = pl.col(column).str.normalize("NFKC").str.to_uppercase()
    # Twice, because neighbouring labels share the sign between them.
    bare = written.str.replace(_REGISTER_CODE, "$1 $2").str.replace_all(_LABEL, " $1").str.replace_all(_LABEL, " $1")
    parts = bare.str.replace_all(r"[,;]", "/").str.split("/")
    spellings = pl.concat_list(written, bare, parts)
    return spellings.list.eval(pl.element().str.replace_all(r"[^\p{L}\p{N}]", "")).list.unique()


def vessel_hits(inputs: Inputs, _parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a hit for each listed IMO number in the means of transport. Shape: RULE_HITS."""
    declared = _extracted(inputs.items, "transport_identity", _IMO, "transport")
    return hits(_listed(declared, inputs, ("imo",)), VESSEL_LISTED, _DETAIL)


def wallet_hits(inputs: Inputs, _parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a hit for each listed wallet in the payment details. Shape: RULE_HITS."""
    declared = _extracted(inputs.items, "payment_details", _WALLET, "payment")
    return hits(
        _listed(
            declared.with_columns(_wallet_key("value")),
            replace(inputs, identifiers=inputs.identifiers.with_columns(_wallet_key("value"))),
            ("wallet",),
        ),
        WALLET_LISTED,
        _DETAIL,
    )


def _wallet_key(column: str) -> pl.Expr:
    """Hexadecimal and bech32 addresses mean the same in either case; in all others the case is part of the address.

    What stands before a colon names the network (`bitcoincash:…`), not the address.
    """
    address = pl.col(column).str.replace(r"^[A-Za-z]+:", "")
    return (
        pl.when(address.str.contains(r"(?i)^(0x|bc1)"))
        .then(address.str.to_lowercase())
        .otherwise(address)
        .alias(column)
    )


def _extracted(items: pl.DataFrame, column: str, pattern: str, subject: str) -> pl.DataFrame:
    return (
        items.select("declaration_id", column)
        .drop_nulls()
        .unique()
        .with_columns(pl.col(column).str.extract_all(pattern).alias("found"))
        .explode("found")
        .drop_nulls("found")
        .select(
            "declaration_id",
            pl.lit(subject).alias("subject"),
            pl.col("found").str.extract(pattern, 1).alias("declared"),
        )
        .unique()
        .with_columns(pl.col("declared").alias("value"))
    )


def _listed(declared: pl.DataFrame, inputs: Inputs, kinds: tuple[str, ...]) -> pl.DataFrame:
    numbers = inputs.identifiers.filter(pl.col("identifier_kind").is_in(kinds)).select(
        "list_id", "list_version", "entity_id", "identifier_kind", "value"
    )
    entities = inputs.entities.select("list_id", "entity_id", "primary_name", "programmes")
    found = declared.join(numbers, on="value")
    if set(PARTY) <= set(declared.columns):  # a ship or a wallet is no party
        found = without_suppressed(found, inputs.suppressed)
    return (
        found.sort("declaration_id", "subject", "entity_id", "declared", "identifier_kind")
        # A number listed under two kinds is one number.
        .unique(["declaration_id", "subject", "list_id", "entity_id"], keep="first", maintain_order=True)
        .join(entities, on=["list_id", "entity_id"], how="left")
        .select(
            "declaration_id",
            pl.lit(None, dtype=pl.Int64).alias("item_number"),
            "subject",
            pl.lit(1.0).alias("strength"),
            "declared",
            pl.col("primary_name").alias("reference"),
            pl.col("entity_id").alias("reference_id"),
            pl.col("list_id").alias("reference_list"),
            pl.col("list_version").alias("reference_version"),
            "identifier_kind",
            pl.col("programmes").list.join(", ").alias("programmes"),
        )
        .pipe(one_for_each_group, inputs.groups)
    )
