"""Which names are held to be one: a mechanism a test, in the languages of declarations. All parties are fictional."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import ALERT_THRESHOLD, NameIndex, compare

LISTED = {
    "FLOT": "Tsvetkomflot PJSC",
    "JOINED": "Altyn Dalatrans LLP",
    "PLANT": "АО «Кызылжарский ремонтный завод № 218»",
    "LONG": "Bayterekskaya Mineralnaya Korporatsiya Severnykh Territoriy",
    "PERSON": "ZHUMADILOV, Yerkebulan Satybaldyuly",
    "OLGA": "Olga Petrovna KRYZHOVSKAYA",
    "HASAN": "Samir Talib AL-QUDMANI",
    "HAN": "Kunhai Machinery Co., Ltd.",
    "ARABIC": "شركة طوبرقند",
    "TURKISH": "Güneşyolcu Makina Sanayi ve Ticaret A.Ş.",
    "INSTITUTE": "Research Institute of Veltronika",
    "COMMON": "Trade Service Group LLC",
    "LEGAL": "Limited Liability Company",
    "RARE": "Qwizbadar",
    "POPULAR": "Phoenix",
}


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.build(pl.DataFrame({"entity_id": list(LISTED), "name": list(LISTED.values())}))


def found(index: NameIndex, name: str) -> list[str]:
    return index.screen(pl.DataFrame({"query_id": ["Q"], "name": [name]}))["entity_id"].to_list()


@pytest.mark.parametrize(
    ("declared", "entity"),
    [
        # scripts and romanisations
        ("ПАО «Цветкомфлот»", "FLOT"),
        ("Cvetkomflot", "FLOT"),
        ("ТSVETKOMFLОT", "FLOT"),  # Cyrillic Т and О
        ("Жұмаділов Еркебұлан Сатыбалдыұлы", "PERSON"),
        ("Jumadilov Erkebulan", "PERSON"),
        ("Ольга Петровна Крыжовская", "OLGA"),
        ("سمير طالب القدماني", "HASAN"),
        ("坤海机械有限公司", "HAN"),
        ("Tubarqand", "ARABIC"),
        ("GUNESYOLCU MAKINE SAN. VE TIC. A.S.", "TURKISH"),
        # legal forms
        ("Tsvetkomflot JSC", "FLOT"),
        ("Открытое акционерное общество Цветкомфлот", "FLOT"),
        # terms and acronyms
        ("218 Kyzylzhar Repair Plant", "PLANT"),
        ("НИИ Велтроника", "INSTITUTE"),
        ("Велтроника ғылыми-зерттеу институты", "INSTITUTE"),
        # joins and splits
        ("Tsvetkom Flot", "FLOT"),
        ("ALTYNDALATRANS", "JOINED"),
        ("Altyn Dala Trans", "JOINED"),
        # typing errors, also in the legal form
        ("Tsvetkofmlot", "FLOT"),
        ("Joint Stoxk Company Tsvetkomflot", "FLOT"),
        # cut at 35 characters
        ("Bayterekskaya Mineralnaya Korporats", "LONG"),
        # addresses, fields and forwarders around the name
        ("Tsvetkomflot, 050000, г. Алматы, ул. Абая 150", "FLOT"),
        ("Получатель: Цветкомфлот ИНН 7701234567", "FLOT"),
        ("Silk Cargo LLP C/O Tsvetkomflot", "FLOT"),
        ("ТОО «Шелк Карго» по поручению Altyn Dalatrans", "JOINED"),
        # persons: order, initials
        ("Satybaldyuly Zhumadilov Yerkebulan", "PERSON"),
        ("Крыжовская О.П.", "OLGA"),
        ("O. P. Kryzhovskaya", "OLGA"),
    ],
)
def test_one_and_the_same(index: NameIndex, declared: str, entity: str) -> None:
    assert entity in found(index, declared)


@pytest.mark.parametrize(
    "declared",
    [
        "Trade Service Group",
        "ТРЕЙД СЕРВИС ГРУПП",
        "Сауда қызмет тобы",
        "ТОО",
        "Limited Liability Company",
        "Товарищество с ограниченной ответственностью",
        "O. P.",
        "218",
        "121 Kyzylzhar Repair Plant",
        "Ольга Петровна Сидоренко",
        "Zhumadilov A.",
        "Ерлан Сатыбалдыұлы Оспанов",
        "Phoenixia Textile",
        "Almaty, Abay street 150",
    ],
)
def test_another_or_nobody(index: NameIndex, declared: str) -> None:
    assert found(index, declared) == []


def test_initials_confirm_and_other_initials_subtract() -> None:
    fitting = compare("Kryzhovskaya O.P.", LISTED["OLGA"]).score
    other = compare("Kryzhovskaya B.V.", LISTED["OLGA"]).score
    assert fitting >= ALERT_THRESHOLD > other


def test_an_exact_rare_name_outranks_an_exact_common_one(index: NameIndex) -> None:
    rare = index.screen(pl.DataFrame({"query_id": ["Q"], "name": ["QWIZBADAR"]}), threshold=0.0)["score"][0]
    popular = index.screen(pl.DataFrame({"query_id": ["Q"], "name": ["PHOENIX"]}), threshold=0.0)["score"][0]
    longer = compare("Qwizbadar Veltronika", "Qwizbadar Veltronika").score
    assert popular < rare < longer < 1


def test_country_and_kind_are_evidence_beside_the_name() -> None:
    neutral = compare("Tsvetkomflot", "Tsvetkomflot").score
    agrees = compare("Tsvetkomflot", "Tsvetkomflot", declared_country="RU", listed_countries=["RU"]).score
    differs = compare("Tsvetkomflot", "Tsvetkomflot", declared_country="KZ", listed_countries=["RU"]).score
    other_kind = compare("Tsvetkomflot", "Tsvetkomflot", declared_type="person", listed_type="organisation").score
    assert differs < neutral < agrees
    assert other_kind < neutral


def test_legal_form_is_a_feature_and_no_weight() -> None:
    same, other = compare("Tsvetkomflot LLC", "ТОО Цветкомфлот"), compare("Tsvetkomflot JSC", "ТОО Цветкомфлот")
    assert same.features["legal_form_agrees"] == 1
    assert other.features["legal_form_agrees"] == -1
    assert [w.declared for w in same.words] == [w.declared for w in other.words]


def test_numbers_are_strong() -> None:
    assert compare("Завод 218", "Завод 121").features["number_conflict"] == 1


def test_order_of_organisation_words_does_not_matter() -> None:
    assert compare("Veltronika Qwizbadar", "Qwizbadar Veltronika").score == pytest.approx(
        compare("Qwizbadar Veltronika", "Qwizbadar Veltronika").score
    )


NAME = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*" ".join(LISTED.values()).split(), "ТОО", "и", "O.", "C/O", ","]), max_size=6).map(
        " ".join
    ),
)


@given(NAME, NAME)
@settings(max_examples=60, deadline=None)
def test_any_two_names_compare_between_0_and_1(one: str, other: str) -> None:
    result = compare(one, other)
    assert 0 <= result.score <= 1
    assert str(result)


@given(
    st.lists(
        st.sampled_from(["Qwizbadar", "Veltronika", "Tsvetkomflot", "Kunhai", "завод", "218"]), min_size=1, max_size=4
    )
)
@settings(max_examples=40, deadline=None)
def test_shared_words_do_not_depend_on_the_side(words: list[str]) -> None:
    one, other = " ".join(words), " ".join(sorted(set(words)))
    assert compare(one, other).features["distinctive"] == pytest.approx(compare(other, one).features["distinctive"])


@given(NAME, NAME)
@settings(max_examples=40, deadline=None)
def test_a_further_listed_name_takes_no_hit_away(name: str, further: str) -> None:
    listed = pl.DataFrame({"entity_id": ["A", "B"], "name": ["Qwizbadar Veltronika", "Tsvetkomflot"]})
    more = pl.concat([listed, pl.DataFrame({"entity_id": ["C"], "name": [further]})])
    party = pl.DataFrame({"query_id": ["Q"], "name": ["Qwizbadar Veltronika " + name]})
    before = NameIndex.build(listed).screen(party)["entity_id"].to_list()
    weights = NameIndex.build(listed)
    after = NameIndex.build(more, weights_of=weights).screen(party)["entity_id"].to_list()
    if not set(further.casefold().split()) & set(name.casefold().split()):
        assert set(before) <= set(after)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "👩‍🚀🚀",
        "\u202eтёкс\u202c",
        "\x00\x01",
        "a" * 10_000,
        "ж " * 5_000,
        "漢" * 10_000,
        "ـ" * 50,
        "' \" ` ’",
        "½ ﷺ ㎏",
    ],
)
def test_strange_names_neither_fail_nor_last(index: NameIndex, name: str) -> None:
    assert index.screen(pl.DataFrame({"query_id": ["Q"], "name": [name]})).height == 0
