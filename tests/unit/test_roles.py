"""What a process does: which settings leave it something to do, and what is said where they do not."""

from typing import Any

import pytest

from bot.config import ConfigError, Settings
from bot.roles import Role, check_role

POSTGRESQL = "postgresql://bot@/bot"
SQLITE = "sqlite:///var/bot.sqlite3"
WEBHOOK = "https://bot.example.org/updates"


def settings_with(**given: Any) -> Settings:
    return Settings(_env_file=None, **({"bot_token": "1:x"} | given))


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (Role.ALL, {"bot_token": None}),
        (Role.ALL, {"database_url": SQLITE}),
        (Role.ALL, {"database_url": SQLITE, "webhook_url": WEBHOOK}),
        (Role.WORK, {"database_url": SQLITE}),
        (Role.WORK, {"database_url": POSTGRESQL}),
        (Role.WORK, {"database_url": POSTGRESQL, "webhook_url": WEBHOOK}),
        (Role.WEB, {"database_url": POSTGRESQL, "webhook_url": WEBHOOK}),
    ],
)
def test_a_process_begins_that_has_something_to_do(role: Role, given: dict[str, Any]) -> None:
    check_role(settings_with(**given), role)


@pytest.mark.parametrize(
    ("role", "given", "named"),
    [
        (Role.WEB, {"bot_token": None}, "BOT_TOKEN"),
        (Role.WORK, {"bot_token": None}, "BOT_TOKEN"),
        (Role.WEB, {"database_url": POSTGRESQL}, "WEBHOOK_URL"),
        (Role.WEB, {"database_url": SQLITE, "webhook_url": WEBHOOK}, "DATABASE_URL"),
        (Role.WORK, {"database_url": SQLITE, "webhook_url": WEBHOOK}, "DATABASE_URL"),
    ],
)
def test_one_that_has_nothing_to_do_is_refused_with_a_sentence(role: Role, given: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        check_role(settings_with(**given), role)
    said = str(refused.value)
    assert said.startswith(named)
    assert said.endswith(".")
