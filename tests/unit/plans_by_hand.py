"""Plans of every kind for the tests of what is given out: all rules, several items, partners, further columns."""

import html
import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import reject
from hypothesis import strategies as st

from models.terms import Month, Period
from services.calendar.occurrences import items
from services.calendar.rules import AfterRule, Rule, rules_to_json
from services.calendar.workdays import Workdays
from services.language.roman import roman
from services.plan.file import PlanFile, PlanFileError, load_plan, parse_plan
from tests.unit.facts_by_hand import ROOT
from tests.unit.terms_by_hand import PERIODS, days_in, rules_of
from views.kit.texts import Translator
from views.terms import rules_words

SEED = load_plan(ROOT / "data" / "seed_plan.json")
TEXTS = Translator(ZoneInfo("Asia/Tashkent"), default="uz_Cyrl")
WORKDAYS = Workdays()
ORGANISATION = SEED.organisation
TITLES = [
    "{org}нинг 2024 йил биринчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ",
    "{org}нинг ИШ РЕЖАСИ",
    "Сайлов маданиятини ошириш бўйича ЧОРА-ТАДБИРЛАР РЕЖАСИ",
    "«Йўл харитаси» дастури",
]
PARTNERS = ["Адлия вазирлиги", "Рақамли технологиялар вазирлиги", "барча ҳудудий сайлов комиссиялари"]
COLUMNS = ["Амалга ошириш механизми", "Молиялаштириш манбаи", "Кутилаётган натижа"]
TEXTS_OF_WORK = [
    *(one.text for one in SEED.activities[:12]),
    "«Сайлов» ахборот тизимини 2-босқичда ишга тушириш ва 15 та йўриқномани янгилаш",
    "Қуйидагиларни тайёрлаш:\n– низом лойиҳаси;\n– тушунтириш хати",
    "E-Saylov тизими (IFES билан) бўйича ўқув: 1) дастур 2) тақдимот",
    "5 та ҳудудда йиғилиш",
]
EXTRA = ["Ишчи гуруҳ ташкил этиш.\nЙиғилиш ўтказиш", "Давлат бюджети", "100 фоиз", "1", "2024 йил март"]


@st.composite
def deadlines(draw: st.DrawFn, period: Period, numbers: list[int], own: int) -> dict[str, Any]:
    """A term with words of its own, or with those that say its rule."""

    def usable(rule: Rule) -> bool:
        if not isinstance(rule, AfterRule) or rule.activity is None:
            return True
        return rule.anchor in {str(number) for number in numbers if number != own}

    rules: tuple[Rule, ...] = (draw(rules_of(period).filter(usable).filter(lambda rule: _is_usable(period, rule))),)
    words = html.unescape(rules_words(TEXTS["uz_Cyrl"], rules))
    return {"text": draw(st.sampled_from([words, words, "режа-жадвалга кўра", "март"])), "rule": rules_to_json(rules)}


def _headed(key: str, head: str | None) -> dict[str, str]:
    return {"head": head} if head and key == "training_center" else {}


@st.composite
def plans(draw: st.DrawFn) -> PlanFile:
    period = draw(st.sampled_from(PERIODS))
    count = draw(st.integers(1, 6))
    step = draw(st.sampled_from([1, 3]))
    numbers = [step * place for place in range(1, count + 1)]
    keys = [one.key for one in SEED.executors]
    head = draw(st.sampled_from([None, "А. Фарманов", "Г. Рахимова"]))
    activities = [draw(_activity(period, numbers, number, keys)) for number in numbers]
    parts = draw(st.integers(1, min(3, count)))
    cut = [activities[place::parts] for place in range(parts)]
    title = draw(st.sampled_from(TITLES)).format(org=ORGANISATION)
    if "2024 йил биринчи" in title:
        title = title if period == PERIODS[0] else TITLES[1].format(org=ORGANISATION)
    day = draw(st.none() | days_in(period))
    data = {
        "title": title,
        "organisation": ORGANISATION,
        "period": {"start": str(period.start), "end": str(period.end)},
        **({"document_day": str(day)} if day else {}),
        "priorities": [
            {"number": place, "text": one.text}
            for place, one in enumerate(SEED.priorities[: draw(st.integers(0, 3))], 1)
        ],
        "agenda": [
            {"number": place, "text": text, "deadline": draw(_meeting(period))}
            for place, text in enumerate(("Режа ижроси тўғрисида", "Низом тўғрисида")[: draw(st.integers(0, 2))], 1)
        ],
        "sections": [
            {"number": roman(place), "title": f"{SEED.sections[place - 1].title}", "activities": one}
            for place, one in enumerate(cut, 1)
        ],
        "executors": [
            {"key": one.key, "name": one.name, "kind": one.kind, "aliases": list(one.aliases), **_headed(one.key, head)}
            for one in SEED.executors
        ],
    }
    try:
        return parse_plan(json.dumps(data, ensure_ascii=False).encode(), Path("random.json"))
    except PlanFileError:
        reject()  # a term of which nothing falls into the period


@st.composite
def _meeting(draw: st.DrawFn, period: Period) -> dict[str, Any]:
    # A month that the plan's end cuts would be asked about.
    month = draw(days_in(period).filter(lambda day: Month.of(day).last_day <= period.end)).strftime("%Y-%m")
    return {"text": _month(month), "kind": "months", "first": month, "last": month}


def _month(month: str) -> str:
    return html.unescape(TEXTS["uz_Cyrl"].month(date.fromisoformat(f"{month}-01")))


@st.composite
def _activity(draw: st.DrawFn, period: Period, numbers: list[int], number: int, keys: list[str]) -> dict[str, Any]:
    extra = draw(st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(EXTRA), max_size=3))
    partners = draw(st.lists(st.sampled_from(PARTNERS), max_size=2, unique=True))
    name = draw(st.none() | st.just(f"Қисқа ном {number}"))
    deadline = draw(deadlines(period, numbers, number))
    executors = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
    terms = draw(_part_terms(period, deadline, executors))
    data: dict[str, Any] = {
        "number": number,
        **({"short_name": name} if name else {}),
        "text": f"{draw(st.sampled_from(TEXTS_OF_WORK))} ({number})",
        "deadline": deadline,
        "executors": executors,
        **({"part_terms": terms} if terms else {}),
        **({"partners": partners} if partners else {}),
        **({"extra": extra} if extra else {}),
    }
    return data


@st.composite
def _part_terms(draw: st.DrawFn, period: Period, deadline: dict[str, Any], executors: list[str]) -> dict[str, str]:
    """Own terms of some co-executors' parts, where the deadline is one day that leaves room for them."""
    rule = deadline["rule"]
    if not isinstance(rule, dict) or rule.get("kind") != "window" or date.fromisoformat(rule["last"]) < period.start:
        return {}
    end = min(date.fromisoformat(rule["last"]), period.end)
    days = st.dates(period.start, end)
    return {key: str(draw(days)) for key in executors[1:] if draw(st.booleans())}


def _is_usable(period: Period, rule: Rule) -> bool:
    """Whether the plan file takes the term: something of it falls into the period, and no two items are alike."""
    labels = [one.label for one in items((rule,), period, WORKDAYS)]
    return bool(labels) and len(set(labels)) == len(labels)
