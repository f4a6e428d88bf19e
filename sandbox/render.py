"""Text and entities into HTML that is safe to put into the page."""

from __future__ import annotations

from html import escape

from sandbox.errors import Json
from sandbox.text import piece

# kind: element, attributes
_ELEMENTS = {
    "bold": ("b", ""),
    "italic": ("i", ""),
    "underline": ("u", ""),
    "strikethrough": ("s", ""),
    "spoiler": ("span", ' class="tg-spoiler"'),
    "code": ("code", ""),
    "pre": ("pre", ""),
    "blockquote": ("blockquote", ""),
    "expandable_blockquote": ("blockquote", ' class="expandable"'),
}


def render(text: str, entities: list[Json]) -> str:
    """HTML of `text`; line breaks stay line breaks (the page shows them with white-space: pre-wrap).

    Commands are `<a data-command="/my">`, mentions `<a data-mention="@name">`, links `<a href … >`.
    Entities that overlap are closed and opened again, so that the elements always nest.
    """
    encoded = text.encode("utf-16-le")
    edges = sorted({0, len(encoded) // 2, *(e["offset"] for e in entities), *(_end(e) for e in entities)})
    out: list[str] = []
    stack: list[Json] = []
    for edge, following in zip(edges, [*edges[1:], edges[-1]], strict=True):
        stack = _close_ended(stack, edge, text, out)
        for entity in sorted((e for e in entities if e["offset"] == edge), key=lambda e: -e["length"]):
            out.append(_tags(entity, text)[0])
            stack.append(entity)
        out.append(escape(encoded[2 * edge : 2 * following].decode("utf-16-le", "ignore")))
    return "".join(out)


def _end(entity: Json) -> int:
    return int(entity["offset"] + entity["length"])


def _close_ended(stack: list[Json], edge: int, text: str, out: list[str]) -> list[Json]:
    ended = [depth for depth, entity in enumerate(stack) if _end(entity) <= edge]
    if not ended:
        return stack
    for entity in reversed(stack[ended[0] :]):
        out.append(_tags(entity, text)[1])
    going_on = [entity for entity in stack[ended[0] :] if _end(entity) > edge]
    out.extend(_tags(entity, text)[0] for entity in going_on)
    return stack[: ended[0]] + going_on


def _tags(entity: Json, text: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _ELEMENTS:
        name, attributes = _ELEMENTS[kind]
        return f"<{name}{attributes}>", f"</{name}>"
    covered = piece(text, entity["offset"], entity["length"])
    match kind:
        case "bot_command" | "mention":
            return f'<a data-{kind.removeprefix("bot_")}="{escape(covered)}">', "</a>"
        case "text_link" | "url" | "email":
            return _anchor(_address(entity, covered))
    return "<span>", "</span>"


def _address(entity: Json, covered: str) -> str:
    match entity["type"]:
        case "text_link":
            return str(entity["url"])
        case "email":
            return f"mailto:{covered}"
    return covered if "://" in covered else f"https://{covered}"


def _anchor(url: str) -> tuple[str, str]:
    if not url.lower().startswith(("http://", "https://", "mailto:", "tel:", "tg:")):
        return "<span>", "</span>"  # javascript: and the like never become links
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
