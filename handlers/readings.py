"""Documents read in threads, and the one that is talked about kept: each answer would have it read anew."""

from handlers.background import in_thread
from services.imports.draft import Draft, Drafts, source_of
from services.imports.importing import Import, InForce, digest
from views.documents.pdf import opened_as_docx


class Readings:
    """The drafts of the document read last. After a restart it is read again from what was kept."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._drafts: Drafts | None = None

    async def read(self, content: bytes, name: str, force: InForce) -> Drafts:
        """What a file holds. Raises RefusedError or PlanFileError."""
        waiting = tuple(one.fingerprint for one in force.waiting)
        editions = (force.fingerprint, force.given, waiting)
        key = (digest(content), name, force.known, force.organisation, force.names, force.line, force.lines, *editions)
        if self._drafts is None or key != self._key:
            drafts = await in_thread(_read, content, name, force)
            self._key, self._drafts = key, drafts
            return drafts
        return self._drafts

    async def of(self, one: Import, force: InForce) -> tuple[Drafts, Draft]:
        """The drafts of the open import, and the one after the answers given so far."""
        drafts = await self.read(one.content, one.name, force)
        return drafts, await in_thread(drafts.after, one.answers)

    def forget(self) -> None:
        """Nothing is talked about any more."""
        self._key, self._drafts = (), None


def _read(content: bytes, name: str, force: InForce) -> Drafts:
    return Drafts.beside(source_of(content, name, opened_as_docx), force)
