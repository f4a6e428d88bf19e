"""A plan given out in Word is read again as the same plan: nothing is asked, and nothing differs."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from services.calendar.rules import rules_to_json
from services.control.exporting import Exported, says_the_same
from services.documents.comparing import Kind, compare
from services.documents.executors import Known
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, Match, Part, PlanRead, SectionRead
from services.imports.amending import Edition
from services.imports.draft import Draft, Drafts, source_of
from services.imports.making import Named
from services.plan.file import Activity, PlanFile
from tests.unit.paper_truths import SAMPLES
from tests.unit.plans_by_hand import SEED, TEXTS, plans
from views.documents.plan import language_of, plan_document


def known_of(file: PlanFile) -> list[Known]:
    return [Known(one.key, one.name, one.kind == "unit", tuple(one.aliases)) for one in file.executors]


def read_again(file: PlanFile) -> Draft:
    """What an import makes of the plan given out, with the plan itself in force."""
    names = [Named(one.number, one.text, one.short_name) for one in file.activities if one.short_name]
    source = source_of(plan_document(TEXTS, Exported(file)), "plan.docx")
    return Drafts(source, known_of(file), file.organisation, names, Edition.of(file)).after({})


def as_read(file: PlanFile) -> PlanRead:
    """The plan file as a document would have given it."""

    def activity(one: Activity, section: str) -> ActivityRead:
        named = {each.key: each.name for each in file.executors}
        people = [
            ExecutorRead(
                named[key],
                Part.CO if place else Part.LEAD,
                Match.CERTAIN,
                named[key],
                key,
                due_on=one.part_terms.get(key),
            )
            for place, key in enumerate(one.executors)
        ]
        partners = [ExecutorRead(name, Part.OUTSIDE, Match.NEW, name) for name in one.partners]
        deadline = DeadlineRead(one.deadline.text, one.deadline.rules)
        return ActivityRead(str(one.number), section, one.text, deadline, (*people, *partners))

    return PlanRead(
        file.title,
        file.organisation,
        file.period,
        file.document_day,
        (),
        (),
        tuple(SectionRead(one.number, one.title) for one in file.sections),
        tuple(activity(each, one.number) for one in file.sections for each in one.activities),
    )


def holds(file: PlanFile) -> None:
    draft = read_again(file)
    assert [(one.asks, one.words) for one in draft.open] == []
    assert draft.made is not None
    assert draft.made.problems == ()
    assert draft.file is not None
    assert draft.read is not None
    assert says_the_same(draft.file, Exported(file)), (draft.file, file)
    changes = compare(as_read(file), draft.read)
    assert len(changes) == len(file.activities)
    for one in changes:
        # Words that do not say their rule are replaced by some that do; «доимий» may begin on the plan's first day.
        assert one.kind in (Kind.UNCHANGED, Kind.RETYPED) or (one.kind is Kind.DEADLINE and not one.also), one


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(plans())
def test_any_plan_given_out_in_word_is_read_again_as_the_same(file: PlanFile) -> None:
    holds(file)


def test_the_seed_given_out_in_word_is_read_again_as_the_same() -> None:
    draft = read_again(SEED)
    assert draft.file is not None
    assert says_the_same(draft.file, Exported(SEED))


@pytest.mark.parametrize("name", ["d2_h2_2024.docx", "d4_2025_lotin.docx", "dp1_h1_2025_ed1.docx", "d1_seed_txt.txt"])
def test_a_samples_plan_given_out_is_read_again_as_the_same(name: str) -> None:
    path = Path(SAMPLES) / name
    drafts = Drafts(source_of(path.read_bytes(), name), known_of(SEED), SEED.organisation)
    answers: dict[str, dict[str, object]] = {}
    while (draft := drafts.after(answers)).open:
        asked = draft.open[0]
        answers[asked.key] = (
            {"executor": asked.candidates[0]} if asked.candidates else {"rule": rules_to_json(asked.readings[0])}
        )
    assert draft.file is not None
    holds(draft.file)


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("ИШ РЕЖАСИ", "Ҳужжатларни ўрганиш ва қабул қилиш", "uz_Cyrl"),
        ("ISH REJASI", "Hujjatlarni o‘rganish", "uz_Latn"),
        ("ПЛАН РАБОТЫ", "Изучить документы и подготовить предложения", "ru"),
    ],
)
def test_the_language_is_the_plans_own(title: str, text: str, language: str) -> None:
    section = SEED.sections[0]
    one = section.activities[0].model_copy(update={"text": text})
    one = one.model_copy(update={"deadline": one.deadline.model_copy(update={"text": text})})
    plan = SEED.model_copy(update={"title": title, "sections": (section.model_copy(update={"activities": (one,)}),)})
    assert language_of(plan) == language
