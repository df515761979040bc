"""The alert policy: weights, thresholds and rule parameters, read from a reviewed YAML file with a version."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, ValidationInfo, model_validator

from screening.errors import SettingsError
from screening.rules.catalogue import rules
from screening.rules.indicators import indicators

Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")


class RulePolicy(BaseModel):
    """What the policy says of one rule: its weight in points, and changes to its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weight: FiniteFloat = Field(ge=0, description="Points of a hit of strength 1")
    family: str | None = Field(None, description="Rules of one family say partly the same: they repeat one another")
    parameters: dict[str, object] = Field(default_factory=dict)
    enabled: bool = Field(True, description="Whether runs use it; only indicators can be left out")


class Policy(BaseModel):
    """The whole policy. `version` is the file's own word and the start of its hash, so that no edit goes unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    alert_threshold: FiniteFloat = Field(gt=0)
    severities: dict[Severity, FiniteFloat]
    repeat_factor: float = Field(ge=0, le=1)
    list_age_warning_days: int = Field(gt=0)
    indicator_seconds: FiniteFloat = Field(60.0, gt=0, description="What takes longer is left out of the run")
    rules: dict[str, RulePolicy]

    @model_validator(mode="after")
    def _is_consistent(self, info: ValidationInfo) -> Policy:
        limits = [self.severities.get(severity, -1.0) for severity in SEVERITIES]
        if sorted(limits, reverse=True) != limits or limits[-1] != self.alert_threshold:
            raise ValueError("severities fall from critical to low, and low begins at alert_threshold")
        known = rules((info.context or {}).get("own"))
        if unknown := sorted(self.rules.keys() - known.keys()):
            raise ValueError(f"unknown rules: {', '.join(unknown)}")
        if missing := sorted(known.keys() - self.rules.keys()):
            raise ValueError(f"rules without a weight: {', '.join(missing)}")
        on = {one.rule.rule_id for one in indicators((info.context or {}).get("own"))}
        if fixed := sorted(rule_id for rule_id, one in self.rules.items() if not one.enabled and rule_id not in on):
            raise ValueError(f"only indicators can be left out, not {', '.join(fixed)}")
        for rule_id, rule_policy in self.rules.items():
            # Kept whole, so that whoever has the policy needs no catalogue to know the parameters.
            rule_policy.parameters.update(known[rule_id].with_policy(rule_policy.parameters))
        return self

    def parameters(self, rule_id: str) -> dict[str, object]:
        """Return a rule's parameters: its defaults with the policy's changes."""
        return dict(self.rules[rule_id].parameters)


def load_policy(path: Path | None = None, own: Path | None = None) -> Policy:
    """Read a policy file, or the one in this package; raises SettingsError that names the key that is wrong.

    `own` is the folder of the administration's own indicators. One that the policy does not name has the weight that
    its own file proposes.
    """
    where = str(path) if path else "screening/alerts/policy.yml"
    try:
        text = path.read_text("utf-8") if path else (resources.files(__package__) / "policy.yml").read_text("utf-8")
        # libyaml's reader of the same safe kind: a run reads the policy seven times.
        content = yaml.load(text, Loader=yaml.CSafeLoader)
        if isinstance(content, dict) and isinstance(content.get("rules"), dict):
            proposed = {
                one.rule.rule_id: one.weight for one in indicators(own) if one.is_own and one.weight is not None
            }
            content["rules"] = {rule_id: {"weight": weight} for rule_id, weight in proposed.items()} | content["rules"]
        if isinstance(content, dict) and "version" in content:
            content["version"] = f"{content['version']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        return Policy.model_validate(content, context={"own": own})
    except OSError as error:
        raise SettingsError(
            f"the policy cannot be read ({error.strerror})",
            where=where,
            remedy="Check the path and its permissions; without SCREENING_POLICY the policy in the package is used",
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("the policy is not UTF-8", where=where, remedy="Save it as UTF-8") from error
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"the policy is not YAML ({reason})", where=where, remedy="Mend the policy file") from error
    except SettingsError as error:  # a rule's parameter
        raise SettingsError(error.what, where=where, remedy=error.remedy) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{key or 'policy'}: {first['msg']}", where=where, remedy="Mend the policy file") from error
