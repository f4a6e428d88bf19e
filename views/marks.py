"""The mark that people call one of several plans by: asked for, confirmed and changed."""

from services.control.marking import MarkChange, MarkProblem
from services.messages.kinds import PlanMarked
from services.messages.purposes import AsksMark, ConfirmsMark
from services.plan.figures import PlanFacts
from services.plan.papers import LONGEST
from views.kit import callbacks
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join


def ask(t: Texts, plan: PlanFacts) -> Screen:
    """Ask what the plan is to be called."""
    lines = [
        t("What is this plan to be called? Now: {mark}", mark=bold(t.plan(plan.mark))),
        t.plan(plan.title),
        t("Write a short word, such as «{one}» or «{other}».", one=t.script("Дастур"), other=t.script("Баённома 12")),
    ]
    return Screen(join(lines), about=AsksMark(plan=plan.id), asks=t("The mark"))


def sure(t: Texts, change: MarkChange) -> Screen:
    """The mark before and after, to be confirmed; this message holds the new one."""
    lines = [
        t("Call this plan {mark} from now on?", mark=bold(t.plan(change.after))),
        t.plan(change.title),
        _numbers(t, change.before, change.after),
    ]
    yes = button(t("✅ Yes, change it"), callbacks.ChangeMark(plan=change.plan))
    return Screen(
        join(lines), ((yes,), *_back(t, change.plan)), about=ConfirmsMark(plan=change.plan, mark=change.after)
    )


def changed(t: Texts, change: MarkChange) -> Screen:
    """To the admin: it is called so now."""
    head = bold(t("🏷 The plan is called {mark} now.", mark=t.plan(change.after)))
    return Screen(join([head, _numbers(t, change.before, change.after)]), _back(t, change.plan))


def changed_by(t: Texts, plan: PlanFacts, about: PlanMarked) -> Screen:
    """To the other admins."""
    before, after = t.plan(about.before), t.plan(about.after)
    head = t("🏷 {name} has changed a plan's mark: «{before}» → «{after}».", name=about.by, before=before, after=after)
    return Screen(join([bold(head), t.plan(plan.title), _numbers(t, about.before, about.after)]), _back(t, plan.id))


def refused(t: Texts, problem: MarkProblem, words: str = "") -> Screen:
    """Why the plan cannot be called so."""
    return Screen(_why(t, problem, words))


def _why(t: Texts, problem: MarkProblem, words: str) -> Html:
    match problem:
        case MarkProblem.NO_MARK:
            return t(
                "A mark has letters, digits, blanks and dashes, at least one letter, and at most {n} characters. "
                "Please write another.",
                n=LONGEST,
            )
        case MarkProblem.TAKEN:
            return t("Another plan is called «{mark}». Please write another mark.", mark=t.plan(words))
        case MarkProblem.SAME:
            return t("This plan is called so already.")
        case MarkProblem.WORD:
            return t(
                "«{mark}» means something else in questions: a section, a month, a status or a name. Please write "
                "another mark.",
                mark=t.plan(words),
            )
        case MarkProblem.NO_PLAN:
            return t("There is no such plan any more.")


def _numbers(t: Texts, before: str, after: str) -> Html:
    """How its activities are numbered."""
    now, was = t.script(f"{after}-5"), t.script(f"{before}-5")
    return t("Its activities are numbered «{now}»; «{was}» is still understood.", now=now, was=was)


def _back(t: Texts, plan: int) -> tuple[Row, ...]:
    return ((button(t("⬅️ Back"), callbacks.OpenOnePlan(plan=plan)),),)
