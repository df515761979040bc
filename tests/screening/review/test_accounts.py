"""Accounts: who may make them, how one signs in, and how long a session lasts."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from screening.errors import NotAllowedError, NotFoundError, ReviewError, SettingsError, SignInError
from screening.lake import open_lake
from screening.review import Accounts, Actor, ReviewWriter, comment
from screening.review.passwords import hash_password, is_password
from screening.settings import Settings

PASSWORD = "a long enough pass phrase"


class Clock:
    """A clock that the test moves."""

    def __init__(self):
        self.moment = datetime(2026, 11, 20, 6, tzinfo=UTC)

    def __call__(self):
        return self.moment

    def moves(self, **by):
        self.moment += timedelta(**by)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def own(own_settings, clock):
    return Accounts(own_settings, now=clock)


def test_a_session_begins_and_ends(own, clock):
    session = own.sign_in(" Anna ", PASSWORD, "10.0.0.7")
    assert (session.actor, session.expires_at) == (Actor("anna", "officer"), clock() + timedelta(hours=12))
    assert own.actor_of(session.token) == session.actor
    assert own.get("anna").last_sign_in_at == clock()
    own.sign_out(session.token)
    assert own.actor_of(session.token) is None
    for nonsense in ("", "x" * 5000, "\udcff", "' OR 1=1 --"):
        assert own.actor_of(nonsense) is None


def test_a_session_ends_by_idleness_and_by_age(own, clock):
    idle = own.sign_in("anna", PASSWORD, "x").token
    clock.moves(minutes=61)
    assert own.actor_of(idle) is None
    busy = own.sign_in("anna", PASSWORD, "x").token
    for _ in range(15):
        clock.moves(minutes=50)
        is_signed_in = own.actor_of(busy) is not None
    assert not is_signed_in, "after twelve hours one signs in again, however busy"


def test_the_file_holds_no_password_and_no_token_and_is_the_owners(own, own_settings):
    token = own.sign_in("anna", PASSWORD, "x").token
    content = b"".join(file.read_bytes() for file in own_settings.home.glob("accounts.sqlite*"))
    assert PASSWORD.encode() not in content
    assert token.encode() not in content
    for file in own_settings.home.glob("accounts.sqlite*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with open_lake(own_settings, read_only=True) as connection:
        told = connection.execute("SELECT kind, payload FROM review.events").fetchall()
    assert len(told) == 5
    assert not any("argon2" in payload for _, payload in told)


def test_too_many_attempts_are_refused_even_with_the_right_password(own, clock, own_settings, people):
    for _ in range(5):
        with pytest.raises(SignInError, match="wrong"):
            own.sign_in("anna", "a wrong pass phrase", "10.0.0.7")
    with pytest.raises(SignInError, match="too many"):
        own.sign_in("anna", PASSWORD, "10.0.0.7")
    with pytest.raises(SignInError, match="too many"):
        Accounts(own_settings, now=clock).sign_in("anna", PASSWORD, "10.0.0.7")  # another process, or after a restart
    assert own.sign_in("anna", PASSWORD, "10.0.0.8").actor.name == "anna", "nobody is shut out from elsewhere"
    assert own.sign_in("boris", PASSWORD, "10.0.0.7").actor.name == "boris"
    clock.moves(minutes=16)
    assert own.sign_in("anna", PASSWORD, "10.0.0.7").actor.name == "anna"
    for n in range(30):
        with pytest.raises(SignInError, match="wrong"):
            own.sign_in(f"nobody-{n}", PASSWORD, "10.0.0.9")
    with pytest.raises(SignInError, match="too many"):
        own.sign_in("boris", PASSWORD, "10.0.0.9")


def test_disabling_and_roles_count_at_once(own, people):
    anna, boris = (own.sign_in(name, PASSWORD, "x").token for name in ("anna", "boris"))
    own.disable(people["root"], "anna")
    own.set_role(people["root"], "boris", "viewer")
    assert own.actor_of(anna) is None
    assert own.actor_of(boris) is None, "with another role one signs in again"
    assert own.sign_in("boris", PASSWORD, "x").actor.role == "viewer"
    with pytest.raises(SignInError, match="wrong"):
        own.sign_in("anna", PASSWORD, "x")
    own.enable(people["root"], "anna")
    assert own.sign_in("anna", PASSWORD, "x").actor == people["anna"]


def test_passwords_change_and_are_reset(own, people):
    token = own.sign_in("anna", PASSWORD, "x").token
    with pytest.raises(SignInError, match="wrong"):
        own.change_password(people["anna"], "not the old one", "another pass phrase")
    with pytest.raises(ReviewError, match="is the old one"):
        own.change_password(people["anna"], PASSWORD, PASSWORD)
    own.change_password(people["anna"], PASSWORD, "another pass phrase")
    assert own.actor_of(token) is None
    assert not own.get("anna").must_change_password
    assert own.sign_in("anna", "another pass phrase", "x").actor == people["anna"]
    own.reset_password(people["root"], "anna", "yet another phrase")
    assert own.get("anna").must_change_password
    with pytest.raises(SignInError, match="wrong"):
        own.sign_in("anna", "another pass phrase", "x")


def test_a_password_that_the_administrator_knows_opens_nothing_but_its_change(own, own_settings, people, alert_id):
    own.reset_password(people["root"], "anna", "known to two people")
    own.add(people["root"], "second", "administrator", PASSWORD)
    with ReviewWriter(own_settings, own) as writer:
        with pytest.raises(NotAllowedError, match="anna must change its password first"):
            comment(writer, people["anna"], alert_id(3), comment="as if it were anna")
        with pytest.raises(NotAllowedError, match="must change its password first"):
            own.set_role(Actor("second", "administrator"), "anna", "viewer")
        own.change_password(people["anna"], "known to two people", "known to one person")
        assert comment(writer, people["anna"], alert_id(3), comment="anna herself").actor == "anna"


@pytest.mark.parametrize("name", ["anna", "clara", "viktor"])
def test_only_an_administrator_changes_accounts(accounts, people, name):
    for act in (
        lambda: accounts.add(people[name], "new", "viewer", PASSWORD),
        lambda: accounts.set_role(people[name], name, "administrator"),
        lambda: accounts.disable(people[name], "root"),
        lambda: accounts.enable(people[name], "root"),
        lambda: accounts.reset_password(people[name], "root", "another pass phrase"),
        lambda: accounts.add(Actor(name, "administrator"), "new", "viewer", PASSWORD),  # a role that was made up
        lambda: accounts.add(None, "new", "administrator", PASSWORD),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert len(accounts.all()) == 5


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("anna", "officer", PASSWORD), "already"),
        (("Ánna", "officer", PASSWORD), "small Latin letters"),
        (("new", "king", PASSWORD), "no role king"),
        (("new", "officer", "short"), "10 to 1000"),
        (("new", "officer", "aaaaaaaaaaaa"), "easy to guess"),
        (("newcomer", "officer", "the Newcomer 7"), "easy to guess"),
        (("new", "officer", PASSWORD, "", "de"), "no texts in de"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(accounts, people, wrong, message):
    with pytest.raises(ReviewError, match=message):
        accounts.add(people["root"], *wrong)
    assert len(accounts.all()) == 5


def test_the_last_administrator_stays(accounts, people):
    for act in (accounts.disable, lambda who, name: accounts.set_role(who, name, "viewer")):
        with pytest.raises(ReviewError, match="last administrator"):
            act(people["root"], "root")
    with pytest.raises(NotFoundError):
        accounts.get("nobody")


def test_the_first_account_is_an_administrator(settings):
    first = Accounts(settings)
    with pytest.raises(ReviewError, match="first account is an administrator"):
        first.add(None, "anna", "officer", PASSWORD)
    assert not first.add(None, "root", "administrator", PASSWORD).must_change_password


def test_a_file_that_is_no_database_is_named(tmp_path):
    file = tmp_path / "accounts.sqlite"
    file.write_text("this is no database, and it is long enough to be seen as none")
    with pytest.raises(SettingsError, match="accounts cannot be opened"):
        Accounts(Settings(home=tmp_path, _env_file=None))


def test_a_hash_is_argon2id_and_a_missing_one_fits_nothing():
    hashed = hash_password(PASSWORD, "anna", 10)
    assert hashed.startswith("$argon2id$")
    assert is_password(PASSWORD, hashed)
    assert not is_password(PASSWORD + " ", hashed)
    assert not is_password(PASSWORD, None)
    assert not is_password("x" * 1001, hashed)
