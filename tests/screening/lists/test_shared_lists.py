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
from screening.lists.changes import ListTables, changes
from screening.lists.identifiers import letters_and_digits
from screening.lists.store import TABLES

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


def between(before, after):
    old, new = (ListTables(**{name: getattr(version, name) for name in TABLES}) for version in (before, after))
    rows = changes(old, new, list_id=before.list_id, from_version="a", to_version="b")
    return {
        change: set(rows.filter(rows["change"] == change)["entity_id"]) for change in ("added", "removed", "changed")
    }


def test_what_a_week_of_ofac_changed(build, load):
    found = between(load("ofac", "sdn_2024-04-26"), load("ofac", "sdn_2024-05-02"))
    old, new = (
        {row[0]: row[1:] for row in rows_of(build.shared / "ofac" / f"sdn_{day}" / "sdn.csv") if len(row) == 12}
        for day in ("2024-04-26", "2024-05-02")
    )
    assert (len(found["added"]), len(found["removed"])) == (305, 0)
    assert found["added"] == {f"OFAC-SDN:{number}" for number in new.keys() - old.keys()}
    assert found["changed"] == {
        f"OFAC-SDN:{number}" for number in old.keys() & new.keys() if old[number] != new[number]
    }


def test_what_half_a_year_of_the_un_changed(build, load):
    """By DATAID it is 131 added, 8 removed, 10 changed. Six entries got another DATAID and kept their reference."""
    days = ("2025-06-19", "2025-11-18")
    found = between(*(load("un", f"consolidated_{day}.xml") for day in days))
    texts = [(build.shared / "un" / f"consolidated_{day}.xml").read_text(encoding="utf-8") for day in days]
    pairs = re.compile(r"<DATAID>(\d+)</DATAID>.*?<REFERENCE_NUMBER>\s*([^<]+?)\s*<", re.DOTALL)
    old, new = ({reference: number for number, reference in pairs.findall(text)} for text in texts)
    assert found["added"] == {f"UN-SC:{reference}" for reference in new.keys() - old.keys()}
    assert found["removed"] == {f"UN-SC:{reference}" for reference in old.keys() - new.keys()}
    renumbered = {f"UN-SC:{reference}" for reference in old.keys() & new.keys() if old[reference] != new[reference]}
    assert renumbered <= found["changed"]
    assert len(renumbered) == 6
    counts = [len(found[change]) for change in ("added", "removed", "changed")]
    assert counts == [131 - 6, 8 - 6, 10 + 6]


def linked(remarks):
    """Names behind `Linked To:` in a remark, without the marks that end them."""
    return {text.strip(" .()") for text in re.findall(r"Linked To: *([^;]+)", remarks)}


@pytest.mark.parametrize("folder", ["2021-07", "2022-01-31", "sdn_2024-04-26", "sdn_2024-05-02"])
def test_ofac_relations_and_vessels(build, load, folder):
    version = load("ofac", folder)
    rows = [row for row in rows_of(build.shared / "ofac" / folder / "sdn.csv") if len(row) == 12]
    more = build.shared / "ofac" / folder / "sdn_comments.csv"
    continued = dict(rows_of(more)) if more.exists() else {}
    stated = set()
    for row in rows:
        remarks = row[11] + continued.get(row[0], "")
        is_cut = len(row[11]) >= 1000 and row[0] not in continued
        stated |= {(row[0], name) for name in linked(remarks.rpartition(";")[0] if is_cut else remarks)}
    found = version.relations.filter(version.relations["relation_kind"] == "linked_to")
    numbers = found["entity_id"].str.extract(r":(\d+)").to_list()
    assert {(n, name.strip(" .()")) for n, name in zip(numbers, found["related_name"], strict=True)} == stated
    assert found["related_entity_id"].null_count() < 0.01 * found.height
    vessels = [row for row in rows if row[2].strip() == "vessel"]
    owners = [row[10] for row in vessels if row[10].strip() not in ("", "-0-")]
    assert sorted(version.entities["vessel_owner"].drop_nulls()) == sorted(owners)
    flagged = {row[0] for row in vessels if row[9].strip() not in ("", "-0-", "None Identified")}
    read_flags = set(version.entities.filter(version.entities["vessel_flag_code"].is_not_null())["source_id"])
    assert flagged <= read_flags
    assert read_flags - flagged <= {row[0] for row in vessels if "Flag " in row[11]}


def test_csl_licences_ends_and_relations(build, shared_versions):
    with (build.shared / "us_csl" / "consolidated_2022-04.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["source"], row["_id"]): row for row in csv.DictReader(file) if row["_id"] != "_id"}.values()
    versions = shared_versions("us_csl")

    def read_column(name):
        return sum(version.entities[name].len() - version.entities[name].null_count() for version in versions)

    for ours, theirs in (
        ("licence_requirement", "license_requirement"), ("licence_policy", "license_policy"), ("end_date", "end_date"),
        ("vessel_owner", "vessel_owner"),
    ):  # fmt: skip
        assert read_column(ours) == sum(bool(row[theirs].strip()) for row in rows), ours
    assert read_column("licence_requirement") == 2071
    stated = {(row["_id"], name) for row in rows for name in linked(row["remarks"])}
    found = {
        (entity_id.partition(":")[2], name.strip(" .()"))
        for version in versions
        for entity_id, kind, name in version.relations["entity_id", "relation_kind", "related_name"].rows()
        if kind == "linked_to"
    }
    assert found == stated


def test_un_relations_are_references_in_the_comments(build, load):
    text = (build.shared / "un" / "consolidated_2025-11-18.xml").read_text(encoding="utf-8")
    stated = set()
    for part in re.split(r"<(?:INDIVIDUAL|ENTITY)>", text)[1:]:
        own = re.search(r"<REFERENCE_NUMBER>\s*([^<]+?)\s*<", part)[1]
        comments = " ".join(re.findall(r"<COMMENTS1>([^<]*)<", part))
        stated |= {(own, other) for other in re.findall(r"\b[A-Z]{2}[ie]\.\d{3}\b", comments) if other != own}
    relations = load("un", "consolidated_2025-11-18.xml").relations
    listed = relations.filter(relations["related_entity_id"].is_not_null())
    found = {(a.partition(":")[2], b.partition(":")[2]) for a, b in listed["entity_id", "related_entity_id"].rows()}
    assert found <= stated
    # What is left out is denied, or past, or names an entry that is no longer on the list.
    assert len(found) > 0.9 * len(stated) > 400


def test_un_references_lead_to_the_un(build, load):
    listed = {letters_and_digits(number) for number in load("un", "consolidated_2025-11-18.xml").entities["source_id"]}
    text = (build.shared / "eu" / "xmlFullSanctionsList_1_1_2026-05-01.xml").read_text(encoding="utf-8")
    of_eu = [
        found for found in re.findall(r'unitedNationId="([^"]+)"', text) if re.fullmatch(r"\w{2}[ie]\.\d{3}", found)
    ]
    with (build.shared / "uk" / "UK-Sanctions-List_2026-08-22.csv").open(encoding="utf-8-sig", newline="") as file:
        next(file)
        rows = list(csv.DictReader(file))
    of_uk = {
        (row["Unique ID"], row["UN Reference Number"])
        for row in rows
        if row["UN Reference Number"].strip() not in ("", "N/A")
    }
    for version, count in (
        (load("eu", "xmlFullSanctionsList_1_1_2026-05-01.xml"), len(of_eu)), (load("uk"), len(of_uk))
    ):  # fmt: skip
        numbers = version.identifiers.filter(version.identifiers["identifier_kind"] == "un_reference")["value"]
        assert len(numbers) == count
        assert numbers.is_in(sorted(listed)).mean() > 0.6
    measures = {
        (row["Unique ID"], part.strip()) for row in rows for part in row["Sanctions Imposed"].split("|") if part
    }
    entities = load("uk").entities
    assert sum(entities["measures"].list.len()) == len(measures)


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
