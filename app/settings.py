"""Settings: environment variables that begin with SHAFFAF_, the same names in a file `.env`, and, for what nobody but the
program should know, files of these names in a folder: that of CREDENTIALS_DIRECTORY (systemd) or /run/secrets (containers).
"""

from __future__ import annotations

import os
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict
from sqlalchemy import make_url

from accounts.clients import Client
from alerts.mail_server import MailServer, Security
from index.cluster import Cluster
from ingest.limits import Limits

if TYPE_CHECKING:
    from alerts.dkim_signing import DkimSigner


class LogFormat(StrEnum):
    """How lines of the logs are written."""

    TEXT = "text"
    JSON = "json"


class LogTarget(StrEnum):
    """Where lines of the logs go."""

    FILE = "file"
    STDERR = "stderr"


class Settings(BaseSettings):
    """Everything an operator can set. The defaults run on one machine with nothing else installed."""

    model_config = SettingsConfigDict(env_prefix="SHAFFAF_", env_file=".env", extra="ignore", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where values come from, the first that has one before the others."""
        known = (init_settings, env_settings, dotenv_settings)
        secrets = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/secrets"))
        return (*known, SecretsSettingsSource(settings_cls, secrets)) if secrets.is_dir() else known

    state: Path = Field(default=Path("state"), description="The one folder that holds archive, index, lexicon and logs.")
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the server listens on.")
    database_url: str | None = Field(
        default=None,
        description="Where records and the durable queue are: SQLite in `state` by default, or postgresql://HOST/DATABASE.",
    )
    engine: str = Field(default="tantivy", description="Search engine: a module of index/engines.")
    elasticsearch_hosts: str = Field(
        default="http://127.0.0.1:9200", description="Addresses of the cluster's servers, with commas between them."
    )
    elasticsearch_user: str = Field(default="", description="The account that the cluster knows.")
    elasticsearch_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    elasticsearch_api_key: SecretStr = Field(default=SecretStr(""), description="An API key, in place of an account.")
    elasticsearch_ca: Path | None = Field(
        default=None, description="Certificate (PEM) of the authority behind the servers' certificates."
    )
    elasticsearch_prefix: str = Field(
        default="shaffaf",
        pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$",
        description="What the names of all indices begin with, for several sites on one cluster.",
    )
    elasticsearch_shards: int = Field(default=1, ge=1, le=1024, description="Parts of an index; taken at the next rebuild.")
    elasticsearch_seconds: float = Field(default=10.0, gt=0, description="Longest that one search may take, in seconds.")
    blobs: str = Field(default="directory", description="Where originals are kept: a module of archive/blobs.")
    blobs_url: str | None = Field(
        default=None, description="The place there: a folder (in `state` by default), or s3://BUCKET/PREFIX?endpoint=URL."
    )
    lexicon: Path | None = Field(default=None, description="A CAMeL morphology database to use in place of the built one.")
    language: str | None = Field(
        default=None, description="Language of the command line: ar, fr or en; from LANG by default."
    )
    zone: str = Field(default="Africa/Casablanca", description="Time zone in which times are shown.")
    public_url: str | None = Field(
        default=None, description="The site's address as people know it, such as https://docs.example.org."
    )
    workers: int = Field(default=os.cpu_count() or 1, ge=1, description="Child processes that read at the same time.")
    workers_again: int = Field(
        default=os.cpu_count() or 1, ge=1, description="How many of these may at the same time read files again."
    )
    worker_name: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        description="This worker's name among all, the same at each start; given and kept in `state` by default.",
    )
    stop_seconds: float = Field(
        default=5.0, ge=0, description="Time for what is under way to end when a worker is told to stop, in seconds."
    )
    trust: float = Field(
        default=0.8, ge=0, le=1, description="Share of a page that is language below which its text layer is not believed."
    )
    parse_seconds: float = Field(default=120.0, gt=0, description="Time limit of one step on one file, in seconds.")
    page_seconds: float = Field(
        default=60.0, gt=0, description="Time limit of reading one page by OCR, all tries together, in seconds."
    )
    barren_seconds: float = Field(
        default=600.0, ge=0, description="Seconds of OCR that may bring no text before a file's other pages are left."
    )
    parse_memory: int = Field(default=2 * 1024**3, gt=0, description="Memory limit of one step on one file, in bytes.")
    upload_bytes: int = Field(default=512 * 1024**2, gt=0, description="Largest file taken, in bytes.")
    uploads_folder: Path | None = Field(
        default=None,
        description="Where files lie of which only a part has come; all servers must share it. In `state` by default.",
    )
    unfinished_bytes: int = Field(
        default=64 * 1024**3, gt=0, description="Bytes that one account may have begun to send and not finished."
    )
    disk_reserve: int = Field(
        default=256 * 1024**2, ge=0, description="Free bytes on the disk below which no file is taken and the worker pauses."
    )
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="Lines of the logs: text or json.")
    log_target: LogTarget = Field(default=LogTarget.FILE, description="Where logs go: file (in `state`) or stderr.")
    log_queries: bool = Field(default=False, description="Whether what people search for is written to the log.")
    trusted_proxies: str = Field(
        default="", description="Addresses or networks whose X-Forwarded-For and -Proto are believed, with commas."
    )
    metrics_from: str = Field(
        default="127.0.0.0/8,::1/128", description="Addresses or networks that may read /metrics and /readyz, with commas."
    )
    metrics_folder: Path | None = Field(
        default=None, description="Where workers leave their figures for the servers; in `state` by default."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, given: str | None) -> str | None:
        if not given:
            return None
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("not an address such as https://docs.example.org")
        return given.rstrip("/")

    @field_validator("trusted_proxies", "metrics_from")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        for one in given.split(","):
            if one.strip():
                ip_network(one.strip(), strict=False)
        return given

    @property
    def uploads(self) -> Path:
        """Where files lie of which only a part has come."""
        return self.uploads_folder or self.state / "uploads"

    @property
    def figures(self) -> Path:
        """Where workers leave their figures for the servers."""
        return self.metrics_folder or self.state / "metrics"

    mail_host: str | None = Field(default=None, description="The SMTP server; without it, mails wait in the outbox.")
    mail_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    mail_security: Security = Field(default=Security.STARTTLS, description="starttls, tls or none.")
    mail_user: str = Field(default="", description="Who signs in to it; nobody where it is empty.")
    mail_password: SecretStr | None = Field(default=None, description="With which password.")
    mail_password_file: Path | None = Field(default=None, description="A file that holds the password.")
    mail_from: str | None = Field(default=None, description="Whose name mails carry: an address, or NAME <ADDRESS>.")
    mail_seconds: float = Field(default=30.0, gt=0, description="How long the mail server may take to answer.")
    mail_dkim_key_file: Path | None = Field(
        default=None,
        description="A file with the RSA key that mails are signed with (DKIM); unset, nobody signs them here.",
    )
    mail_dkim_selector: str = Field(default="shaffaf", description="Under which name DNS shows the public half of that key.")
    webhook_loopback: bool = Field(default=False, description="Let alerts go to webhooks on this machine: for tests only.")
    oidc_issuer: str | None = Field(
        default=None, description="Address of an OpenID Connect provider that staff sign in with."
    )
    oidc_client: str = Field(default="", description="What the provider knows this site by.")
    oidc_secret: SecretStr | None = Field(default=None, description="The secret shared with the provider.")
    oidc_secret_file: Path | None = Field(default=None, description="A file that holds that secret.")
    oidc_name: str = Field(default="", description="What the provider is called on the sign-in page.")

    @property
    def site_url(self) -> str:
        """The site's address for links that leave it."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def mail_server(self) -> MailServer | None:
        """By whom mails are sent; None where that was not set. Raises ValueError without a sender's address, or with a key
        that is none.
        """
        if self.mail_host is None:
            return None
        if self.mail_from is None or "@" not in self.mail_from:
            raise ValueError("SHAFFAF_MAIL_FROM must hold an address where SHAFFAF_MAIL_HOST is set")
        password = _secret(self.mail_password, self.mail_password_file)
        return MailServer(
            self.mail_host,
            self.mail_port,
            self.mail_security,
            self.mail_from,
            self.mail_user,
            password,
            self.mail_seconds,
            self.mail_signer,
        )

    @property
    def mail_signer(self) -> DkimSigner | None:
        """What signs mails; None where no key was set. Raises ValueError for a key that is none."""
        if self.mail_dkim_key_file is None or self.mail_from is None:
            return None
        from alerts.dkim_signing import DkimSigner

        domain = self.mail_from.rpartition("@")[2].rstrip(">").strip()
        return DkimSigner.made(domain, self.mail_dkim_selector, self.mail_dkim_key_file.read_bytes())

    @property
    def oidc(self) -> Client | None:
        """The identity provider; None where none was set."""
        if self.oidc_issuer is None:
            return None
        return Client(self.oidc_issuer, self.oidc_client, _secret(self.oidc_secret, self.oidc_secret_file))

    @property
    def archive_url(self) -> str:
        """The archive's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.state.resolve() / 'archive.sqlite'}"

    @property
    def shared(self) -> bool:
        """Whether workers of other machines may work on the same archive."""
        return make_url(self.archive_url).get_backend_name() == "postgresql"

    @property
    def work_url(self) -> str:
        """The SQLAlchemy URL of the durable queue's own tables: in a schema of their own where the archive has a server."""
        return self.archive_url if self.shared else f"sqlite:///{self.state.resolve() / 'work.sqlite'}"

    @property
    def cluster(self) -> Cluster:
        """Where the search engine of many machines runs."""
        hosts = (host.strip() for host in self.elasticsearch_hosts.split(","))
        return Cluster(
            hosts=tuple(host for host in hosts if host),
            user=self.elasticsearch_user,
            password=self.elasticsearch_password.get_secret_value(),
            api_key=self.elasticsearch_api_key.get_secret_value(),
            authority=self.elasticsearch_ca,
            prefix=self.elasticsearch_prefix,
            shards=self.elasticsearch_shards,
            seconds=self.elasticsearch_seconds,
        )

    @property
    def limits(self) -> Limits:
        """What one child process may use."""
        return Limits(
            seconds=self.parse_seconds,
            memory_bytes=self.parse_memory,
            reading_seconds=self.page_seconds,
        )


def _secret(plain: SecretStr | None, path: Path | None) -> str:
    """The secret as it was given, or what the file holds."""
    if path is not None:
        return path.read_text(encoding="utf-8").strip()
    return plain.get_secret_value() if plain is not None else ""
