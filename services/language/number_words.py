"""Numbers written as words («етмиш беш», «седьмой», seventy-five), and the words that stand beside numbers."""

import re

from services.language.script import bare, one_of
from services.language.tokens import Kind, Token


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
_RUSSIAN_ENDING = re.compile(r"(\w{3,}?)(?:oe|e|iy|oy|aya|ya|omu|emu|ogo|ego|om|em|uyu|yu|im)")
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
_COUNTED = r"""
    meropriyati(?:ya|y|yami|yam|yah) punkt(?:a|ov|i|am|ami) zadachi zadach zadani(?:ya|y) activities tasks
    items
"""
COUNTED_LABEL = one_of(_COUNTED)
"""Labels after which a number before is how many, not which: «3 мероприятия», 3 activities."""
SEVERAL = one_of(_COUNTED + r"tadbirlar\w*")
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
_MONTHS = r"""
    (?:yanvar|fevral|aprel|iyun|iyul|sentyabr|sentabr|oktyabr|oktabr|noyabr|dekabr|avgust)\w*
    ma[yei] maya may(?:da|dan|ga|ning)\w*
    mart(?:a|e|da|dan|gacha|ning|i)? january february march april june july august september october
    november december
    jan feb mar apr jun jul aug sep oct nov dec
"""
MONTH = one_of(_MONTHS)
_THINGS = r"""
    ta(?:dan|si\w*|cha\w*|ga|da|ni)? dona\w* nafar\w* kishi\w* bet\w* varaq\w* nusha\w* sht shtuk\w* chelovek\w*
    dokumen\w* stran\w* str list\w* ekz\w* huj+at\w* sahifa\w* page\w* documen\w* people person\w* piece\w*
    file\w* fayl\w* viloyat\w* tuman\w* region\w* oblast\w* rayon\w* vakil\w* hodim\w* sotrudnik\w* trener\w*
"""
THING = one_of(_THINGS)
"""What is counted: that so many of them are ready does not make the work done."""
DAY = one_of(_MONTHS + r"sana\w* chisl\w* kuni kunlari")
"""What makes the numbers before it days, also of a list or a range: «5, 6 ва 7 апрель», «5-9 апрель кунлари»."""
UNIT = one_of(
    _MONTHS
    + _THINGS
    + r"""
    kun\w* hafta\w* oy oyda oylik oyga yil\w* soat\w* minut\w* daqiqa\w* sana\w* chisl\w* gacha\w*
    so?um\w* som\w* million\w* mln mlrd milliard\w* ming\w* tis tisyach\w* rub\w* dollar\w* usd
    dney den dnya dni gg? god\w* let chas\w* nedel\w* mesyas\w* day\w* week\w* month\w* ear\w* hour\w*
    chora[kg]\w* kvartal\w* quarter\w* kv son sonli bolim\w* razdel\w* section\w*
    raz marta times kg km m gb mb barobar of iz am pm
    """
)
"""What is counted or measured: a number before it is neither an activity nor a percent."""
POINT = one_of(r"punkt\w* band\w* item\w* pp?")
"""What an activity is called, and a part of one too: «5-банд», but «19-тадбирнинг 5-банди»."""


def with_numbers(tokens: list[Token]) -> list[Token]:
    """`tokens` with number words made numbers where a percent or an activity's label stands beside them."""
    mended: list[Token] = []
    place = 0
    while place < len(tokens):
        value, after = _number_at(tokens, place)
        if value is not None and _counts_something(tokens, place, after):
            mended.append(Token(Kind.NUMBER, tokens[place].start, tokens[after - 1].end, str(value), value))
            place = after
        else:
            mended.append(tokens[place])
            place += 1
    return mended


def _number_at(tokens: list[Token], place: int) -> tuple[int | None, int]:
    """The number whose words begin at `place`, None if none does, and the place after it."""
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
    if token.kind is not Kind.WORD:
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


def is_how_many(word: str) -> bool:
    """Whether `word` counts what follows it: «икки», «иккита», «та»."""
    return word == "ta" or word.removesuffix("ta") in _CARDINALS


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
