"""The audit as an Excel workbook."""

from collections.abc import Sequence
from datetime import date

from services.audit.log import AuditFacts
from views import audit as trail
from views.documents.excel import Column, Sheet, workbook
from views.kit.texts import Texts, plain, without_marks


def audit_file(t: Texts, entries: Sequence[AuditFacts], today: date) -> bytes:
    """A .xlsx file made `today`: day, time, who, what, the activity's number. To be called in a thread."""
    heads = trail.file_heads(t)
    columns = [Column(plain(head), width) for head, width in zip(heads, (12, 8, 30, 90, 8), strict=True)]
    columns[0] = Column(columns[0].head, columns[0].width, "dd.mm.yyyy")
    rows = ((*_moment(t, one), *_said(t, one), one.activity) for one in entries)
    title = plain(trail.file_title(t))
    return workbook(title, "Ijrochi", today, [Sheet(title, columns, rows)])


def _moment(t: Texts, entry: AuditFacts) -> tuple[date, str]:
    local = entry.at.astimezone(t.timezone)
    return local.date(), f"{local:%H:%M}"


def _said(t: Texts, entry: AuditFacts) -> tuple[str, str]:
    return without_marks(trail.who(t, entry)), without_marks(trail.what(t, entry))
