"""The command that serves the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port")] = 8090,
    certificate: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="TLS certificate chain (PEM)")
    ] = None,
    key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Its private key (PEM)")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A server in front ends TLS and passes X-Forwarded-Proto and -For")
    ] = False,
) -> None:
    """Serve the dashboard in which officers look at alerts and decide them. Stop it with Ctrl-C."""
    from screening.errors import SettingsError
    from screening.settings import load_settings

    if (certificate is None) != (key is None):
        raise SettingsError("a certificate needs its key", where="--certificate, --key", remedy="Give both or neither")
    is_tls = certificate is not None or behind_proxy
    if not is_tls and host not in _THIS_MACHINE:
        raise SettingsError(
            "passwords and decisions would cross the network in the clear",
            where="--host",
            remedy="Give --certificate and --key, or --behind-proxy where another server ends TLS",
        )
    from screening.dashboard.server import serve as run_server

    settings = load_settings()
    typer.echo(f"Serving {settings.home} on {'https' if certificate else 'http'}://{host}:{port}/ — Ctrl-C stops.")
    run_server(settings, host=host, port=port, certificate=certificate, key=key, behind_proxy=behind_proxy)
