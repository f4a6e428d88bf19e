"""An office's own file read into drafts of a plan; what is handed to another process stands here, without Telegram."""

from services.imports.draft import Drafts, source_of
from services.imports.importing import InForce
from views.documents.pdf import opened_as_docx


def drafts_of(content: bytes, name: str, force: InForce) -> Drafts:
    """What a file holds, understood once already. Raises RefusedError or PlanFileError; takes seconds."""
    drafts = Drafts.beside(source_of(content, name, opened_as_docx), force)
    drafts.after({})
    return drafts
