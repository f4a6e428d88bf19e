"""HTML as Telegram reads it, and as the page shows it."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import BotApiError
from sandbox.markup import parse_html
from sandbox.render import render
from sandbox.text import plain, units


def entity(type_: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": type_, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> <i>b</i>", "a b", [entity("bold", 0, 1), entity("italic", 2, 1)]),
        ("<strong>a<em>b</em></strong>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("🗳️ <u>сайлов</u>", "🗳️ сайлов", [entity("underline", 4, 6)]),
        ("<ins>a</ins><s>b</s><strike>c</strike><del>d</del>", "abcd", None),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        (
            '<a href="https://lex.uz/?a=1&amp;b=2">Lex</a>',
            "Lex",
            [entity("text_link", 0, 3, url="https://lex.uz/?a=1&b=2")],
        ),
        ("<a href='lex.uz'>Lex</a>", "Lex", [entity("text_link", 0, 3, url="http://lex.uz")]),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ("<pre>x</pre>", "x", [entity("pre", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ('<code class="language-python">x</code>', "x", [entity("code", 0, 1)]),
        ('<pre>a<code class="language-c">x</code></pre>', "ax", [entity("pre", 0, 2), entity("code", 1, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;q&quot; &#1178;&#x41; &nbsp; &", '<b> &amp; "q" ҚA &nbsp; &', []),
        ("  <b>  a  </b>  ", "a", [entity("bold", 0, 1)]),
        ("<B>a</b>", "a", [entity("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        (
            "<code>/start @plan_bot</code> /my",
            "/start @plan_bot /my",
            [entity("code", 0, 16), entity("bot_command", 17, 3)],
        ),
    ],
)
def test_markup_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, Any]] | None) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    if entities is not None:
        assert parsed.entities == entities


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("ҳа <p>a</p>", 'Unsupported start tag "p" at byte offset 5'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>a</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(source: str, refusal: str) -> None:
    with pytest.raises(BotApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was_typed(text: str) -> None:
    assert parse_html(escape(text)) == plain(text)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "tg-spoiler"]), st.text("абв😀x ", min_size=1))))
def test_what_aiogram_writes_back_is_read_the_same(pieces: list[tuple[str, str]]) -> None:
    parsed = parse_html("".join(f"<{tag}>{text}</{tag}>" for tag, text in pieces))
    written = html_decoration.unparse(parsed.text, [MessageEntity(**one) for one in parsed.entities])
    assert parse_html(written) == parsed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start@plan_bot now", [("bot_command", "/start@plan_bot")]),
        (
            "see https://lex.uz/docs/1. Or lex.uz, t.me/x",
            [("url", "https://lex.uz/docs/1"), ("url", "lex.uz"), ("url", "t.me/x")],
        ),
        ("@plan_bot ва #ҳисобот", [("mention", "@plan_bot"), ("hashtag", "#ҳисобот")]),
        ("write to a.b@mail.uz", [("email", "a.b@mail.uz")]),
        ("5/70 12.05.2024 а/б №5", []),
        ("😀 /my", [("bot_command", "/my")]),
    ],
)
def test_commands_links_and_names_are_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    encoded = text.encode("utf-16-le")
    entities = plain(text).entities
    covered = [encoded[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in entities]
    assert list(zip((e["type"] for e in entities), covered, strict=True)) == found


def test_length_is_counted_in_utf_16_units() -> None:
    assert [units("абв"), units("😀"), units("a😀")] == [3, 2, 3]


def test_the_page_gets_html_that_cannot_act() -> None:
    parsed = plain("<script>alert(1)</script> /my")
    assert render(parsed.text, parsed.entities) == (
        '&lt;script&gt;alert(1)&lt;/script&gt; <a data-command="/my">/my</a>'
    )
    link = [entity("text_link", 0, 1, url="javascript:alert(1)")]
    assert render("x", link) == "<span>x</span>"


def test_entities_that_overlap_are_closed_and_opened_again() -> None:
    shown = render("abc", [entity("bold", 0, 2), entity("italic", 1, 2)])
    assert shown == "<b>a<i>b</i></b><i>c</i>"


def test_nested_entities_nest_in_the_page() -> None:
    parsed = parse_html('<b>а<a href="https://lex.uz">б</a></b>')
    assert render(parsed.text, parsed.entities) == (
        '<b>а<a href="https://lex.uz" target="_blank" rel="noopener noreferrer">б</a></b>'
    )
