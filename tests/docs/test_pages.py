"""All pages: links lead somewhere, commands and paths that are named exist, decisions are numbered without gaps."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from typer.main import get_command

from screening.cli import app
from screening.docs import write_pages

REPO = Path(__file__).parents[2]
PAGES = [REPO / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docker/README.md")]
PAGES += sorted((REPO / "docs").rglob("*.md"))
IDS = [str(page.relative_to(REPO)) for page in PAGES]


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> dict[str, Path]:
    """The pages that `make docs` writes, as the code would write them now."""
    return {page.name: page for page in write_pages(tmp_path_factory.mktemp("docs"))}


def _anchors(page: Path) -> set[str]:
    """Anchors of headings, as the usual hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page, generated):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if target.parent == REPO / "docs":
            target = generated.get(target.name, target)
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def _commands(page: Path) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.+?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    inline = re.findall(r"`((?:screening|make) [^`]+)`", page.read_text(encoding="utf-8"))
    found = []
    for line in [*lines, *inline]:
        words = shlex.split(line, comments=True)
        start = next((n for n, word in enumerate(words) if word.split("/")[-1] in ("screening", "make")), None)
        if start is not None:
            found.append([words[start].split("/")[-1], *words[start + 1 :]])
    return found


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (REPO / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for program, *words in _commands(page):
        if program == "make":
            assert set(words) <= targets, words
            continue
        command: click.Command = get_command(app)
        while words and words[0] != "--help" and isinstance(getattr(command, "commands", None), dict):
            assert words[0] in command.commands, words
            command, words = command.commands[words[0]], words[1:]
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= options, words


def test_commands_are_found():
    assert ["screening", "run", "--date", "2026-11-20"] in _commands(REPO / "README.md")
    assert ["make", "demo"] in _commands(REPO / "README.md")


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_paths_exist(page):
    named = re.findall(r"`((?:screening|hs_codes|docker|docs|tests|dags)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    placeholders = ("TABLE", "ID.sql", "NNNN", "NAME")
    for path in named:
        if not any(placeholder in path for placeholder in placeholders):
            assert (REPO / path).exists(), path


def test_decisions_are_numbered_and_listed():
    folder = REPO / "docs" / "decisions"
    records = sorted(folder.glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for number, record in enumerate(records, start=1):
        text = record.read_text(encoding="utf-8")
        title = re.match(rf"# ({number}\. .+)\n", text)[1]
        assert f"- [{title}]({record.name})\n" in listed
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_the_script_of_the_checks_is_a_script():
    assert subprocess.run(["bash", "-n", REPO / ".ci" / "run"]).returncode == 0
    assert (REPO / ".ci" / "run").stat().st_mode & 0o111
