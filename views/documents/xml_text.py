"""People's words as the file formats allow them."""

import re

# What XML 1.0 has no place for: control characters but tab and line feed, halves of surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without characters that a document cannot hold; its line breaks are line feeds."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))
