import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import LakeError, SettingsError


def serve(*options):
    return CliRunner().invoke(app, ["serve", *options]).exception


def test_other_machines_are_served_with_tls_only():
    error = serve("--host", "0.0.0.0")
    assert isinstance(error, SettingsError)
    assert "in the clear" in str(error)


@pytest.mark.parametrize("option", ["--certificate", "--key"])
def test_a_certificate_and_its_key_go_together(tmp_path, option):
    file = tmp_path / "one.pem"
    file.touch()
    assert isinstance(serve(option, str(file)), SettingsError)


def test_without_a_lake_it_says_what_to_do():
    error = serve("--port", "8099")
    assert isinstance(error, LakeError)
    assert "screening init" in str(error)
