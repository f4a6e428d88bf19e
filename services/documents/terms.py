"""The words of terms, for documents: joined with the reader of terms."""

from datetime import date

from services.documents.columns import looks_like_term
from services.documents.days import Span
from services.documents.understood import DeadlineRead


class TermReader:
    """Reads the terms of one document; the same words under the same heading once."""

    def __init__(self, period: Span | None, document_day: date | None) -> None:
        self._period, self._day = period, document_day
        self._read: dict[tuple[str, str], DeadlineRead] = {}

    @staticmethod
    def looks_like(text: str) -> bool:
        return looks_like_term(text)

    def read(self, text: str, heading: str) -> DeadlineRead:
        key = (text, heading)
        if key not in self._read:
            self._read[key] = DeadlineRead(text)
        return self._read[key]
