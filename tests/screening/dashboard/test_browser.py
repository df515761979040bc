"""The pages in a real browser: what officers do in a day. Each test takes alerts of its own from the samples' day."""

import re

import pytest

from screening.lake import open_lake
from screening.review import Accounts
from screening.texts import LANGUAGES

pytestmark = pytest.mark.xdist_group("two-runs")

# Declarations of the samples' day, and what they are alerts for.
LISTED_NUMBER = "55301/121225/9000001"  # critical: a listed tax number
LISTED_NAMES = "55301/121225/9000002"  # high: a consignor on two lists
LIKE_NAME = "55301/121225/9000003"  # high: a name like a listed one
LISTED_VESSEL = "55301/121225/9000005"  # high
LISTED_WALLET = "55301/121225/9000006"  # critical
SPLIT = ("39864/121225/8000001", "39864/121225/8000002")  # high
ODD_PRICE = "55301/121225/9000008"  # high


@pytest.fixture(scope="module")
def enter(browser, served, sign_in):
    """Return a function that opens a tab for an account; sessions are begun once for each."""
    contexts, complaints = {}, []

    def open_tab(name: str, address: str = "/", language: str = "en"):
        if name not in contexts:
            token = sign_in(name).cookies["screening"]
            contexts[name] = browser.new_context(viewport={"width": 1440, "height": 900})
            contexts[name].add_cookies([{"name": "screening", "value": token, "url": served.base}])
        contexts[name].add_cookies([{"name": "screening_language", "value": language, "url": served.base}])
        tab = contexts[name].new_page()
        tab.set_default_timeout(60_000)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(served.base) or complaints.append(request.url))
        tab.goto(served.base + address)
        tab.wait_for_selector("main h1")
        # Handlers of the keys and of NiceGUI are there once its socket is.
        tab.wait_for_function("window.did_handshake === true")
        return tab

    yield open_tab
    assert not complaints, "errors of scripts, or requests to elsewhere"


def alert_id(served, declaration_id: str) -> str:
    with open_lake(served.settings, read_only=True) as lake:
        query = "SELECT alert_id FROM alerts.alerts WHERE declaration_id = ?"
        return lake.execute(query, [declaration_id]).fetchone()[0]


def rows(tab) -> list[str]:
    return tab.eval_on_selector_all("table.queue a.open", "links => links.map(link => link.textContent)")


def decide(tab, disposition: str, comment: str = "") -> None:
    tab.click(".do-decide")
    tab.click(f".sheet .q-radio:has-text('{disposition}')")
    tab.click(".sheet .reasons")
    tab.click(".q-menu .q-item >> nth=0")
    tab.keyboard.press("Escape")
    if comment:
        tab.fill(".sheet .comment textarea", comment)
    tab.click(".sheet .do-save")


def say_why(tab, comment: str) -> None:
    tab.fill(".sheet .comment textarea", comment)
    tab.click(".sheet .do-save")


def state(tab) -> str:
    return tab.inner_text(".alert-side .state")


def test_signing_in(browser, served, password):
    with browser.new_context(locale="ru-RU") as context:
        tab = context.new_page()
        tab.goto(f"{served.base}/overview")
        assert tab.get_attribute("html", "lang") == "ru", "the language that the browser asks for"
        tab.fill("#name", "daniyar")
        tab.fill("#password", "not this one")
        tab.keyboard.press("Enter")
        assert "не подходят" in tab.inner_text("[role=alert]")
        tab.fill("#password", password)
        tab.keyboard.press("Enter")
        tab.wait_for_selector("main h1")
        assert tab.url == f"{served.base}/overview"
        assert tab.evaluate("document.cookie") == "", "no script can read a cookie of ours"


def test_filters_live_in_the_address(enter, served):
    tab = enter("daniyar", "/?status=all")
    everything = rows(tab)
    tab.click("a.chip.high")
    tab.wait_for_url("**severity=high**")
    tab.wait_for_selector("a.chip.high[aria-current]")
    few = rows(tab)
    assert 0 < len(few) < len(everything)
    assert set(tab.eval_on_selector_all("table.queue .badge", "all => all.map(one => one.textContent)")) == {"high"}

    tab.fill(".search input", "vessel")
    tab.wait_for_url("**search=vessel**")
    tab.wait_for_function("document.querySelectorAll('table.queue a.open').length === 1")
    assert rows(tab) == [LISTED_VESSEL]
    shared = enter("aigerim", tab.url.removeprefix(served.base))
    assert rows(shared) == [LISTED_VESSEL], "a colleague who follows the address sees the same"
    assert shared.input_value(".search input") == "vessel"
    shared.close()

    tab.go_back()
    tab.wait_for_function(f"document.querySelectorAll('table.queue a.open').length === {len(few)}")
    tab.fill(".day input >> nth=0", "13/12/2025")
    tab.wait_for_url("**since=2025-12-13**")
    tab.wait_for_selector(".empty")
    tab.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hs=8482", [ODD_PRICE]),
        ("list=EU-FSF&trader=Сенсор", [LIKE_NAME]),
        ("rule=WALLET_LISTED", [LISTED_WALLET]),
        ("office=39864&day=2025-12-12", list(SPLIT)),
        ("corridor=AE → HK → KZ", [LISTED_NUMBER]),
        ("trader=211340099997", [LISTED_NUMBER]),
        ("until=2025-12-11", []),
    ],
)
def test_each_filter(sign_in, query, expected):
    answer = sign_in("root").get(f"/api/alerts?status=all&{query}").json()
    assert sorted(alert["declaration_id"] for alert in answer["alerts"]) == sorted(expected)


def test_the_queue_by_keyboard(enter):
    tab = enter("daniyar", "/?status=all")
    listed = rows(tab)
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.textContent") == listed[1]
    tab.keyboard.press("x")
    tab.wait_for_selector(".bulk:visible")
    assert "1" in tab.inner_text(".bulk")
    tab.keyboard.press("?")
    assert tab.is_visible("dialog#keys[open]")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/alert/**")
    assert tab.inner_text("main h1") == listed[1]
    tab.wait_for_function("window.did_handshake === true")
    tab.keyboard.press("u")
    tab.wait_for_selector("table.queue")
    assert "status=all" in tab.url, "back to the filters that were"
    tab.close()


def test_an_alert_shows_why(enter, served):
    tab = enter("daniyar", f"/alert/{alert_id(served, LISTED_NAMES)}")
    reason = tab.inner_text("section.reason >> nth=0")
    assert "YUNQIAO COMPONENTS (SHENZHEN) LTD" in reason
    assert tab.locator(".versus mark").count() >= 1, "what differs is marked"
    assert {"EU-FSF", "UKR"} <= set(
        tab.locator("section.reason >> nth=0 >> .listing >> nth=0 >> .tag").all_inner_texts()
    )
    assert "2025-12-01" in tab.inner_text("section.reason .listing >> nth=0"), "the list's version"
    assert tab.locator("section.reason >> nth=0 >> details.listing").count() == 2, "the other list that names it, too"
    boxes = tab.locator(".box-number").all_inner_texts()
    assert {"1", "A", "2", "8", "9", "11", "14", "15", "17", "31", "32", "33", "34", "35", "38", "42", "46"} <= set(
        boxes
    )
    tab.close()

    tab = enter("daniyar", f"/alert/{alert_id(served, ODD_PRICE)}")
    question = tab.inner_text("section.reason .question")
    assert "ISO 492" in question, "the entry's threshold, as a question"
    assert "peers of the year before" in tab.inner_text("main")
    assert tab.locator(".nicegui-echart svg path").count() > 20, "the peers as dots"
    tab.close()


def test_deciding_and_undoing(enter, served):
    first, second = SPLIT
    address = f"/alert/{alert_id(served, first)}"
    tab = enter("aigerim", address)
    tab.keyboard.press("a")
    tab.wait_for_selector(".do-give-back")
    hostile = "asked <img src=x onerror=\"document.title='owned'\"> =1+1"
    decide(tab, "false positive", hostile)
    tab.wait_for_selector(".alert-side .state.awaiting_second")
    assert hostile in tab.inner_text(".history"), "a comment is text, whatever it holds"
    assert tab.title() != "owned"
    tab.click(".do-undo")
    tab.click(".sheet .do-save")
    tab.wait_for_selector(".q-notification")
    assert "decision undone" not in tab.inner_text(".history"), "an undo needs its reason"
    say_why(tab, "the wrong one")
    tab.wait_for_selector(".history li >> nth=2")
    assert state(tab) == "open"
    assert "false positive" in tab.inner_text(".history"), "what was decided stays in the history"
    tab.close()
    assert second in rows(enter("aigerim"))


def test_two_at_once_and_the_second_is_told(enter, served):
    address = f"/alert/{alert_id(served, SPLIT[1])}"
    one, other = enter("aigerim", address), enter("nurlan", address)
    decide(one, "request documents")
    one.wait_for_selector(".state.documents_requested")
    decide(other, "release")
    other.wait_for_selector(".q-notification:has-text('Somebody was faster')")
    other.wait_for_selector(".state.documents_requested")  # and sees what was done
    assert "release" not in other.inner_text(".history")
    one.close()
    other.close()
    again = enter("nurlan", address)
    assert "Since you looked" in again.inner_text(".since")
    again.close()


def test_four_eyes(enter, served):
    address = f"/alert/{alert_id(served, LISTED_WALLET)}"
    tab = enter("aigerim", address)
    decide(tab, "true match", "the wallet is the listed one")
    tab.wait_for_selector(".state.awaiting_second")
    assert tab.locator(".do-confirm").count() == 0, "nobody confirms his own decision"
    tab.close()
    tab = enter("nurlan", address)
    assert "aigerim decided" in tab.inner_text(".alert-side")
    assert tab.locator(".do-decide").count() == 0
    tab.click(".do-confirm")
    tab.click(".sheet .do-save")
    tab.wait_for_selector(".state.decided")
    assert "true match" in tab.inner_text(".alert-side")
    tab.close()
    assert LISTED_WALLET not in rows(enter("nurlan")), "nothing is left to do"


def test_bulk_assignment(enter):
    tab = enter("daniyar", "/?search=9000004")
    assert tab.locator(".bulk:visible").count() == 0
    tab.check("#choose-all")
    tab.wait_for_selector(".bulk:visible")
    tab.click(".bulk .q-select")
    tab.click(".q-menu .q-item:has-text('nurlan')")
    tab.click(".do-assign")
    tab.wait_for_selector(".q-notification:has-text('assigned to nurlan')")
    tab.wait_for_selector("table.queue td:has-text('nurlan')")
    tab.close()
    assert rows(enter("nurlan", "/?assignee=nurlan")), "and finds it under his name"


def test_a_suppression_holds_when_the_day_is_run_again(enter, served, screening):
    alert = alert_id(served, LIKE_NAME)
    tab = enter("aigerim", f"/alert/{alert}")
    tab.click(".do-suppress >> nth=0")
    say_why(tab, "another firm, by its register number")
    tab.wait_for_selector(".q-notification:has-text('Recorded')")
    tab.close()
    tab = enter("nurlan", "/suppressions")
    assert "awaits a second person" in tab.inner_text("main")
    tab.click(".do-confirm")
    tab.click(".sheet .do-save")
    tab.wait_for_selector(".suppression .state.in_force")
    tab.close()

    run = screening("run", "--date", str(served.day), "--json", SCREENING_HOME=str(served.settings.home))
    assert run.returncode == 0, run.stderr
    tab = enter("aigerim", "/?status=all")
    assert LIKE_NAME not in rows(tab), "what is left is no alert any more"
    assert LISTED_WALLET in rows(tab)
    for _ in range(20):  # what was published is seen within seconds, on a busy machine too
        tab.goto(f"{served.base}/?status=decided")
        tab.wait_for_selector("table.queue")
        if LISTED_WALLET in rows(tab):
            break
        tab.wait_for_timeout(500)
    assert LISTED_WALLET in rows(tab), "decisions hold, too"
    tab.close()
    with open_lake(served.settings, read_only=True) as lake:
        suppressed = lake.execute(
            "SELECT count(*) FROM screening.hits WHERE declaration_id = ? AND suppression_id IS NOT NULL", [LIKE_NAME]
        ).fetchone()[0]
    assert suppressed == 1, "the hit is still recorded"


def test_a_wrong_role_is_refused(enter, sign_in, served):
    tab = enter("root", f"/alert/{alert_id(served, LISTED_NUMBER)}")
    assert tab.locator(".do-decide, .do-take, .do-comment, .do-suppress").count() == 0
    assert "not decide" in tab.inner_text(".alert-side")
    # Whoever makes the page send what it does not offer is refused where it is written.
    tab.keyboard.press("d")
    assert tab.locator(".sheet").count() == 1, "only the sheet of the keys, closed"
    tab.close()

    tab = enter("aigerim", f"/alert/{alert_id(served, LISTED_NUMBER)}")
    accounts = Accounts(served.settings)
    root = accounts.actor_of(sign_in("root").cookies["screening"])
    accounts.set_role(root, "aigerim", "viewer")
    decide(tab, "release")
    tab.wait_for_url("**/sign-in**")
    tab.close()
    with open_lake(served.settings, read_only=True) as lake:
        written = lake.execute(
            "SELECT count(*) FROM review.events WHERE declaration_id = ?", [LISTED_NUMBER]
        ).fetchone()[0]
    assert written == 0, "nothing was written under a role that was taken away"


def test_an_open_page_ends_with_its_session(browser, served, sign_in):
    token = sign_in("root").cookies["screening"]
    with browser.new_context() as context:
        context.add_cookies([{"name": "screening", "value": token, "url": served.base}])
        tab = context.new_page()
        tab.goto(f"{served.base}/?status=all")
        tab.wait_for_function("window.did_handshake === true", timeout=60_000)
        Accounts(served.settings).sign_out(token)
        tab.click("a.chip.high")
        tab.wait_for_url("**/sign-in**")


def test_who_looked_is_recorded(enter, served):
    enter("nurlan", f"/alert/{alert_id(served, LISTED_VESSEL)}").close()
    tab = enter("daniyar", f"/alert/{alert_id(served, LISTED_VESSEL)}")
    for _ in range(20):  # viewings are written together, within two seconds
        tab.reload()
        tab.wait_for_selector("main h1")
        if "nurlan" in tab.inner_text(".alert-side"):
            break
        tab.wait_for_timeout(300)
    assert re.search(r"Who looked at it\s+.*nurlan", tab.inner_text(".alert-side"), re.DOTALL)
    tab.close()


def test_accounts_are_kept_in_the_browser(enter):
    tab = enter("root", "/accounts")
    tab.click(".do-add")
    fields = tab.locator(".sheet input")
    fields.nth(0).fill("saule")
    tab.fill(".sheet input[type=password]", "tall grass on quiet hills")
    tab.click(".sheet .do-save")
    tab.wait_for_selector(".account-row:has-text('saule')")
    tab.click(".account-row:has-text('saule') .do-toggle")
    tab.wait_for_selector(".account-row:has-text('saule'):has-text('disabled')")
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_language_and_can_be_used_without_a_mouse(enter, served, language):
    places = ["/", "/overview", "/suppressions", "/accounts", f"/alert/{alert_id(served, LISTED_NUMBER)}"]
    tab = enter("root", "/", language)
    for place in places:
        tab.goto(served.base + place)
        tab.wait_for_selector("main h1")
        assert tab.get_attribute("html", "lang").startswith(language)
        assert tab.locator("main").count() == tab.locator("main h1").count() == 1
        nameless = tab.evaluate(
            """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
                .filter(one => one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.title
                    || one.labels?.length || one.getAttribute('aria-labelledby') || one.closest('label')))
                .map(one => one.outerHTML.slice(0, 120))"""
        )
        assert not nameless, place
    if language != "en":
        english = {"Queue", "Overview", "Sign out", "Alerts", "Reasons", "Declaration", "Nothing"}
        assert not english & set(re.findall(r"\w+", tab.inner_text("body")))
    tab.close()


def test_light_and_dark(enter):
    tab = enter("root")
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.click("button[name=theme][value=dark]")
    tab.wait_for_selector("html[data-theme=dark]")
    dark = tab.evaluate(ground)
    tab.wait_for_selector("main h1")
    tab.click("button[name=theme][value=light]")
    tab.wait_for_selector("html[data-theme=light]")
    assert tab.evaluate(ground) != dark == "rgb(18, 23, 30)"
    tab.close()
