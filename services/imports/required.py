"""Which activities a document says are handed in with a document: in brackets in the text, or in a column. Pure.

Only what leaves no doubt is read: «ҳужжат» in the name of a column or in a text may mean much else.
"""

import re
from collections.abc import Mapping

from services.language.script import bare
from services.plan.file import Activity, PlanFile

# Folded words (services.language.script).
_IN_BRACKETS = re.compile(
    r"\((?:tasdiqlovchi )?hujjat(?:lar)?(?:i|ni)? (?:taqdim|talab) (?:etilsin|etiladi|qilinsin|qilinadi)\.?\)"
    r"|\((?:predstavit|predostavit|trebue(?:ts|s)ya) (?:podtverjdayush\w+ )?dokument\w*\.?\)"
    r"|\((?:a )?document (?:is )?required\.?\)"
)
_COLUMN = re.compile(
    r"(?:tasdiqlovchi )?hujjat(?:lar)? (?:talab (?:qilinadi|etiladi)|taqdim (?:qilinadi|etiladi))(?:mi)?\W*"
    r"|trebue(?:ts|s)ya (?:podtverjdayush\w+ )?dokument\w*\W*|document (?:is )?required\W*"
)
_YES = re.compile(
    r"[+✓✔☑]\ufe0f?|v|ha|xa|da|yes|(?:hujjat )?(?:talab|taqdim) (?:qilinadi|etiladi|etilsin)|trebue(?:ts|s)ya|required"
)


def needs_document(text: str, extra: Mapping[str, str]) -> bool:
    """Whether the text of an activity, or its further columns, say that it is handed in with a document."""
    if _IN_BRACKETS.search(bare(text)):
        return True
    return any(_YES.fullmatch(bare(said).strip(" .")) for name, said in extra.items() if _COLUMN.fullmatch(bare(name)))


def with_marks(file: PlanFile, former: PlanFile | None, numbers: Mapping[int, int]) -> PlanFile:
    """A document's edition with the marks of the `former` one that it says nothing of; `numbers` are new to old.

    A column for it says what is marked, and so do the brackets of an activity whose text had them.
    """
    if former is None or any(_COLUMN.fullmatch(bare(name)) for one in file.activities for name in one.extra):
        return file
    marked = {one.number for one in former.activities if one.needs_document and not needs_document(one.text, {})}

    def kept(one: Activity) -> Activity:
        if one.needs_document or numbers.get(one.number) not in marked:
            return one
        return one.model_copy(update={"needs_document": True})

    sections = tuple(
        section.model_copy(update={"activities": tuple(map(kept, section.activities))}) for section in file.sections
    )
    return file if sections == file.sections else file.model_copy(update={"sections": sections})
