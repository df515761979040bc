"""Every page of the dashboard in each language, light and dark, as pictures: `make screenshots`.

Serves a lake of its own, made from the samples, decides a little in it, and writes PNG files to docs/screenshots.
Needs Chromium. The two pictures that the README shows are committed, the others are looked at and left out.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.dashboard import CHROMIUM, wait_for
from screening.settings import Settings

PASSWORD = "tall grass on quiet hills"
ALERT = "20251212-3F67887A92"
OTHER_ALERTS = ("55301/121225/9000006", "55301/121225/9000002", "39864/121225/8000001")
FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"


def prepare(settings: Settings) -> None:
    """Make the lake, the accounts and a few decisions."""
    from screening.cli.demo import DEMO_DAY, prepare_demo
    from screening.lake import open_lake
    from screening.pipeline import run_day
    from screening.review import (
        Accounts,
        Actor,
        ReviewWriter,
        alert_state,
        assign,
        comment,
        decide,
        parties_of_reason,
        suppress,
    )

    prepare_demo(settings)
    run_day(settings, DEMO_DAY)
    accounts = Accounts(settings)
    root = Actor("root", "administrator")
    accounts.add(None, root.name, root.role, PASSWORD)
    for name, role, full_name in (
        ("aigerim", "officer", "Айгерім Сейітова"),
        ("nurlan", "officer", "Нұрлан Әбенов"),
        ("daniyar", "supervisor", "Данияр Ким"),
    ):
        accounts.add(root, name, role, f"{PASSWORD} first", full_name=full_name)
        accounts.change_password(Actor(name, role), f"{PASSWORD} first", PASSWORD)  # type: ignore[arg-type]
    # He still has the password that the administrator gave him.
    accounts.add(root, "viktor", "viewer", PASSWORD, full_name="Виктор Ли")
    aigerim, daniyar = Actor("aigerim", "officer"), Actor("daniyar", "supervisor")
    with open_lake(settings, read_only=True) as lake, ReviewWriter(settings, accounts) as writer:
        found = dict(lake.execute("SELECT declaration_id, alert_id FROM alerts.alerts").fetchall())
        wallet, names, split = (found[one] for one in OTHER_ALERTS)
        assign(writer, daniyar, [ALERT, names], assignee="aigerim")
        assign(writer, daniyar, [split], assignee="nurlan")
        comment(writer, aigerim, ALERT, comment="Asked the declarant for the end-user statement.")
        seen = int(str(alert_state(lake, wallet)["last_event"]))
        decide(
            writer,
            aigerim,
            wallet,
            disposition="true_match",
            reason_codes=["listed_party"],
            comment="",
            seen_event=seen,
        )
        seen = int(str(alert_state(lake, split)["last_event"]))
        decide(writer, daniyar, split, disposition="release", reason_codes=["end_use_verified"], seen_event=seen)
        party = parties_of_reason(lake, names, 1).to_dicts()[0]
        entity = lake.execute(
            "SELECT reference_id FROM alerts.alert_reasons WHERE alert_id = ? AND reason_number = 1", [names]
        ).fetchall()[0][0]
        suppress(
            writer,
            aigerim,
            party_id=party["party_id"],
            entity_id=entity,
            reason_code="other_number",
            comment="Another firm: registered elsewhere, under another number.",
            expires_on=date.today() + timedelta(days=180),  # noqa: DTZ011 - the calendar on the wall
            alert_id=names,
        )


def take(base: str, folder: Path, languages: list[str]) -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        for language in languages:
            for theme in ("light", "dark"):
                context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=language)
                for name, value in (("language", language), ("theme", theme)):
                    context.add_cookies([{"name": f"screening_{name}", "value": value, "url": base}])
                _take(context.new_page(), base, folder, f"{language}-{theme}")
                context.close()
        browser.close()


def _take(tab: Any, base: str, folder: Path, suffix: str) -> None:  # noqa: ANN401 - a page of Playwright
    def shoot(name: str, *, whole: bool = False) -> None:
        tab.wait_for_timeout(700)  # charts draw themselves after the page is there
        tab.screenshot(path=folder / f"{name}-{suffix}.png", full_page=whole)
        print(folder / f"{name}-{suffix}.png", flush=True)

    def visit(address: str) -> None:
        tab.goto(base + address)
        tab.wait_for_selector("main h1")
        tab.wait_for_function("window.did_handshake === true")

    def enter(name: str) -> None:
        tab.fill("#name", name)
        tab.fill("#password", PASSWORD)
        tab.click("button.primary")
        tab.wait_for_selector("main h1")

    tab.goto(f"{base}/sign-in")
    shoot("sign-in")
    enter("daniyar")
    visit("/?status=all")
    tab.keyboard.press("j")
    shoot("queue")
    tab.keyboard.press("?")
    shoot("keys")
    tab.keyboard.press("Escape")
    tab.click(".day .q-btn >> nth=0")
    tab.wait_for_selector(".q-date")
    shoot("calendar")
    visit(f"/alert/{ALERT}")
    shoot("alert")
    shoot("alert-whole", whole=True)
    tab.click(".do-decide")
    tab.click(".sheet .q-radio >> nth=1")
    shoot("decide")
    visit("/overview")
    shoot("overview", whole=True)
    visit("/suppressions")
    shoot("suppressions")
    visit(f"/alert/{ALERT}")
    tab.click(".do-suppress >> nth=0")
    tab.wait_for_selector(".sheet .comment")
    shoot("suppress")
    tab.goto(f"{base}/password")
    shoot("password")
    tab.context.clear_cookies(name="screening")
    tab.goto(f"{base}/sign-in")
    enter("root")
    visit("/accounts")
    shoot("accounts")
    tab.context.clear_cookies(name="screening")
    tab.goto(f"{base}/sign-in")
    enter("viktor")
    shoot("first-password")


def main() -> None:
    """Prepare, serve, take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--languages", default="en,ru,kk")
    parser.add_argument("--port", type=int, default=8098)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as home:
        settings = Settings(home=Path(home) / "home", _env_file=None)  # type: ignore[call-arg]
        prepare(settings)
        environment = {**os.environ, "SCREENING_HOME": str(settings.home)}
        command = [Path(sys.executable).with_name("screening"), "serve", "--port", str(options.port)]
        server = subprocess.Popen(command, env=environment)
        base = f"http://127.0.0.1:{options.port}"
        try:
            wait_for(base)
            take(base, options.folder, options.languages.split(","))
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
