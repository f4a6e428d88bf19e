"""What a process does, where several share the work."""

import enum

from sqlalchemy import make_url

from bot.config import ConfigError, Settings


class Role(enum.StrEnum):
    """What a process does."""

    ALL = "all"
    """Everything: with one process there is no other."""

    WORK = "work"
    """Handles updates, sends and sweeps."""

    WEB = "web"
    """Takes what Telegram posts into the inbox."""

    @property
    def works(self) -> bool:
        """Whether it handles what is in the inbox and sends what is in the outbox."""
        return self is not Role.WEB

    @property
    def is_served(self) -> bool:
        """Whether it takes what Telegram posts."""
        return self is not Role.WORK


def check_role(settings: Settings, role: Role) -> None:
    """Raise ConfigError if the settings leave such a process nothing to do."""
    if role is not Role.ALL and settings.is_sandbox:
        raise ConfigError(
            f"BOT_TOKEN is not set: `{role}` is a part of a bot on Telegram. Set it, or run `python -m bot`."
        )
    if role is Role.WEB and settings.webhook_url is None:
        raise ConfigError("WEBHOOK_URL is not set: `web` takes what Telegram posts there. Set it, or run `all`.")
    is_file = make_url(settings.database).get_backend_name() == "sqlite"
    if is_file and (role is Role.WEB or (role is Role.WORK and settings.webhook_url is not None)):
        raise ConfigError(
            "DATABASE_URL is a SQLite file, on which one process works: for `web` and `work` apart set the address of "
            "a PostgreSQL database, or run `all`."
        )
