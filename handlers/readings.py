"""Documents read apart, and the one that is talked about kept: each answer would have it read anew."""

import structlog

from handlers.background import in_thread
from services.apart.limits import Limits
from services.apart.parent import Apart, ApartError
from services.documents.refusals import Refusal, RefusedError
from services.imports.draft import Draft, Drafts
from services.imports.importing import Import, InForce, digest
from views.documents.reading import drafts_of

log = structlog.get_logger(__name__)

# What a stranger's file may cost. The longest plan known (1,500 rows) takes 1 second and 130 MB, and LibreOffice some
# 300 MB for an older document; a server of 1 GB bears all of it.
LIMITS = Limits(clock=180, processor=60, memory=512, answer=32, others=1024)
IDLE_SECONDS = 120  # between the pages of a talk about one document


class Readings:
    """The drafts of the document read last. After a restart it is read again from what was kept.

    Files are read in a process of its own, `apart`: one that cannot be read within its limits harms nobody else.
    """

    def __init__(self, apart: Apart) -> None:
        self._apart = apart
        self._key: tuple[object, ...] = ()
        self._drafts: Drafts | None = None

    async def read(self, content: bytes, name: str, force: InForce) -> Drafts:
        """What a file holds. Raises RefusedError or PlanFileError."""
        waiting = tuple(one.fingerprint for one in force.waiting)
        editions = (force.fingerprint, force.given, waiting)
        key = (digest(content), name, force.known, force.organisation, force.names, force.line, force.lines, *editions)
        if self._drafts is None or key != self._key:
            try:
                drafts = await in_thread(self._apart.run, drafts_of, content, name, force)
            except ApartError as error:
                log.warning("a document was not read", reason=str(error))
                raise RefusedError(Refusal.TOO_HARD) from error
            self._key, self._drafts = key, drafts
            return drafts
        return self._drafts

    async def of(self, one: Import, force: InForce) -> tuple[Drafts, Draft]:
        """The drafts of the open import, and the one after the answers given so far."""
        drafts = await self.read(one.content, one.name, force)
        return drafts, await in_thread(drafts.after, one.answers)

    def close(self) -> None:
        """End the process that reads, whatever it is doing."""
        self._apart.close()

    def forget(self) -> None:
        """Nothing is talked about any more."""
        self._key, self._drafts = (), None
