import pytest

RULE = "FREE_ZONE_CONSIGNOR"
CHIPS = {"hs_code": "8542310000", "origin_country_code": "TW", "consignor_country_code": "AE"}


@pytest.mark.parametrize(
    ("changes", "zone"),
    [
        ({"consignor_name": "FICTIONAL ELECTRONICS FZE"}, "FZE"),
        ({"consignor_name": "FICTIONAL F.Z.E."}, "F.Z.E."),
        ({"consignor_name": "FICTIONAL FZ-LLC"}, "FZ-LLC"),
        ({"consignor_address": "Plot 7, Jebel Ali, Dubai"}, "JEBEL ALI"),
        ({"consignor_address": "Office 3, Free Zone"}, "FREE ZONE"),
    ],
)
def test_a_sender_in_a_free_zone(take_in, run, changes, zone):
    take_in(CHIPS | changes)
    (hit,) = run(RULE)
    assert (hit["subject"], hit["reference"], hit["reference_id"], hit["strength"]) == ("consignor", zone, "1", 1.0)


def test_look_alikes(take_in, run):
    zone = CHIPS | {"consignor_name": "FICTIONAL FZE"}
    take_in(
        CHIPS | {"declaration_id": "a name", "consignor_name": "FZETA TRADING"},
        CHIPS | {"declaration_id": "nobody", "consignor_name": None, "consignor_address": None},
        zone | {"declaration_id": "made there", "origin_country_code": "AE"},
        zone | {"declaration_id": "tiles", "hs_code": "6908909100"},
        zone | {"declaration_id": "export", "flow": "export"},
    )
    assert run(RULE) == []


def test_lower_tiers_weigh_less(take_in, run):
    take_in(CHIPS | {"consignor_name": "FICTIONAL FZE", "hs_code": "8504409000"})
    assert [hit["strength"] for hit in run(RULE)] == [0.6]
