"""Databases: read from the watermark on, in parts, all or nothing; no password in any message."""

import os
import sqlite3
import uuid

import pytest
import sqlalchemy

from screening.errors import IntakeError, SettingsError
from screening.intake import query
from screening.intake.query import load_query, read_query, url_of

FILE = """
id: firms
database: FIRMS_URL
query: SELECT bin, name, seen FROM {table} WHERE seen > :watermark ORDER BY seen
watermark: {{column: seen, start: "{start}", type: {type}}}
mapping: {{record: companies, fields: {{tax_id: bin, name: name}}}}
"""


@pytest.fixture
def source(tmp_path):
    """Return a function that reads the query file with these settings."""

    def read(table="firms", start="0", kind="integer"):
        path = tmp_path / "firms.query.yml"
        path.write_text(FILE.format(table=table, start=start, type=kind), encoding="utf-8")
        return read_query(path)

    return read


@pytest.fixture
def firms(tmp_path):
    """A database of firms, and a function that adds some."""
    path = tmp_path / "firms.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE firms (bin TEXT, name TEXT, seen INTEGER)")

    def add(*numbers):
        database.executemany("INSERT INTO firms VALUES (?, ?, ?)", [(f"F{n}", f"Firm {n}", n) for n in numbers])
        database.commit()

    yield f"sqlite:///{path}", add
    database.close()


def _names(lake):
    return [name for (name,) in lake.execute("SELECT name FROM intake.companies ORDER BY name").fetchall()]


def test_only_what_is_new_is_read(lake, source, firms, monkeypatch):
    url, add = firms
    monkeypatch.setattr(query, "BATCH_ROWS", 2)
    add(1, 2, 3, 4, 5)
    first = load_query(lake, source(), url)
    assert (first.watermark, first.file.rows_accepted) == ("5", 5)
    assert load_query(lake, source(), url).file is None
    add(6)
    second = load_query(lake, source(), url)
    assert (second.watermark, second.file.rows_read) == ("6", 1)
    assert _names(lake) == [f"Firm {n}" for n in range(1, 7)]
    found = lake.execute("SELECT format, file_name, mapping FROM intake.files ORDER BY rows_read").fetchall()
    assert [row[:2] for row in found] == [("query", "firms above 5"), ("query", "firms above 0")]
    assert all(row[2].startswith("firms-") for row in found)


def test_a_fault_moves_no_watermark(lake, source, firms):
    url, add = firms
    add(1)
    with pytest.raises(IntakeError, match="OperationalError") as error:
        load_query(lake, source(table="no_such_table"), url)
    assert "no_such_table" not in str(error.value)
    assert lake.execute("SELECT count(*) FROM intake.query_watermarks").fetchone() == (0,)
    assert load_query(lake, source(), url).file.rows_accepted == 1


def test_the_password_stays_out_of_messages(lake, source):
    with pytest.raises(IntakeError) as error:
        load_query(lake, source(), "postgresql://user:s3cret@127.0.0.1:1/none")
    assert "s3cret" not in str(error.value) + repr(error.value.__cause__)
    assert error.value.__suppress_context__


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("> :watermark", "> 5"), "must compare with :watermark"),
        (("database: FIRMS_URL", "title: x"), "give one of database"),
        (('start: "0"', "start: soon"), "invalid literal"),
        (("name: name", "nam: name"), "has no field nam"),
        (("id: firms", "id: [x"), "read as YAML"),
    ],
)
def test_files_that_make_no_sense(tmp_path, change, said):
    path = tmp_path / "a.query.yml"
    path.write_text(FILE.format(table="firms", start="0", type="integer").replace(*change), encoding="utf-8")
    with pytest.raises(IntakeError, match=said):
        read_query(path)


def test_where_the_database_is_stands_in_the_environment(source):
    with pytest.raises(SettingsError, match="FIRMS_URL"):
        url_of(source(), {})
    assert url_of(source(), {"FIRMS_URL": "sqlite://"}) == "sqlite://"
    by_airflow = source().model_copy(update={"database": None, "connection": "customs-db"})
    assert url_of(by_airflow, {"AIRFLOW_CONN_CUSTOMS_DB": "postgres://u@h/d"}) == "postgresql://u@h/d"


def test_postgresql(lake, source):
    """A real server, a cursor on it, a watermark of time stamps."""
    url = os.environ.get("SCREENING_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1/test")
    engine = sqlalchemy.create_engine(url)
    table = f"firms_{uuid.uuid4().hex[:12]}"
    try:
        with engine.begin() as server:
            server.execute(sqlalchemy.text(f"CREATE TABLE {table} (bin text, name text, seen timestamptz)"))
            server.execute(
                sqlalchemy.text(
                    f"INSERT INTO {table} SELECT 'F' || n, 'Фирма ' || n, timestamptz '2026-11-20' + n * interval '1 s'"
                    " FROM generate_series(1, 25000) AS n"
                )
            )
    except sqlalchemy.exc.OperationalError:
        pytest.skip("no PostgreSQL server answers; set SCREENING_TEST_POSTGRES_URL to a SQLAlchemy URL")
    try:
        of = source(table, "2026-11-20T00:00:00+00:00", "timestamp")
        done = load_query(lake, of, url)
        assert done.file.rows_accepted == 25_000
        assert load_query(lake, of, url).file is None
        with engine.begin() as server:
            server.execute(sqlalchemy.text(f"INSERT INTO {table} VALUES ('late', 'Late', '2026-11-21')"))
        assert load_query(lake, of, url).file.rows_read == 1
    finally:
        with engine.begin() as server:
            server.execute(sqlalchemy.text(f"DROP TABLE {table}"))
        engine.dispose()
