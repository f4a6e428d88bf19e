"""Numbers written as words («етмиш беш», «седьмой», seventy-five), and the words that stand beside numbers."""

import re

from services.language.script import bare, one_of
from services.language.tokens import Token, TokenKind


def _table(values: dict[int, str]) -> dict[str, int]:
    return {bare(word): value for value, words in values.items() for word in words.split()}


_CARDINALS = _table(
    {
        0: "ноль нол zero",
        1: "бир один одного one",
        2: "икки два двух две two",
        3: "уч три трёх трех three",
        4: "тўрт четыре четырёх четырех four",
        5: "беш пять пяти five",
        6: "олти шесть шести six",
        7: "етти семь семи seven",
        8: "саккиз восемь восьми eight",
        9: "тўққиз девять девяти nine",
        10: "ўн десять десяти ten",
        11: "одиннадцать eleven",
        12: "двенадцать twelve",
        13: "тринадцать thirteen",
        14: "четырнадцать fourteen",
        15: "пятнадцать пятнадцати fifteen",
        16: "шестнадцать sixteen",
        17: "семнадцать seventeen",
        18: "восемнадцать eighteen",
        19: "девятнадцать nineteen",
        20: "йигирма двадцать двадцати twenty",
        30: "ўттиз тридцать тридцати thirty",
        40: "қирқ кирк сорок сорока forty fourty",
        50: "эллик пятьдесят пятидесяти fifty",
        60: "олтмиш шестьдесят шестидесяти sixty",
        70: "етмиш семьдесят семидесяти seventy",
        80: "саксон восемьдесят восьмидесяти eighty",
        90: "тўқсон девяносто девяноста ninety",
        100: "юз сто ста hundred",
    }
)
_ORDINALS = _table(
    {
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
        20: "twentieth",
    }
)
_RUSSIAN_ORDINALS = _table(
    {
        1: "перв",
        2: "втор",
        3: "трет треть",
        4: "четверт четвёрт",
        5: "пят",
        6: "шест",
        7: "седьм",
        8: "восьм",
        9: "девят",
        10: "десят",
        11: "одиннадцат",
        12: "двенадцат",
        13: "тринадцат",
        14: "четырнадцат",
        15: "пятнадцат",
        16: "шестнадцат",
        17: "семнадцат",
        18: "восемнадцат",
        19: "девятнадцат",
        20: "двадцат",
    }
)
_RUSSIAN_ENDING = re.compile(r"(\w{3,}?)(?:oe|e|iy|oy|ey|aya|ya|omu|emu|ogo|ego|om|em|uyu|yu|im)")
_UZBEK_ENDINGS = ("nchi", "inchi")

PERCENT = one_of(r"fo[yi]{1,2}z\w* foz\w* prosent\w* pros per[cs]en\w* pct %")
_LABELS = r"""
    tadbir\w* meropriyati\w* meropriatiy\w* punkt\w* band(?:i|ni|ga|da|lar|lari|idan|ini)? topshiri[qg]\w*
    zadach\w* zadani\w*
    activit\w+ aktivit\w* task\w* item\w* raqam\w* vazifa\w*
"""
LABEL = one_of(_LABELS)
"""What an activity is called beside its number: «5-тадбир», «пункт 5»."""
LABEL_BEFORE = one_of(_LABELS + r"n no nr num number nomer\w* pp? № \#")
_LABEL_OF_WORDS = one_of(r"meropriyati\w* punkt\w* activit\w+ task item number nomer")  # «тадбир бир …» names none
SEVERAL = one_of(
    r"""
    meropriyati(?:ya|y|yami|yam|yah) punkt(?:a|ov|i|am|ami) zadachi zadach zadani(?:ya|y) activities tasks
    items tadbirlar\w*
    """
)
"""Activities of which it is not said which."""
ORDINAL_ENDING = one_of(
    r"i?nchi\w* chi\w* si ni ga ning da dan y ya e oe go mu m oy iy ogo omu th st nd rd son sonli raqamli"
)
DOCUMENT = one_of(
    r"""
    buyru[qg]\w* qaror\w* hat hati hatga farmon\w* bayonnoma\w* shartnoma\w* prikaz\w* pism\w* protokol\w*
    dogovor\w*
    postanovleni\w* reshen\w* order letter contract form[aiy]? ilova\w* prilojeni\w* jadval\w*
    tabli[sc]\w* modda\w*
    stat(?:ya|i|e|yu|yi|yami) uchastka\w* okrug\w* maktab\w* shkol\w* uy kabinet\w* hona\w* etaj\w*
    qavat\w* version
    podpunkt\w* point\w* abzas\w* hatboshi\w* versiya\w* variant\w* tel telefon\w* phone room page bet str
    """
)
"""What has a number of its own: «15-сонли буйруқ», letter No. 15."""


def with_numbers(tokens: list[Token]) -> list[Token]:
    """Turn number words into numbers if a percent or an activity's label stands beside them."""
    mended: list[Token] = []
    place = 0
    while place < len(tokens):
        value, after = number_at(tokens, place)
        if value is not None and _counts_something(tokens, place, after):
            mended.append(Token(TokenKind.NUMBER, tokens[place].start, tokens[after - 1].end, str(value), value))
            place = after
        else:
            mended.append(tokens[place])
            place += 1
    return mended


def number_at(tokens: list[Token], place: int) -> tuple[int | None, int]:
    """The number whose words begin at `place` (None if none do), and the place after it."""
    value = number_of(tokens[place])
    if value is None:
        return None, place
    after = place + 1
    joint = after + (after < len(tokens) and tokens[after].text == "-")
    if value in range(10, 101, 10) and joint < len(tokens):
        units = number_of(tokens[joint])
        if units is not None and 0 < units < 10:
            return value + units, joint + 1
    return value, after


def number_of(token: Token) -> int | None:
    """The number that one word says, cardinal or ordinal."""
    if token.kind is not TokenKind.WORD:
        return None
    word = token.text
    if word in _CARDINALS or word in _ORDINALS:
        return _CARDINALS.get(word, _ORDINALS.get(word))
    for ending in _UZBEK_ENDINGS:
        if word.endswith(ending) and (stem := word.removesuffix(ending)) in _CARDINALS:
            return _CARDINALS[stem]
    if russian := _RUSSIAN_ENDING.fullmatch(word):
        return _RUSSIAN_ORDINALS.get(russian.group(1))
    return None


def _counts_something(tokens: list[Token], place: int, after: int) -> bool:
    last = tokens[after - 1].text
    if after < len(tokens) and tokens[after].text == "-":
        after += 1
    following = tokens[after].text if after < len(tokens) else ""
    if PERCENT.fullmatch(following) or following == "per":
        return True
    previous = tokens[place - 1].text if place else ""
    if _LABEL_OF_WORDS.fullmatch(previous):
        return True
    return bool(LABEL.fullmatch(following)) and last not in _CARDINALS  # «иккинчи тадбир», but «икки тадбир» counts
