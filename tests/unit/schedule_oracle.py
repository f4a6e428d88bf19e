"""A second implementation of the law of reminders, for comparison with the bot's own.

Written from the two pages of the law alone (`deadlines.md`, `reminders.md`) before the bot's code was read; it shares
nothing with it but the `holidays` package, which the law names. Slow and plain on purpose: it asks each day anew.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import holidays

Json = dict[str, Any]
Row = tuple[str, str, int, str]  # date, executor, activity, kind: as `schedule --json` prints and sorts them

DAY = timedelta(days=1)
AFTERLIFE = timedelta(days=60)  # how long after the period something is still said
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
NEAREST_FIRST = (
    "overdue",
    "due_today",
    "due_tomorrow",
    "week_left",
    "ten_left",
    "mid_month",
    "this_month",
    "next_month",
    "check_in",
    "start",
)
_CALENDAR = holidays.country_holidays("UZ")


@dataclass(frozen=True)
class Item:
    """What is to be done from `first` to `due`, and how it is reminded.

    `by`: «month» and «day» as the two pages say, «continuous» and «regular» for what has no due day (`due` is None).
    `repeats` names the rule of which this is an occurrence, `turn` counts its occurrences from 0.
    """

    first: date
    due: date | None
    by: str
    repeats: int | None = None
    turn: int = 0


# Days


def works(day: date) -> bool:
    return bool(_CALENDAR.is_working_day(day))


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def working(first: date, last: date) -> list[date]:
    return [day for day in days(first, last) if works(day)]


def on_or_after(day: date) -> date:
    while not works(day):
        day += DAY
    return day


def on_or_before(day: date) -> date:
    while not works(day):
        day -= DAY
    return day


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def plus_months(day: date, months: int) -> date:
    """The same day `months` later; where that month is too short, its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def in_month(month_first: date, day: int) -> date:
    return month_first.replace(day=min(day, month_end(month_first).day))


# Units


def unit_first(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    size = MONTHS[unit]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def later_unit(unit: str, first: date, count: int) -> date:
    return first + timedelta(weeks=count) if unit == "week" else plus_months(first, MONTHS[unit] * count)


def due_in(unit: str, first: date, last: date, due: Json | None) -> date:
    """The due day in the unit from `first` to `last`."""
    match due:
        case None:
            return last
        case {"weekday": n}:
            return first + timedelta(days=n - 1)
        case {"month": m, "day": n}:
            return in_month(date(first.year, m, 1), n)
        case {"month_of": k, "day": n}:
            return in_month(plus_months(first, k - 1), n)
        case {"day": n}:
            return min(first + timedelta(days=n - 1), last)
        case {"working_day": n}:
            all_of_it = working(first, last)
            return all_of_it[min(n, len(all_of_it)) - 1] if n > 0 else all_of_it[max(n, -len(all_of_it))]
        case {"after": n}:
            return last + timedelta(days=n)
    raise ValueError(f"no such due: {due}")


# Items


def items(plan: Json, deadline: Json) -> list[Item]:
    if "rule" not in deadline:
        return [_of_whole_months(plan, deadline)]
    rules = deadline["rule"] if isinstance(deadline["rule"], list) else [deadline["rule"]]
    return [item for number, rule in enumerate(rules) for item in _items(plan, rule, number)]


def _of_whole_months(plan: Json, deadline: Json) -> Item:
    """The older form: months as YYYY-MM."""
    start = date.fromisoformat(plan["period"]["start"])
    first = date.fromisoformat(deadline["first"] + "-01") if deadline["first"] else start
    if deadline["kind"] == "months":
        return Item(first, month_end(date.fromisoformat(deadline["last"] + "-01")), "month")
    return Item(first, None, deadline["kind"])


def _items(plan: Json, rule: Json, number: int) -> list[Item]:
    start = date.fromisoformat(plan["period"]["start"])
    document_day = date.fromisoformat(plan["document_day"]) if plan.get("document_day") else None
    match rule["kind"]:
        case "window":
            first = date.fromisoformat(rule["first"]) if rule.get("first") else document_day or start
            last = date.fromisoformat(rule["last"])
            whole = rule["precision"] != "day" and last == month_end(last)
            return [Item(first, last, "month" if whole else "day")]
        case "on":
            return [Item(day, day, "day") for day in map(date.fromisoformat, rule["days"])]
        case "each":
            return _occurrences(plan, rule, number)
        case "open":
            first = date.fromisoformat(rule["from"]) if rule.get("from") else start
            return [Item(first, None, rule["rhythm"])]
        case "after":
            if rule["anchor"] != "document" or document_day is None:  # nobody reported: nothing else is known
                return [Item(start, None, "continuous")]
            return [Item(document_day, _so_long_after(document_day, rule), "day")]
        case "unset":
            return [Item(start, None, "continuous")]
    raise ValueError(f"no such rule: {rule}")


def _so_long_after(day: date, rule: Json) -> date:
    if "months" in rule:
        return plus_months(day, rule["months"])
    if "days" in rule:
        return day + timedelta(days=rule["days"])
    for _ in range(rule["working_days"]):
        day = on_or_after(day + DAY)
    return day


def _occurrences(plan: Json, rule: Json, number: int) -> list[Item]:
    start, end = (date.fromisoformat(plan["period"][name]) for name in ("start", "end"))
    document_day = date.fromisoformat(plan["document_day"]) if plan.get("document_day") else start
    first = date.fromisoformat(rule["first"]) if rule.get("first") else max(start, document_day)
    last = date.fromisoformat(rule["last"]) if rule.get("last") else end
    unit, every, due = rule["unit"], rule.get("every", 1), rule.get("due")
    found: list[Item] = []
    block = unit_first(unit, first)
    while block <= last:
        following = later_unit(unit, block, every)
        ends = following - DAY
        day = due_in(unit, later_unit(unit, block, every - 1), ends, due)
        in_time = first <= ends <= last if due and "after" in due else first <= day
        if in_time and day <= end + AFTERLIFE:
            by = "month" if due is None and unit != "week" else "day"
            found.append(Item(max(block, first), day, by, number, len(found)))
        block = following
    return found


# Reminders


def schedule(plan: Json) -> list[Row]:
    """Everything that is said if nobody ever reports."""
    names = {executor["key"]: executor["name"] for executor in plan["executors"]}
    return sorted(
        (day.isoformat(), names[key], activity["number"], kind)
        for section in plan["sections"]
        for activity in section["activities"]
        for day, kind in said(plan, items(plan, activity["deadline"]))
        for key in activity["executors"]
    )


def said(plan: Json, all_items: list[Item]) -> list[tuple[date, str]]:
    """What is said of one activity, by day."""
    start, end = (date.fromisoformat(plan["period"][name]) for name in ("start", "end"))
    until = end + AFTERLIFE
    found = []
    for item in all_items:
        by_day: dict[date, set[str]] = {}
        for day, kind in _of_item(item, start, end, until):
            by_day.setdefault(day, set()).add(kind)
        for day, kinds in by_day.items():
            kind = min(kinds, key=NEAREST_FIRST.index)
            newer = (
                other.repeats is not None
                and other.repeats == item.repeats
                and other.turn > item.turn
                and other.due is not None
                and other.due < day
                for other in all_items
            )
            if day <= until and not (kind == "overdue" and any(newer)):
                found.append((day, kind))
    return found


def _of_item(item: Item, start: date, end: date, until: date) -> Iterator[tuple[date, str]]:
    if item.due is None:
        yield from _without_end(item, end)
        return
    yield from _whole_months(item.first, item.due, start, end) if item.by == "month" else _by_day(item, item.due)
    yield from ((day, "overdue") for day in _overdue(item.due, until))


def _overdue(due: date, until: date) -> Iterator[date]:
    day = on_or_after(due + DAY)
    while day <= until:
        yield day
        week = unit_first("week", day) + timedelta(weeks=1)
        day = on_or_after(week)


def _by_day(item: Item, due: date) -> Iterator[tuple[date, str]]:
    first = item.first
    length = (due - first).days + 1
    turned = on_or_before(due)  # W
    before = working(first, turned)
    start = on_or_after(first)
    if item.turn == 0 and start <= due:
        yield start, "start"
    for index, day in enumerate(before):
        left = len(before) - 1 - index
        later_month = (day.year, day.month) > (first.year, first.month)
        if left > 10 and length > 45 and later_month and day == on_or_after(day.replace(day=1)):
            yield day, "check_in"
        if left == 10 and length > 45:
            yield day, "ten_left"
        if left == 5 and length > 7:
            yield day, "week_left"
        if left == 1 and length > 2:
            yield day, "due_tomorrow"
        if left == 0:
            yield day, "due_today"


def _month_days(day: date) -> dict[str, date]:
    """The month's five days."""
    of_month = working(day.replace(day=1), month_end(day))
    return {
        "first": of_month[0],
        "mid": on_or_after(day.replace(day=15)),
        "week": of_month[-6],
        "eve": of_month[-2],
        "last": of_month[-1],
    }


def _months(first: date, last: date) -> list[date]:
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = plus_months(month, 1)
    return found


def _whole_months(first: date, due: date, start: date, end: date) -> Iterator[tuple[date, str]]:
    months = _months(first, due)
    if len(months) > 1:
        yield _month_days(months[0])["first"], "start"
    for month in months[1:-1]:
        yield _month_days(month)["first"], "check_in"
    ahead = _month_days(plus_months(months[-1], -1))["week"]
    if start <= ahead <= end:
        yield ahead, "next_month"
    of_due = _month_days(due)
    yield of_due["first"], "this_month"
    yield of_due["mid"], "mid_month"
    yield of_due["week"], "week_left"
    yield of_due["eve"], "due_tomorrow"
    yield of_due["last"], "due_today"


def _without_end(item: Item, end: date) -> Iterator[tuple[date, str]]:
    for index, month in enumerate(_months(item.first, end)):
        yield _month_days(month)["first"], "check_in" if index else "start"
        if item.by == "regular":
            yield _month_days(month)["mid"], "mid_month"
