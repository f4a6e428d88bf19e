"""`python -m bot understand`: how a message is read with the plan file, for those who maintain the word lists."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.executors import executor_named
from services.language.names import Named
from services.language.questions import Span, in_few_words
from services.language.reading.reader import Understanding, understand
from services.language.reading.topics import Activity
from services.plan.file import PlanFile

NONE = "-"
_FIELDS = 3  # of a line of a file: officer, about, text


@dataclass(frozen=True)
class Message:
    """A message with its sender's key (None: somebody without activities) and the activity it replies to."""

    text: str
    officer: str | None = None
    about: int | None = None


def typed(plan: PlanFile, officer: str | None, about: int | None, texts: Sequence[str]) -> list[Message]:
    """The messages of the command line. Raises LookupError with a sentence for an unknown officer or activity."""
    return [_checked(plan, Message(text, None if officer == NONE else officer, about)) for text in texts]


def read_file(plan: PlanFile, path: Path) -> list[Message]:
    """The messages of a file, one per line: `officer⇥about⇥text`, «-» for none, «\n» for a line break.

    Empty lines and lines that begin with # are skipped. Raises LookupError with the line's number if a line is wrong.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LookupError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        ) from error
    messages = []
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                messages.append(_checked(plan, _message(line)))
            except LookupError as error:
                raise LookupError(f"{path}, line {number}: {error.args[0]}") from error
    return messages


def understood(plan: PlanFile, messages: Iterable[Message], today: date) -> Iterator[Understanding]:
    """How each message is read, in order."""
    activities = {one.number: Activity(one.number, one.text, one.short_name) for one in plan.activities}
    carried = {
        executor.key: [activities[one.number] for one in plan.activities if executor.key in one.executors]
        for executor in plan.executors
    }
    for message in messages:
        own = carried[message.officer] if message.officer is not None else []
        about = (message.about,) if message.about is not None else ()
        plan_numbers = tuple(activities) if message.officer is None else ()
        found = understand(message.text, own, today=today, about=about, plan=plan_numbers)
        if message.officer is None:
            yield found
            continue
        mine = [one for one in plan.activities if message.officer in one.executors]
        keys = {key for one in mine for key in one.executors}
        yield in_few_words(
            message.text,
            found,
            numbers=[one.number for one in mine],
            sections=[],
            names=[Named(one.key, one.name) for one in plan.executors if one.key in keys],
            span=Span(plan.period.start, plan.period.end, today),
        )


def as_json(answers: Iterable[Understanding]) -> Iterator[str]:
    """One object per line."""
    for one in answers:
        row = {
            "intent": str(one.intent),
            "also": [str(intent) for intent in one.also],
            "records": [
                {"activity": record.activity, "percent": record.percent, "done": record.done} for record in one.records
            ],
            "asks": str(one.asks),
            "choices": list(one.choices),
            "kept": one.kept,
            "not_understood": list(one.not_understood),
        }
        yield json.dumps(row, ensure_ascii=False)


def as_text(messages: Iterable[Message], answers: Iterable[Understanding]) -> Iterator[str]:
    """A few lines per message, for reading."""
    for message, one in zip(messages, answers, strict=True):
        yield f"«{message.text}»"
        yield f"  intent: {', '.join(map(str, (one.intent, *one.also)))}"
        for record in one.records:
            done = {True: ", done", False: ", not done", None: ""}[record.done]
            percent = f"{record.percent} %" if record.percent is not None else "words"
            yield f"  recorded: activity {record.activity}, {percent}{done}"
        choices = f" ({', '.join(map(str, one.choices))})" if one.choices else ""
        yield f"  asked: {one.asks}{choices}"
        if one.not_understood:
            yield f"  not understood: {', '.join(one.not_understood)}"


def _message(line: str) -> Message:
    fields = line.split("\t", _FIELDS - 1)
    if len(fields) != _FIELDS:
        raise LookupError("a line is officer, about and text with tabs between them; write «-» for none.")
    officer, about, text = fields
    if about != NONE and not about.isdecimal():
        raise LookupError(f"«{about}» is not an activity's number; write «-» for none.")
    return Message(
        text.replace(r"\n", "\n"), None if officer == NONE else officer, None if about == NONE else int(about)
    )


def _checked(plan: PlanFile, message: Message) -> Message:
    numbers = {one.number for one in plan.activities}
    if message.about is not None and message.about not in numbers:
        raise LookupError(f"The plan has no activity {message.about}; it has 1 to {len(numbers)}.")
    officer = executor_named(plan, message.officer).key if message.officer is not None else None
    return Message(message.text, officer, message.about)
