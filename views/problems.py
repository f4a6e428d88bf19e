"""What is wrong in a plan file, in an office's words: where it stands, and what is to be corrected.

The file's own check names problems for whoever writes such files (`plan check`); here each kind of them has its
sentence in the reader's language. What has none is shown as the check says it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from services.plan.file import Problem
from views.kit.screen import shorten
from views.kit.texts import Html, Texts, escape, join

LONGEST = 300  # characters of what is quoted from the file
_LINE = re.compile(r"line (\d+), column (\d+)")
_Groups = Mapping[str, str]
_Say = Callable[[Texts, _Groups], Html]


def problem(t: Texts, one: Problem) -> Html:
    """«Activity 7, deadline: the last month is before the first»."""
    said = _reason(t, one.reason)
    where = list(_place(t, one.place))
    return Html(f"{join(where, ', ')}: {said}") if where else said


def _place(t: Texts, place: str) -> Iterator[Html]:
    """Where it stands: what it is part of, with its number, and the field."""
    if line := _LINE.fullmatch(place):
        yield t("line {line}, column {column}", line=line[1], column=line[2])
        return
    steps = place.split(".") if place else []
    parts = _parts(t)
    is_inside = "activities" in steps
    while steps:
        step = steps.pop(0)
        if step in parts and steps:
            number = steps.pop(0)
            if not (step == "sections" and is_inside):  # the number of an activity says enough
                yield parts[step](number)
        else:
            yield _fields(t).get(step, Html(f"<code>{escape(shorten(step, 60))}</code>"))


def _parts(t: Texts) -> Mapping[str, Callable[[str], Html]]:
    return {
        "sections": lambda number: t("section {number}", number=number),
        "activities": lambda number: t("activity {number}", number=number),
        "agenda": lambda number: t("meeting question {number}", number=number),
        "priorities": lambda number: t("priority {number}", number=number),
        "executors": lambda number: t("executor «{key}»", key=number),
    }


def _fields(t: Texts) -> Mapping[str, Html]:
    return {
        "activities": t("activities"),
        "agenda": t("meeting questions"),
        "aliases": t("other spellings"),
        "deadline": t("deadline"),
        "document_day": t("the document’s day"),
        "end": t("last day"),
        "executors": t("executors"),
        "extra": t("further columns"),
        "first": t("first month"),
        "head": t("head of the unit"),
        "key": t("key"),
        "kind": t("kind"),
        "last": t("last month"),
        "name": t("name"),
        "number": t("number"),
        "organisation": t("organisation"),
        "partners": t("partners"),
        "period": t("period"),
        "priorities": t("priorities"),
        "rule": t("rule of the term"),
        "sections": t("sections"),
        "short_name": t("short name"),
        "start": t("first day"),
        "text": t("text"),
        "title": t("title"),
    }


def _reason(t: Texts, reason: str) -> Html:
    for pattern, say in _REASONS:
        if match := pattern.match(reason):
            return say(t, {name: shorten(value or "", LONGEST) for name, value in match.groupdict().items()})
    return Html(f"{t('it is not written as a plan file needs it')} (<code>{escape(shorten(reason, LONGEST))}</code>)")


def _plain(say: Callable[[Texts], Html]) -> _Say:
    return lambda t, _groups: say(t)


_SAYINGS: Sequence[tuple[str, _Say]] = (
    (r"the field is missing", _plain(lambda t: t("it is missing; add it"))),
    (r"there is no such field", _plain(lambda t: t("a plan file has no such field; remove it or correct its name"))),
    (r"the text is empty", _plain(lambda t: t("the text is empty; write it as the document has it"))),
    (
        r"«(?P<text>.*)» begins or ends with a space",
        lambda t, g: t("«{text}» begins or ends with a space; remove it", text=g["text"]),
    ),
    (
        r"the word «(?P<word>.*)» mixes two scripts: Latin (?P<letters>.*) among Cyrillic",
        lambda t, g: t(
            "the word «{word}» has Latin letters ({letters}) among Cyrillic ones; type it in one script",
            word=g["word"],
            letters=g["letters"],
        ),
    ),
    (
        r"(?:«?(?P<month>.*?)»? is not a month|there is no month (?P<none>\d+))",
        lambda t, g: t("«{month}» is no month; write it like 2024-01", month=g["month"] or g["none"]),
    ),
    (
        r"the short name .* has a line break",
        _plain(lambda t: t("the short name has a line break; write it on one line")),
    ),
    (
        r"the short name «(?P<name>.*)» has (?P<count>\d+) characters; shorten it to (?P<most>\d+)",
        lambda t, g: t(
            "the short name «{name}» has {count} characters; it may have {most}",
            name=g["name"],
            count=g["count"],
            most=g["most"],
        ),
    ),
    (
        r"\w+ work has no last month",
        _plain(lambda t: t("continuous and regular work has no last month; leave it empty")),
    ),
    (r"kind «months» needs both", _plain(lambda t: t("the first and the last month are needed, written like 2024-01"))),
    (
        r"the months are reversed: (?P<last>\S+) comes before (?P<first>[^;]+)",
        lambda t, g: t("the last month ({last}) is before the first ({first})", last=g["last"], first=g["first"]),
    ),
    (r"a question for a meeting needs", _plain(lambda t: t("a meeting question needs its months or days"))),
    (
        r"there is another (?:priority|agenda item|section|activity) (?P<number>[^;]+)",
        lambda t, g: t("the number {number} stands twice; give each its own", number=g["number"]),
    ),
    (
        r"the section is numbered «(?P<number>.*)» where «(?P<expected>.*)» comes",
        lambda t, g: t(
            "the section is numbered «{number}»; in order it is «{expected}»",
            number=g["number"],
            expected=g["expected"],
        ),
    ),
    (
        r"«(?P<key>.*)» is not among the executors",
        lambda t, g: t("«{key}» is not in the list of executors; add it there or correct it", key=g["key"]),
    ),
    (r"«(?P<key>.*)» is named twice", lambda t, g: t("«{key}» is named twice; leave it once", key=g["key"])),
    (
        r"there is another executor «(?P<key>.*)»",
        lambda t, g: t("the key «{key}» stands twice; give each executor its own", key=g["key"]),
    ),
    (
        r"«(?P<spelling>.*)» also stands for «(?P<owner>.*)»",
        lambda t, g: t(
            "«{spelling}» also means «{owner}»; a spelling can mean only one", spelling=g["spelling"], owner=g["owner"]
        ),
    ),
    (
        r"(?P<month>\S+) lies outside the plan's period, (?P<start>\S+) to (?P<end>[^;]+)",
        lambda t, g: t(
            "{month} is not in the plan’s period ({start} – {end})", month=g["month"], start=g["start"], end=g["end"]
        ),
    ),
    (
        r"nothing of this falls into the plan's period",
        _plain(lambda t: t("no day of this term is in the plan’s period; correct the term or the period")),
    ),
    (
        r"two of the items that this makes",
        _plain(lambda t: t("two terms of it fall on the same time; leave one of them out")),
    ),
    (
        r"there is no activity (?P<number>\S+) to be done before",
        lambda t, g: t("there is no activity {number}, for which it waits", number=g["number"]),
    ),
    (r"the activity waits for itself", _plain(lambda t: t("the activity waits for itself; name another one"))),
    (
        r"this is not JSON",
        _plain(lambda t: t("the file is damaged here: a sign is missing, or one too many stands there")),
    ),
    (
        r"the file ends in the middle of a letter",
        _plain(lambda t: t("the file is damaged: its end is missing; send the whole of it once more")),
    ),
    (r"the file is not UTF-8", _plain(lambda t: t("the file is not saved as UTF-8; save it so and send it again"))),
    (
        r"the field «(?P<name>.*?)» stands twice",
        lambda t, g: t("the field «{name}» stands twice; leave it once", name=g["name"]),
    ),
    (
        r"the period ends on (?P<end>\S+), before it starts on (?P<start>[^;]+)",
        lambda t, g: t("the last day ({end}) is before the first ({start})", end=g["end"], start=g["start"]),
    ),
    (
        r"(?:tuple|list|input) should (?:have at least 1 item|be a valid (?:tuple|array|list))",
        _plain(lambda t: t("at least one is needed")),
    ),
    (
        r"input should be a valid string, but it is (?P<value>.*); correct it",
        lambda t, g: t("text is needed here, not {value}", value=g["value"]),
    ),
    (
        r"input should be (?:a valid integer|greater than|less than).*, but it is (?P<value>.*); correct it",
        lambda t, g: t("a number from 1 to 99999 is needed here, not {value}", value=g["value"]),
    ),
    (
        r"input should be (?:a valid date|.*date).*, but it is (?P<value>.*); correct it",
        lambda t, g: t("a day like 2024-12-23 is needed here, not {value}", value=g["value"]),
    ),
    (
        r"input should be (?P<known>'.*), but it is (?P<value>.*); correct it",
        lambda t, g: t("it may be {known}, not {value}", known=g["known"], value=g["value"]),
    ),
    (
        r"«\w+» is (?P<value>.*), a day that does not exist",
        lambda t, g: t("{value} is a day that does not exist", value=g["value"]),
    ),
)
# Reasons of rules; «field» is the field's own name, as it stands in the file.
_RULES: Sequence[tuple[str, _Say]] = (
    (
        r"(?:the window|what repeats) ends on (?P<last>\S+), before it begins on (?P<first>[^;]+)",
        lambda t, g: t("the last day ({end}) is before the first ({start})", end=g["last"], start=g["first"]),
    ),
    (
        r"a window with the precision .* ends on the last day of its \w+, (?P<right>\S+), not on (?P<day>[^;]+)",
        lambda t, g: t(
            "the term is a whole period and ends on its last day, {right}, not on {day}; correct the day, or make "
            "«{field}» «{value}»",
            right=g["right"],
            day=g["day"],
            field="precision",
            value="day",
        ),
    ),
    (r"an event needs its days", _plain(lambda t: t("at least one day is needed"))),
    (
        r"the days of an event are out of order",
        _plain(lambda t: t("the days are out of order or repeated; give each once, the earliest first")),
    ),
    (
        r"«working_day» cannot be 0",
        _plain(lambda t: t("«{field}» cannot be 0; 1 is the first working day and -1 the last", field="working_day")),
    ),
    (
        r"«(?P<field>weekday|month)» goes with the unit (?P<unit>\w+), not (?P<other>\w+)",
        lambda t, g: t(
            "«{field}» goes with the unit «{unit}», not «{other}»; correct one of them",
            field=g["field"],
            unit=g["unit"],
            other=g["other"],
        ),
    ),
    (
        r"a (?P<unit>\w+) has no (?P<what>day|month) (?P<number>\S+); (?:the last is|it has) (?P<most>\d+)",
        lambda t, g: t(
            "{number} is too many for the unit «{unit}»; it has {most} at most",
            number=g["number"],
            unit=g["unit"],
            most=g["most"],
        ),
    ),
    (
        r"«anchor» is empty or has",
        _plain(
            lambda t: t(
                "«{field}» is empty or has spaces around it; write «{document}», an activity’s number or an event",
                field="anchor",
                document="document",
            )
        ),
    ),
    (
        r"«anchor» has quotation marks",
        _plain(lambda t: t("«{field}» has quotation marks or a line break; write it without them", field="anchor")),
    ),
    (
        r"what is due after something needs exactly one",
        _plain(
            lambda t: t(
                "exactly one of «{months}», «{days}» and «{working}» is needed",
                months="months",
                days="days",
                working="working_days",
            )
        ),
    ),
    (
        r"(?:a deadline needs a rule|the list of rules is empty)",
        _plain(lambda t: t("the rule is missing; write «{unset}» if the document gives no term", unset="unset")),
    ),
    (
        r"there is no rule of the kind (?P<kind>.*); the kinds are (?P<kinds>.*)",
        lambda t, g: t("there is no rule of the kind {kind}; there are: {kinds}", kind=g["kind"], kinds=g["kinds"]),
    ),
    (
        r"a window needs its «last» day",
        _plain(
            lambda t: t(
                "«{field}», the last day, is missing; write «{open}» if the work has no end", field="last", open="open"
            )
        ),
    ),
    (
        r"«days» is a list of days such as \S+, not (?P<value>.*)",
        lambda t, g: t("«{field}» is a list of days like 2024-12-23, not {value}", field="days", value=g["value"]),
    ),
    (
        r"«due» has the fields (?P<fields>.*); it is null or has one of: (?P<known>.*)",
        lambda t, g: t(
            "«{field}» has the fields {fields}; it is empty or has one of: {known}",
            field="due",
            fields=g["fields"],
            known=g["known"],
        ),
    ),
    (
        r"(?:.+ is an object with named fields, not |input should be (?:an object|a valid dictionary).*, but it is )"
        r"(?P<value>.*?)(?:; correct it)?$",
        lambda t, g: t("named fields in braces are needed here, not {value}", value=g["value"]),
    ),
    (
        r".+ has no field (?P<field>.*); its fields are (?P<known>.*)",
        lambda t, g: t("there is no field {field}; there are: {known}", field=g["field"], known=g["known"]),
    ),
    (
        r".+ needs the field «(?P<field>.*)»; add it",
        lambda t, g: t("the field «{field}» is missing; add it", field=g["field"]),
    ),
    (
        r"«(?P<field>\w+)» is text, not (?P<value>.*)",
        lambda t, g: t("«{field}» is text, not {value}", field=g["field"], value=g["value"]),
    ),
    (
        r"«(?P<field>\w+)» is a whole number, not (?P<value>.*)",
        lambda t, g: t("«{field}» is a whole number, not {value}", field=g["field"], value=g["value"]),
    ),
    (
        r"«(?P<field>\w+)» is one of (?P<known>.*), not (?P<value>.*)",
        lambda t, g: t("«{field}» may be {known}, not {value}", field=g["field"], known=g["known"], value=g["value"]),
    ),
    (
        r"«(?P<field>\w+)» is a day such as \S+, not (?P<value>.*)",
        lambda t, g: t("«{field}» is a day like 2024-12-23, not {value}", field=g["field"], value=g["value"]),
    ),
    (
        r"«(?P<field>\w+)» is a month such as \S+, not (?P<value>.*)",
        lambda t, g: t("«{field}» is a month like 2024-01, not {value}", field=g["field"], value=g["value"]),
    ),
    (
        r"(?P<day>\S+) lies outside the years (?P<first>\d+) to (?P<last>\d+)",
        lambda t, g: t(
            "{day} is not in the years {first} to {last}; correct the year",
            day=g["day"],
            first=g["first"],
            last=g["last"],
        ),
    ),
    (
        r"«(?P<field>\w+)» is (?P<number>\S+); it must be from (?P<least>\S+) to (?P<most>\S+)",
        lambda t, g: t(
            "«{field}» is {number}; it must be from {least} to {most}",
            field=g["field"],
            number=g["number"],
            least=g["least"],
            most=g["most"],
        ),
    ),
)
_REASONS = tuple((re.compile(pattern, re.DOTALL | re.IGNORECASE), say) for pattern, say in (*_SAYINGS, *_RULES))
