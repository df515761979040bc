"""Running the dashboard: one process, logs without anything that could hold a name."""

from __future__ import annotations

import logging
from pathlib import Path

import uvicorn

from screening.dashboard.application import make_application
from screening.dashboard.services import open_services
from screening.lake import open_lake, require_current
from screening.settings import Settings


def serve(
    settings: Settings, *, host: str, port: int, certificate: Path | None, key: Path | None, behind_proxy: bool
) -> None:
    """Serve until stopped. `behind_proxy`: another server in front ends TLS and says so in its headers.

    Raises LakeError when the lake is not there or of another version, SettingsError when the accounts cannot be opened.
    """
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
    is_tls = certificate is not None or behind_proxy
    _quieten()
    with open_services(settings, is_tls=is_tls) as services:
        config = uvicorn.Config(
            make_application(services),
            host=host,
            port=port,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            proxy_headers=behind_proxy,
            server_header=False,
            # An address can hold a name that somebody searched for, so requests are not logged one by one.
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run()


class _WithoutQuery(logging.Filter):
    """Cuts the query part off addresses in messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message and "://" in message:
            record.msg = " ".join(word.partition("?")[0] if "://" in word else word for word in message.split(" "))
            record.args = ()
        return True


def _quieten() -> None:
    for name in ("nicegui", "uvicorn.error"):
        logging.getLogger(name).addFilter(_WithoutQuery())
