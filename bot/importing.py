"""`python -m bot plan import` and `plan check`: a document becomes the plan, with its questions in the terminal."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.config import Settings
from models.database import Database
from services.calendar.rules import Rules, rules_to_json
from services.container import Services, build_services
from services.control.exporting import says_the_same
from services.control.lines import Into
from services.control.loader import Loaded
from services.documents.comparing import Change
from services.documents.executors import Known
from services.documents.refusals import RefusedError
from services.imports import answers as given
from services.imports.answers import Answer
from services.imports.draft import Draft, Drafts, Source, source_of
from services.imports.importing import Effect, InForce, digest, effect, over
from services.imports.places import PLACE, into_of, of_line, of_mark
from services.imports.questions import Ask, Question
from services.plan.file import PlanFile, PlanFileError
from views import amending
from views import importing as views
from views.documents.pdf import opened_as_docx
from views.kit.texts import Texts, Translator, without_marks
from views.terms import rules_said_back, rules_words

LOADED, REFUSED, OPEN = 0, 2, 3  # exit codes
_SAME = "The plan in force is the same: nothing was changed."
_OVER = "The period of this plan is over or closed: nothing is loaded for it any more."
YES = frozenset({"y", "yes", "ҳа", "ha", "да"})
NO = frozenset({"n", "no", "йўқ", "yo'q", "нет"})


async def carry_out(settings: Settings, options: argparse.Namespace, file: PlanFile) -> int:
    """`plan import`; `file` is the plan file, whose executors are known before any plan was loaded."""
    content = _content(options.file)
    database = Database(settings.database)
    try:
        await database.upgrade()
        services = _services(database, settings)
        force = await services.imports.in_force(Into(0))
        return await _Import(_texts(settings), services, _known(force, file), options.file.name).run(
            content, as_json=options.json
        )
    finally:
        await database.close()


def check(settings: Settings, path: Path, known: PlanFile, *, as_json: bool) -> int:
    """`plan check`: every problem with its place, and of a document what would be asked."""
    content = _content(path)
    problems: list[dict[str, str]] = []
    asked: list[dict[str, Any]] = []
    try:
        force = _known(InForce(()), known)
        drafts = Drafts(source_of(content, path.name, opened_as_docx), force.known, force.organisation)
        draft = drafts.after({})
        asked = [_question(drafts, one) for one in draft.open]
        problems = _problems(draft)
    except PlanFileError as error:
        problems = [{"place": one.place, "reason": one.reason} for one in error.problems]
    except RefusedError as error:
        return _refuse(_texts(settings), error, as_json=as_json)
    if as_json:
        print(json.dumps({"problems": problems, "questions": asked}, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(f"{problem['place']}: {problem['reason']}" if problem["place"] else problem["reason"])
        for one in asked:
            print(f"to be asked: {one['asks']} «{one['words']}», activities {', '.join(one['activities']) or '-'}")
        if not problems and not asked:
            print("No problems.")
    return REFUSED if problems else OPEN if asked else LOADED


class _Import:
    """One import in the terminal."""

    def __init__(self, t: Texts, services: Services, force: InForce, name: str) -> None:
        self._t = t
        self._services = services
        self._force = force
        self._name = name
        self._answers: dict[str, Answer] = {}

    async def run(self, content: bytes, *, as_json: bool) -> int:
        """Read, ask, load; the exit code."""
        try:
            source = source_of(content, self._name, opened_as_docx)
            drafts, draft = await self._read(source)
        except RefusedError as error:
            return _refuse(self._t, error, as_json=as_json)
        is_same = self._force.has(digest(content)) or draft.is_same or await self._was_given_out(draft)
        if as_json:
            print(json.dumps(_draft(drafts, draft) | {"same": is_same}, ensure_ascii=False, indent=1))
        if is_same:
            if not as_json:
                print(_SAME)
            return LOADED
        if not as_json:
            self._say(draft)
            draft = await self._answered(source, drafts, draft)
        if over(draft.organisation, draft.period, self._force) is not None:
            print(_OVER, file=sys.stderr)
            return REFUSED
        if draft.open:
            if not as_json:
                print(f"Questions are open: {len(draft.open)}. Nothing was loaded.", file=sys.stderr)
            return OPEN
        if draft.file is None:
            if not as_json:
                for problem in _problems(draft):
                    print(f"{problem['place']}: {problem['reason']}", file=sys.stderr)
            return REFUSED
        if not as_json:
            self._compare(draft)
            self._warn(draft)
        return await self._load(draft, draft.file, digest(content), as_json=as_json)

    async def _was_given_out(self, draft: Draft) -> bool:
        """Whether the document says what is in force, with all that was changed since: `plan export` gave it out."""
        if draft.file is None or draft.whole is None:
            return False
        plan = self._force.plan
        kept = await self._services.plans.exported(plan) if plan is not None else None
        return kept is not None and says_the_same(draft.whole, kept)

    async def _load(self, draft: Draft, file: PlanFile, sha256: str, *, as_json: bool) -> int:
        does = effect(file, self._force, self._today())
        if not as_json and not (self._is_own(does, file) and self._is_sure(does)):
            print("Nothing was loaded.", file=sys.stderr)
            return OPEN
        amendment = draft.amending.amendment if draft.amending is not None else None
        loaded = await self._services.imports.load(
            self._name,
            file,
            datetime.now(UTC),
            amendment=amendment,
            sha256=sha256,
            into=into_of(self._answers.get(PLACE)),
        )
        if loaded is None:
            print("Another edition has come into force meanwhile. Nothing was loaded.", file=sys.stderr)
            return OPEN
        if not as_json:
            print(_loaded(loaded))
        return LOADED

    def _today(self) -> date:
        return self._t.local_day(datetime.now(UTC))

    def _is_own(self, does: Effect, file: PlanFile) -> bool:
        """Whether another organisation's plan may end the one in force before its time; asked only where it would."""
        if not does.instead_of:
            return True
        print("This is the plan of another organisation.")
        print(f"In force: {does.instead_of}\nIn the document: {file.organisation}")
        when = f" on {does.begins}" if does.begins is not None else ""
        ends = f"If it is loaded, «{does.ends}» ends{when} although its period is not over."
        return (_line(f"{ends} Go on? [yes/no] ") or "").strip().lower() in YES

    def _is_sure(self, does: Effect) -> bool:
        """Whether the plan in force may be replaced; asked only where it is."""
        if does.is_new and not does.ends:
            return True
        if does.begins is not None:
            what = f"«{does.ends}» goes on until the new plan comes into force on {does.begins}"
            if does.instead:
                what = f"It waits instead of «{'», «'.join(does.instead)}». {what}"
        else:
            what = f"«{does.ends}» ends" if does.is_new else "The edition in force of the same plan is replaced"
        return (_line(f"{what}. Load it? [yes/no] ") or "").strip().lower() in YES

    def _say(self, draft: Draft) -> None:
        period = f"{draft.period.start} to {draft.period.end}" if draft.period else "not found"
        print(draft.title or "The title was not found.")
        print(f"Organisation: {draft.organisation or 'not found'}")
        print(f"Period: {period}")
        counts = (len(draft.chapters), len(draft.lines), len(draft.executors))
        print("Sections: {}, activities: {}, executors: {}".format(*counts))
        if draft.new:
            print(f"New executors: {', '.join(draft.new)}")
        if draft.partners:
            print(f"Other organisations, told nothing: {', '.join(draft.partners)}")
        print(f"Questions: {len(draft.open)}")

    def _compare(self, draft: Draft) -> None:
        """What changes in the plan in force, old beside new."""
        if draft.amending is None:
            return
        print(f"\nA new edition of the plan {'that waits' if draft.amending.waits else 'in force'}:")
        given, stakes = self._force.of(draft.amending)
        for said in amending.counted(self._t, draft.amending):
            print(without_marks(said))
        moves = draft.moves(stakes, self._today())
        for said in amending.listed(self._t, draft.amending, given, stakes, moves):
            print(f"\n{without_marks(said)}")
        print()

    async def _read(self, source: Source) -> tuple[Drafts, Draft]:
        """What the document holds, beside the plan that it is certainly of."""
        drafts = Drafts.beside(source, self._force)
        draft = drafts.after({})
        if (line := drafts.certain_line(draft)) not in (None, self._force.line):
            drafts = await self._placed(source, of_line(line or 0))
            draft = drafts.after(self._answers)
        return drafts, draft

    async def _placed(self, source: Source, place: Answer) -> Drafts:
        """The drafts in the place of the plan that was answered, or beside all."""
        self._answers[PLACE] = place
        self._force = await self._services.imports.in_force(into_of(place))
        return Drafts.beside(source, self._force)

    def _warn(self, draft: Draft) -> None:
        """Terms that nobody can keep, since they are over on the day on which they are given."""
        if numbers := [one.numbers[0] for one in draft.over(self._today())]:
            print(f"Terms that are over already: {', '.join(numbers)}")

    async def _answered(self, source: Source, drafts: Drafts, draft: Draft) -> Draft:
        """The draft after what the terminal answers; questions stay open where its lines end."""
        while draft.open and over(draft.organisation, draft.period, self._force) is None:
            answer = self._ask(drafts, draft, draft.open[0])
            if answer is None:
                break
            self._answers[draft.open[0].key] = answer
            if draft.open[0].asks is Ask.PLAN:
                drafts = await self._placed(source, answer)
            draft = drafts.after(self._answers)
        return draft

    def _ask(self, drafts: Drafts, draft: Draft, question: Question) -> Answer | None:
        readings, typed = question.readings, ""
        while True:
            choices = list(self._choices(drafts, question, readings, typed))
            words = f"«{question.words}»" if question.words else ""
            where = f" (activities {', '.join(question.numbers)})" if question.numbers else ""
            print(f"\n{_ASKED[question.asks]} {words}{where}")
            for number, (said, _) in enumerate(choices, start=1):
                print(f"  {number}. {said}")
            line = _line("> ")
            if line is None:
                return None
            line = line.strip()
            if line.isdigit() and 0 < int(line) <= len(choices):
                return choices[int(line) - 1][1]
            is_no_mark = question.asks is Ask.PLAN and line.lower() in (*YES, *NO)
            found = drafts.typed(question, line, draft) if not is_no_mark else None
            if found is not None:
                return found
            print(f"«{line}» is not certain.")
            offered = drafts.readings(question, line, draft)
            readings, typed = (offered, line) if offered else (question.readings, "")

    def _choices(
        self, drafts: Drafts, question: Question, readings: Sequence[Rules], typed: str
    ) -> Iterator[tuple[str, Answer]]:
        for rules in readings:
            words = typed if not question.words else ""
            yield without_marks(rules_said_back(self._t, rules)), given.of_rules(rules, words)
        for rules in () if readings else question.terms:
            said = without_marks(rules_words(self._t, rules))
            yield said, given.of_rules(rules, "" if question.words else said)
        for place, (old, new) in enumerate(question.pairs):
            said = f"the same activity: {old.number} «{old.text}» is {new.number} «{new.text}»"
            yield said, given.of_pair(place)
        if question.pairs:
            yield "another one", given.of_pair(None)
        for key in question.candidates:
            is_name = question.asks is Ask.ORGANISATION
            yield drafts.name_of(key), given.of_text(key) if is_name else given.of_executor(key)
        for line in question.lines:
            yield f"in the place of «{line.mark or line.title}»", of_line(line.line)
        if question.asks is Ask.PLAN:
            yield f"a plan of its own, its mark: {question.mark}", of_mark(question.mark)
        if question.asks is Ask.EXECUTOR:
            yield f"new: {question.words}", given.NEW
            yield "another organisation, told nothing", given.OUTSIDE


_ASKED = {
    Ask.PLAN: "Does it go into the place of a plan in force, or is it a plan of its own?",
    Ask.PERIOD: "For which period is the plan?",
    Ask.TITLE: "What is the title of the plan?",
    Ask.ORGANISATION: "Whose plan is it?",
    Ask.TERM: "Which term is meant?",
    Ask.EXECUTOR: "Who is meant?",
    Ask.WHO: "Who of the organisation is responsible?",
    Ask.OVER: "By when is it due instead?",
    Ask.SAME: "Which activity of the plan in force goes on, with its reports?",
}


def _texts(settings: Settings) -> Texts:
    return Translator(settings.timezone, "en")["en"]


def _services(database: Database, settings: Settings) -> Services:
    return build_services(
        database,
        admins=settings.admin_ids,
        timezone=settings.timezone,
        default_locale=settings.default_locale,
        remind_at=settings.remind_at,
        digest_at=settings.digest_at,
    )


def _known(force: InForce, file: PlanFile) -> InForce:
    """Those known: the plan file's before any plan was loaded."""
    if force.known:
        return force
    known = tuple(Known(one.key, one.name, one.kind == "unit", tuple(one.aliases), one.head) for one in file.executors)
    return InForce(known, organisation=file.organisation)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LookupError(f"{path} cannot be read: {error.strerror}.") from error


def _line(prompt: str) -> str | None:
    """The next line; None where there is no more."""
    try:
        return input(prompt)
    except EOFError:
        return None


def _refuse(t: Texts, error: RefusedError, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"refused": str(error.kind)}))
    else:
        print(f"The document is refused. {without_marks(views.reason(t, error))}", file=sys.stderr)
    return REFUSED


def _draft(drafts: Drafts, draft: Draft) -> dict[str, Any]:
    period = draft.period
    return {
        "refused": None,
        "title": draft.title,
        "organisation": draft.organisation,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None,
        "sections": len(draft.chapters),
        "activities": len(draft.lines),
        "executors": list(draft.executors),
        "new": list(draft.new),
        "partners": list(draft.partners),
        "questions": [_question(drafts, one) for one in draft.open],
        "problems": _problems(draft),
        "changes": [_change(one) for one in draft.amending.changes] if draft.amending is not None else None,
        "plan": draft.file.model_dump(mode="json") if draft.file is not None else None,
    }


def _change(one: Change) -> dict[str, Any]:
    """A change in the plan in force, by the numbers of both editions."""
    return {
        "class": str(one.kind),
        "also": [str(kind) for kind in one.also],
        "old": [each.number for each in one.was],
        "new": [each.number for each in one.now],
        "renumbered": one.is_renumbered,
    }


def _question(drafts: Drafts, one: Question) -> dict[str, Any]:
    return {
        "key": one.key,
        "asks": str(one.asks),
        "words": one.words,
        "activities": list(one.numbers),
        "readings": [rules_to_json(rules) for rules in one.readings],
        "candidates": [drafts.name_of(key) for key in one.candidates],
        "pairs": [[old.number, new.number] for old, new in one.pairs],
    }


def _problems(draft: Draft) -> list[dict[str, str]]:
    found = draft.made.problems if draft.made is not None else ()
    return [{"place": one.place, "reason": one.reason} for one in found]


def _loaded(loaded: Loaded) -> str:
    if loaded.is_same:
        return _SAME
    until = f" It comes into force on {loaded.waits_until}." if loaded.waits_until is not None else ""
    return f"Loaded: {loaded.activities} activities, {loaded.added} added, {loaded.changed} changed.{until}"
