import pytest

from screening.quality.spoken import spoken_finding, spoken_meaning


def test_what_a_check_expects_in_each_language():
    stored = "The net mass is not above the gross mass"
    assert spoken_meaning(stored, "en") == stored
    assert spoken_meaning(stored, "ru") == "Вес нетто не больше веса брутто"
    assert spoken_meaning(stored, "kk") == "Нетто салмағы брутто салмағынан аспайды"
    assert spoken_meaning("What an older suite expected", "ru") == "What an older suite expected"


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("25 row(s)", "строк: 25"),
        ("the check could not run: no such column", "проверку не удалось выполнить: no such column"),
        ("something else", "something else"),
    ],
)
def test_what_a_check_observed(stored, said):
    assert spoken_finding(stored, "en") == stored
    assert spoken_finding(stored, "ru") == said
