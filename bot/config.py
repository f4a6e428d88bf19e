"""Configuration from the environment or `.env`; `.env.example` explains each setting."""

import re
from datetime import datetime, time
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from services.messages.impersonal import is_impersonal
from services.reports.decisions import NOTICE
from views.kit.languages import LANGUAGES

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LARGEST_ID = 2**52  # Telegram's own bound
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


WEBHOOK_PORTS = (443, 80, 88, 8443)  # Telegram's (core.telegram.org/bots/api#setwebhook)
PLAIN_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/\-]*)?|http://\[::1\](:[0-9]{1,5})?(/[A-Za-z0-9._~/\-]*)?"
)
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

ENV_FILE = Path(".env")


class ConfigError(Exception):
    """A setting is wrong; the text is one sentence that names it and says what to do."""


def _clock(value: Any) -> Any:
    if isinstance(value, str):
        # Not pydantic's own reading: it refuses 9:00, and takes a zone that nothing would heed.
        try:
            return datetime.strptime(value.strip(), "%H:%M").time()
        except ValueError as error:
            raise ValueError("write a local time like 09:00") from error
    return value


def _weekly(value: Any) -> Any:
    if isinstance(value, str):
        weekday, _, clock = value.strip().partition(" ")
        if weekday.lower()[:3] not in WEEKDAYS or not clock:
            raise ValueError("write a weekday and a local time like «Mon 09:00»")
        return WEEKDAYS.index(weekday.lower()[:3]), _clock(clock)
    return value


def _numbers(value: Any) -> Any:
    if isinstance(value, str):
        words = value.replace(",", " ").split()
        if not all(word.removeprefix("-").isdecimal() for word in words):
            raise ValueError("write Telegram ids, numbers separated by commas")
        return tuple(int(word) for word in words)
    return value


def _escalation(value: Any) -> Any:
    if isinstance(value, str):
        words = value.replace(",", " ").split()
        if not all(word.isdecimal() for word in words):
            raise ValueError("write two numbers of working days like 1,3")
        value = tuple(int(word) for word in words)
    if len(value) != 2 or not 1 <= value[0] <= value[1] <= 60:
        raise ValueError("write two numbers of working days from 1 to 60 like 1,3: the head's, then the admins'")
    return value


def _group(value: Any) -> Any:
    if isinstance(value, str):
        word = value.strip().replace("\u2212", "-").replace("\u2013", "-")  # a minus as text programs write it
        if not word.removeprefix("-").isdecimal() or not 0 < abs(int(word)) < LARGEST_ID:
            raise ValueError(
                "write the group's id, an integer like -1001234567890 (a title or an @name is none), or leave it empty "
                "and write /bind in the group"
            )
        return int(word)
    return value


def _zone(value: Any, read: ValidatorFunctionWrapHandler) -> ZoneInfo:
    try:
        return cast("ZoneInfo", read(value))
    except (ValidationError, OSError) as error:  # OSError of a name like «Asia», which is a folder
        raise ValueError("write a time zone's name like Asia/Tashkent") from error


def _networks(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return tuple(ip_network(word) for word in value.replace(",", " ").split())
        except ValueError as error:
            raise ValueError("write addresses or networks like 149.154.160.0/20, separated by commas") from error
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Weekly = Annotated[tuple[int, time], NoDecode, BeforeValidator(_weekly)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)]
Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]
TwoDays = Annotated[tuple[int, int], NoDecode, BeforeValidator(_escalation)]
Group = Annotated[int, BeforeValidator(_group)]
Zone = Annotated[ZoneInfo, WrapValidator(_zone)]


class Settings(BaseSettings):
    """The settings, checked. An empty value counts as none."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",  # an editor on Windows may put a byte order mark first
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    database_url: str | None = None
    admin_ids: Numbers = ()
    leadership_chat_id: Group | None = None
    leaders_accept: bool = False
    extension_notice: int = Field(default=NOTICE, ge=0, le=60)
    contest_days: int = Field(default=1, ge=0, le=30)
    escalate_after: TwoDays = (1, 3)
    close_needs_all_parts: bool = False
    timezone: Zone = Field(default_factory=lambda: ZoneInfo("Asia/Tashkent"))
    default_locale: str = "uz_Cyrl"
    remind_at: Clock = time(9)
    digest_at: Weekly = (0, time(9))
    leads_digest_at: Clock = time(17, 30)
    admins_digest_at: Clock = time(9, 30)
    plan_file: Path = Path("data/seed_plan.json")
    messages_per_second: int = Field(default=30, ge=1, le=1000)
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_certificate: Path | None = None
    webhook_from: Networks = ()
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)

    @field_validator("admin_ids")
    @classmethod
    def _people(cls, value: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        token: SecretStr | None = info.data.get("bot_token")
        own = int(token.get_secret_value().partition(":")[0]) if token is not None else 0
        for one in value:
            if one < 0:
                raise ValueError(f"{one} is the id of a group or a channel; write the ids of people")
            if not 0 < one < LARGEST_ID:
                raise ValueError(f"{one} is nobody's id; write the ids of people")
            if is_impersonal(one):
                raise ValueError(
                    f"{one} is an account of Telegram's own, behind which anybody may stand; write the ids of people"
                )
            if one == own:
                raise ValueError(f"{one} is the bot itself; write the ids of people")
        return value

    @field_validator("default_locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"write one of {', '.join(LANGUAGES)}")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("write the base address of a Bot API server, like http://127.0.0.1:8081")
        return value.rstrip("/") if value else value

    @field_validator("webhook_url")
    @classmethod
    def _public_address(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        if PLAIN_ADDRESS.fullmatch(value) is None:
            raise ValueError("write an address like https://bot.example.org/updates, without a user, ? and #")
        url = urlsplit(value)
        if url.scheme == "http" and not _is_loopback(url.hostname or ""):
            raise ValueError("write an address that begins with https:// (http:// is for this machine alone)")
        if not info.data.get("bot_api_url") and url.scheme == "https" and url.port not in (None, *WEBHOOK_PORTS):
            ports = ", ".join(map(str, WEBHOOK_PORTS))
            raise ValueError(f"Telegram posts to the ports {ports} alone: let a proxy listen on one of them")
        return url._replace(netloc=url.netloc.lower(), path=url.path or "/").geturl()  # as Telegram tells it

    @field_validator("webhook_secret")
    @classmethod
    def _sendable_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and SECRET.fullmatch(value.get_secret_value()) is None:
            raise ValueError("write 1 to 256 of the characters A-Z a-z 0-9 _ - or leave it empty")
        return value

    @field_validator("webhook_certificate")
    @classmethod
    def _public_certificate(cls, value: Path | None) -> Path | None:
        if value is None:
            return None
        try:
            text = value.read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise ValueError(f"the file {value} cannot be read ({reason})") from error
        if "PRIVATE KEY" in text:
            raise ValueError(f"the file {value} holds a private key, which nobody else may have: name the certificate")
        if "BEGIN CERTIFICATE" not in text:
            raise ValueError(f"the file {value} is no certificate in PEM form")
        return value

    @field_validator("bot_token")
    @classmethod
    def _shaped_token(cls, value: SecretStr | None) -> SecretStr | None:
        number, _, secret = value.get_secret_value().partition(":") if value else ("0", "", "x")
        if not number.isdigit() or not secret or any(letter.isspace() for letter in secret):
            raise ValueError("write the token that BotFather gave, like 123456:ABC…")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        return None if value is None else database_address(value)

    @property
    def is_sandbox(self) -> bool:
        """Without a token the bot runs on its own sandbox."""
        return self.bot_token is None

    @property
    def database(self) -> str:
        """The database in use: the sandbox keeps its invented links out of the real database."""
        name = "sandbox/ijrochi" if self.is_sandbox else "ijrochi"
        return self.database_url or f"sqlite+aiosqlite:///var/{name}.sqlite3"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def database_address(value: str) -> str:
    """The address of a database as SQLAlchemy takes it, with this project's driver.

    Raises ValueError, which says what to write, if it is none or its driver is not installed.
    """
    try:
        url = make_url(value.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError) as error:
        raise ValueError("write an address like sqlite:///var/ijrochi.sqlite3") from error
    backend = url.get_backend_name()
    if backend not in DRIVERS:
        raise ValueError("write an address that begins with sqlite:/// or postgresql://")
    if backend == "sqlite" and "?" in value:
        raise ValueError("write a question mark in a file's name as %3F")
    driver = DRIVERS[backend].partition("+")[2]
    if find_spec(driver) is None:
        raise ValueError(
            f"{backend} needs the package {driver}, which is not installed: "
            ".venv/bin/python -m pip install --require-hashes -r requirements-postgresql.txt"
        )
    # PostgreSQL's own programs write «sslmode»; the driver calls it «ssl».
    query = {"ssl" if name == "sslmode" else name: option for name, option in url.query.items()}
    return url.set(drivername=DRIVERS[backend], query=query).render_as_string(hide_password=False)


def read_settings(**overrides: Any) -> Settings:
    """Read the settings; raises ConfigError with one sentence if one is wrong."""
    _check_env_file(ENV_FILE)
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "The configuration"
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{name} is wrong: {reason} (see .env.example).") from error


def _check_env_file(file: Path) -> None:
    """Refuse a file that would be ignored, or read differently from what its author wrote."""
    try:
        if file.is_fifo():  # what a pipe holds can be read but once
            return
        content = file.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise ConfigError(
            f"The file {file} cannot be read ({error.strerror}): give the bot's user a file that it may read."
        ) from error
    try:
        is_text = "\0" not in content.decode("utf-8-sig")  # UTF-16 without its mark is letters and NULs
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        raise ConfigError(f"The file {file} is not UTF-8 text: save it in the encoding UTF-8 (see .env.example).")
