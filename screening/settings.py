"""One frozen settings object, built by entry points only and handed down."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from screening.errors import SettingsError


class Settings(BaseSettings):
    """Settings, read from the environment and `.env`; every name starts with SCREENING_."""

    model_config = SettingsConfigDict(
        env_prefix="SCREENING_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(Path("data/home"), description="Folder of the lake, the inbox, staging and Data Docs")
    catalog: SecretStr = Field(
        SecretStr(""),
        description="Lake catalog: empty for SQLite under the home folder, or `postgres:dbname=… host=…`",
    )
    catalog_schema: str = Field("screening_lake", description="PostgreSQL schema that holds the lake's catalog")
    data_path: str = Field("", description="Where the lake's Parquet files lie; empty for a folder in the home")
    policy: Path | None = Field(None, description="Alert policy (YAML); empty for the one in the package")
    review_policy: Path | None = Field(
        None, description="Review policy (YAML): four eyes, due times; empty for the one in the package"
    )
    accounts: Path | None = Field(
        None, description="File of accounts and sessions; empty for `accounts.sqlite` in the home"
    )
    inbox: Path | None = Field(None, description="Inbox folder of declaration files; empty for `inbox` in the home")
    indicators: Path | None = Field(
        None, description="Folder of the administration's own indicators (SQL files); empty for none"
    )
    mappings: Path | None = Field(
        None, description="Folder of mapping files (`*.mapping.yml`); empty for `mappings` in the home"
    )
    queries: Path | None = Field(
        None, description="Folder of query files (`*.query.yml`); empty for `queries` in the home"
    )
    list_sources: Path | None = Field(
        None, description="Where lists are fetched (YAML); empty for the file in the package"
    )
    list_tokens: SecretStr = Field(
        SecretStr(""), description="Tokens that publishers hand out, as `source=token source=token`"
    )
    list_ca_file: Path | None = Field(
        None, description="Certificates (PEM) to trust beside the usual ones when lists are fetched"
    )

    settle_seconds: float = Field(
        1.0, ge=0, le=600, description="Seconds for which a file that changed in the last minute is watched"
    )

    @property
    def inbox_folder(self) -> Path:
        """Folder in which declaration files arrive."""
        return self.inbox or self.home / "inbox"

    @property
    def mappings_folder(self) -> Path:
        """Folder of the mapping files by which tables with other columns are read."""
        return self.mappings or self.home / "mappings"

    @property
    def queries_folder(self) -> Path:
        """Folder of the query files by which databases are read."""
        return self.queries or self.home / "queries"

    @property
    def accounts_file(self) -> Path:
        """File of accounts and sessions."""
        return self.accounts or self.home / "accounts.sqlite"

    @property
    def staging_folder(self) -> Path:
        """Folder in which runs keep their unpublished results."""
        return self.home / "staging"

    @property
    def raw_lists_folder(self) -> Path:
        """Folder of list files as they were obtained."""
        return self.home / "lists"

    @property
    def data_docs_folder(self) -> Path:
        """Folder of the quality reports in HTML."""
        return self.home / "data_docs"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises SettingsError that names the setting."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "SCREENING_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(first["msg"], where=name, remedy="Mend it in the environment or in .env") from error
