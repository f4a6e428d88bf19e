"""What became of a message: recorded, asked about, or unchanged."""

import enum
from dataclasses import dataclass

from services.plan.figures import ActivityFacts, Part
from services.reports.reading import ReportFacts


@dataclass(frozen=True)
class Recorded:
    """A report was recorded: what the bot read in it, and what that changed.

    `submitted` — it went to the admins for acceptance. `told_lead` — the lead executor hears of it. `lost_files` — it
    is told of anew only because files that had joined it went with a caption of their own.
    """

    report: ReportFacts
    activity: ActivityFacts
    part: Part
    submitted: bool = False
    told_lead: bool = False
    answer_id: int | None = None
    lost_files: bool = False


@dataclass(frozen=True)
class Choice:
    """The words are kept; which activity they are about is asked. Choices are the most urgent first.

    `roles` is not empty where the activity is known and only the part is not: the person answers for several of its
    executors, and it matters for which they speak.
    """

    draft_ids: tuple[int, ...]
    text: str
    choices: tuple[ActivityFacts, ...]
    named: int | None = None
    answer_id: int | None = None
    roles: tuple[Part, ...] = ()


class Unchanged(enum.StrEnum):
    """Why an edited message changed no report."""

    NO_REPORT = "no_report"
    SAME_WORDS = "same_words"
    DECIDED = "decided"
