"""Where a description names a substance: by CAS number, by formula or by name, and in which spelling of the text.

Texts are read once for each distinct description. Three spellings of it are searched with Aho–Corasick automata: with
Cyrillic letters that look Latin made Latin, the other way round with Russian endings cut off, and with case kept for
formulae. A description becomes words between single spaces, so that a space on either side of what is sought is its
boundary.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

_LATIN = "ABCEHKMOPTXYaceopxyi"
_CYRILLIC = "АВСЕНКМОРТХУасеорхуі"
_DASHES = "[‐‑‒–—−﹣－]"
_WORDS_APART = r"[^\p{L}\p{N}]+"

# Endings of Russian nouns and adjectives are cut off text and name; those of Kazakh nouns may follow a name.
_ENDINGS = (
    "иями|ами|ями|ого|его|ому|ему|ыми|ими|ией|иям|иях|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ую|юю|ым|им|ых|их|ом|ем|ам|ям|ах|ях"
    "|ью|ия|ии|ию|а|я|о|е|ы|и|у|ю|ь|й"
)
_ENDING = rf"(\p{{Cyrillic}}{{3,}}?)(?:{_ENDINGS}) "

_NAMES = ("names_en", "names_ru", "names_kk")
_COMMON = (
    "^(?:металл|порош|кислот|топлив|взрывч|вещест|отравл|ракетн|сферич|элемент|высок|powder|spheric|metal|elemen|gas|"
    "fuel|high|acid)"
)
"""Words of names that half of all trade has."""
_SHORT = 3
_ODD_LETTERS = r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]|[₀-₉⁰-⁹¹²³Ａ-ｚ]"
"""Words of two scripts, subscripts, wide letters: a name or a formula may hide in them."""

_KAZAKH_ENDING = (
    r"^(?:[нтд][ыі]ң|[нтд]?[ыі]|[ғгқк][ае]|[нтд][ае]|[нтд][ае]н|нд[ае]|[мбп]ен|л[ыі]|с[ыі]|н|[лдт][ае]р){0,2} "
)

_MARK = r"(?i:[cсkк][aа][sс])(?:[^0-9\p{L}]|(?i:no|rn)){0,8}"
_CAS_NEAR = rf"[0-9]{{2}}\s?(?:-|{_DASHES})\s?[0-9]{{2}}\s?(?:-|{_DASHES})\s?[0-9]|{_MARK}[0-9]"
_CAS_SPACED = rf"{_MARK}([1-9][0-9]{{1,6}}) ([0-9]{{2}}) ([0-9])(?:[^0-9-]|$)"
_CAS_JOINED = rf"{_MARK}([1-9][0-9]{{1,6}})([0-9]{{2}})([0-9])(?:[^0-9-]|$)"
_CAS = r" [1-9][0-9]{1,6}-[0-9]{2}-[0-9] "


def named_substances(texts: pl.DataFrame, chemicals: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each substance that is named in a text, with what was found in which spelling of it."""
    if chemicals.is_empty():
        return (
            texts.clear()
            .join(chemicals, how="cross")
            .with_columns(pl.lit("").alias(name) for name in ("evidence", "found", "searched", "words"))
        )
    spelt = _worth_reading(texts, chemicals).with_columns(_words(pl.col("text")).alias("words"))
    spelt = spelt.with_columns(
        _latin(pl.col("words")).alias("formulae"), _lower(_cyrillic(pl.col("words"))).alias("cyrillic")
    )
    spelt = spelt.with_columns(_lower(pl.col("formulae")).alias("latin"), _stem(pl.col("cyrillic")).alias("stems"))
    russian = _spellings(_both_orders(chemicals), "names_ru", lambda names: _stem(_lower(_cyrillic(_words(names)))))
    kazakh = _spellings(chemicals, "names_kk", lambda names: _lower(_cyrillic(_words(names))).str.strip_chars_end())
    english = _spellings(chemicals, "names_en", lambda names: _lower(_latin(_words(names))))
    after = pl.col("searched").str.split(pl.col("found")).list.get(1)
    found = [
        _by_number(spelt, chemicals),
        _by_spelling(spelt, "latin", english, "name"),
        _by_spelling(spelt, "stems", russian, "name"),
        _by_spelling(spelt, "cyrillic", kazakh, "name").filter(after.str.contains(_KAZAKH_ENDING)),
        _by_spelling(spelt, "formulae", _formulae(chemicals), "formula"),
    ]
    return pl.concat(found).join(chemicals, on="cas_number").drop("control_list", "control_list_version")


def _worth_reading(texts: pl.DataFrame, chemicals: pl.DataFrame) -> pl.DataFrame:
    """Leave out, at little cost, the texts that cannot name a substance: nearly all of them."""
    begun = [start for column in _NAMES for start in _starts(chemicals, column)]
    formulae = chemicals["formula"].drop_nulls().unique().sort().to_list()
    text = pl.col("text")
    return texts.filter(
        _lower(text).str.contains_any(begun)
        | text.str.contains_any(formulae, ascii_case_insensitive=True)
        | text.str.contains(_CAS_NEAR)
        | text.str.contains(_ODD_LETTERS)
    )


def _latin(words: pl.Expr) -> pl.Expr:
    return words.str.replace_many(list(_CYRILLIC), list(_LATIN))


def _cyrillic(words: pl.Expr) -> pl.Expr:
    return words.str.replace_many(list(_LATIN), list(_CYRILLIC))


def _words(text: pl.Expr) -> pl.Expr:
    """Words between single spaces, one in front and one behind; subscripts are digits, wide letters are narrow."""
    return pl.format(" {} ", text.str.normalize("NFKC").str.replace_all(_WORDS_APART, " ").str.strip_chars())


def _lower(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all("ё", "е", literal=True)


def _stem(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(_ENDING, "${1} ")


def _starts(chemicals: pl.DataFrame, column: str) -> list[str]:
    """How each name begins to be particular: six letters of its longest word, of a short name its own beginning."""
    names = chemicals.select(pl.col(column).explode().alias("name")).with_row_index()
    words = names.select("index", _lower(_words(pl.col("name"))).str.strip_chars().str.split(" ").alias("word"))
    length = pl.col("word").str.len_chars()
    telling = words.explode("word").filter((length > _SHORT) & ~pl.col("word").str.contains(_COMMON))
    longest = telling.sort("index", length).group_by("index").agg(pl.col("word").last().str.head(6))
    short = names.join(longest, on="index", how="anti").select(_lower(pl.col("name")).str.head(6).alias("word"))
    return (
        pl.concat([longest["word"], short["word"], short["word"].str.replace_all("-", " ", literal=True)])
        .unique()
        .sort()
        .to_list()
    )


def _spellings(chemicals: pl.DataFrame, column: str, spell: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Return cas_number and the pattern that is sought, for each name in a column."""
    names = chemicals.select("cas_number", pl.col(column).alias("name")).explode("name")
    return names.select("cas_number", spell(pl.col("name")).alias("found")).unique(maintain_order=True)


def _both_orders(chemicals: pl.DataFrame) -> pl.DataFrame:
    """With Russian names of two words in either order: хлорид мышьяка, мышьяка хлорид."""
    name = pl.element()
    turned = name.str.replace(r"^(\p{Cyrillic}+) (\p{Cyrillic}+)$", "${2} ${1}")
    both = pl.concat_list("names_ru", pl.col("names_ru").list.eval(turned)).list.unique(maintain_order=True)
    return chemicals.with_columns(both.alias("names_ru"))


def _formulae(chemicals: pl.DataFrame) -> pl.DataFrame:
    """Formulae that are not read by chance: with a digit, or four and more letters of both cases.

    In capitals alone they are sought from five signs on: PCL5 is a language of printers.
    """
    known = chemicals.filter(
        pl.col("formula").str.contains(r"^.*[0-9].*$") & (pl.col("formula").str.len_chars() > 2)
        | pl.col("formula").str.contains("^[A-Z][A-Za-z]{3,}$")
    ).filter(pl.col("formula").is_unique())  # isomers share one: it names none of them
    written = known.select("cas_number", _words(pl.col("formula")).alias("found"))
    capitals = written.with_columns(pl.col("found").str.to_uppercase()).filter(pl.col("found").str.len_chars() > 6)
    return pl.concat([written, capitals]).unique(maintain_order=True)


def _by_number(spelt: pl.DataFrame, chemicals: pl.DataFrame) -> pl.DataFrame:
    near = spelt.filter(pl.col("text").str.contains(_CAS_NEAR))
    plain = pl.col("text").str.replace_all(_DASHES, "-").str.replace_all(r"([0-9])\s*-\s*([0-9])", "${1}-${2}")
    marked = plain.str.replace_all(_CAS_SPACED, " ${1}-${2}-${3} ").str.replace_all(_CAS_JOINED, " ${1}-${2}-${3} ")
    written = pl.format(" {} ", marked.str.replace_all("[^0-9-]+", "  "))
    return (
        near.with_columns(written.str.extract_all(_CAS).alias("cas_number"))
        .explode("cas_number")
        .with_columns(pl.col("cas_number").str.strip_chars())
        .join(chemicals.select("cas_number"), on="cas_number")
        .select(
            "text",
            "cas_number",
            pl.lit("cas").alias("evidence"),
            pl.format(" {} ", pl.col("cas_number").str.replace_all("-", " ", literal=True)).alias("found"),
            pl.col("words").alias("searched"),
            pl.col("words").pipe(_lower).alias("words"),
        )
        .unique(maintain_order=True)
    )


def _by_spelling(spelt: pl.DataFrame, column: str, patterns: pl.DataFrame, evidence: str) -> pl.DataFrame:
    sought = patterns["found"].unique().sort().to_list()
    near = spelt.filter(pl.col(column).str.contains_any(sought)) if sought else spelt.clear()
    return (
        near.with_columns(pl.col(column).str.extract_many(sought, overlapping=True).list.unique().alias("found"))
        .explode("found")
        .join(patterns, on="found")
        .select(
            "text",
            "cas_number",
            pl.lit(evidence).alias("evidence"),
            "found",
            pl.col(column).alias("searched"),
            pl.col("words").pipe(_lower).alias("words"),
        )
    )
