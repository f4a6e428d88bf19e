"""HTML parse mode: Telegram's small grammar into text and entities, refused in Telegram's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.errors import BotApiError, Json, bad_request
from sandbox.text import FormattedText, clean, settle, units

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>lt|gt|amp|quot)(?![a-zA-Z]));?"
)
_PLAIN = re.compile(r"[^&<]+")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True)
class _OpenTag:
    name: str
    argument: str
    offset: int  # in UTF-16 units of the text so far
    position: int  # in pieces of the text so far


def parse_html(source: str) -> FormattedText:
    """Text with its entities. BotApiError 400 "can't parse entities: …" where the markup is wrong."""
    return settle(_Reader(clean(source)).read())


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []
        self.language = ""  # of the code closed last

    def read(self) -> FormattedText:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            elif match := _PLAIN.match(self.source, self.at):
                self._append(match.group(), match.end())
            else:
                self._reference()
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return FormattedText("".join(self.pieces), self.entities)

    def _append(self, text: str, end: int) -> None:
        self.pieces.append(text)
        self.length += units(text)
        self.at = end

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        if match and (character := _character(match)):
            self._append(character, match.end())
        else:
            self._append("&", self.at + 1)

    def _tag(self) -> None:
        begin = self.at
        if self.source.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        written = self._take(_TAG_NAME, begin + 1)
        if self.at >= len(self.source):
            raise self._error("Unclosed start tag", begin)
        name = written.lower()
        if name not in _TAGS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        argument = self._attributes(name, begin)
        if name == "span" and argument != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_OpenTag(name, argument, self.length, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._take(_SPACE, self.at)
            if self.source.startswith(">", self.at):
                self.at += 1
                return argument
            attribute = self._take(_ATTRIBUTE_NAME, self.at)
            if not attribute:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            argument = _argument(tag, attribute, self._value(tag, begin)) or argument

    def _value(self, tag: str, begin: int) -> str:
        """An attribute's value; an attribute without one has its presence alone."""
        self._take(_SPACE, self.at)
        if not self.source.startswith("=", self.at):
            self._not_at_end(tag, begin)
            return ""
        self._take(_SPACE, self.at + 1)
        self._not_at_end(tag, begin)
        quote = self.source[self.at]
        value = self._quoted(quote) if quote in "\"'" else self._token()
        self._not_at_end(tag, begin)
        return value

    def _not_at_end(self, tag: str, begin: int) -> None:
        if self.at >= len(self.source):
            raise self._error(f'Unclosed start tag "{tag}"', begin)

    def _quoted(self, quote: str) -> str:
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            end = len(self.source)
        value = self.source[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(lambda match: _character(match) or match.group(), value)

    def _token(self) -> str:
        begin = self.at
        value = self._take(_TOKEN, begin).lower()
        if self.at < len(self.source) and self.source[self.at] not in " \t\n>":
            raise self._error("Unexpected end of name token", begin)
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        name = self._take(_TAG_NAME, begin + 2)
        self._take(_SPACE, self.at)
        if not self.source.startswith(">", self.at):
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        if name and name.lower() != tag.name:
            raise self._error("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        if self.length > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        span: Json = {"offset": tag.offset, "length": self.length - tag.offset}
        if tag.name in _STYLES:
            self.entities.append({"type": _STYLES[tag.name], **span})
        elif tag.name == "a":
            self._link(tag, span)
        elif tag.name in ("code", "pre"):
            self._code(tag, span)
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append({"type": kind, **span})
        else:
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": tag.argument})

    def _link(self, tag: _OpenTag, span: Json) -> None:
        url = tag.argument or "".join(self.pieces[tag.position :])
        if re.match(r"(?:https?|ftp|tg|mailto|tel|ton)://?\S", url, re.IGNORECASE):
            self.entities.append({"type": "text_link", **span, "url": url})
        elif re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?$", url):
            self.entities.append({"type": "text_link", **span, "url": f"http://{url}"})
        # a link Telegram cannot make out stays as its text

    def _code(self, tag: _OpenTag, span: Json) -> None:
        """`<pre><code class="language-x">` is one block that knows its language."""
        last = self.entities[-1] if self.entities else {}
        if tag.name == "pre" and last == {"type": "code", **span}:
            self.entities.pop()
            span |= {"language": self.language} if self.language else {}
        self.language = tag.argument
        self.entities.append({"type": tag.name, **span})

    def _take(self, pattern: re.Pattern[str], start: int) -> str:
        match = pattern.match(self.source, start)
        assert match is not None  # noqa: S101 - every pattern here matches the empty string
        self.at = match.end()
        return match.group()

    def _error(self, text: str, begin: int, rest: str = "") -> BotApiError:
        return _refusal(f"{text} at byte offset {len(self.source[:begin].encode())}{rest}")


def _argument(tag: str, attribute: str, value: str) -> str:
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("span", "class"):
            return value
        case ("code", "class"):
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _refusal(text: str) -> BotApiError:
    return bad_request(f"can't parse entities: {text}")
