"""Short answers: whether a text as a whole says yes, asks, or says «not begun»."""

import re

from services.language.reading.lexicon import read_words
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.predicates import predicates
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind

_ORDERED = concepts("FINISH READY BEGIN GOING ACT MANAGE AUX")
_TOLD = concepts("SEND INFORM GIVE")
_ORDERING = ("ing", "inglar", "sin", "sinlar", "ilsin", "ite", "yte", "ishe", "iteshe")
_DISOWNED = re.compile(  # skeletons: «меники эмас», «менга тегишлимас», «не моё», «not ours»
    r"mas\b|\bne (?:mo|nash|k nam|ko? mne|mi\b|ya\b|otnos|dlya (?:menya|nas))|\bnot (?:me|mine|my|ours?|us)\b"
)
_THEY_DO = re.compile(
    r"(?:kil|bajar|shogolan|kor)(?:adi|ishadi|yapti|ishyapti|ayapti)|tayorla(?:ydi|shadi|yapti)"
    r"|(?:s?delao?[eyo]t|zanima[eyo]t?s?ya|resha[eyo]t|vipolnya[eyo]t|does|doing)"
)
_LONGEST_YES, _LONGEST_READ = 100, 4096


def is_yes(text: str) -> bool:
    """Whether the text is a «yes» and nothing else («ҳа», «да, всё»)."""
    concepts = [one.concept for one in read_words(text[:_LONGEST_YES]) if one.token.kind is not TokenKind.SIGN]
    return Concept.YES in concepts and set(concepts) <= {Concept.YES, Concept.ALL, Concept.POLITE} and "?" not in text


def asks_plainly(text: str) -> bool:
    """Whether the text has a question mark or a word that asks."""
    concepts = {one.concept for one in read_words(text[:_LONGEST_READ])}
    return "?" in text or Concept.QUESTION in concepts


def orders(text: str, *, to_tell: bool = False) -> bool:
    """Whether the text tells somebody to do something: «тугатинглар», «ускорьте», as against «кўрсатинг».

    To give or to send information is told to the bot as well; it counts with `to_tell` alone.
    """
    wording = Wording(read_words(text[:_LONGEST_READ]))
    said = predicates(wording)
    ordered = _ORDERED | _TOLD if to_tell else _ORDERED
    if any(one.mood is Mood.ORDER and one.concept in ordered for one in said):
        return True
    if to_tell and any(one.concept is Concept.TELL for one in wording.lexemes):
        return True
    strange = (place for place in range(len(wording)) if wording.is_strange(place))
    return any(wording.word(place).endswith(_ORDERING) and not _is_owner(wording, place) for place in strange)


def _is_owner(wording: Wording, place: int) -> bool:
    """«Маматовнинг 5-тадбири», «21 нинг файллари»: whose it is; an order («ўрганинг») ends what is said."""
    follows = wording.is_word(place + 1) or wording.is_number(place + 1)
    return wording.word(place).endswith("ning") and follows


def says_anything(text: str) -> bool:
    """Whether the text has a verb, or a word that stands for one: «топшираман», «тайёр»."""
    return bool(predicates(Wording(read_words(text[:_LONGEST_READ]))))


def says_not_begun(text: str) -> bool:
    """Whether the text says that something has not begun: «ҳали бошланмади», «0 фоиз»."""
    wording = Wording(read_words(text[:_LONGEST_READ]))
    if any(one.concept is Concept.BEGIN and one.denied for one in predicates(wording)):
        return True
    zeros = (place for place in range(len(wording)) if wording.is_number(place) and wording.value(place) == 0)
    return any(wording.concept(place + 1) is Concept.PERCENT for place in zeros)


def only_names_a_doer(text: str) -> bool:
    """Whether the text says who does the work and disowns nothing: «Сатаев қиляпти», unlike «у қилади, мен эмас»."""
    words = [one.word for one in read_words(text[:_LONGEST_READ])]
    return any(_THEY_DO.fullmatch(one) for one in words) and _DISOWNED.search(" ".join(words)) is None
