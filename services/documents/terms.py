"""The terms of one document: its period, its day and the headings above a term help to read the words."""

from datetime import date

from models.terms import Period
from services.documents.understood import DeadlineRead
from services.terms.reader import Heading, read_heading, read_term


class TermReader:
    """Reads the terms of one document; the same words under the same heading once."""

    def __init__(self, period: Period | None, document_day: date | None) -> None:
        """Without a period no term is certain: its year is not known."""
        self._period, self._day = period, document_day
        self._read: dict[tuple[str, str], DeadlineRead] = {}

    def read(self, text: str, above: str) -> DeadlineRead:
        """The term in a cell; `above` is the separator or the heading it stands under."""
        key = (text, above)
        if key not in self._read:
            self._read[key] = self._reading(text, above)
        return self._read[key]

    def _reading(self, text: str, above: str) -> DeadlineRead:
        if not text or self._period is None:
            return DeadlineRead(text)
        heading = read_heading(above) if above else Heading()
        found = read_term(text, period=self._period, heading=heading, document_day=self._day)
        return DeadlineRead(text, found.rules, () if found.is_certain else found.readings, found.note)
