"""Every setting, typed and frozen. Read once at start; a wrong one stops the program with a sentence."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PREFIX = "TODO_"


class SettingsError(Exception):
    """A setting is wrong; the text says which and what to write instead, and never the value of a secret."""


def _default_data_dir() -> Path:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/aws-scalable-todo-app")  # PostgreSQL refuses to run as root and cannot enter /root
    return platformdirs.user_data_path("aws-scalable-todo-app")


def _is_web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write a web address such as https://todo.example.com")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("plain http is for 127.0.0.1 and localhost only; write https://")
    return url


def _comma_separated(value: object) -> object:
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


WebAddress = Annotated[str, AfterValidator(_is_web_address)]
Words = Annotated[tuple[str, ...], BeforeValidator(_comma_separated)]


class Settings(BaseModel):
    """`TODO_<NAME>` sets a field; for a secret `TODO_<NAME>_FILE` may name a file that holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(
        default_factory=_default_data_dir, description="Where the embedded PostgreSQL and generated secrets live."
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="The port to listen on.")
    health_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Another port, where a load balancer hears whether it lives, however busy it is.",
    )
    base_url: WebAddress = Field("", description="The address people open. Default: made of host and port.")
    workers: int = Field(1, ge=1, le=64, description="Server processes.")
    threads: int = Field(8, ge=1, le=128, description="Threads, and at most as many connections, per worker.")
    drain_seconds: float = Field(
        0, ge=0, le=600, description="How long to serve on, unready, after SIGTERM, so that a load balancer notices."
    )
    grace_seconds: int = Field(30, ge=1, le=600, description="How long running requests may take to finish at a stop.")
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many proxies in front set X-Forwarded-For and -Proto.")
    max_body_bytes: int = Field(1_048_576, ge=1024, description="The largest request body; more is answered 413.")
    max_import_bytes: int = Field(
        67_108_864, ge=1024, description="The largest archive that `POST /import` takes; more is answered 413."
    )
    body_seconds: float = Field(
        10, gt=0, le=600, description="How long a client may pause within a request's body before it is cut off."
    )
    rate_per_minute: int = Field(
        6000,
        ge=0,
        le=10_000_000,
        description="How many requests an account may make a minute, per worker; 0 sets no limit.",
    )

    service_worker: bool = Field(
        True, description="`false` removes the web application's service worker from every browser that comes by."
    )

    events_port: int = Field(
        8001, ge=1, le=65535, description="The port of `/events`. Default: the one after TODO_PORT."
    )
    events_url: WebAddress = Field(
        "",
        description="The address of `/events` where a proxy leads there. Default: made of the base URL and the port.",
    )
    events_per_account: int = Field(20, ge=1, description="How many event streams an account may hold open at once.")
    events_at_most: int = Field(5000, ge=1, le=60000, description="How many event streams are held open in all.")

    database_url: SecretStr | None = Field(
        None, description="An outside PostgreSQL 15 to 18, as the service's role. Default: the embedded one."
    )
    migrate_database_url: SecretStr | None = Field(
        None, description="The same database as the role that owns the tables; used by migrations only."
    )
    connect_timeout_seconds: int = Field(3, ge=1, le=60, description="How long to wait for a connection.")
    statement_timeout_seconds: int = Field(10, ge=1, le=600, description="How long a statement may run.")
    database_auth: Literal["password", "rds-iam"] = Field(
        "password", description="How to sign in to the database: `rds-iam` by tokens of the EC2 instance's role."
    )
    aws_region: str | None = Field(None, description="With `rds-iam`: the region of the database, such as us-east-1.")

    issuer: WebAddress | None = Field(None, description="An outside OpenID Connect issuer. Default: the built-in one.")
    issuer_profile: Literal["cognito", "oidc"] = Field("cognito", description="How the issuer's access tokens look.")
    client_id: Words = Field((), description="The accepted client ids, by comma; the first is the browser's.")
    client_secret: SecretStr | None = Field(None, description="The secret of the first client, if it has one.")
    audience: str | None = Field(None, description="With the oidc profile: the `aud` of access tokens.")

    secret: SecretStr | None = Field(
        None,
        description="Encrypts what sessions hold; 32 characters or more, several by comma, the first encrypts. "
        "Default: made at first start and kept in the data folder.",
    )
    session_days: int = Field(30, ge=1, le=400, description="How long a browser stays signed in without a visit.")
    sign_up: Literal["open", "closed"] = Field("open", description="Whether strangers may sign up (built-in sign-in).")
    smtp_url: SecretStr | None = Field(
        None, description="smtp://user:password@host:587 or smtps://…:465 for mail. Default: links go to the terminal."
    )
    mail_from: str = Field("todo@localhost", description="The sender of mail.")
    log: Literal["text", "json"] = Field("text", description="The form of the log; `json` has a line per request.")
    metrics: Literal["none", "emf", "prometheus"] = Field(
        "none",
        description="`emf`: a line a minute and process in CloudWatch's embedded metric format, in the log. "
        "`prometheus`: `/metrics` on TODO_METRICS_PORT.",
    )
    metrics_host: str = Field("127.0.0.1", description="The address at which Prometheus finds `/metrics`.")
    metrics_port: int = Field(9464, ge=1, le=65535, description="The port at which Prometheus finds `/metrics`.")

    @property
    def is_built_in_issuer(self) -> bool:
        return self.issuer is None

    @property
    def events_address(self) -> str:
        """Where `/events` is found. Behind TLS there is a proxy in between, which leads that path to the port."""
        if self.events_url or self.is_secure:
            return self.events_url or self.base_url.rstrip("/") + "/events"
        host = urlsplit(self.base_url).hostname or ""
        return f"http://{f'[{host}]' if ':' in host else host}:{self.events_port}/events"

    @property
    def token_region(self) -> str | None:
        """Where the database takes tokens of AWS in place of a password; None where it does not."""
        return self.aws_region if self.database_auth == "rds-iam" else None

    @property
    def is_secure(self) -> bool:
        """True where people reach the program over TLS."""
        return self.base_url.startswith("https://")


SECRETS = frozenset(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation))


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables. Raises SettingsError, one sentence for each variable that is wrong."""
    values: dict[str, object] = {}
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if text := environ.get(variable, ""):
            values[name] = text
        elif name in SECRETS and (path := environ.get(variable + "_FILE", "")):
            values[name] = _secret_from_file(variable + "_FILE", path)
    try:
        settings = Settings.model_validate({**_base_url(values), **_events_port(values), **values})
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None
    _check_together(settings)
    return settings


def _base_url(values: Mapping[str, object]) -> dict[str, str]:
    host = str(values.get("host", "127.0.0.1"))
    host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    return {"base_url": f"http://{f'[{host}]' if ':' in host else host}:{values.get('port', 8000)}"}


def _events_port(values: Mapping[str, object]) -> dict[str, int]:
    port = str(values.get("port", ""))
    return {"events_port": int(port) + 1} if port.isdecimal() else {}


def _secret_from_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise SettingsError(f"{variable}: {path} cannot be read: {error.strerror}.") from None


def _sentences(error: ValidationError) -> list[str]:
    return [
        f"{PREFIX}{str(detail['loc'][0]).upper()}: {detail['msg'].removeprefix('Value error, ')}."
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _check_together(settings: Settings) -> None:
    if settings.events_port == settings.port:
        raise SettingsError("TODO_EVENTS_PORT: write another port than that of TODO_PORT.")
    if settings.issuer and not settings.client_id:
        raise SettingsError("TODO_CLIENT_ID: name the client ids that TODO_ISSUER gives tokens to.")
    if settings.secret and any(len(part) < 32 for part in settings.secret.get_secret_value().split(",")):
        raise SettingsError("TODO_SECRET: write 32 random characters or more, for example from `openssl rand -hex 32`.")
    if settings.migrate_database_url and not settings.database_url:
        raise SettingsError("TODO_DATABASE_URL: name the service's role too, not only TODO_MIGRATE_DATABASE_URL.")
    if settings.database_auth == "rds-iam":
        _check_token_is_safe(settings)


def _check_token_is_safe(settings: Settings) -> None:
    if not settings.aws_region:
        raise SettingsError("TODO_AWS_REGION: name the region of the database; tokens are signed for it.")
    for name in ("database_url", "migrate_database_url"):
        url = getattr(settings, name)
        if url and "sslmode=verify-full" not in url.get_secret_value():
            raise SettingsError(
                f"{PREFIX}{name.upper()}: write sslmode=verify-full and sslrootcert=…; a token is sent as it is, "
                "and only to a server that has proven who it is."
            )
    if not settings.database_url:
        raise SettingsError("TODO_DATABASE_URL: name the database; the embedded one knows no tokens of AWS.")
