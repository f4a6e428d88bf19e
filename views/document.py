"""The words around a document: that it is being made, what it is, or why there is none."""

from services.language.questions import Question
from services.leadership.summary import counts
from views.documents.execution import Execution
from views.kit.figures import count_line, discipline_line
from views.kit.screen import Document, Screen
from views.kit.texts import Html, Texts, bold, join
from views.report import subject


def preparing(t: Texts) -> Screen:
    """Say that it is being made; the file replaces this message."""
    return Screen(t("⏳ The document is being prepared…"))


def ready(t: Texts, execution: Execution, content: bytes, kind: str) -> Screen:
    """The document, with its main figures; `kind` is docx, xlsx or pdf."""
    return Screen(_caption(t, execution), document=Document(file_name(execution, kind), content))


def control_cards_ready(t: Texts, execution: Execution, content: bytes) -> Screen:
    """The control cards of these activities, as a Word file."""
    title = t("Control card on {day}", day=t.long_day(execution.today))
    about = subject(t, execution.summary, execution.question, execution.activities)
    name = f"nazorat-kartochkasi-{execution.today.isoformat()}.docx"
    return Screen(join([bold(title), about]), document=Document(name, content))


def instead_of_pdf(t: Texts, execution: Execution, content: bytes) -> Screen:
    """A Word file in place of a PDF: LibreOffice, which makes PDFs, is not installed."""
    note = t("A PDF cannot be made here: LibreOffice is not installed. This is the same document in Word.")
    screen = ready(t, execution, content, "docx")
    return Screen(join([note, screen.text], "\n\n"), document=screen.document)


def failed(t: Texts) -> Screen:
    """Say that the document could not be made."""
    return Screen(t("The document could not be prepared. Please ask for it again later."))


def file_name(execution: Execution, kind: str) -> str:
    """«ijro-2024-05-06.docx»: in ASCII, which every program and system keeps."""
    return f"ijro-{execution.today.isoformat()}.{kind}"


def _caption(t: Texts, execution: Execution) -> Html:
    day = t.long_day(execution.today)
    title = t("Execution of the plan on {day}", day=day)
    if len(execution.plans) > 1:
        title = t("Execution of the plans on {day}", day=day)
    lines = [bold(title)]
    if execution.question != Question():
        lines.append(subject(t, execution.summary, execution.question, execution.activities))
    lines.append(count_line(t, counts(execution.activities)))
    if execution.discipline is not None:
        lines.append(discipline_line(t, execution.discipline.whole))
    return join(lines)
