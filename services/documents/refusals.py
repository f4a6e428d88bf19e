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
    TOO_HARD = "too_hard"  # it broke the limits of memory or time, or brought its reader down
    NO_LIBREOFFICE = "no_libreoffice"  # .doc and .rtf are read by it only


class RefusedError(Exception):
    """A file that is not read; `kind` says why, `is_picture` that it is a PDF of pictures without words."""

    def __init__(self, kind: Refusal, *, is_picture: bool = False) -> None:
        super().__init__(str(kind))
        self.kind = kind
        self.is_picture = is_picture
