"""`python -m bot plan export`: the plan in force as a Word file in its own form, or as a plan file."""

import argparse

from sqlalchemy.exc import DBAPIError

from bot.config import Settings
from models.database import Database, DatabaseError, explain
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.control.exporting import Exported
from services.control.loading import Plans
from services.people.admins import Admins
from views.documents.plan import plan_document, plan_file
from views.kit.texts import Translator


async def carry_out(settings: Settings, options: argparse.Namespace) -> int:
    """`plan export`. Writes nothing but the file; LookupError with a sentence if there is nothing to give out."""
    kept = await _kept(settings)
    if kept is None:
        raise LookupError(
            "There is no plan in force whose file was kept. Start the bot, or load the plan with «plan import»."
        )
    translator = Translator(settings.timezone, settings.default_locale)
    content = (plan_file if options.json else plan_document)(translator, kept)
    try:
        options.file.write_bytes(content)
    except OSError as error:
        raise LookupError(f"{options.file} cannot be written: {error.strerror}.") from error
    print(f"The plan in force was written to {options.file}: {len(kept.file.activities)} activities.")
    return 0


async def _kept(settings: Settings) -> Exported | None:
    database = Database(settings.database)
    if not database.exists():
        return None
    try:
        return await Plans(database, Admins(settings.admin_ids), Workdays(), LocalDays(settings.timezone)).exported()
    except DBAPIError as error:
        if "no such" in str(error) or "does not exist" in str(error):
            return None  # of an earlier release, or one that nobody has set up yet
        raise DatabaseError(explain(error, database.where)) from error
    finally:
        await database.close()
