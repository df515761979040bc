import pytest

from screening.alerts.closing import spoken_closing


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("its reasons weigh less now", "его причины теперь весят меньше"),
        ("suppressed: S1, S2", "исключено: S1, S2"),
        (
            "TEST:1 is no longer listed (TEST v2); TEST:2 was changed (TEST v2)",
            "TEST:1 больше нет в списке (TEST v2); запись TEST:2 изменена (TEST v2)",
        ),
        ("withdrawn: TEST:2 was changed (TEST v2)", "снято: запись TEST:2 изменена (TEST v2)"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_why_an_alert_was_closed_in_each_language(stored, said):
    assert spoken_closing(stored, "en") == stored
    assert spoken_closing(stored, "ru") == said
