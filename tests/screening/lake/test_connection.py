"""Who may do what over a connection, and what an error gives away."""

from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from screening.errors import LakeError
from screening.lake import connection as connecting
from screening.lake import initialise, lakes_kept_open, open_lake
from screening.settings import Settings


def test_reading_where_there_is_no_lake(tmp_path):
    with (
        pytest.raises(LakeError, match="screening init"),
        open_lake(Settings(home=tmp_path, _env_file=None), read_only=True),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY intake.files TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.db'",
        "INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)",
        "DROP TABLE intake.files",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_a_reader_can_read_the_lake_and_nothing_else(lake, settings, tmp_path, statement):
    with open_lake(settings, read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM intake.files").fetchone() == (0,)
        with pytest.raises(duckdb.Error):
            reader.execute(statement.format(folder=tmp_path))


def test_a_file_that_is_not_as_it_was_signed_is_refused(settings, tmp_path, monkeypatch):
    """Also in a process that has loaded the signed one before."""
    with open_lake(settings) as first:
        signed = Path(connecting._Extension.of("ducklake").path)
        assert connecting._Extension.of("ducklake") in connecting._checked
        with pytest.raises(duckdb.Error):
            first.execute("SET GLOBAL allow_unsigned_extensions = true")
    tampered = tmp_path / signed.name
    content = bytearray(signed.read_bytes())
    content[1000] ^= 1
    tampered.write_bytes(content)
    stat = tampered.stat()
    real = connecting._Extension.of
    other = connecting._Extension(str(tampered), stat.st_size, stat.st_mtime_ns, stat.st_ino)
    monkeypatch.setattr(connecting._Extension, "of", lambda name: other if name == "ducklake" else real(name))
    with pytest.raises(LakeError, match="signature"), open_lake(settings):
        pass
    monkeypatch.undo()
    with open_lake(settings) as after:
        assert after.execute("SELECT current_setting('allow_unsigned_extensions')").fetchone() == (False,)


def test_errors_do_not_give_the_password_away(tmp_path):
    secret = "postgres:dbname=nowhere host=127.0.0.1 port=1 user=officer password=tulip"
    with (
        pytest.raises(LakeError) as error,
        open_lake(Settings(home=tmp_path, catalog=SecretStr(secret), _env_file=None)),
    ):
        pass
    assert "tulip" not in str(error.value)
    assert error.value.__cause__ is None


def test_a_folder_with_quotes_in_its_name(tmp_path):
    with open_lake(Settings(home=tmp_path / "customs' lake", _env_file=None)) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("lake",)


def test_connections_are_used_again_and_see_what_others_wrote(settings, lake):
    row = "INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)"
    count = "SELECT count(*) FROM alerts.daily_summary"
    with lakes_kept_open():
        with open_lake(settings, read_only=True) as first:
            assert first.execute(count).fetchone() == (0,)
            with open_lake(settings, read_only=True) as within:
                assert within is not first, "one that is in use is not handed out"
        lake.execute(row)
        with open_lake(settings, read_only=True) as again:
            assert again is within
            again.execute("BEGIN")
        with open_lake(settings, read_only=True) as once_more:
            once_more.execute("BEGIN")
            assert again.execute(count).fetchone() == (1,)
        with open_lake(settings) as writer:
            assert writer is not first, "a reader never becomes a writer"
    with pytest.raises(duckdb.Error, match="closed"):
        again.execute(count)


def test_a_connection_that_failed_is_not_used_again(settings):
    with lakes_kept_open():
        with pytest.raises(ZeroDivisionError), open_lake(settings) as failed:
            failed.execute("BEGIN")
            raise ZeroDivisionError
        with open_lake(settings) as fresh:
            assert fresh is not failed
            assert initialise(fresh) == []
