"""Stories: schemes of evasion, and honest trade that looks like them."""

from __future__ import annotations

from screening.simulate.cast import Story
from screening.simulate.stories import firms, goods, listed, look_alikes, routes

SCHEMES: dict[str, Story] = {
    story.__name__: story
    for story in (
        firms.front_company,
        routes.hub_transshipment,
        routes.false_transit,
        routes.transit_diverted,
        routes.reexport_to_russia,
        firms.one_day_firm,
        firms.shared_address,
        firms.shared_director,
        goods.split_shipment,
        goods.under_invoicing,
        goods.over_invoicing,
        goods.disguised_description,
        goods.code_hopping,
        listed.listed_end_user_behind_forwarder,
        listed.listed_end_user_behind_bank,
        listed.listed_vessel,
        listed.listed_wallet,
        goods.precursor_small_lots,
        routes.dprk_goods,
        listed.renamed_at_old_address,
        firms.owned_by_listed,
        listed.listed_name_respelt,
        listed.listed_number_other_name,
        firms.profile_break,
        firms.volume_jump,
        routes.third_country_payer,
    )
}
"""Schemes by name; the parameters give each its share."""

LOOK_ALIKES: dict[str, Story] = {
    story.__name__: story
    for story in (
        look_alikes.new_honest_importer,
        look_alikes.new_electronics_dealer,
        look_alikes.electronics_dealer,
        look_alikes.freight_forwarder,
        look_alikes.car_bearings,
        look_alikes.toy_drones,
        look_alikes.courier_small_lots,
        look_alikes.laboratory_reagents,
        look_alikes.name_look_alike,
        look_alikes.honest_transit_through_russia,
        look_alikes.hub_distributor,
        look_alikes.business_centre_tenant,
        look_alikes.new_line_of_business,
        look_alikes.neighbour_of_listed,
    )
}
"""Innocent look-alikes by name; price shocks are part of ordinary trade and made with the day."""
