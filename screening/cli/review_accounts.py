"""`screening review account …` and `sign-in`: who may review. Passwords come from a prompt or the input."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.sign_in import AsOption, read_password, signed_in

if TYPE_CHECKING:  # heavy, and needed by the commands only when they run
    from screening.review import Accounts

app = typer.Typer(help="Accounts of reviewers: add, list, roles, passwords.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help="Name of the account")]
RoleOption = Annotated[str, typer.Option("--role", help="viewer, officer, supervisor or administrator")]


@app.command()
def add(
    name: NameArgument,
    role: RoleOption,
    full_name: Annotated[str, typer.Option("--full-name", help="Name to show")] = "",
    language: Annotated[str, typer.Option("--lang", help="en, ru or kk")] = "en",
    account: AsOption = None,
) -> None:
    """Add an account. The first one is an administrator and needs nobody; later ones are added `--as` an administrator.

    From the input, the administrator's password is the first line, and that of the new account the next.
    """
    accounts = _accounts()
    actor = signed_in(accounts, account) if accounts.all() else None
    password = read_password(f"Password for {name}", twice=True)
    made = accounts.add(actor, name, role, password, full_name, language)
    typer.echo(f"{made.name} was added as {made.role}.")


@app.command("list")
def list_accounts(output: Annotated[str, typer.Option("--format", help="table, csv or json")] = "table") -> None:
    """List the accounts."""
    import polars as pl

    from screening.cli.output import print_frame

    print_frame(pl.DataFrame([asdict(account) for account in _accounts().all()], infer_schema_length=None), output)


@app.command("set-role")
def set_role(name: NameArgument, role: RoleOption, account: AsOption = None) -> None:
    """Give an account another role; its sessions end."""
    accounts = _accounts()
    accounts.set_role(signed_in(accounts, account), name, role)
    typer.echo(f"{name} is {role} now.")


@app.command()
def disable(name: NameArgument, account: AsOption = None) -> None:
    """Shut an account; its sessions end, and what it did stays."""
    accounts = _accounts()
    accounts.disable(signed_in(accounts, account), name)
    typer.echo(f"{name} is disabled.")


@app.command()
def enable(name: NameArgument, account: AsOption = None) -> None:
    """Open an account that was shut."""
    accounts = _accounts()
    accounts.enable(signed_in(accounts, account), name)
    typer.echo(f"{name} is enabled.")


@app.command("reset-password")
def reset_password(name: NameArgument, account: AsOption = None) -> None:
    """Give an account a new password, which its owner must change. From the input: yours first, then the new one."""
    accounts = _accounts()
    actor = signed_in(accounts, account)
    accounts.reset_password(actor, name, read_password(f"New password for {name}", twice=True))
    typer.echo(f"The password of {name} was reset.")


@app.command("change-password")
def change_password(name: NameArgument) -> None:
    """Change your own password. From the input: the old one first, then the new one."""
    from screening.review import Actor

    accounts = _accounts()
    old = read_password(f"Password of {name}")
    new = read_password("New password", twice=True)
    accounts.change_password(Actor(name, accounts.get(name).role), old, new)
    typer.echo("Your password was changed.")


def sign_in(name: NameArgument) -> None:
    """Sign in for several commands: prints a token for the environment variable SCREENING_REVIEW_TOKEN."""
    session = _accounts().sign_in(name, read_password(f"Password of {name}"), client="command line")
    typer.echo(session.token)


def _accounts() -> Accounts:
    from screening.review import Accounts
    from screening.settings import load_settings

    return Accounts(load_settings())
