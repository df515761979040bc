from datetime import UTC, datetime

import pytest

RULE = "ADDRESS_MATCH"


@pytest.fixture
def listed(lake):
    """Return a function that lists a party at an address; a later version is in force."""

    def load(address, version="2", country="RU"):
        keys = ["TEST-LIST", version]
        lake.execute(
            "INSERT INTO reference.list_versions BY NAME SELECT ? AS list_id, ? AS list_version, ? AS loaded_at",
            [*keys, datetime(2026, 11, int(version), tzinfo=UTC)],
        )
        lake.execute(
            "INSERT INTO reference.listed_entities BY NAME SELECT ? AS list_id, ? AS list_version,"
            " 'TEST-LIST:1' AS entity_id, 'FICTIONAL ELECTRONICS' AS primary_name",
            keys,
        )
        lake.execute(
            "INSERT INTO reference.listed_addresses BY NAME SELECT ? AS list_id, ? AS list_version,"
            " 'TEST-LIST:1' AS entity_id, ? AS full_address, ? AS country_code",
            [*keys, address, country],
        )

    yield load
    for table in ("list_versions", "listed_entities", "listed_addresses"):
        lake.execute(f"DELETE FROM reference.{table}")


def at(address, country="RU", **changes):
    return {"consignor_address": address, "consignor_country_code": country} | changes


def test_a_new_name_at_a_listed_address_in_another_script(listed, take_in, run):
    listed("12 Vymyshlennaya Street, Korpus 3, Zhukovgrad 140180")
    take_in(at("г. Жуковград, ул. Вымышленная, д. 12, корп. 3, офис 45"))
    (hit,) = run(RULE)
    assert (hit["subject"], hit["reference_id"], hit["reference_list"]) == ("consignor", "TEST-LIST:1", "TEST-LIST")
    assert (hit["reference_version"], hit["strength"]) == ("2", 1.0)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("г. Жуковград, ул. Вымышленная, д. 14", "RU"),
        ("г. Жуковград, ул. Другая, д. 12", "RU"),
        ("г. Жуковград, ул. Вымышленная", "RU"),
        ("г. Жуковград, ул. Вымышленная, д. 12", "KZ"),
        (None, "RU"),
    ],
)
def test_other_houses_streets_and_countries(listed, take_in, run, address, country):
    listed("12 Vymyshlennaya Street, Zhukovgrad")
    take_in(at(address, country))
    assert run(RULE) == []


def test_an_address_of_an_earlier_version_and_a_town_alone(listed, take_in, run):
    listed("12 Vymyshlennaya Street, Zhukovgrad", version="1")
    listed("Zhukovgrad", version="2")
    take_in(at("Zhukovgrad, Vymyshlennaya 12"))
    assert run(RULE) == []
