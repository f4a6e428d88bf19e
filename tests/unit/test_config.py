"""Settings that are refused in one sentence, and those that stand."""

import subprocess
import sys
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import ConfigError, read_settings

TOKEN = "123456:ABC"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1087968824", "Telegram's own"),
        ("900001, 136817688", "Telegram's own"),
        ("777000 900001", "Telegram's own"),
        ("1271266957", "Telegram's own"),
        ("489000", "Telegram's own"),
        ("-1001234567890", "a group or a channel"),
        ("900001,-5", "a group or a channel"),
        ("0", "nobody's id"),
        ("99999999999999999999", "nobody's id"),
        ("123456", "the bot itself"),
        ("@yunusov", "Telegram ids"),
        ("+998901234567", "Telegram ids"),
    ],
)
def test_an_admin_who_stands_for_nobody_is_refused_in_a_sentence(written: str, hint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(_env_file=None, bot_token=TOKEN, admin_ids=written)
    assert str(refused.value).startswith("ADMIN_IDS is wrong: ")
    assert hint in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "written", ["0", "-0", "Раҳбарият", "@leadership", "https://t.me/c/1234567890/1", "1.5", "--5", "-" + "9" * 30]
)
def test_a_leadership_chat_that_is_no_id_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(_env_file=None, leadership_chat_id=written)
    assert str(refused.value).startswith("LEADERSHIP_CHAT_ID is wrong: write the group's id")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("-1001234567890", -1001234567890), (" -5 ", -5), ("−1001234567890", -1001234567890), ("1234567890", 1234567890)],
)
def test_an_id_is_read_with_any_kind_of_minus_and_a_missing_one_is_reported_later(written: str, meant: int) -> None:
    assert read_settings(_env_file=None, leadership_chat_id=written).leadership_chat_id == meant


def test_people_are_admins() -> None:
    assert read_settings(_env_file=None, bot_token=TOKEN, admin_ids="900001, 900002 5").admin_ids == (900001, 900002, 5)


@pytest.mark.parametrize("written", ["9", "0900", "24:00", "09:60", "09:00:30", "09:00+05:00", "²:00", "соат 9"])
def test_a_time_that_no_local_clock_shows_is_refused_in_a_sentence(written: str) -> None:
    for name, value, told in (
        ("remind_at", written, "REMIND_AT is wrong: write a local time like 09:00 (see .env.example)."),
        ("digest_at", f"Mon {written}", "DIGEST_AT is wrong: write a local time like 09:00 (see .env.example)."),
    ):
        with pytest.raises(ConfigError) as refused:
            read_settings(_env_file=None, **{name: value})
        assert str(refused.value) == told


@pytest.mark.parametrize(("written", "meant"), [("09:00", time(9)), (" 9:00 ", time(9)), ("23:59", time(23, 59))])
def test_a_time_is_read_as_people_write_it(written: str, meant: time) -> None:
    settings = read_settings(_env_file=None, remind_at=written, digest_at=f"Sun {written}")
    assert (settings.remind_at, settings.digest_at) == (meant, (6, meant))


@pytest.mark.parametrize("written", ["Tashkent", "UTC+5", "../etc", "/etc/localtime", "Asia", "A" * 300, "a\0b"])
def test_a_zone_that_is_none_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(_env_file=None, timezone=written)
    assert str(refused.value) == "TIMEZONE is wrong: write a time zone's name like Asia/Tashkent (see .env.example)."


def test_a_zone_is_read_by_its_name() -> None:
    assert read_settings(_env_file=None, timezone="Europe/Berlin").timezone == ZoneInfo("Europe/Berlin")
    assert read_settings(_env_file=None).timezone == ZoneInfo("Asia/Tashkent")


def test_a_wrong_setting_is_told_without_waiting_for_aiogram() -> None:
    code = "import bot.__main__, sys; print('aiogram' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout == "False\n"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("bot.example.org", "write an address"),
        ("http://bot.example.org/updates", "https://"),
        ("http://10.0.0.1/updates", "https://"),
        ("https://user:password@bot.example.org/", "without a user"),
        ("https://bot.example.org/?key=1", "without a user"),
        ("https://bot.example.org/{token}", "write an address"),
        ("https://bot.example.org:8080/updates", "443, 80, 88, 8443"),
        ("https://bot.example.org:99999/updates", "WEBHOOK_URL"),
        ("ftp://bot.example.org/", "write an address"),
    ],
)
def test_a_webhook_that_telegram_would_refuse_is_refused_in_a_sentence(written: str, hint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(_env_file=None, webhook_url=written)
    assert str(refused.value).startswith("WEBHOOK_URL is wrong: ")
    assert hint in str(refused.value)
    assert "password" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Bot.Example.org", "https://bot.example.org/"),
        ("https://bot.example.org:8443/a/b-c_d", "https://bot.example.org:8443/a/b-c_d"),
        ("http://127.0.0.1:8081/updates", "http://127.0.0.1:8081/updates"),
        ("http://localhost:8081/updates", "http://localhost:8081/updates"),
        ("http://[::1]:8081/updates", "http://[::1]:8081/updates"),
    ],
)
def test_a_webhook_is_read_as_telegram_will_tell_it(written: str, meant: str) -> None:
    assert read_settings(_env_file=None, webhook_url=written).webhook_url == meant


def test_a_server_of_the_offices_own_posts_to_any_port() -> None:
    own = read_settings(_env_file=None, bot_api_url="http://127.0.0.1:8081", webhook_url="https://inner:9443/updates")
    assert own.webhook_url == "https://inner:9443/updates"


@pytest.mark.parametrize("written", ["with space", "сир", "a" * 257, "a\nb"])
def test_a_secret_that_no_header_carries_is_refused_without_being_quoted(written: str) -> None:
    with pytest.raises(ConfigError, match="WEBHOOK_SECRET is wrong") as refused:
        read_settings(_env_file=None, webhook_secret=written)
    assert written not in str(refused.value)


@pytest.mark.parametrize("written", ["149.154.160.0/99", "telegram.org", "149.154.160.1/20"])
def test_networks_that_are_none_are_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(ConfigError, match="WEBHOOK_FROM is wrong: write addresses or networks"):
        read_settings(_env_file=None, webhook_from=written)


def test_only_a_public_certificate_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    for text, hint in (
        (None, "cannot be read"),
        ("\N{SNOWMAN}", "cannot be read"),
        ("certificate", "no certificate in PEM form"),
        ("-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----", "private key"),
    ):
        if text is not None:
            file.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match="WEBHOOK_CERTIFICATE is wrong") as refused:
            read_settings(_env_file=None, webhook_certificate=file)
        assert hint in str(refused.value)
    file.write_text("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n", encoding="ascii")
    assert read_settings(_env_file=None, webhook_certificate=file).webhook_certificate == file
