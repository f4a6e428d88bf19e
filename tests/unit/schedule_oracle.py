"""A second implementation of the law of reminders, for comparison with the bot's own.

Written from the two pages of the law alone (`deadlines.md`, `reminders.md`) before the bot's code was read; it shares
nothing with it but the `holidays` package, which the law names. Slow and plain on purpose.

Where the pages leave something open, a comment says what was taken: a test that holds the two together then holds the
bot to that choice as well.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    `turn` counts the occurrences of what repeats from 0; it is None of what does not.
    """

    first: date
    due: date | None
    by: str
    turn: int | None = None


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
    match due or {}:
        case {"weekday": n}:
            day = first + timedelta(days=n - 1)
        case {"month": m, "day": n}:
            day = in_month(date(first.year, m, 1), n)
        case {"month_of": k, "day": n}:
            day = in_month(plus_months(first, k - 1), n)
        case {"day": n}:
            day = min(first + timedelta(days=n - 1), last)
        case {"working_day": n}:
            all_of_it = working(first, last)
            if n > 0:  # past its end: its last day, as of `day`
                day = all_of_it[n - 1] if n <= len(all_of_it) else last
            else:
                day = all_of_it[n] if -n <= len(all_of_it) else first
        case {"after": n}:
            day = last + timedelta(days=n)
        case _:
            day = last
    return day


# Items


def items(plan: Json, deadline: Json) -> list[Item]:
    if "rule" not in deadline:
        return [_of_whole_months(plan, deadline)]
    rules = deadline["rule"] if isinstance(deadline["rule"], list) else [deadline["rule"]]
    found = [item for rule in rules for item in _items(plan, rule)]
    # One wording repeats as a whole: of the 5th and 20th of every month, the 20th is later than the 5th.
    occurrences = sorted((item for item in found if item.turn is not None), key=lambda item: (item.due, item.first))
    others = [item for item in found if item.turn is None]
    return others + [replace(item, turn=turn) for turn, item in enumerate(occurrences)]


def _of_whole_months(plan: Json, deadline: Json) -> Item:
    """The older form: months as YYYY-MM."""
    start = date.fromisoformat(plan["period"]["start"])
    first = date.fromisoformat(deadline["first"] + "-01") if deadline["first"] else start
    if deadline["kind"] == "months":
        return Item(first, month_end(date.fromisoformat(deadline["last"] + "-01")), "month")
    return Item(first, None, deadline["kind"])


def _items(plan: Json, rule: Json) -> list[Item]:
    start = date.fromisoformat(plan["period"]["start"])
    document_day = date.fromisoformat(plan["document_day"]) if plan.get("document_day") else None
    match rule["kind"]:
        case "window":
            last = date.fromisoformat(rule["last"])
            # A document later than the last day is not spoken of: the window is that day alone.
            first = date.fromisoformat(rule["first"]) if rule.get("first") else min(document_day or start, last)
            whole = rule["precision"] != "day" and last == month_end(last)
            found = [Item(first, last, "month" if whole else "day")]
        case "on":
            found = [Item(day, day, "day") for day in map(date.fromisoformat, rule["days"])]
        case "each":
            found = _occurrences(plan, rule)
        case "open":
            first = date.fromisoformat(rule["from"]) if rule.get("from") else start
            found = [Item(first, None, rule["rhythm"])]
        case "after" if rule["anchor"] == "document" and document_day:
            due = _so_long_after(document_day, rule)
            # `days` may be negative; when it begins then is not said.
            first = document_day if document_day <= due else min(max(start, document_day), due)
            found = [Item(first, due, "day")]
        case "after" | "unset":  # nobody reported: no other anchor is known
            found = [Item(start, None, "continuous")]
        case other:
            raise ValueError(f"no such rule: {other}")
    return found


def _so_long_after(day: date, rule: Json) -> date:
    if "months" in rule:
        return plus_months(day, rule["months"])
    if "days" in rule:
        return day + timedelta(days=rule["days"])
    for _ in range(rule["working_days"]):
        day = on_or_after(day + DAY)
    return day


def _occurrences(plan: Json, rule: Json) -> list[Item]:
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
        if due is None:  # the last block is due on its last day, if that is not too late
            in_time = first <= day
        elif "after" in due:
            in_time = first <= ends <= last
        else:
            in_time = first <= day <= last
        if in_time and day <= end + AFTERLIFE:
            by = "month" if due is None and unit != "week" else "day"
            found.append(Item(max(block, first), day, by, len(found)))
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
            # The condition stands in the table of what is reminded by day; whole months have their own page.
            told_with_later = kind == "overdue" and item.by == "day" and _later_is_overdue(item, all_items, day)
            if day <= until and not told_with_later:
                found.append((day, kind))
    return found


def _later_is_overdue(item: Item, all_items: list[Item], day: date) -> bool:
    return item.turn is not None and any(
        other.turn is not None and other.turn > item.turn and other.due is not None and other.due < day
        for other in all_items
    )


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
    if not item.turn and start <= due:
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
