"""Why a file is not read as a plan."""

from enum import StrEnum


class Refusal(StrEnum):
    """The kinds of files that are refused; nothing of them is kept."""

    NOT_A_PLAN = "not_a_plan"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    TOO_BIG = "too_big"
    MACROS = "macros"
    UNSAFE_XML = "unsafe_xml"
    NO_TEXT = "no_text"  # a scanned PDF: pictures without a text layer
    NO_LIBREOFFICE = "no_libreoffice"  # .doc and .rtf are read by it only


class RefusedError(Exception):
    """A file that is not read; `kind` says why."""

    def __init__(self, kind: Refusal) -> None:
        super().__init__(str(kind))
        self.kind = kind
