"""Words of a goods description: normal letters, tokens, and stems of Russian, Kazakh and English words.

Stems are cut by tables of endings, the same for the description and for the terms it is held against, so a stem need
not be the linguist's one: it must only be the same in every case and number.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_RUN = r"[\p{L}\d]+"
MIXED = r"[a-z][\u0400-\u052f]|[\u0400-\u052f][a-z]"
_LATIN_LIKE, _CYRILLIC_LIKE = "abcehkmoptxyi", "авсенкмортхуі"
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE, _CYRILLIC_LIKE)
_TO_LATIN = str.maketrans(_CYRILLIC_LIKE, _LATIN_LIKE)
_UNUSUAL = r"[^\x00-\x7f\u0400-\u052f«»–—№°±≥≤μµ]"
_KAZAKH_LETTER = "[әғқңөұүһі]"

_PLURAL = "лар|лер|дар|дер|тар|тер"
_POSSESSIVE = "сы|сі|ы|і|ым|ім"
_CASE = (
    "ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|ды|ді|ты|ті|ны|ні|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен|"
    "мен|бен|пен"
)
_KAZAKH_PLURAL = rf"^(\p{{L}}{{4,}}?)(?:{_PLURAL})(?:{_POSSESSIVE})?(?:{_CASE})?$"
_KAZAKH = rf"^(\p{{L}}{{4,}}?)(?:(?:{_POSSESSIVE})(?:{_CASE})|{_CASE}|{_POSSESSIVE})$"
_RUSSIAN = (
    r"^([а-я]{3,}?)(?:иями|иях|иям|ием|ами|ями|ыми|ими|ого|его|ому|ему|асы|ясы|ах|ях|ам|ям|ов|ев|ая|яя|ое|ее|ые|ие|ый|"
    r"ий|ой|ей|ым|им|ом|ем|ую|юю|ою|ею|ых|их|ия|ии|ию|ье|ья|ью|ьи|а|е|и|о|у|ы|ь|ю|я|й)$"
)
_ENGLISH = r"^([a-z]{3,}?)(?:ies|es|s|y|e)$"


def normal_text(text: pl.Expr) -> pl.Expr:
    """The text in lower case, ё as е, compatibility characters (full width, ligatures) as plain ones; null as empty."""
    lower = text.fill_null("").str.to_lowercase().str.replace_all("ё", "е", literal=True)
    return pl.when(lower.str.contains(_UNUSUAL)).then(lower.str.normalize("NFKC")).otherwise(lower)


def mend_mixed(texts: pl.Series) -> pl.Series:
    """Normal texts in which words that mix Latin and Cyrillic letters are spelt in one script: мaнометр → манометр.

    A word joined to a sign of the other script by nothing (10мкм, gps-модуль) is left alone: digits and hyphens part.
    """
    mixed = texts.str.contains(MIXED)
    if not mixed.any():
        return texts
    tokens = texts.filter(mixed).str.extract_all(r"\p{L}+").explode().drop_nulls().unique()
    wrong = tokens.filter(tokens.str.contains(MIXED))
    # A loop over distinct misspelt words, not rows: each has its own reading.
    readings = {word: _in_one_script(word) for word in sorted(wrong, key=lambda word: (-len(word), word))}
    frame = pl.DataFrame({"text": texts, "mixed": mixed})
    mended = pl.col("text").str.replace_many(list(readings), list(readings.values()), leftmost=True)
    return frame.select(pl.when("mixed").then(mended).otherwise("text").alias(texts.name)).to_series()


def _in_one_script(word: str) -> str:
    """A mixed word in Cyrillic if its Latin letters have Cyrillic doubles, else in Latin if the others have Latin ones.

    Cyrillic first: a description with such a word is nearly always Russian or Kazakh.
    """
    if all(letter in _LATIN_LIKE for letter in word if "a" <= letter <= "z"):
        return word.translate(_TO_CYRILLIC)
    if all(letter in _CYRILLIC_LIKE for letter in word if letter > "z"):
        return word.translate(_TO_LATIN)
    return word


def stems(words: pl.Expr) -> pl.Expr:
    """The stem of each word, in lower case. Words with digits, and short ones, stay as they are."""
    has_kazakh = words.str.contains(_KAZAKH_LETTER)
    singular = words.str.replace(_KAZAKH_PLURAL, "$1")
    kazakh = singular.str.replace(_KAZAKH, "$1").str.replace("г$", "к").str.replace("ғ$", "қ")
    russian = singular.str.replace(_RUSSIAN, "$1")
    other = pl.when(russian.str.ends_with("ss")).then(russian).otherwise(russian.str.replace(_ENGLISH, "$1"))
    return pl.when(has_kazakh).then(kazakh).otherwise(other)


@dataclass(frozen=True)
class ReadTexts:
    """Texts read once for all rules that look at their words.

    `texts`: as given, distinct. `tokens`: text (place in `texts`), token (place in `vocabulary`), in their order.
    `vocabulary`: token, stem, of the distinct words of the normal, mended texts.
    """

    texts: pl.Series
    tokens: pl.DataFrame
    vocabulary: pl.DataFrame

    def stem_counts(self) -> pl.DataFrame:
        """Return stem, count."""
        counts = self.tokens["token"].value_counts(name="count")
        stem = self.vocabulary.select("stem").with_row_index("token")
        return stem.join(counts, on="token").group_by("stem").agg(pl.col("count").sum())


def read_texts(texts: pl.Series) -> ReadTexts:
    """Return the words of the texts, which are distinct."""
    normal = pl.LazyFrame({"text": texts}).select(normal_text(pl.col("text"))).collect(engine="streaming").to_series()
    tokens = _tokens(mend_mixed(normal))
    # In order of appearance: sums of floats must not depend on which thread came first.
    distinct = tokens.select(pl.col("token").unique(maintain_order=True)).with_row_index("place")
    placed = tokens.join(distinct, on="token", maintain_order="left")
    return ReadTexts(
        texts,
        placed.select(pl.col("row").alias("text"), pl.col("place").alias("token")),
        distinct.select("token", stems(pl.col("token")).alias("stem")),
    )


def _tokens(texts: pl.Series) -> pl.DataFrame:
    """row, token of normal texts, in order."""
    return (
        pl.DataFrame({"text": texts})
        .with_row_index("row")
        .lazy()
        .select("row", pl.col("text").str.extract_all(_RUN).alias("token"))
        .explode("token", empty_as_null=False)
        .collect(engine="streaming")
    )


def stemmed_texts(texts: pl.Series) -> pl.Series:
    """Each normal text as its stems between single spaces, with a space before the first and after the last."""
    frame = pl.DataFrame({"text": texts}).with_row_index("row")
    tokens = _tokens(texts)
    distinct = tokens.select(pl.col("token").unique()).with_columns(stems(pl.col("token")).alias("stem"))
    joined = (
        tokens.join(distinct, on="token", maintain_order="left")
        .group_by("row", maintain_order=True)
        .agg(pl.col("stem").str.join(" "))
    )
    # The empty text has no tokens.
    padded = frame.join(joined, on="row", how="left", maintain_order="left")
    return padded.select(pl.format(" {} ", pl.col("stem").fill_null("")).alias("stems")).to_series()
