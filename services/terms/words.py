"""The words of terms in Uzbek, Russian and English, as written; matched by their folds, so in either script.

Uzbek nouns are stems that take endings; of Russian words the forms are given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz.distance import OSA

from services.language.number_words import number_of
from services.language.script import bare
from services.language.tokens import Token as WordToken
from services.language.tokens import TokenKind as WordKind


class Cat(Enum):
    """What a word does in a term."""

    # Nouns
    MONTH_NAME = auto()
    WEEKDAY = auto()
    MONTH = auto()
    YEAR = auto()
    QUARTER = auto()
    HALF_YEAR = auto()  # ярим йиллик as one word
    HALF = auto()  # ярим, ярми, половина
    THIRD = auto()  # декада
    WEEK = auto()
    DAY = auto()
    DATE = auto()  # сана, число
    END = auto()
    TERM = auto()  # муддат, срок
    TIME = auto()  # давр, период
    CLAUSE = auto()  # банд, пункт
    DOCUMENT = auto()
    SCHEDULE = auto()  # режа, жадвал, график
    NEED = auto()
    # Numbers
    NUMBER = auto()
    TIMES = auto()
    ONCE = auto()  # раз
    # How often
    EVERY = auto()
    EACH = auto()  # ежемесячно: the value is the unit
    SAYIN = auto()  # ой сайин
    DAILY = auto()
    AT_LEAST = auto()
    # Between a term's parts
    UNTIL = auto()  # қадар
    NOT_LATER = auto()  # кечиктирмай
    STARTING = auto()  # бошлаб
    DURING = auto()
    WITHIN = auto()  # ичида
    AFTER = auto()
    BEFORE = auto()
    NEXT = auto()
    LAST = auto()
    THIS = auto()
    WHOLE = auto()
    REPORTED = auto()  # отчётный, ҳисобот
    BY = auto()  # бўйича
    BEING = auto()  # бўлган
    INCLUSIVE = auto()
    AND = auto()
    OR = auto()
    # Prepositions
    DO = auto()
    PO = auto()
    S = auto()
    V = auto()
    K = auto()
    NA = auto()
    ZA = auto()
    NE = auto()
    POZDNEE = auto()
    OF = auto()
    THE = auto()
    # Kinds of work
    CONTINUOUS = auto()
    REGULAR = auto()
    MANNER = auto()  # равишда, асосда
    ARISING = auto()  # бўлганда
    ACCORDING = auto()  # асосида, мувофиқ
    ACCORDING_TO = auto()  # согласно
    SET = auto()  # белгиланган, установленный
    WORKING = auto()
    CALENDAR = auto()
    ADOPTED = auto()
    FULFILLED = auto()
    ENDED = auto()
    START = auto()
    COUNTED = auto()
    LONG = auto()  # дневный, месячный: the value is the unit and the number
    HOUR = auto()
    SCHOOL = auto()
    URGENT = auto()
    HEDGE = auto()


@dataclass(frozen=True)
class Sense:
    """One thing that a word may mean.

    `case` is an Uzbek noun's ending («гача», «дан» …), «ru» of Russian forms; `is_adjective` is said of «ойлик», and of
    ordinals among numbers.
    """

    cat: Cat
    value: int | str = 0
    case: str = ""
    is_noun: bool = False
    is_short: bool = False
    is_adjective: bool = False


# Uzbek nouns: the stems of each, by category and value.
_NOUNS: dict[tuple[Cat, int | str], str] = {
    (Cat.MONTH_NAME, 1): "январь",
    (Cat.MONTH_NAME, 2): "февраль",
    (Cat.MONTH_NAME, 3): "март",
    (Cat.MONTH_NAME, 4): "апрель",
    (Cat.MONTH_NAME, 5): "май",
    (Cat.MONTH_NAME, 6): "июнь",
    (Cat.MONTH_NAME, 7): "июль",
    (Cat.MONTH_NAME, 8): "август",
    (Cat.MONTH_NAME, 9): "сентябрь sentabr",
    (Cat.MONTH_NAME, 10): "октябрь oktabr",
    (Cat.MONTH_NAME, 11): "ноябрь",
    (Cat.MONTH_NAME, 12): "декабрь",
    (Cat.WEEKDAY, 1): "душанба",
    (Cat.WEEKDAY, 2): "сешанба",
    (Cat.WEEKDAY, 3): "чоршанба",
    (Cat.WEEKDAY, 4): "пайшанба",
    (Cat.WEEKDAY, 5): "жума",
    (Cat.WEEKDAY, 6): "шанба",
    (Cat.WEEKDAY, 7): "якшанба",
    (Cat.MONTH, 1): "ой",
    (Cat.YEAR, 1): "йил",
    (Cat.QUARTER, 1): "чорак чораг квартал",
    (Cat.HALF_YEAR, 1): "яримйиллик",
    (Cat.HALF, 1): "ярим ярм",
    (Cat.THIRD, 1): "декада ўнкунлик ўнкунлиг",
    (Cat.WEEK, 1): "ҳафта хафта",
    (Cat.DAY, 1): "кун",
    (Cat.DATE, 1): "сана",
    (Cat.END, 1): "якун охир",
    (Cat.TERM, 1): "муддат",
    (Cat.TIME, 1): "давр",
    (Cat.CLAUSE, 1): "банд тадбир",
    (Cat.DOCUMENT, 1): "қарор буйруқ буйруғ баённома фармойиш фармон ҳужжат режа дастур",
    (Cat.SCHEDULE, 1): "режа жадвал график графиг режажадвал календар тақвим дастур",
    (Cat.NEED, 1): "зарурат эҳтиёж зарурият",
    (Cat.START, 1): "бош",
}
_NOUN_ENDING = re.compile(
    r"(?P<adjective>lik|lig)?(?:lar)?(?:i|si)?(?P<case>ning|ni|gacha|kacha|qacha|ga|ka|qa|dagi|dan|tan|da|ta)?"
)
_CASES = {
    "gacha": "gacha kacha qacha gача",
    "ga": "ga ka qa",
    "dan": "dan tan",
    "da": "da ta",
    "dagi": "dagi",
    "ning": "ning ni",
}
_CASE_OF = {ending: case for case, endings in _CASES.items() for ending in endings.split()}

ENDINGS: dict[str, str] = {
    **_CASE_OF,
    **{"si" + ending: case for ending, case in _CASE_OF.items()},
    **{"i" + ending: case for ending, case in _CASE_OF.items()},
}
"""Endings that a scan may have parted from their noun, and those written after numbers, with their case."""
ORDINAL_ENDINGS = frozenset(
    [
        "nchi",
        "inchi",
        "chi",
        "go",
        "ogo",
        "e",
        "y",
        "ya",
        "oe",
        "aya",
        "mu",
        "omu",
        "m",
        "om",
        "h",
        "th",
        "st",
        "nd",
        "rd",
    ]
)

# Words and forms that are taken as they are.
_WORDS: dict[tuple[Cat, int | str], str] = {
    # Russian nouns
    (Cat.MONTH_NAME, 1): "january января январе январю январём январем",
    (Cat.MONTH_NAME, 2): "february февраля феврале февралю февралём февралем",
    (Cat.MONTH_NAME, 3): "марта марте марту мартом march",
    (Cat.MONTH_NAME, 4): "апреля апреле апрелю апрелем april",
    (Cat.MONTH_NAME, 5): "мая мае маю маем",
    (Cat.MONTH_NAME, 6): "июня июне июню июнем june",
    (Cat.MONTH_NAME, 7): "июля июле июлю июлем july",
    (Cat.MONTH_NAME, 8): "августа августе августу августом august",
    (Cat.MONTH_NAME, 9): "сентября сентябре сентябрю сентябрём сентябрем september",
    (Cat.MONTH_NAME, 10): "октября октябре октябрю октябрём октябрем october",
    (Cat.MONTH_NAME, 11): "ноября ноябре ноябрю ноябрём ноябрем november",
    (Cat.MONTH_NAME, 12): "декабря декабре декабрю декабрём декабрем december",
    (Cat.WEEKDAY, 1): "понедельник понедельника понедельнику понедельникам понедельниках понедельники monday",
    (Cat.WEEKDAY, 2): "вторник вторника вторнику вторникам вторники tuesday",
    (Cat.WEEKDAY, 3): "среда среду среды среде средам wednesday",
    (Cat.WEEKDAY, 4): "четверг четверга четвергу четвергам четверги thursday",
    (Cat.WEEKDAY, 5): "пятница пятницу пятницы пятнице пятницам friday",
    (Cat.WEEKDAY, 6): "суббота субботу субботы субботе субботам saturday",
    (Cat.WEEKDAY, 7): "воскресенье воскресенья воскресенью воскресеньям sunday",
    (Cat.MONTH, 1): "месяц месяца месяцу месяце месяцем месяцы месяцев месяцам месяцах month months",
    (Cat.YEAR, 1): "год года году годом годы годов годах лет year years",
    (Cat.QUARTER, 1): "квартал квартала кварталу квартале кварталом кварталы кварталов кварталах кварталам quarter"
    " quarters",
    (Cat.HALF_YEAR, 1): "полугодие полугодия полугодии полугодию полугодием полугодий полугодиях",
    (Cat.HALF, 1): "половина половине половину половины half",
    (Cat.THIRD, 1): "декада декаде декаду декады",
    (Cat.WEEK, 1): "неделя недели неделю неделе недель неделей week weeks",
    (Cat.DAY, 1): "день дня дней дню днём днем дни day days",
    (Cat.DATE, 1): "число числа числу чисел числам дата даты дате дату date",
    (Cat.END, 1): "конец конца концу конце окончание окончания окончании окончанию завершения end",
    (Cat.TERM, 1): "срок срока сроки сроков сроке term",
    (Cat.TIME, 1): "период периода периоде period",
    (Cat.CLAUSE, 1): "пункт пункта пункте мероприятия activity",
    (Cat.DOCUMENT, 1): "решения решение решению протокола протокол приказа приказ распоряжения постановления плана"
    " документа программы document",
    (
        Cat.SCHEDULE,
        1,
    ): "plan графику графика график графиком планом плану плана планом расписанию расписанием календарю",
    (Cat.NEED, 1): "необходимости необходимость надобности",
    # How often
    (Cat.TIMES, 1): "марта маротаба мартадан бор карра раз раза times",
    (Cat.ONCE, 1): "once однажды",
    (Cat.EVERY, 1): "ҳар хар каждый каждого каждом каждую каждая каждое каждой каждые каждым each every",
    (Cat.EACH, "week"): "еженедельно еженедельный еженедельная еженедельные понедельно weekly",
    (Cat.EACH, "month"): "ежемесячно ежемесячный ежемесячная ежемесячные помесячно monthly",
    (Cat.EACH, "quarter"): "ежеквартально ежеквартальный ежеквартальная ежеквартальные поквартально quarterly",
    (Cat.EACH, "year"): "ежегодно ежегодный ежегодная ежегодные yearly annually",
    (Cat.SAYIN, 1): "сайин сайн",
    (Cat.DAILY, 1): "ежедневно ҳаркуни daily",
    (Cat.AT_LEAST, 1): "камида реже менее least",
    # Between a term's parts
    (Cat.UNTIL, 1): "қадар кадар довур",
    (Cat.NOT_LATER, 1): "кечиктирмай кечиктирмасдан кечикмай кечикмасдан кечиктирилмасдан кечиктирилмай кеч",
    (Cat.STARTING, 1): "бошлаб эътиборан начиная starting",
    (Cat.DURING, 1): "давомида мобайнида бўйи течение протяжении during throughout",
    (Cat.WITHIN, 1): "ичида within",
    (Cat.AFTER, 1): "кейин сўнг сунг кегин после спустя after following",
    (Cat.BEFORE, 1): "олдин аввал before",
    (Cat.NEXT, 1): "кейинги келгуси навбатдаги кейингиси следующего следующем следующий следующих next",
    (Cat.LAST, 1): "охирги сўнгги сунгги последний последнего последнем последнее последние последняя last",
    (Cat.THIS, 1): "шу жорий ушбу сего текущего текущем текущий настоящего этого this",
    (Cat.WHOLE, 1): "бутун весь всего всей whole",
    (Cat.REPORTED, 1): "ҳисобот хисобот отчётным отчетным отчётного отчетного отчётный",
    (Cat.BY, 1): "бўйича буйича",
    (Cat.BEING, 1): "бўлган булган",
    (Cat.INCLUSIVE, 1): "включительно inclusive",
    (Cat.AND, 1): "ва ҳамда и а and",
    (Cat.OR, 1): "ёки ёхуд или либо or",
    (Cat.DO, 1): "до until till",
    (Cat.PO, 1): "по to through",
    (Cat.S, 1): "с со from",
    (Cat.V, 1): "в во in",
    (Cat.K, 1): "к ко by",
    (Cat.NA, 1): "на",
    (Cat.ZA, 1): "за",
    (Cat.NE, 1): "не эмас not no",
    (Cat.POZDNEE, 1): "позднее позже later than",
    (Cat.OF, 1): "of",
    (Cat.THE, 1): "the",
    # Kinds of work
    (Cat.CONTINUOUS, 1): "доимий доимо узлуксиз постоянно постоянной постоянном постоянный постоянная непрерывно"
    " continuous continuously",
    (Cat.REGULAR, 1): "мунтазам регулярно регулярной регулярный систематически regular regularly",
    (Cat.MANNER, 1): "равишда асосда тарзда ҳолда тартибда режимда назоратда назорат основе режиме",
    (Cat.NEED, 2): "зарур лозим керак",
    (
        Cat.ARISING,
        1,
    ): "бўлганда булганда туғилганда тугилганда бўлса туғилса қараб кўра кура бўлгани ҳолларда ҳолатларда"
    " бўлганида юзага келганда пайдо вақтларда вужудга",
    (Cat.ACCORDING, 1): "асосида мувофиқ мувофик кўра кура биноан",
    (Cat.ACCORDING_TO, 1): "согласно",
    (Cat.SET, 1): "белгиланган ўрнатилган урнатилган кўрсатилган тасдиқланган установленные установленный"
    " установленных установленном установленными предусмотренные предусмотренный утверждённому утвержденному"
    " утверждённым утвержденным отдельному отдельным определённые определенные указанные",
    (Cat.WORKING, 1): "иш рабочий рабочего рабочих рабочие рабочему рабочем working",
    (Cat.CALENDAR, 1): "календарь календарных календарный календарные календарь",
    (Cat.ADOPTED, 1): "қабул қилинган тасдиқланган имзоланган имзолаган чиққан принятия утверждения подписания"
    " тасдиқлангандан имзолангандан қилингандан чиқарилган принятие",
    (Cat.FULFILLED, 1): "бажарилган бажарилгандан бажарилгач бажарилганидан бажарилиши бажарилишидан ижро этилган"
    " этилгандан этилгач ижроси ижросидан таъминлангандан таъминланган таъминланганидан таъминлангач амалга"
    " оширилгандан оширилган оширилганидан оширилгач якунлангандан якунланганидан якунланган якунлангач тугагандан"
    " тугаганидан тугагач выполнения исполнения завершения реализации fulfilled done completed",
    (Cat.ENDED, 1): "тугагандан тугаганидан тугагач тугаши тугашидан тугаганда якунлангандан якунланганидан"
    " якунлангач якунланишидан ўтгандан ўтгач ўтганидан истечения завершения",
    (Cat.HOUR, 1): "соат соати часов час часа",
    (Cat.SCHOOL, 1): "ўқув укув учебный учебного учебном",
    (Cat.URGENT, 1): "зудлик зудликда тезкор тезкорлик дарҳол дархол незамедлительно срочно немедленно кратчайшие"
    " безотлагательно",
    (Cat.HEDGE, 1): "тахминан тахминий ориентировочно примерно предварительно эҳтимол мумкин ташқари мустасно кроме"
    " исключая агар если ҳолда бошқа камида кам кўпи",
    (Cat.COUNTED, 1): "ҳисоблаб хисоблаб считая counting",
}
# Short forms, which a dot may follow.
_SHORT: dict[tuple[Cat, int | str], str] = {
    (Cat.MONTH_NAME, 1): "янв",
    (Cat.MONTH_NAME, 2): "фев февр",
    (Cat.MONTH_NAME, 4): "апр",
    (Cat.MONTH_NAME, 8): "авг",
    (Cat.MONTH_NAME, 9): "сен сент",
    (Cat.MONTH_NAME, 10): "окт",
    (Cat.MONTH_NAME, 11): "ноя нояб",
    (Cat.MONTH_NAME, 12): "дек",
    (Cat.MONTH, 1): "мес",
    (Cat.YEAR, 1): "й йй г гг",
    (Cat.QUARTER, 1): "чор кв",
    (Cat.DAY, 1): "дн",
    (Cat.CLAUSE, 1): "п б",
    (Cat.THIS, 1): "т с ж ш",  # «т.г.», «ж.й.»
}
_RUSSIAN_ORDINAL_ENDINGS = (
    "iy",
    "oy",
    "ey",
    "oe",
    "aya",
    "ya",
    "uyu",
    "ogo",
    "omu",
    "om",
    "ete",
    "ego",
    "emu",
    "em",
    "im",
)
_LIKE_ORDINALS = frozenset(map(bare, ("семь", "восемь", "одного")))
_LENGTHS = {"дневн": "day", "месячн": "month", "недельн": "week", "годичн": "year"}
_LENGTH_ENDINGS = ("ый", "ого", "ом", "ые")
_NUMBER_PREFIXES = {
    **{"двух": 2, "трёх": 3, "трех": 3, "четырёх": 4, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "десяти": 10},
    **{"пятнадцати": 15, "двадцати": 20, "тридцати": 30, "одно": 1, "": 1},
}
# Uzbek numbers as typed without the letters ў and қ.
_NUMBERS = {
    **{"турт": 4, "ун": 10, "туккиз": 9, "уттиз": 30, "кирк": 40, "ўттиз": 30},
    **{"две": 2, "трём": 3, "пяти": 5, "семи": 7, "тридцати": 30, "сорока": 40, "ста": 100},
}


def _spelled() -> Iterator[tuple[str, Sense]]:
    """Every word and form as written, with what it may mean."""
    for (cat, value), forms in _WORDS.items():
        is_noun = cat.value <= Cat.NEED.value
        for form in forms.split():
            # Of English months' names, as of Uzbek ones, no case is known.
            has_case = is_noun and not (cat is Cat.MONTH_NAME and form.isascii())
            yield form, Sense(cat, value, "ru" if has_case else "", is_noun)
    for (cat, value), forms in _SHORT.items():
        is_noun = cat.value <= Cat.NEED.value
        yield from ((form, Sense(cat, value, is_noun=is_noun, is_short=True)) for form in forms.split())
    for prefix, number in _NUMBER_PREFIXES.items():
        for length, unit in _LENGTHS.items():
            yield from ((prefix + length + ending, Sense(Cat.LONG, f"{number} {unit}")) for ending in _LENGTH_ENDINGS)
    for form, number in _NUMBERS.items():
        yield form, Sense(Cat.NUMBER, number)
        yield from ((form + ending, Sense(Cat.NUMBER, number, is_adjective=True)) for ending in ("нчи", "инчи"))


def _known_words() -> dict[str, tuple[Sense, ...]]:
    words: dict[str, dict[Sense, None]] = {}
    for form, sense in _spelled():
        words.setdefault(bare(form), {})[sense] = None
    return {fold: tuple(senses) for fold, senses in words.items()}


def _known_stems() -> dict[str, list[tuple[Cat, int | str]]]:
    stems: dict[str, list[tuple[Cat, int | str]]] = {}
    for known, words in _NOUNS.items():
        for word in words.split():
            stems.setdefault(bare(word), []).append(known)
    return stems


_KNOWN, _STEMS = _known_words(), _known_stems()
_LONGEST_STEM = max(map(len, _STEMS))
_FUZZY_MONTHS = {  # long enough that one wrong letter leaves no doubt
    stem: value for stem, known in _STEMS.items() for cat, value in known if cat is Cat.MONTH_NAME and len(stem) > 5
}


@lru_cache(maxsize=8192)  # a plan's words come again and again
def senses_of(fold: str) -> tuple[Sense, ...]:
    """All that a folded word may mean; nothing if it is not a word of terms."""
    senses = [*_KNOWN.get(fold, ()), *_noun_senses(fold)]
    number = number_of(WordToken(WordKind.WORD, 0, 0, fold))
    if number is not None and not any(sense.cat is Cat.NUMBER for sense in senses):
        senses.append(Sense(Cat.NUMBER, number, is_adjective=_is_ordinal(fold)))
    return tuple(senses) or _misspelt_month(fold)


def _is_ordinal(number: str) -> bool:
    """Whether a number word is «биринчи» or «первый», not «бир» or «один»."""
    return number.endswith(("nchi", *_RUSSIAN_ORDINAL_ENDINGS)) and number not in _LIKE_ORDINALS


def _noun_senses(fold: str) -> list[Sense]:
    found = []
    for length in range(2, min(len(fold), _LONGEST_STEM) + 1):
        known = _STEMS.get(fold[:length])
        ending = _NOUN_ENDING.fullmatch(fold, length) if known else None
        if known and ending:
            case, is_adjective = _CASE_OF.get(ending["case"] or "", ""), bool(ending["adjective"])
            found += [Sense(cat, value, case, is_noun=True, is_adjective=is_adjective) for cat, value in known]
    return found


def _misspelt_month(fold: str) -> tuple[Sense, ...]:
    """A month's name with one wrong, lost, doubled or exchanged letter, if only one month is as near."""
    near = {}
    for stem, value in _FUZZY_MONTHS.items():
        for length in (len(stem) - 1, len(stem), len(stem) + 1):
            head = fold[:length]
            ending = _NOUN_ENDING.fullmatch(fold, length) if len(head) == length else None
            if ending and not ending["adjective"] and OSA.distance(head, stem, score_cutoff=1) == 1:
                near[value, _CASE_OF.get(ending["case"] or "", "")] = Sense(
                    Cat.MONTH_NAME, value, _CASE_OF.get(ending["case"] or "", ""), is_noun=True
                )
    return tuple(near.values()) if len(near) == 1 else ()
