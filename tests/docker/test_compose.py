"""Images cannot be built where tests run, so what the Dockerfile and the compose file name is looked for here."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from screening.settings import Settings

REPO = Path(__file__).parents[2]
DOCKER = REPO / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (DOCKER / "compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
PROJECT_SERVICES = {name: service for name, service in SERVICES.items() if "build" in service}
SETTINGS = {f"SCREENING_{name.upper()}" for name in Settings.model_fields}


def _instructions(name: str) -> list[list[str]]:
    joined = re.sub(r"\\\n", " ", DOCKERFILE)
    return [shlex.split(line)[1:] for line in joined.splitlines() if line.startswith(f"{name} ")]


def _scripts() -> set[str]:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return set(project["scripts"])


def _commands() -> list[list[str]]:
    """Every command of this project's services, health checks too; shell lines are split at &&."""
    found = []
    for service in PROJECT_SERVICES.values():
        tests = [service["healthcheck"]["test"][1:]] if "healthcheck" in service else []
        for words in (service["command"], *tests):
            lines = words[2].split("&&") if words[:2] == ["bash", "-c"] else [shlex.join(words)]
            found.extend(shlex.split(line) for line in lines)
    return found


def _environment_names() -> set[str]:
    variables = (word.partition("=")[0] for instruction in _instructions("ENV") for word in instruction)
    return {*variables, *(name for service in PROJECT_SERVICES.values() for name in service["environment"])}


@pytest.mark.parametrize("source", [word for words in _instructions("COPY") for word in words[:-1]])
def test_what_is_copied_is_there_and_not_ignored(source):
    assert (REPO / source).exists()
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert f"!{source.removeprefix('./')}" in ignored


def test_the_image_has_the_python_that_the_project_asks_for():
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == "==3.11.*"
    assert re.findall(r"^FROM (.+)$", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim"]


def test_the_image_installs_the_lock_with_hashes_and_no_index_address():
    installs = [words for words in _instructions("RUN") if words[:2] == ["pip", "install"]]
    assert [words for words in installs if "--no-deps" not in words] == []
    assert ["pip", "install", "--no-deps", "--require-hashes", "-r", "requirements.lock"] in installs
    assert "index-url" not in DOCKERFILE
    assert "://" not in DOCKERFILE


def test_the_image_runs_as_a_user_without_rights():
    users = _instructions("USER")
    assert users[-1] == ["screening"]
    assert any("useradd" in words and "screening" in words for words in _instructions("RUN"))
    assert not any(service.get("privileged") or "user" in service for service in SERVICES.values())


def test_the_wheel_that_the_image_installs_holds_every_file_of_the_packages(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=REPO, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(REPO))
        for package in ("screening", "hs_codes")
        for path in (REPO / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert any(name.endswith(".sql") for name in wanted)
    assert sorted(wanted - packed) == []


def test_the_build_is_that_of_this_project():
    for service in PROJECT_SERVICES.values():
        assert (DOCKER / service["build"]["context"]).resolve() == REPO
        assert REPO / service["build"]["dockerfile"] == DOCKER / "Dockerfile"


def test_every_command_exists():
    known = _scripts() | {"airflow", "python"}
    commands = _commands()
    assert {"screening", "airflow"} <= {words[0] for words in commands}
    assert {words[0] for words in commands} <= known


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    """What Airflow knows: options of each of our commands, configuration options, routes of the API."""
    home = tmp_path_factory.mktemp("airflow")
    # In a process of its own: Airflow sets up logging and a home folder when it is imported.
    asked = subprocess.run(
        [sys.executable, "-c", _ASK_AIRFLOW],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "AIRFLOW_HOME": str(home)},
        input=json.dumps([words[1:] for words in _commands() if words[0] == "airflow"]),
        capture_output=True, text=True,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr[-2000:]
    return json.loads(asked.stdout.splitlines()[-1])


_ASK_AIRFLOW = """
import json, sys
from airflow.api_fastapi.core_api.routes.public.monitor import monitor_router
from airflow.cli.cli_parser import get_parser
from airflow.configuration import conf

parser, parsed = get_parser(), []
for words in json.load(sys.stdin):
    try:
        parser.parse_args(words)
        parsed.append([words, True])
    except SystemExit:
        parsed.append([words, False])
print(json.dumps({
    "parsed": parsed,
    "options": {name: sorted(about["options"]) for name, about in conf.configuration_description.items()},
    "routes": [route.path for route in monitor_router.routes],
}))
"""


def test_airflow_knows_the_commands(airflow):
    assert len(airflow["parsed"]) >= 5
    assert [words for words, is_known in airflow["parsed"] if not is_known] == []


def test_the_health_check_asks_a_route_that_airflow_serves(airflow):
    asked = SERVICES["api-server"]["healthcheck"]["test"]
    (line,) = [word for word in asked if "urlopen" in word]
    assert re.search(r"http://localhost:8080/api/v2([^']+)'", line)[1] in airflow["routes"]


def test_screening_knows_the_command():
    from typer.main import get_command

    from screening.cli import app

    known = get_command(app).commands
    used = {words[1]: words[2:] for words in _commands() if words[0] == "screening"}
    assert set(used) == {"init", "serve"}
    for name, options in used.items():
        names = {one for parameter in known[name].params for one in parameter.opts}
        assert {option.partition("=")[0] for option in options} <= names, name


def test_the_dashboard_speaks_tls_from_what_is_mounted_and_knows_no_secret_of_airflow():
    service = SERVICES["dashboard"]
    given = dict(option.split("=", 1) for option in service["command"][2:])
    folder = str(Path(given["--certificate"]).parent)
    assert folder == str(Path(given["--key"]).parent)
    assert any(mount.endswith(f":{folder}:ro") for mount in service["volumes"])
    assert f"lake:{service['environment']['SCREENING_HOME']}" in service["volumes"]
    assert {name.partition("_")[0] for name in service["environment"]} == {"SCREENING"}
    asked = " ".join(service["healthcheck"]["test"])
    route = re.search(r"https://localhost:8090(/\w+)'", asked)[1]
    assert f'@router.get("{route}")' in (REPO / "screening/dashboard/entrance.py").read_text(encoding="utf-8")


def test_screening_names_are_settings():
    named = {name for name in _environment_names() if name.startswith("SCREENING_")}
    assert {"SCREENING_HOME", "SCREENING_CATALOG", "SCREENING_INBOX"} <= named
    assert named - SETTINGS == set()


def test_airflow_names_are_configuration_options(airflow):
    named = {name for name in _environment_names() if name.startswith("AIRFLOW__")}
    assert len(named) >= 8
    for name in named:
        section, _, option = name.removeprefix("AIRFLOW__").lower().partition("__")
        assert option in airflow["options"][section], name


def test_airflow_has_the_drivers_of_its_database(tmp_path):
    given = SERVICES["scheduler"]["environment"]
    filled = {name: re.sub(r"\$\{[^}]*\}", "secret", value) for name, value in given.items() if "DATABASE" in name}
    asked = subprocess.run(
        [sys.executable, "-c", "from airflow import settings; settings.configure_orm()"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "AIRFLOW_HOME": str(tmp_path), **filled},
        capture_output=True, text=True,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr[-2000:]


def test_secrets_come_from_outside():
    variables = re.findall(r"\$\{([^}]*)\}", COMPOSE_TEXT)
    assert variables
    assert [given for given in variables if not re.fullmatch(r"[A-Z_]+:\?set [A-Z_]+ in \.env", given)] == []
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD$|SECRET|KEY|CATALOG|CONN", name):
                assert "${" in value, name


def test_the_example_environment_names_every_variable_and_no_value_that_works():
    text = (REPO / ".env.example").read_text(encoding="utf-8")
    named = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    wanted = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))
    assert wanted == set(named)
    assert {name: value for name, value in named.items() if value} == {}
    settings = set(re.findall(r"^# (SCREENING_[A-Z_]+)=", text, re.MULTILINE))
    assert settings == SETTINGS | {"SCREENING_LANGUAGE"}


def test_the_databases_are_those_that_postgres_makes():
    made = (DOCKER / "postgres-init.sh").read_text(encoding="utf-8")
    environment = SERVICES["scheduler"]["environment"]
    catalog = dict(word.split("=", 1) for word in environment["SCREENING_CATALOG"].split(" ") if "=" in word)
    assert environment["SCREENING_CATALOG"].startswith("postgres:")
    assert catalog["postgres:dbname"] in re.findall(r"CREATE DATABASE (\w+)", made)
    assert catalog["user"] in re.findall(r"CREATE ROLE (\w+)", made)
    assert catalog["host"] in SERVICES
    metadata = re.fullmatch(
        r"postgresql\+psycopg2://(\w+):\$\{AIRFLOW_DB_PASSWORD:[^}]*\}@(\w+)/(\w+)",
        environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"],
    )
    assert metadata[1] in re.findall(r"CREATE ROLE (\w+)", made)
    assert metadata[2] in SERVICES
    assert metadata[3] in re.findall(r"CREATE DATABASE (\w+)", made)
    assert set(re.findall(r"[A-Z_]+_PASSWORD", made)) <= set(SERVICES["postgres"]["environment"])


def test_mounts_exist():
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source, target = re.fullmatch(r"(\$\{[^}]*\}|[^:]+):([^:]+)(?::ro)?", mount).groups()
            if source.startswith("."):
                assert (DOCKER / source).exists(), mount
            elif not source.startswith("$"):
                assert source in COMPOSE["volumes"], mount
            if "build" in service:
                # A volume over a folder that the image does not have would belong to root.
                assert any(target in words for words in _instructions("RUN")), mount


def test_airflow_finds_the_dags_where_they_are_mounted():
    scheduler = SERVICES["scheduler"]
    folder = scheduler["environment"]["AIRFLOW__CORE__DAGS_FOLDER"]
    assert f"../dags:{folder}:ro" in scheduler["volumes"]
    assert list((REPO / "dags").glob("*.py"))
    url = scheduler["environment"]["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    assert re.fullmatch(r"http://([\w-]+):8080/execution/", url)[1] in SERVICES


def test_dependencies_and_networks_are_declared():
    for name, service in SERVICES.items():
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        for other, condition in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], other
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    reachable = {name for name, service in SERVICES.items() if "front" in service["networks"] or "ports" in service}
    assert reachable == {"api-server", "dashboard"}


def test_the_postgres_script_is_a_script():
    script = DOCKER / "postgres-init.sh"
    assert os.access(script, os.X_OK)
    assert f"./{script.name}:/docker-entrypoint-initdb.d/10-databases.sh:ro" in SERVICES["postgres"]["volumes"]
    assert subprocess.run(["bash", "-n", script]).returncode == 0
