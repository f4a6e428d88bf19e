"""Words that are meant for everybody: «ҳамма 15 январгача ҳисобот берсин», «всем представить отчёт». Pure.

What was read here is shown before it is done, so a wrong guess costs one press.
"""

from services.language.script import bare, one_of
from services.language.tokens import TokenKind, tokenize

NEAR = 6  # words within which whoever is addressed is named

_PEOPLE = """
    ҳамма ҳаммага ҳаммангиз ҳаммангизга ҳаммамиз барчага барчангиз барчангизга барчамиз
    всем все каждый каждому каждая everybody everyone all
"""
_EVERY = "ҳамма барча барчаси барчасига ҳаммаси ҳаммасига ҳар все всем всех всеми каждый каждого каждому all every each"
_WORKERS = """
    ижрочи масъул ходим ҳамкасб ҳамижрочи бошқарма бўлим котибият раҳбар аъзо
    исполнител ответственн сотрудник работник коллег отдел управлени
    officer executor colleague unit
"""


def _folded(words: str) -> tuple[str, ...]:
    return tuple(bare(word) for word in words.split())


_ALL_OF_YOU, _ALL, _THEM = frozenset(_folded(_PEOPLE)), frozenset(_folded(_EVERY)), _folded(_WORKERS)


def addresses_everybody(text: str) -> bool:
    """Whether the words begin by addressing everybody who works on the plan.

    «Ҳамма» of things («ҳамма ҳужжатларни») addresses nobody: a noun in the plural that is not one of people follows.
    """
    words = [token.text for token in tokenize(text) if token.kind is TokenKind.WORD]
    for place, word in enumerate(words[:NEAR]):
        following = words[place + 1 : place + 3]
        if word in _ALL and any(one.startswith(_THEM) for one in following):
            return True
        if word in _ALL_OF_YOU and not (following and _is_of_things(word, following[0])):
            return True
    return False


def _is_of_things(every: str, noun: str) -> bool:
    """«ҳамма ҳужжатларни», «все документы», «all documents»."""
    return "lar" in noun[2:] or noun.endswith(_folded("ы ие ия")) or (every == "all" and noun.endswith("s"))


# «bare» folds: the people whom somebody leads, and what may stand beside them.
_UZBEK_OWN = one_of("(hodim|odam)larim(iz)?(ni|ning)?")
_PEOPLE_LED = one_of("sotrudniki podchinyonnie podchinennie lyudi people staff")
_MY = one_of("moi nashi my our")
_BESIDE_PEOPLE = one_of("mening bizning royhati spisok korsat(ing)? pokaji(te)? show list kim(lar)? qani kto who")
_LONGEST_CALL = 60  # characters


def calls_ones_people(text: str) -> bool:
    """Whether the words are «ходимларим», «мои сотрудники», my people, and no more."""
    words = [token.text for token in tokenize(text[:_LONGEST_CALL]) if token.kind is not TokenKind.SIGN]
    said = [word for word in words if not (_MY.fullmatch(word) or _BESIDE_PEOPLE.fullmatch(word))]
    is_mine = any(_MY.fullmatch(word) for word in words)
    return len(said) == 1 and (
        _UZBEK_OWN.fullmatch(said[0]) is not None or (is_mine and _PEOPLE_LED.fullmatch(said[0]) is not None)
    )
