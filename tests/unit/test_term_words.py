"""What a rule is said as, and that it is read again as the same rule in every language."""

import html
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from models.terms import Period
from services.calendar.occurrences import items
from services.calendar.rules import Rules, rules_from_json
from services.calendar.workdays import Workdays
from services.terms.reader import read_term
from tests.unit.terms_by_hand import Stand, stands
from views.kit.labels import label_words
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator
from views.terms import first_dues, rules_said_back, rules_words

TEXTS = Translator(ZoneInfo("Asia/Tashkent"), default="uz_Cyrl")
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def said(code: str, rules: Rules) -> str:
    return html.unescape(rules_words(TEXTS[code], rules))


@settings(max_examples=60, deadline=None)
@given(stands())
def test_what_is_said_is_read_again_as_the_same_rule(stand: Stand) -> None:
    for code in LANGUAGES:
        words = said(code, (stand.rule,))
        reading = read_term(words, period=stand.period, document_day=stand.document_day)
        assert reading.rules == (stand.rule,), (code, words, reading)


@settings(max_examples=25, deadline=None)
@given(stands(), stands())
def test_several_rules_are_said_by_number(one: Stand, other: Stand) -> None:
    rules = (one.rule, one.rule) if one.period != other.period else (one.rule, other.rule)
    for code in LANGUAGES:
        words = said(code, rules)
        reading = read_term(words, period=one.period, document_day=one.document_day)
        assert rules in ((reading.rules or ()), *reading.readings), (code, words, reading)


EXAMPLES: list[tuple[object, tuple[str, str, str, str]]] = [
    (
        {"kind": "window", "first": None, "last": "2025-03-01", "precision": "day"},
        (
            "2025 йил 1 март кунига қадар",
            "2025-yil 1-mart kuniga qadar",
            "до 1 марта 2025 г.",
            "due by 1 March 2025",
        ),
    ),
    (
        {"kind": "window", "first": "2025-01-01", "last": "2025-04-30", "precision": "month"},
        (
            "2025 йил январь–апрель",
            "2025 yil yanvar–aprel",
            "январь–апрель 2025 г.",
            "January–April 2025",
        ),
    ),
    (
        {"kind": "window", "first": None, "last": "2025-12-31", "precision": "year"},
        ("2025 йил охирига қадар", "2025 yil oxiriga qadar", "по 2025 год включительно", "by the end of year 2025"),
    ),
    (
        {"kind": "each", "unit": "month", "due": {"day": 5}},
        (
            "ҳар ойнинг 5-санасига қадар",
            "har oyning 5-sanasiga qadar",
            "ежемесячно до 5 числа",
            "by day 5 of every month",
        ),
    ),
    (
        {"kind": "each", "unit": "quarter", "due": {"after": 10}},
        (
            "ҳар чоракда, давр якунидан сўнг 10 кун ичида",
            "har chorakda, davr yakunidan so‘ng 10 kun ichida",
            "ежеквартально, в течение 10 дней после окончания периода",
            "every quarter, within 10 days after the end of the period",
        ),
    ),
    (
        {"kind": "open", "from": "2025-09-01", "rhythm": "continuous"},
        (
            "доимий равишда, 2025 йил 1 сентябрь кунидан бошлаб",
            "doimiy ravishda, 2025-yil 1-sentabr kunidan boshlab",
            "постоянно, начиная с 1 сентября 2025 г.",
            "continuously, starting from 1 September 2025",
        ),
    ),
    (
        {"kind": "after", "anchor": "4", "months": 1},
        (
            "4-тадбир бажарилгандан сўнг 1 ой ичида",
            "4-tadbir bajarilgandan so‘ng 1 oy ichida",
            "в течение 1 месяца после исполнения мероприятия 4",
            "within 1 month after activity 4 is done",
        ),
    ),
    (
        {"kind": "after", "anchor": "сайлов", "days": -10},
        (
            "«сайлов» кунидан 10 кун олдин",
            "«сайлов» kunidan 10 kun oldin",
            "за 10 дней до дня «сайлов»",
            "10 days before the day of «сайлов»",
        ),
    ),
]


@pytest.mark.parametrize(("rule", "words"), EXAMPLES)
def test_rules_in_four_languages(rule: object, words: Sequence[str]) -> None:
    rules = rules_from_json(rule)
    assert tuple(said(code, rules) for code in ("uz_Cyrl", "uz_Latn", "ru", "en")) == tuple(words)


def test_the_first_due_days_of_what_repeats() -> None:
    made = items(rules_from_json({"kind": "each", "unit": "quarter"}), YEAR, Workdays())
    assert first_dues(TEXTS["ru"], made) == "первые сроки: 31 марта 2025 г., 30 июня 2025 г., 30 сентября 2025 г."
    assert first_dues(TEXTS["ru"], items(rules_from_json({"kind": "unset"}), YEAR, Workdays())) == ""


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ({"kind": "each", "unit": "month"}, "январь"),
        ({"kind": "each", "unit": "month", "every": 2}, "январь – февраль"),
        ({"kind": "each", "unit": "quarter"}, "I чорак"),
        ({"kind": "each", "unit": "half"}, "I ярим йиллик"),
        ({"kind": "each", "unit": "week"}, "30 декабрь – 5 январь"),
        ({"kind": "on", "days": ["2025-05-05", "2025-05-20"]}, "5 май"),
    ],
)
def test_what_tells_items_apart(rule: object, first: str) -> None:
    item = items(rules_from_json(rule), YEAR, Workdays())[0]
    assert item.label is not None
    assert label_words(TEXTS["uz_Cyrl"], item.label) == first


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("month", ("ҳар ойда, ой охиригача", "har oyda, oy oxirigacha", "ежемесячно, до конца месяца")),
        (
            "quarter",
            ("ҳар чоракда, чорак охиригача", "har chorakda, chorak oxirigacha", "ежеквартально, до конца квартала"),
        ),
    ],
)
def test_repeated_work_is_said_back_with_its_end(unit: str, wanted: tuple[str, ...]) -> None:
    rules = rules_from_json({"kind": "each", "unit": unit, "every": 1})
    said_back = [html.unescape(rules_said_back(TEXTS[code], rules)) for code in ("uz_Cyrl", "uz_Latn", "ru")]
    assert said_back == list(wanted)
    by_day = rules_from_json({"kind": "each", "unit": unit, "every": 1, "due": {"day": 10}})
    assert rules_said_back(TEXTS["en"], by_day) == rules_words(TEXTS["en"], by_day), "a day of its own is said anyway"
