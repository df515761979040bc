"""The review policy: four eyes, due times, working hours, how long suppressions and sessions last. A YAML file."""

from __future__ import annotations

from datetime import date, time
from importlib import resources
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from screening.alerts.policy import SEVERITIES, Severity
from screening.errors import SettingsError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkingTime(_Part):
    """When people work; `starts` and `ends` are local times of `time_zone`."""

    time_zone: str
    days: frozenset[int] = Field(min_length=1)
    starts: time = Field(alias="from")
    ends: time = Field(alias="to")
    holidays: frozenset[date] = frozenset()

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {name}") from error
        return name

    @model_validator(mode="after")
    def _is_consistent(self) -> WorkingTime:
        if not self.days <= set(range(1, 8)):
            raise ValueError("days are 1 (Monday) to 7")
        if self.starts >= self.ends:
            raise ValueError("`from` is before `to`")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)


class SignIn(_Part):
    """How long sessions last, and how many failed attempts are borne."""

    session_hours: float = Field(gt=0)
    idle_minutes: float = Field(gt=0)
    window_minutes: float = Field(gt=0)
    attempts_of_name_and_place: int = Field(gt=0)
    attempts_of_place: int = Field(gt=0)
    attempts_of_name: int = Field(gt=0)
    least_password_length: int = Field(ge=8)


class ReviewPolicy(_Part):
    """The whole review policy."""

    version: str
    four_eyes_from: Severity
    second_eyes: Literal["officer", "supervisor"]
    due_hours: dict[Severity, float]
    documents_hours: float = Field(gt=0)
    working: WorkingTime
    suppression_days: int = Field(gt=0, le=3660)
    sign_in: SignIn

    @model_validator(mode="after")
    def _is_consistent(self) -> ReviewPolicy:
        if missing := [severity for severity in SEVERITIES if self.due_hours.get(severity, 0) <= 0]:
            raise ValueError(f"due_hours above 0 are needed for {', '.join(missing)}")
        return self

    def needs_four_eyes(self, severity: str | None) -> bool:
        """Tell whether a decision about an alert of this severity waits for a second person; an unknown one does."""
        order = list(SEVERITIES)
        return severity not in order or order.index(severity) <= order.index(self.four_eyes_from)


def load_review_policy(path: Path | None = None) -> ReviewPolicy:
    """Read a review policy, or the one in this package; raises SettingsError that names the key that is wrong."""
    where = str(path) if path else "screening/review/review_policy.yml"
    try:
        file = path or resources.files(__package__) / "review_policy.yml"
        return ReviewPolicy.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(
            f"the review policy cannot be read ({reason})", where=where, remedy="Check SCREENING_REVIEW_POLICY"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"{key or 'policy'}: {first['msg']}", where=where, remedy="Mend the review policy"
        ) from error
