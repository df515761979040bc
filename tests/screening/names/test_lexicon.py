"""The word tables: enough entries, in all languages, and readable by the same rules as names."""

from __future__ import annotations

import csv
import importlib.resources

from screening.names.lexicon import common_words, given_names, phrases, place_words, popular_words, read


def rows(name: str) -> list[dict[str, str]]:
    text = (importlib.resources.files("screening.names") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_there_are_terms_enough() -> None:
    assert sum(len(row["variants"].split(";")) for row in rows("words.csv")) >= 1500
    assert len({row["concept"] for row in rows("words.csv")}) == len(rows("words.csv")) >= 400


def test_every_variant_can_be_read() -> None:
    for table in ("words.csv", "legal_forms.csv", "places.csv", "given_names.csv"):
        unread = [v for row in rows(table) for v in row["variants"].split(";") if v and not read(v)]
        assert unread == [], table


def test_legal_forms_win_over_terms() -> None:
    assert phrases()[read("ТОО")].is_legal
    assert phrases()[read("limited liability company")].target == "LLC"


def test_words_that_must_never_alert_alone_are_ordinary() -> None:
    for word in ("trade", "service", "corp", "group", "групп", "сервис", "сауда", "ticaret", "company"):
        (folded,) = read(word)
        phrase = phrases().get((folded,))
        assert phrase is not None or folded in common_words()
        if phrase is not None and not phrase.is_legal:
            assert phrase.target in common_words()


def test_other_lists_of_words_are_there() -> None:
    assert read("Алматы")[0] in place_words()
    assert read("Феникс")[0] in popular_words()
    assert given_names()[read("Александр")[0]] == given_names()[read("Oleksandr")[0]]
