"""What the page of an alert shows, read from the samples' day."""

import pytest

from screening.dashboard.alert_view import read_alert
from screening.dashboard.charts import corridors_chart, price_chart
from screening.dashboard.fragments import html
from screening.dashboard.lake_pool import LakePool
from screening.dashboard.texts import Speaker
from screening.errors import NotFoundError

pytestmark = pytest.mark.xdist_group("two-runs")


@pytest.fixture(scope="module")
def pool(two_runs):
    pool = LakePool(two_runs.settings)
    yield pool
    pool.close()


def view(pool, declaration_id, language="en"):
    with pool.cursor() as cursor:
        query = "SELECT alert_id FROM alerts.alerts WHERE declaration_id = ?"
        alert_id = cursor.execute(query, [declaration_id]).fetchone()[0]
    return read_alert(pool, alert_id, Speaker(language))


def marked(parts):
    return "".join(f"[{part.text}]" if part.differs else part.text for part in parts)


def test_a_number_is_held_against_the_listed_number(pool):
    found = view(pool, "55301/121225/9000001")
    reason = next(one for one in found.reasons if one.row["rule_id"] == "PARTY_EXACT_ID")
    assert reason.is_number
    assert marked(reason.pair.declared) == marked(reason.pair.listed) == "211340099997"
    assert reason.listings[0]["programmes"] == ["RUSSIA-EO14024"]


def test_names_in_other_letters_are_not_marked_all_over_but_word_by_word(pool):
    found = view(pool, "55301/121225/9000001")
    reason = next(one for one in found.reasons if one.row["rule_id"] == "PARTY_NAME_FUZZY")
    assert reason.pair is None
    assert [marked(pair.listed) for pair in reason.words][:1] == ["astana"]
    assert reason.is_shown_before, "its listing stands in full above"


def test_the_question_is_asked_in_the_readers_language(pool):
    asked = {
        language: next(one.question for one in view(pool, "55301/121225/9000008", language).reasons if one.question)
        for language in ("en", "ru", "kk")
    }
    assert "or better" in asked["en"]
    assert "и точнее" in asked["ru"]
    assert len(set(asked.values())) == 3


def test_the_price_among_its_peers(pool):
    price = view(pool, "55301/121225/9000008").price
    assert price.peers.height >= 40
    assert price.low <= price.median <= price.high < price.price
    chart = price_chart(price, Speaker("kk"))
    assert sum(len(series["data"]) for series in chart["series"]) == price.peers.height + 1


def test_items_with_reasons_come_first_and_name_them(pool):
    found = view(pool, "55301/121225/9000008")
    assert found.items[0].reasons
    numbers = [box.number for box in [*found.general, *found.items[0].boxes]]
    assert numbers.count("33") == numbers.count("2") == 1


def test_the_traders_history_and_other_alerts(pool):
    found = view(pool, "39864/121225/8000001")
    assert found.declarations[0]["declaration_count"] >= 5
    assert [alert["declaration_id"] for alert in found.earlier_alerts] == ["39864/121225/8000002"]


def test_hostile_values_are_text(pool):
    found = view(pool, "55301/121225/9000001")
    found.alert["consignee_name"] = found.reasons[0].row["declared"] = "<script>alert(1)</script>{{ 7*7 }}"
    say = Speaker("en")
    shown = html("alert_head", say, view=found, query='"><script>')
    assert "<script>" not in shown
    assert "{{ 7*7 }}" in shown


def test_an_alert_that_is_not_there(pool):
    with pytest.raises(NotFoundError, match="no alert 1"):
        read_alert(pool, "1", Speaker("en"))


def test_corridors_never_run_in_a_circle():
    legs = [{"source": "1 KZ", "target": "3 RU", "count": 2}, {"source": "1 RU", "target": "3 KZ", "count": 1}]
    series = corridors_chart(legs, Speaker("en"))["series"][0]
    assert {node["name"]: node["depth"] for node in series["data"]} == {"1 KZ": 0, "3 RU": 2, "1 RU": 0, "3 KZ": 2}
