"""Fixtures for all tests: a lake of its own per test, fictional declaration items, the shared public files."""

import contextlib
import csv
import multiprocessing
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import duckdb_extension_postgres_scanner
import polars as pl
import pytest
from pydantic import SecretStr

from screening.cli.demo import DEMO_DAY, prepare_demo, samples_folder
from screening.lake import initialise, insert, open_lake
from screening.pipeline import RunResult, run_day
from screening.schemas.intake import CANONICAL_COLUMNS
from screening.schemas.review import EVENTS
from screening.settings import Settings

REPO = Path(__file__).parent.parent
SHARED = Path(os.environ.get("SCREENING_SHARED", REPO.parent / "shared"))


HEAVY = ("tests/dags/", "tests/screening/pipeline/", "tests/screening/dashboard/", "tests/screening/simulate/")
"""What takes longest begins first, so that no process ends long before the other."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of a file stay together, for the sake of what they share, unless a mark keeps more of them together.

    Tests that read the shared public files are skipped, with the reason, where those are absent.
    """
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: not item.nodeid.startswith(HEAVY))  # otherwise in the order they had
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"the public lists and nomenclatures are not at {SHARED}")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    """No test reads the developer's settings or writes into the developer's lake."""
    for name in [name for name in os.environ if name.startswith("SCREENING_") and name != "SCREENING_SHARED"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SCREENING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SCREENING_SETTLE_SECONDS", "0")


@pytest.fixture
def shared() -> Path:
    return SHARED


@pytest.fixture
def bare_settings(tmp_path) -> Settings:
    """Settings of a home without a lake."""
    made = Settings(home=tmp_path / "home", _env_file=None)
    made.inbox_folder.mkdir(parents=True)
    return made


@pytest.fixture(scope="session")
def empty_lake(tmp_path_factory) -> Path:
    """The folder of an initialised lake. Every test gets a copy: making one takes a second."""
    made = Settings(home=tmp_path_factory.mktemp("template") / "home", _env_file=None)
    with open_lake(made) as connection:
        initialise(connection)
    return made.home / "lake"


def _copy_lake(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    # DuckLake writes down where its files lie; nothing else in a lake knows its place.
    with sqlite3.connect(target / "catalog.sqlite") as catalog:
        catalog.execute("UPDATE ducklake_metadata SET value = ? WHERE key = 'data_path'", [f"{target / 'data'}/"])
    catalog.close()


@pytest.fixture
def settings(bare_settings, empty_lake) -> Settings:
    """Settings of a home with an initialised lake."""
    _copy_lake(empty_lake, bare_settings.home / "lake")
    return bare_settings


@pytest.fixture(scope="session")
def processes():
    """What starts processes of their own for tests: from one that has imported the pipeline, and done nothing else.

    A process that imports for itself takes three seconds before it does anything.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["screening.cli", "screening.pipeline", "screening.quality.gate", "screening.review"]
    )
    return context


def _screening(arguments, environment, given, folder):
    """What a process of `screening` is: its arguments, environment and standard streams, in its folder."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, name in enumerate(("in", "out", "err")):
        os.dup2(os.open(f"{given}.{name}", os.O_RDONLY if name == "in" else os.O_WRONLY), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # multiprocessing has put another in its place
    sys.argv = ["screening", *arguments]
    from screening.cli import main

    main()


@pytest.fixture
def screening(processes, tmp_path):
    """Return a function that runs `screening …` in a process of its own, with a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCREENING_")}
    environment |= {"SCREENING_HOME": str(tmp_path / "home"), "COLUMNS": "100", "NO_COLOR": "1"}

    def run(*arguments: str, given: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            streams = Path(folder) / "std"
            for name in ("in", "out", "err"):
                Path(f"{streams}.{name}").write_text(given or "" if name == "in" else "", encoding="utf-8")
            process = processes.Process(
                target=_screening, args=(arguments, environment | settings, str(streams), str(tmp_path))
            )
            process.start()
            process.join(timeout=150)
            assert process.exitcode is not None, "it does not come to an end"
            said = [Path(f"{streams}.{name}").read_text(encoding="utf-8") for name in ("out", "err")]
        return subprocess.CompletedProcess(arguments, process.exitcode, *said)

    return run


@pytest.fixture(scope="session")
def copy_home():
    """Return a function that copies a home with its lake and returns the settings of the copy."""

    def copy(source: Path, target: Path) -> Settings:
        shutil.copytree(source, target, ignore=lambda folder, _: ["lake"] if Path(folder) == source else [])
        _copy_lake(source / "lake", target / "lake")
        return Settings(home=target, _env_file=None)

    return copy


@pytest.fixture
def lake(settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_lake(settings) as connection:
        yield connection


ITEM = {
    "declaration_id": "55301/201126/0000001",
    "correction_number": "0",
    "item_number": "1",
    "flow": "import",
    "procedure_code": "40",
    "registration_date": "2026-11-20",
    "office_code": "55301",
    "consignor_name": "NORDLICHT BAUSTOFFE GMBH",
    "consignor_address": "HAFENSTR. 1, HAMBURG",
    "consignor_country_code": "DE",
    "consignee_name": "ТОО «Ақ Бидай Құрылыс»",
    "consignee_address": "г. Алматы, ул. Примерная, 1",
    "consignee_country_code": "KZ",
    "consignee_tax_id": "990140000012",
    "dispatch_country_code": "DE",
    "origin_country_code": "DE",
    "destination_country_code": "KZ",
    "trade_country_code": "DE",
    "hs_code": "6908909100",
    "goods_description": "Плитка керамическая облицовочная",
    "gross_mass_kg": "1050",
    "net_mass_kg": "1000",
    "quantity": "500",
    "quantity_unit_code": "MTK",
    "invoice_value": "5000.00",
    "invoice_currency_code": "EUR",
    "statistical_value": "5400.00",
    "statistical_currency_code": "USD",
}


@pytest.fixture(scope="session")
def make_item():
    """Return a function that makes one innocent goods item, as text, with the changes given."""

    def make(**changes: object) -> dict[str, str]:
        unknown = changes.keys() - {column.name for column in CANONICAL_COLUMNS}
        assert not unknown, unknown
        return ITEM | {name: "" if value is None else str(value) for name, value in changes.items()}

    return make


@pytest.fixture
def item(make_item):
    """The same, for tests that need it once each."""
    return make_item


@pytest.fixture(scope="session")
def write_items():
    """Return a function that writes items as a CSV file."""

    def write(path: Path, items: list[dict[str, str]]) -> Path:
        columns = list(dict.fromkeys(key for row in items for key in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(items)
        return path

    return write


@pytest.fixture
def write_csv(settings, write_items):
    """Return a function that writes items as a CSV file into the inbox, or another folder."""

    def write(name: str, items: list[dict[str, str]], folder: Path | None = None) -> Path:
        return write_items((folder or settings.inbox_folder) / name, items)

    return write


@dataclass(frozen=True)
class TwoRuns:
    """The samples' day, published, then corrected and published again. Tests that share it only read."""

    settings: Settings
    day: date
    first: RunResult
    second: RunResult


@pytest.fixture(scope="session")
def two_runs(tmp_path_factory) -> TwoRuns:
    """The lake of the demo, and a second run of its day after one declaration was corrected."""
    made = Settings(home=tmp_path_factory.mktemp("two-runs") / "home", _env_file=None)
    prepare_demo(made)
    first = run_day(made, DEMO_DAY)
    day_file = samples_folder() / "declarations" / f"declarations-{DEMO_DAY}.csv"
    with day_file.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["declaration_id"] == "55301/121225/9000007"]
    changes = {"correction_number": "1", "hs_code": "6908909100", "goods_description": "Плитка керамическая"}
    with (made.inbox_folder / "correction.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | changes for row in rows)
    with open_lake(made) as connection:
        alert_id = connection.execute("SELECT alert_id FROM alerts.alerts ORDER BY score LIMIT 1").fetchone()[0]
        insert(connection, EVENTS, decided(1, alert_id, "false_positive"))
    return TwoRuns(made, DEMO_DAY, first, run_day(made, DEMO_DAY))


def decided(number: int, alert_id: str, disposition: str, at: datetime | None = None) -> pl.DataFrame:
    """An event by which an officer decided, for those who read what was decided; its hashes are none."""
    row = {column.name: None for column in EVENTS.columns} | {
        "event_number": number, "event_id": str(number), "happened_at": at or datetime.now(UTC), "actor": "aigul",
        "actor_role": "officer", "kind": "decided", "alert_id": alert_id, "status": "decided",
        "disposition": disposition, "decision_event": number, "payload": "{}", "previous_hash": "", "event_hash": "",
    }  # fmt: skip
    return pl.DataFrame([row], schema=EVENTS.polars_schema)


@pytest.fixture(scope="session")
def decided_event():
    """Return the function that makes an event of an officer's decision."""
    return decided


class ListServer:
    """A publisher on this machine, over TLS: `answers` says what a path gives, `asked` what was asked for."""

    def __init__(self, certificate: Path):
        self.ca_file = certificate
        self.answers, self.asked = {}, []
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        answers, asked = self.answers, self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, dict(self.headers)))
                answer = answers.get(self.path.partition("?")[0])
                with contextlib.suppress(OSError):
                    if answer is None:
                        self.send_error(404)
                    elif isinstance(answer, bytes):
                        self.give(answer)
                    else:
                        answer(self)

            def give(self, body=b"", status=200, **headers):
                self.send_response(status)
                for name, value in ({"Content_Length": len(body)} | headers).items():
                    if value is not None:
                        self.send_header(name.replace("_", "-"), str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.host = f"localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path):
        return f"https://{self.host}{path}"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def throw_away_certificate(tmp_path_factory):
    """A certificate for localhost that nobody trusts; its key lies beside it."""
    certificate = tmp_path_factory.mktemp("tls") / "localhost.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", certificate.with_suffix(".key"), "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate


@pytest.fixture
def list_server(throw_away_certificate, monkeypatch) -> Iterator[ListServer]:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = ListServer(throw_away_certificate)
    yield server
    server.stop()


@pytest.fixture
def postgres_settings(tmp_path) -> Iterator[Settings]:
    """A lake whose catalog is in PostgreSQL, in a schema of its own; skipped where no server listens."""
    target = os.environ.get("SCREENING_TEST_POSTGRES", "dbname=test host=127.0.0.1 user=postgres")
    schema = f"lake_{uuid.uuid4().hex[:12]}"
    server = duckdb.connect()
    extension = Path(duckdb_extension_postgres_scanner.__file__).parent
    server.execute(f"LOAD '{extension}/extensions/v{duckdb.__version__}/postgres_scanner.duckdb_extension'")
    try:
        server.execute(f"ATTACH '{target}' AS server (TYPE postgres)")
    except duckdb.Error:
        pytest.skip("no PostgreSQL server answers; set SCREENING_TEST_POSTGRES to a connection string")
    made = Settings(
        home=tmp_path / "postgres-home", catalog=SecretStr(f"postgres:{target}"), catalog_schema=schema, _env_file=None
    )
    made.inbox_folder.mkdir(parents=True)
    with open_lake(made) as connection:
        initialise(connection)
    yield made
    server.execute(f"CALL postgres_execute('server', 'DROP SCHEMA {schema} CASCADE')")
    server.close()
