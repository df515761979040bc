"""Accounts: for administrators only. Passwords are set here, never shown."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from screening.dashboard import fragments
from screening.dashboard.decide_dialogs import ask, buttons, sheet
from screening.dashboard.frame import act, frame
from screening.dashboard.gate import visitor_of
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import LANGUAGE_NAMES, Speaker
from screening.dashboard.widgets import button, choice
from screening.review import ROLES, Account, Actor


def register(services: Services) -> None:
    """Add the page to the application."""

    @ui.page("/accounts", response_timeout=20)
    async def accounts(request: Request) -> Response | None:
        visitor = visitor_of(request)
        if visitor.actor.role != "administrator":
            # The accounts refuse everybody else too; this spares the reader an empty page.
            return RedirectResponse("/", status_code=303)
        found = await to_thread.run_sync(services.accounts.all)
        with frame(visitor, request, visitor.say("place.accounts"), place="accounts") as say:
            page = AccountsPage(services, visitor, say)
            fragments.show("accounts_head", say, count=len(found))
            button(say("account.add"), page.add, "do-add", main=True)
            for account in found:
                page.draw(account)
        return None


class AccountsPage:
    """What an administrator does with accounts."""

    def __init__(self, services: Services, visitor: Visitor, say: Speaker) -> None:
        self.services = services
        self.visitor = visitor
        self.say = say

    def draw(self, account: Account) -> None:
        """Draw one account, with what can be done to it."""
        say = self.say
        with ui.element("section").classes("card account-row"):
            fragments.show("account", say, account=account).classes("grow")
            if account.name == self.visitor.actor.name:
                return  # nobody takes his own rights away by a slip
            roles: dict[str, str] = {role: say(f"role.{role}") for role in ROLES}
            role = choice(roles, say("account.role"), account.role)
            role.on_value_change(lambda event: self._set_role(account.name, str(event.value)))
            button(say("account.reset"), lambda: self._reset(account.name), "small do-reset")
            key, action = (
                ("account.enable", self._enable) if account.is_disabled else ("account.disable", self._disable)
            )
            button(say(key), lambda: action(account.name), "small do-toggle")

    async def add(self) -> None:
        """Ask for a new account, and add it."""
        say = self.say
        dialog, place = sheet(say, say("account.add").removesuffix(" …"))
        with place:
            name = ui.input(say("account.name")).props("outlined dense autocomplete=off maxlength=60")
            full_name = ui.input(say("account.full_name")).props("outlined dense autocomplete=off maxlength=120")
            role = ui.select({one: say(f"role.{one}") for one in ROLES}, label=say("account.role"), value="officer")
            language = ui.select(LANGUAGE_NAMES, label=say("account.language"), value=say.language)
            for field in (role, language):
                field.props("outlined dense")
            password = ui.input(say("account.first_password"), password=True, password_toggle_button=True)
            password.props("outlined dense autocomplete=new-password")
            buttons(
                say,
                dialog,
                lambda: dialog.submit((name.value, full_name.value, role.value, language.value, password.value)),
            )
        answer = await ask(dialog)
        if answer is not None:
            account, whole, chosen, speaks, first = answer
            add = self.services.accounts.add
            await self._do(lambda actor: add(actor, account, chosen, first, full_name=whole, language=speaks))

    async def _reset(self, name: str) -> None:
        say = self.say
        dialog, place = sheet(say, f"{say('account.reset').removesuffix(' …')}: {name}")
        with place:
            password = ui.input(say("account.first_password"), password=True, password_toggle_button=True)
            password.props("outlined dense autocomplete=new-password")
            buttons(say, dialog, lambda: dialog.submit(password.value))
        answer = await ask(dialog)
        if answer is not None:
            await self._do(lambda actor: self.services.accounts.reset_password(actor, name, str(answer)))

    async def _set_role(self, name: str, role: str) -> None:
        await self._do(lambda actor: self.services.accounts.set_role(actor, name, role))

    async def _disable(self, name: str) -> None:
        await self._do(lambda actor: self.services.accounts.disable(actor, name))

    async def _enable(self, name: str) -> None:
        await self._do(lambda actor: self.services.accounts.enable(actor, name))

    async def _do(self, work: Callable[[Actor], object]) -> None:
        def whole(actor: Actor) -> bool:
            work(actor)
            return True

        if await act(self.services, self.visitor, self.say, whole):
            ui.navigate.reload()
