"""Answers to what is asked about a document, as the row of the import keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from models.terms import Period, Precision
from services.calendar.occurrences import items
from services.calendar.rules import OnRule, Rule, RuleError, Rules, WindowRule, rules_from_json, rules_to_json
from services.calendar.workdays import Workdays
from services.documents.days import period_in
from services.documents.executors import Cast, is_person, names_a_body
from services.documents.understood import ExecutorRead, Match, Part
from services.imports.questions import Ask, Question
from services.terms.reader import Reading, read_term

Answer = Mapping[str, object]
LONGEST = 500  # characters of a title or an organisation
NEW: Answer = {"is": "new"}
OUTSIDE: Answer = {"is": "outside"}


def of_rules(rules: Rules, words: str = "") -> Answer:
    """What a term means; `words` are the admin's own where the document has none."""
    return {"rule": rules_to_json(rules), **({"words": words} if words else {})}


def of_executor(key: str) -> Answer:
    """Who is meant, among those known."""
    return {"executor": key}


def of_period(period: Period) -> Answer:
    """For which days the plan is."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def of_text(text: str) -> Answer:
    """A title or an organisation."""
    return {"text": " ".join(text.split())[:LONGEST]}


def of_pair(place: int | None) -> Answer:
    """Which of the pairs is the same activity; None: none of them is."""
    return {"same": place}


def pair_of(answer: Answer) -> int | None:
    """The place of the pair that is the same activity."""
    place = answer.get("same")
    return place if isinstance(place, int) else None


def rules_of(answer: Answer | None) -> Rules | None:
    """The rules that an answer gives; None where it gives none that this release knows."""
    try:
        return rules_from_json(answer["rule"]) if answer is not None and "rule" in answer else None
    except RuleError:
        return None


def period_of(answer: Answer | None) -> Period | None:
    """The period that an answer gives."""
    if answer is None or "start" not in answer:
        return None
    return Period(date.fromisoformat(str(answer["start"])), date.fromisoformat(str(answer["end"])))


def typed_term(words: str, period: Period, document_day: date | None) -> Reading:
    """What an admin's own words say of a term; no heading of the document is above them."""
    found = read_term(words, period=period, document_day=document_day)
    fits = tuple(one for one in found.readings if makes_items(one, period, document_day))
    is_certain = found.rules is not None and found.rules in fits
    return replace(found, rules=found.rules if is_certain else _by_one_day(fits), readings=fits)


def _by_one_day(readings: Sequence[Rules]) -> Rules | None:
    """The reading that says only by when, if all of them end on its day: «апрел охири»."""
    windows = [one[0] for one in readings if len(one) == 1 and isinstance(one[0], WindowRule)]
    by_when = [one for one in windows if one.first is None]
    is_one = len(windows) == len(readings) > 1 and len({one.last for one in windows}) == len(by_when) == 1
    return (by_when[0],) if is_one else None


def makes_items(rules: Rules, period: Period, document_day: date | None) -> bool:
    """Whether anything of a term falls into the plan's period."""
    return bool(items(rules, period, Workdays(), document_day=document_day))


def typed(
    question: Question, words: str, cast: Cast, period: Period | None, document_day: date | None
) -> Answer | None:
    """What an admin's own words answer; None where that is not certain."""
    words = " ".join(words.split())
    # A wrong word would carry reports to another activity; `Drafts.typed` knows the other plans.
    if not words or question.asks in (Ask.SAME, Ask.PLAN):
        return None
    match question.asks:
        case Ask.TERM | Ask.OVER:
            rules = typed_term(words, period, document_day).rules if period is not None else None
            is_new = question.asks is Ask.OVER or not question.words
            if rules is not None and is_new:
                rules = tuple(map(_by_when, rules))
            return of_rules(rules, words if is_new else "") if rules is not None else None
        case Ask.PERIOD:
            found = period_in(words)
            return of_period(found) if found is not None else None
        case Ask.TITLE | Ask.ORGANISATION:
            is_name = any(map(str.isalpha, words)) and "?" not in words
            return of_text(words) if is_name else None
        case Ask.EXECUTOR:
            people = house(cast.read(words))
            return of_executor(people[0].key) if len(people) == 1 and people[0].key else None
        case Ask.WHO:
            people = house(cast.read(words))
            return {"who": words} if people else None


def _by_when(rule: Rule) -> Rule:
    """«15 май» as an answer to «By when?»: no event of that day, but its last day."""
    if isinstance(rule, OnRule) and len(rule.days) == 1:
        return WindowRule(None, rule.days[0], Precision.DAY)
    return rule


def house(read: tuple[ExecutorRead, ...]) -> tuple[ExecutorRead, ...]:
    """Those named, where each of them is known, or a new person or unit of the house; else nobody."""
    return read if all(map(_is_of_the_house, read)) else ()


def _is_of_the_house(one: ExecutorRead) -> bool:
    if one.part not in (Part.LEAD, Part.CO):
        return False
    if one.match is Match.NEW:
        return is_person(one.name) or names_a_body(one.name)
    return one.match is Match.CERTAIN
