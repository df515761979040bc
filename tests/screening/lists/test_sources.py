"""The file of sources: the one in the package is sound, and whatever is wrong with another is named."""

import pytest
import yaml

from screening.errors import NotFoundError, SettingsError
from screening.lists.sources import cadences, chosen, load_sources, tokens

GOOD = {
    "id": "one", "title": "One", "lists": ["A-ONE"], "licence": "none", "cadence_days": 7, "max_megabytes": 1,
    "files": [{"address": "https://lists.example/one.xml?key=1", "name": "one.xml", "is_verified": False}],
}  # fmt: skip


def _load(tmp_path, *sources):
    path = tmp_path / "sources.yml"
    path.write_text(yaml.safe_dump({"sources": list(sources)}), encoding="utf-8")
    return load_sources(path)


def test_the_packages_sources_are_official_and_over_tls():
    sources = load_sources()
    lists = set(cadences(sources))
    assert {"OFAC-SDN", "OFAC-CONS", "UN-SC", "EU-FSF", "UK-SL", "US-BIS-EL", "CH-SECO", "CA-SEMA", "JP-METI"} <= lists
    for source in sources:
        assert source.licence
        assert all(file.address.startswith("https://") for file in source.files)


def test_a_source_and_what_follows_from_it(tmp_path):
    (source,) = _load(tmp_path, GOOD | {"hosts": ["*.store.example"]})
    assert source.allowed_hosts == ("lists.example", "*.store.example")
    assert source.files[0].shown == "https://lists.example/one.xml"
    assert source.max_bytes == 1_000_000
    assert cadences([source]) == {"A-ONE": 7}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"files": [GOOD["files"][0] | {"address": "http://lists.example/one.xml"}]}, "sources.0.files.0.address"),
        ({"files": [GOOD["files"][0] | {"address": "https://me:word@lists.example/"}]}, "sources.0.files.0.address"),
        ({"files": [GOOD["files"][0] | {"name": "../one.xml"}]}, "sources.0.files.0.name"),
        ({"files": GOOD["files"] * 2}, "two files have the same name"),
        ({"lists": []}, "sources.0.lists"),
        ({"hosts": ["*"]}, "sources.0.hosts.0"),
        ({"cadence_days": 0}, "sources.0.cadence_days"),
        ({"address": "x"}, "sources.0.address"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, key):
    with pytest.raises(SettingsError, match=key):
        _load(tmp_path, GOOD | change)


def test_a_source_or_list_occurs_once(tmp_path):
    with pytest.raises(SettingsError, match="source one is there twice"):
        _load(tmp_path, GOOD, GOOD | {"lists": ["A-TWO"]})
    with pytest.raises(SettingsError, match="list A-ONE is there twice"):
        _load(tmp_path, GOOD, GOOD | {"id": "two"})


def test_files_that_are_no_sources(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_sources(tmp_path / "none.yml")
    (tmp_path / "bad.yml").write_text("sources: [", encoding="utf-8")
    with pytest.raises(SettingsError, match="not YAML"):
        load_sources(tmp_path / "bad.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_sources(tmp_path / "bytes.yml")


def test_sources_are_chosen_by_their_id_or_that_of_a_list(tmp_path):
    sources = _load(tmp_path, GOOD, GOOD | {"id": "two", "lists": ["B-ONE", "B-TWO"]})
    assert [source.id for source in chosen(sources, ["B-TWO", "two"])] == ["two"]
    assert len(chosen(sources, [])) == 2
    with pytest.raises(NotFoundError, match="one, two"):
        chosen(sources, ["three"])


def test_tokens():
    assert tokens("one=abc two=d=e,three=f") == {"one": "abc", "two": "d=e", "three": "f"}
    assert tokens("") == {}
    with pytest.raises(SettingsError) as caught:
        tokens("one=abc secret")
    assert "secret" not in str(caught.value)
