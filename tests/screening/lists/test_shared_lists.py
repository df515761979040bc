"""The real public files: what is read equals what is counted in the files without any parser of ours."""

import csv
import html
import io
import json
import random
import re
import subprocess
import sys

import pytest

from screening.errors import ListError
from screening.lists import read

pytestmark = pytest.mark.shared

WALLET = r"Digital Currency Address - (\w+ \w+)"
# How long it takes is measured by `make bench`.
PEAK = """
import json, re, sys
from datetime import UTC, datetime
from pathlib import Path
from screening.lists import read
versions = read([Path(p) for p in sys.argv[1:]], retrieved_at=datetime.now(UTC))
peak_kb = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps({"lists": len(versions), "mb": peak_kb / 1024}))
"""


def rows_of(path):
    text = path.read_bytes().decode().removesuffix("\x1a")
    return list(csv.reader(io.StringIO(text, newline="")))


def words(name):
    """A name without its order: comparable before and after SURNAME, Given was turned around."""
    return tuple(sorted(re.findall(r"\w+", name)))


@pytest.mark.parametrize(("folder", "entities"), [("2021-07", 8976), ("2022-01-31", 9044)])
def test_ofac_counts(build, load, folder, entities):
    path = build.shared / "ofac" / folder
    version = load("ofac", folder)
    sdn, alt, add = (rows_of(path / name) for name in ("sdn.csv", "alt.csv", "add.csv"))
    assert version.entity_count == len(sdn) == entities
    numbers = {row[0] for row in sdn}
    parts = {(row[0], *row[2:5]) for row in add if row[0] in numbers and {c.strip() for c in row[2:5]} != {"-0-"}}
    assert version.address_count == len(parts)
    read_names = {
        (e.partition(":")[2].partition(".")[0], words(n)) for e, n in version.names["entity_id", "name"].rows()
    }
    assert {(row[0], words(row[1])) for row in sdn} <= read_names
    assert {(row[0], words(row[3])) for row in alt} <= read_names
    remarks = {(row[0], row[11]) for row in sdn}
    if (path / "sdn_comments.csv").exists():
        more = dict(rows_of(path / "sdn_comments.csv"))
        remarks = {(number, text + more.get(number, "")) for number, text in remarks}
    quoted = {(i, words(n)) for i, r in remarks for n in re.findall(r"[afn]\.k\.a\. '(.+?)'(?=[;.]|$)", r)}
    assert quoted <= read_names
    assert len(read_names) == len({(r[0], words(r[1])) for r in sdn} | {(r[0], words(r[3])) for r in alt} | quoted)


def test_ofac_remarks(build, load):
    path = build.shared / "ofac" / "2022-01-31" / "sdn.csv"
    identifiers = load("ofac", "2022-01-31").identifiers
    rows = rows_of(path)
    wallets = {(r[0], w) for r in rows for w in re.findall(WALLET, r[11])}
    found = identifiers.filter(identifiers["identifier_kind"] == "wallet")
    # Some remarks break off in the middle of a wallet, and that half is not taken.
    halves = sum(len(r[11]) >= 1000 and bool(re.search(WALLET, r[11].rpartition(";")[2])) for r in rows)
    assert found.height == len(wallets) - halves > 120
    ships = {(r[0], n) for r in rows if r[2] == "vessel" for n in re.findall(r"IMO (\d{7})", r[11])}
    of_ships = {(f"OFAC-SDN:{number}", imo) for number, imo in ships}
    imos = identifiers.filter(identifiers["identifier_kind"] == "imo")
    assert of_ships <= set(imos["entity_id", "value"].rows())
    for label, kinds in (("Passport", {"passport"}), ("National ID No.", {"national_id", "iin"}), ("MMSI", {"mmsi"})):
        stated = sum(len(re.findall(rf"(?:^|; |alt\. ){re.escape(label)} (?=[^;]*\d)", r[11])) for r in rows)
        kept = identifiers.filter(identifiers["identifier_kind"].is_in(list(kinds))).height
        assert kept >= 0.97 * stated


def test_ofac_birth_dates(build, load):
    rows = rows_of(build.shared / "ofac" / "2022-01-31" / "sdn.csv")
    stated = {r[0] for r in rows if r[2] == "individual" and "DOB " in r[11]}
    entities = load("ofac", "2022-01-31").entities
    assert set(entities.filter(entities["birth_dates"].list.len() > 0)["source_id"]) == stated


def test_real_slips_are_warned_of(load):
    warnings = " ".join(load("ofac", "2022-01-31").warnings)
    assert "1 entity rows carry the number of another entity" in warnings
    assert "1 rows of the addresses file name an entity that does not exist" in warnings
    assert "sdn.csv has no end row" in warnings
    assert not any("end row" in warning for warning in load("ofac", "2021-07").warnings)


def test_a_week_of_ofac(load):
    before, after = (load("ofac", f"sdn_{day}") for day in ("2024-04-26", "2024-05-02"))
    assert [str(v.published_date) for v in (before, after)] == ["2024-04-26", "2024-05-02"]
    old, new = (dict(v.entities["source_id", "entity_hash"].rows()) for v in (before, after))
    assert (len(new.keys() - old.keys()), len(old.keys() - new.keys())) == (305, 0)
    assert sum(old[number] != new[number] for number in old) < 200


@pytest.mark.parametrize("day", ["2025-06-19", "2025-11-18"])
def test_un_counts(build, load, day):
    name = f"consolidated_{day}.xml"
    text = (build.shared / "un" / name).read_text(encoding="utf-8")
    version = load("un", name)
    assert version.entity_count == text.count("<INDIVIDUAL>") + text.count("<ENTITY>")
    types = version.entities["entity_type"].value_counts().rows()
    assert dict(types) == {"person": text.count("<INDIVIDUAL>"), "organisation": text.count("<ENTITY>")}
    entities = re.split(r"<(?:INDIVIDUAL|ENTITY)>", text)[1:]
    plain = re.compile(r"<(?:ALIAS_NAME|NAME_ORIGINAL_SCRIPT)>\s*([^<;()]+?)[\s,]*</")
    names = {
        (re.search(r"<REFERENCE_NUMBER>\s*([^<]+?)\s*<", e)[1], " ".join(html.unescape(n).split()))
        for e in entities
        for n in plain.findall(e)
        if ", born" not in n
    }
    read_names = {(e.partition(":")[2], n) for e, n in version.names["entity_id", "name"].rows()}
    assert names <= read_names
    texts = {
        re.search(r"<REFERENCE_NUMBER>\s*([^<]+?)\s*<", e)[1]: " ".join(html.unescape(e).split()) for e in entities
    }
    aliases = version.names.filter(version.names["name_kind"] != "primary")
    assert all(name in texts[entity.partition(":")[2]] for entity, name in aliases["entity_id", "name"].rows())
    assert version.entities["listed_date"].null_count() == 0


def test_eu_counts(build, load):
    name = "xmlFullSanctionsList_1_1_2026-05-01.xml"
    text = (build.shared / "eu" / name).read_text(encoding="utf-8")
    version = load("eu", name)
    parts = text.split("<sanctionEntity ")[1:]
    assert version.entity_count == len(parts) == 5860

    def distinct(attribute, keep=bool):
        # An attribute stands in single quotes where it holds double ones.
        quoted = re.compile(attribute + r"""=(?:"([^"]*)"|'([^']*)')""")
        found = ((i, "".join(v)) for i, part in enumerate(parts) for v in quoted.findall(part))
        return len({(i, " ".join(html.unescape(v).split())) for i, v in found if keep(v.strip())})

    assert version.name_count == distinct(r"<nameAlias [^>]*?wholeName")
    assert text.count("<nameAlias ") == 29826
    kinds = dict(version.entities["entity_type"].value_counts().rows())
    assert kinds == {"person": text.count('code="person"'), "organisation": text.count('code="enterprise"')}
    numbers = distinct(r"<identification [^>]*?\bnumber", lambda v: v != "-")
    references = sum(1 for part in parts if 'unitedNationId=""' not in part.partition(">")[0])
    # Numbers spelt in two ways become one, and one number of two kinds becomes two.
    assert abs(version.identifier_count - numbers - references) < 20
    assert version.warnings == ()


def test_the_genuine_eu_fragment(build):
    (version,) = read([build.shared / "fragments" / "eu_fsf_fragment_2024-12-11.xml"], retrieved_at=build.retrieved)
    assert (version.entity_count, version.name_count, str(version.published_date)) == (1, 3, "2024-12-11")


@pytest.mark.parametrize("parts", [("ofac", "sdn_2024-04-26", "sdn.csv"), ("un", "consolidated_2025-11-18.xml")])
def test_real_files_cut_off_are_refused(build, parts):
    data = build.shared.joinpath(*parts).read_bytes()
    lengths = random.Random(7)
    for _ in range(6):
        with pytest.raises(ListError):
            build.read_files(list__dat=data[: lengths.randrange(len(data) - 2)])


@pytest.mark.parametrize(
    ("paths", "lists"),
    [
        (["eu"], 1),
        (["eu", "un/consolidated_2025-11-18.xml", "ofac/2022-01-31"], 3),
        (["us_csl", "uk", "ofac/consolidated/CONS_ENHANCED.XML", "jp"], 16),
    ],
)
def test_lists_are_read_in_little_memory(build, paths, lists):
    command = [sys.executable, "-c", PEAK, *(str(build.shared / path) for path in paths)]
    measured = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert measured["lists"] == lists
    assert measured["mb"] < 500
