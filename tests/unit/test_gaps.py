"""Long blanks between words: shortened, and nothing else is."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.gaps import without_long_gaps
from sandbox.text import units

LINK = {"type": "text_link", "url": "https://lex.uz"}
words = st.sampled_from(["12", "кун", "йўқ", "o‘zbek", "👍", "а"])
gaps = st.builds(
    lambda sign, count: sign * count, st.sampled_from([" ", "\n", ".", " -", "👍", "\t\n"]), st.integers(1, 300)
)


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": content}


def at(text: str, entity: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def lines(text: str) -> list[list[str]]:
    """The words of each line that has any."""
    return [found for line in text.splitlines() if (found := line.split())]


@given(st.lists(st.tuples(words, gaps), min_size=1, max_size=6), words)
def test_every_word_stays_with_its_link_and_on_its_line(pieces: list[tuple[str, str]], last: str) -> None:
    text, entities = "", []
    for word, gap in [*pieces, (last, "")]:
        entities.append({**LINK, "offset": units(text), "length": units(word)})
        text += word + gap
    before = message(text=text, entities=entities)
    after = without_long_gaps(before)["message"]
    said = after["text"]
    assert said.split() == text.split()
    assert lines(said) == lines(text)
    for old, new in zip(entities, after["entities"], strict=True):
        assert at(said, new) == at(text, old)
    assert re.search(r"\s{10}", said) is None


def test_what_has_no_long_gap_is_left_as_it_is() -> None:
    update = message(text="5-тадбир:   50%\n\n6-тадбир … йўқ", reply_to_message={"text": "№5?"})
    assert without_long_gaps(update) is update


def test_the_words_that_are_answered_and_captions_are_shortened_too() -> None:
    long = "12" + " " * 500 + "кун"
    update = message(caption=long, reply_to_message={"text": long}, quote={"text": long, "position": 0})
    short = "12" + " " * 8 + "кун"
    assert without_long_gaps(update) == message(
        caption=short, reply_to_message={"text": short}, quote={"text": short, "position": 0}
    )


@given(st.lists(st.tuples(words, gaps), min_size=1, max_size=6), words, st.sampled_from(["text", "caption"]), st.data())
def test_a_quote_stays_on_its_words(pieces: list[tuple[str, str]], last: str, kind: str, data: st.DataObject) -> None:
    said = "".join(word + gap for word, gap in pieces) + last
    place = data.draw(st.integers(0, len(pieces)))
    quoted = [*(word for word, _ in pieces), last][place]
    position = units("".join(word + gap for word, gap in pieces[:place]))
    before = message(text="50%", reply_to_message={kind: said}, quote={"text": quoted, "position": position})
    after = without_long_gaps(before)["message"]
    span = {"offset": after["quote"]["position"], "length": units(quoted)}
    assert at(after["reply_to_message"][kind], span) == quoted
    assert len(after["reply_to_message"][kind].split(quoted)) == len(said.split(quoted))
