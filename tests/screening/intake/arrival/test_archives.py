"""Archives: every member comes in; bombs, hostile paths, links, passwords and damage are refused with a reason."""

import gzip
import io
import tarfile
import zipfile

import pytest

from screening.errors import IntakeError
from screening.intake import take
from screening.intake.arrival import archives
from screening.intake.arrival.archives import archive_format, unpack


@pytest.fixture
def csv_bytes(item, write_items, tmp_path):
    """Return a function that makes a CSV file of one item."""

    def make(**changes):
        return write_items(tmp_path / "made.csv", [item(**changes)]).read_bytes()

    return make


def _zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def _tar(path, members, mode="w:gz"):
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return path


def _unpacked(path, folder):
    folder.mkdir()
    return {member.name: member.path.read_bytes() for member in unpack(path, archive_format(path), folder)}


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz"])
def test_members_come_out_whole_and_paths_are_not_used(tmp_path, mode):
    members = {"a/b/one.csv": b"1", "two.csv": b"2" * 3_000_000}
    path = tmp_path / "any.name"
    path = _zip(path, members) if mode == "zip" else _tar(path, members, mode)
    assert _unpacked(path, tmp_path / "out") == {"one.csv": b"1", "two.csv": members["two.csv"]}
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"1.csv", "2.csv"}


def test_gz_of_a_single_file(tmp_path):
    path = tmp_path / "day.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n"))
    assert _unpacked(path, tmp_path / "out") == {"day.csv": b"a,b\n"}


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a\\..\\..\\evil.csv"])
def test_a_path_that_leads_out_refuses_the_archive(tmp_path, name):
    for path in (_zip(tmp_path / "a.zip", {name: b"x"}), _tar(tmp_path / "a.tgz", {name: b"x"})):
        with pytest.raises(IntakeError, match="leads out") as error:
            _unpacked(path, tmp_path / path.suffix)
        assert error.value.check_id == "FILE_UNSAFE"


def test_links_passwords_and_damage(tmp_path):
    with pytest.raises(IntakeError, match="link or a device"):
        _unpacked(_tar(tmp_path / "a.tar", {"link.csv": None}, "w"), tmp_path / "1")
    locked = _zip(tmp_path / "b.zip", {"a.csv": b"x"})
    data = bytearray(locked.read_bytes())
    data[6] |= 1  # the flag in the local header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(bytes(data))
    with pytest.raises(IntakeError, match="password"):
        _unpacked(locked, tmp_path / "2")
    for name, made in (
        ("c.zip", _zip(tmp_path / "c", {"a": b"x" * 999})),
        ("c.gz", _tar(tmp_path / "d", {"a": b"x" * 999})),
    ):
        cut = tmp_path / name
        cut.write_bytes(made.read_bytes()[:-30])
        with pytest.raises(IntakeError, match="broken or cut off"):
            _unpacked(cut, tmp_path / f"out-{name}")


def test_bombs_are_stopped_before_they_are_unpacked(tmp_path, monkeypatch):
    bomb = _zip(tmp_path / "bomb.zip", {"a.csv": bytes(40 << 20)})
    assert bomb.stat().st_size < 100_000
    with pytest.raises(IntakeError, match="200 times its size") as error:
        _unpacked(bomb, tmp_path / "1")
    assert error.value.check_id == "FILE_TOO_LARGE"
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 1 << 20)
    with pytest.raises(IntakeError, match="GB"):
        _unpacked(bomb, tmp_path / "2")
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    many = _zip(tmp_path / "many.zip", {f"{n}.csv": b"x" for n in range(3)})
    with pytest.raises(IntakeError, match="more than 2 members"):
        _unpacked(many, tmp_path / "3")


def test_a_poisoned_member_does_not_cost_the_others(lake, tmp_path, csv_bytes):
    inner = _zip(tmp_path / "inner", {"deep.csv": csv_bytes(item_number=2)}).read_bytes()
    members = {"x/good.csv": csv_bytes(), "bad.csv": b"", "inner.zip": inner}
    done = take(lake, _zip(tmp_path / "day.zip", members))
    assert sorted(file.file_name for file in done.files) == ["deep.csv", "good.csv"]
    assert [str(error) for error in done.refused] == [
        "day.zip/bad.csv: the file is empty. Ask the sender for the file again"
    ]
    found = lake.execute("SELECT file_name, archive_name FROM intake.files ORDER BY 1").fetchall()
    assert found == [("deep.csv", "day.zip/inner.zip"), ("good.csv", "day.zip")]
    columns = "file_name, archive_name, check_id, byte_count, first_refused_at, last_refused_at"
    refused = f"SELECT {columns} FROM intake.refused_files"
    first = lake.execute(refused).fetchall()
    assert first[0][:4] == ("bad.csv", "day.zip", "FILE_EMPTY", 0)
    again = take(lake, tmp_path / "day.zip")
    assert not any(file.is_new for file in again.files)
    (second,) = lake.execute(refused).fetchall()
    assert second[:5] == first[0][:5]
    assert second[5] > first[0][5]


def test_archives_in_archives_end_somewhere(lake, tmp_path, csv_bytes):
    data = csv_bytes()
    for n in range(4):
        data = _zip(tmp_path / f"{n}.zip", {f"{n}.zip" if n else "a.csv": data}).read_bytes()
    done = take(lake, tmp_path / "3.zip")
    assert not done.files
    assert [error.check_id for error in done.refused] == ["FILE_TOO_LARGE"]
