"""`python -m bot` runs the bot; other commands show what it would do, read plans, or back up and move the database."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bot import schedule, tidying, understand
from bot.backup import back_up, restore
from bot.config import ConfigError, Settings, database_address, read_settings
from bot.errors import StartError
from bot.roles import Role, check_role
from bot.sparing import import_aiogram
from models.database import Database, DatabaseError
from services.plan.file import PlanFile, PlanFileError, load_plan

BAD_INPUT = 2
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 1 if it could not run, 2 if the input was wrong."""
    options = _parser().parse_args(arguments)
    try:
        return _carry_out(read_settings(), options)
    except (ConfigError, PlanFileError, LookupError) as error:
        return _fail(error, BAD_INPUT)
    except (StartError, DatabaseError) as error:
        return _fail(error, FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of the table went away: nothing to say to anybody
        return 0


def _carry_out(settings: Settings, options: argparse.Namespace) -> int:
    if options.command in ("backup", "restore"):
        return asyncio.run(_keep(settings, options))
    if options.command == "copy":
        return asyncio.run(_copy(options))
    if options.command == "plan":
        return _plan(settings, options)
    plan = load_plan(settings.plan_file)
    if options.command == "schedule":
        return asyncio.run(_schedule(settings, plan, options))
    if options.command == "understand":
        return _understand(settings, plan, options)
    role = Role(options.command) if options.command in list(Role) else Role.ALL
    check_role(settings, role)
    return asyncio.run(_run(settings, plan, role))


def _plan(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: what reads documents takes long to import.
    import_aiogram()
    if options.task == "import":
        from bot import importing  # noqa: PLC0415

        return asyncio.run(importing.carry_out(settings, options, load_plan(settings.plan_file)))
    if options.task == "export":
        from bot import exporting  # noqa: PLC0415

        return asyncio.run(exporting.carry_out(settings, options))
    if options.task == "schema":
        from services.plan.schema import as_text  # noqa: PLC0415

        print(as_text(), end="")
        return 0
    known = load_plan(options.known or settings.plan_file)
    if options.task == "check":
        from bot import importing  # noqa: PLC0415

        return importing.check(settings, options.file, known, as_json=options.json)
    from bot import paper  # noqa: PLC0415

    return paper.carry_out(options, known)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Ijrochi: carries an organisation's work plan.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run the bot (also without any command); with no BOT_TOKEN, on the sandbox")
    commands.add_parser(Role.ALL.value, help="the same: everything in a process, several of which may share PostgreSQL")
    commands.add_parser(Role.WORK.value, help="handle, send and sweep, and leave to `web` what Telegram posts")
    commands.add_parser(Role.WEB.value, help="take what Telegram posts to WEBHOOK_URL, and leave the rest to `work`")
    for name, text in (
        ("backup", "copy the database to FILE, also while the bot runs, and verify the copy"),
        ("restore", "put the backup FILE in the database's place; the bot must be stopped"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("file", type=Path, metavar="FILE")
    copying = commands.add_parser("copy", help="copy one database into another, empty one, and compare them")
    copying.add_argument("source", type=_address, metavar="FROM", help="sqlite:///… or postgresql://…")
    copying.add_argument(
        "target", type=_address, metavar="TO", help="sqlite:///… or postgresql://…, with nothing in it"
    )
    calendar = commands.add_parser("schedule", help="print what is reminded when, as if nobody reported")
    calendar.add_argument("--from", dest="start", type=_day, help="first day, like 2024-01-01")
    calendar.add_argument("--to", dest="end", type=_day, help="last day, like 2024-07-31")
    calendar.add_argument("--executor", help="only this executor, by name")
    calendar.add_argument("--activity", type=int, help="only this activity, by number")
    calendar.add_argument("--json", action="store_true", help="one JSON object a line")
    reading = commands.add_parser("understand", help="print what the bot would make of a message")
    reading.add_argument("text", nargs="*", metavar="TEXT", help="a message")
    reading.add_argument("--file", type=Path, help="messages, a line each: officer, about and text, with tabs between")
    reading.add_argument("--officer", metavar="KEY", help="who writes: an executor's key in the plan file, or a name")
    reading.add_argument("--about", type=int, metavar="N", help="the activity of the message replied to")
    reading.add_argument("--today", type=_day, metavar="DAY", help="the day of writing, like 2024-01-31")
    reading.add_argument("--json", action="store_true", help="one JSON object a line")
    _add_plan(commands)
    return parser


def _add_plan(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plan = commands.add_parser("plan", help="read, compare and check plans' documents, or make one the plan")
    tasks = plan.add_subparsers(dest="task", required=True)
    reading = tasks.add_parser("read", help="print the plan in a document; exit code 2 if it is refused")
    reading.add_argument("file", type=Path, metavar="FILE", help=".docx, .xlsx, .odt, .pdf, .txt, .md, .doc or .rtf")
    comparing = tasks.add_parser("compare", help="print what the document NEW changes in the document OLD")
    comparing.add_argument("old", type=Path, metavar="OLD")
    comparing.add_argument("new", type=Path, metavar="NEW")
    checking = tasks.add_parser("check", help="name every problem of FILE with its place; exit code 2 if there are any")
    checking.add_argument("file", type=Path, metavar="FILE", help="a plan file (.json), or a document")
    importing = tasks.add_parser(
        "import",
        help="make the document FILE the plan; exit code 0 if it was loaded, 2 if refused, 3 if questions are open",
    )
    importing.add_argument("file", type=Path, metavar="FILE", help="a document as for read, or a plan file (.json)")
    importing.add_argument("--json", action="store_true", help="print the draft and its questions, and ask nothing")
    exporting = tasks.add_parser("export", help="write the plan in force, with all changes, to FILE as Word")
    exporting.add_argument("file", type=Path, metavar="FILE", help="the file to be written")
    exporting.add_argument("--json", action="store_true", help="write a plan file (.json) instead")
    tasks.add_parser("schema", help="print the plan file's form as JSON Schema")
    for task in (reading, comparing, checking):
        task.add_argument("--known", type=Path, metavar="PLAN.json", help="the plan file whose executors are known")
        task.add_argument("--json", action="store_true", help="one JSON object")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» is no day; write it like 2024-01-31") from error


def _address(text: str) -> str:
    try:
        return database_address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


async def _copy(options: argparse.Namespace) -> int:
    # Imported here: only this command needs it.
    from bot.copying import copy  # noqa: PLC0415

    source, target = Database(options.source), Database(options.target)
    try:
        rows = await copy(source, target, lambda table, number: print(f"{number:>12,}  {table}", flush=True))
        print(f"{source.where} was copied to {target.where}: {rows:,} rows, each compared.")
    finally:
        await source.close()
        await target.close()
    return 0


async def _keep(settings: Settings, options: argparse.Namespace) -> int:
    database = Database(settings.database)
    try:
        if options.command == "backup":
            size = back_up(database, options.file)
            print(f"{database.where} was copied to {options.file}: {size} bytes, verified.")
        else:
            kept = await restore(database, options.file, datetime.now(UTC))
            aside = f"; what stood there is kept as {kept}" if kept else ""
            print(f"{options.file} was restored to {database.where}{aside}.")
    finally:
        await database.close()
    return 0


async def _schedule(settings: Settings, plan: PlanFile, options: argparse.Namespace) -> int:
    start, end = options.start or plan.period.start, options.end or plan.period.end
    if end < start:
        raise LookupError(f"--to {end} is before --from {start}: write the earlier day first.")
    reminders = schedule.chosen(
        await schedule.read_calendar(settings, start, end), plan, options.executor, options.activity
    )
    lines = schedule.as_json(reminders) if options.json else schedule.as_table(reminders)
    for line in lines:
        print(line)
    return 0


def _understand(settings: Settings, plan: PlanFile, options: argparse.Namespace) -> int:
    if not options.text and options.file is None:
        raise LookupError("Write a message, or name a file of messages with --file.")
    messages = understand.typed(plan, options.officer, options.about, options.text)
    if options.file is not None:
        messages += understand.read_file(plan, options.file)
    today = options.today or datetime.now(settings.timezone).date()
    answers = understand.understood(plan, messages, today)
    for line in understand.as_json(answers) if options.json else understand.as_text(messages, answers):
        print(line)
    return 0


async def _run(settings: Settings, plan: PlanFile, role: Role) -> int:
    # Imported here: aiogram takes most of the start's time, and a wrong setting or a calendar needs none of it.
    import_aiogram()
    from bot.demo import run_on_sandbox  # noqa: PLC0415
    from bot.logs import set_up_logs  # noqa: PLC0415
    from bot.run import run_on_telegram  # noqa: PLC0415

    set_up_logs()
    tidying.begin()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    tidy = asyncio.create_task(tidying.tidy())
    try:
        if settings.is_sandbox:
            await run_on_sandbox(settings, plan, stop)
        else:
            await run_on_telegram(settings, plan, stop, role)
    finally:
        tidy.cancel()
    return 0


def _fail(error: Exception, code: int) -> int:
    print(error.args[0] if isinstance(error, LookupError) else error, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
