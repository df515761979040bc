"""One server on a copy of the samples' day, and one browser, for all tests of the pages."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from screening.review import Accounts, Actor, passwords
from screening.settings import Settings
from tests.accounts import passwords_are_their_own

PASSWORD = "tall grass on quiet hills"
OTHERS = {"aigerim": "officer", "nurlan": "officer", "daniyar": "supervisor", "viktor": "viewer"}
ADMINISTRATOR = "root"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
READY_SECONDS = 90


def make_accounts(settings: Settings) -> None:
    """The administrator, and one account for each of the others; viktor must change his password first.

    Their hashes cost little: whoever checks a password spends what its hash names.
    """
    accounts = Accounts(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        accounts.add(None, ADMINISTRATOR, "administrator", PASSWORD)
        for name, role in OTHERS.items():
            accounts.add(Actor(ADMINISTRATOR, "administrator"), name, role, PASSWORD)
    passwords_are_their_own(settings, but="viktor")


@dataclass
class Served:
    """A server that runs: where, on what, and where its log is."""

    base: str
    settings: Settings
    day: date
    log: Path
    process: subprocess.Popen = field(repr=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def served(two_runs, copy_home, tmp_path_factory) -> Iterator[Served]:
    """`screening serve` in a process of its own."""
    settings = copy_home(two_runs.settings.home, tmp_path_factory.mktemp("dashboard") / "home")
    make_accounts(settings)
    port = free_port()
    log = settings.home / "serve.log"
    environment = {**os.environ, "SCREENING_HOME": str(settings.home)}
    with log.open("w") as output:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("screening"), "serve", "--port", str(port)],
            env=environment, stdout=output, stderr=output, cwd=settings.home,
        )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{base}/health").is_success:
                break
        time.sleep(0.1)
    else:
        process.kill()
        pytest.fail(f"the server did not start: {log.read_text()}")
    yield Served(base, settings, two_runs.day, log, process)
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def sign_in(served):
    """Return a function that signs an account in and returns a client with its session."""
    clients: list[httpx.Client] = []

    def enter(name: str, password: str = PASSWORD, **headers: str) -> httpx.Client:
        client = httpx.Client(base_url=served.base, timeout=60, headers={"accept": "text/html"} | headers)
        clients.append(client)
        token = client.get("/sign-in").text.split('name="token" value="')[1].split('"')[0]
        client.post("/sign-in", data={"name": name, "password": password, "token": token, "next": "/"})
        return client

    yield enter
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium that talks to nobody else; tests of pages are skipped where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium is installed: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
