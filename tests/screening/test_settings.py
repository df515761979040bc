from pathlib import Path

import pytest
from pydantic import ValidationError

from screening.errors import SettingsError
from screening.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """No .env of the developer's lies here."""
    monkeypatch.chdir(tmp_path)


def test_defaults_are_folders_in_the_home(monkeypatch):
    monkeypatch.delenv("SCREENING_HOME")
    settings = load_settings()
    assert settings.home == Path("data/home")
    assert settings.inbox_folder == Path("data/home/inbox")
    assert settings.staging_folder == Path("data/home/staging")
    assert settings.data_docs_folder == Path("data/home/data_docs")
    assert settings.policy is None
    assert settings.catalog.get_secret_value() == ""


def test_the_environment_and_then_env_are_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("SCREENING_HOME=from-file\nSCREENING_CATALOG_SCHEMA=from_file\nOTHER=ignored\n")
    monkeypatch.setenv("SCREENING_HOME", "from-environment")
    monkeypatch.setenv("SCREENING_INBOX", "elsewhere")
    settings = load_settings()
    assert settings.home == Path("from-environment")
    assert settings.catalog_schema == "from_file"
    assert settings.inbox_folder == Path("elsewhere")
    assert load_settings(home="given").home == Path("given")


def test_settings_cannot_be_changed_once_read():
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().home = Path("elsewhere")


def test_the_password_in_the_catalog_is_not_printed(monkeypatch):
    monkeypatch.setenv("SCREENING_CATALOG", "postgres:dbname=lake password=opensesame")
    settings = load_settings()
    assert "opensesame" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.catalog.get_secret_value().endswith("opensesame")


def test_a_wrong_setting_is_named_as_the_user_writes_it():
    with pytest.raises(SettingsError) as refused:
        load_settings(data_path=["not", "a", "text"])
    assert refused.value.where == "SCREENING_DATA_PATH"
    assert refused.value.remedy
    assert refused.value.exit_code == 2


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())
