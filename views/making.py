"""The bot's documents as screens: what a thread or another process is asked to make.

Their libraries are imported when the first document is made: a start does not wait for them.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from services.audit.log import AuditFacts
from services.control.exporting import Exported
from services.imports.draft import Draft
from services.leadership.summary import SummaryFacts
from services.reports.control_cards import Proceedings
from services.reports.notices import NoticeFacts
from views import document as views
from views import notices as notice_views
from views.documents.execution import Execution
from views.kit.screen import Screen
from views.kit.texts import Texts, Translator


def made(t: Texts, execution: Execution, kind: str) -> Screen:
    """The execution as docx, xlsx or pdf. Takes up to a minute for a large plan."""
    if kind == "xlsx":
        from views.documents.excel import excel  # noqa: PLC0415 -- as said above

        return views.ready(t, execution, excel(t, execution), kind)
    from views.documents.word import word  # noqa: PLC0415 -- as said above

    content = word(t, execution)
    return _as_pdf(t, execution, content) if kind == "pdf" else views.ready(t, execution, content, kind)


def _as_pdf(t: Texts, execution: Execution, word: bytes) -> Screen:
    from views.documents.pdf import NoLibreOfficeError, pdf  # noqa: PLC0415 -- as said above

    try:
        return views.ready(t, execution, pdf(word), "pdf")
    except NoLibreOfficeError:
        return views.instead_of_pdf(t, execution, word)


def made_cards(t: Texts, execution: Execution, proceedings: Mapping[int, Proceedings]) -> Screen:
    """The control cards of some activities."""
    from views.documents.control_card import control_cards  # noqa: PLC0415 -- as said above

    return views.control_cards_ready(t, execution, control_cards(t, execution, proceedings))


def made_of_notices(t: Texts, summary: SummaryFacts, notices: Sequence[NoticeFacts], kind: str) -> Screen:
    """The proof that executors were told what is theirs: a workbook, or else a Word file."""
    from views.documents.notices import notices_excel, notices_word  # noqa: PLC0415 -- as said above

    content = notices_excel(t, summary, notices) if kind == "xlsx" else notices_word(t, summary, notices)
    name = f"tanishuv-{summary.today}.{'xlsx' if kind == 'xlsx' else 'docx'}"
    return notice_views.file_ready(t, name, content, notices)


def given_out(translator: Translator, kept: Exported) -> tuple[bytes, bytes]:
    """The plan in force: a Word file in its own form, and a plan file."""
    from views.documents.plan import plan_document, plan_file  # noqa: PLC0415 -- as said above

    return plan_document(translator, kept), plan_file(translator, kept)


def made_of_draft(t: Texts, draft: Draft) -> bytes:
    """What a document was understood as, to be looked through: a Word file."""
    from views.documents.understood import understood  # noqa: PLC0415 -- as said above

    return understood(t, draft)


def made_of_audit(t: Texts, entries: Sequence[AuditFacts], today: date) -> bytes:
    """Entries of the audit: a workbook."""
    from views.documents.audit import audit_file  # noqa: PLC0415 -- as said above

    return audit_file(t, tuple(entries), today)
