"""One tree of errors. Each leaf has an exit code for the shell and says what to do next.

An error that a user can mend is a `ScreeningError`; anything else is a defect and shows its traceback.
Messages never hold party names or identifiers: they end in logs.
"""

from __future__ import annotations


class ScreeningError(Exception):
    """What went wrong, where, and how to mend it.

    `where` is a file, table or setting; `remedy` is a sentence that starts with a verb.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:
        # Airflow and process pools pickle errors; keyword-only arguments need this to survive the journey.
        return (_rebuild, (type(self), self.what, self.where, self.remedy))


def _rebuild(kind: type[ScreeningError], what: str, where: str, remedy: str) -> ScreeningError:
    return kind(what, where=where, remedy=remedy)


class SettingsError(ScreeningError):
    """A setting, policy or configuration file is missing or makes no sense."""

    exit_code = 2


class LakeError(ScreeningError):
    """The lake cannot be reached, is not initialised, or is of another schema version."""

    exit_code = 3


class SchemaError(ScreeningError):
    """A table does not have the columns, types or keys that its schema promises."""

    exit_code = 4


class IntakeError(ScreeningError):
    """A declarations file cannot be taken in as a whole; nothing of it was stored."""

    exit_code = 5

    def __init__(self, what: str, *, where: str = "", remedy: str = "", check_id: str = "FILE_UNREADABLE") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.check_id = check_id  # one of the catalogue of intake's checks, of severity reject_file

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_intake, (self.what, self.where, self.remedy, self.check_id))


def _rebuild_intake(what: str, where: str, remedy: str, check_id: str) -> IntakeError:
    return IntakeError(what, where=where, remedy=remedy, check_id=check_id)


class ListError(ScreeningError):
    """A sanctions-list file cannot be read or is not complete; the version in force stays."""

    exit_code = 6


class ReferenceDataError(ScreeningError):
    """Reference data of the project (nomenclature, control lists) breaks its own rules."""

    exit_code = 7


class QualityError(ScreeningError):
    """A data-quality check failed; nothing was published."""

    exit_code = 8


class NotFoundError(ScreeningError):
    """What was asked for (an alert, a run, a list) does not exist."""

    exit_code = 9


class NotAllowedError(ScreeningError):
    """The account's role does not allow what was asked, or somebody else must do it."""

    exit_code = 10


class ConflictError(ScreeningError):
    """Somebody did something about it since the asker looked; nothing was written."""

    exit_code = 11


class ReviewError(ScreeningError):
    """A decision, suppression or account that makes no sense as it is; nothing was written."""

    exit_code = 12


class SignInError(ScreeningError):
    """Name and password do not fit, the account is disabled, or there were too many attempts."""

    exit_code = 13


class ChainError(ScreeningError):
    """The chain of review events does not hold: an event was changed, removed or reordered."""

    exit_code = 14
