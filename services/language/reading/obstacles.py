"""What a person says hinders their work, or hinders it no more."""

import re
from collections.abc import Callable
from enum import Enum, auto
from functools import cache, lru_cache, partial

from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.sayings import Clause, asks_for_help, sayings
from services.language.tokens import LONGEST_KEPT, is_mere_figures


class Hindrance(Enum):
    """What the words say: something hinders, something may hinder, or what hindered is gone."""

    SURE = auto()
    DOUBTFUL = auto()
    GONE = auto()


def _skeletons(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")")


# All below match skeletons.
_STANDS = _skeletons(
    r"toh?tab (?:toribdi|koldi|kolgan|kolyapti|kolmokda|torib)",
    r"toh?tab torg?an",
    r"rabota (?:stoit|vstala|ostanovil\w+|ostanovlena|priostanovlena)",
    r"(?:priostanovlen[aoi]?|blocked|stuck)\b",
    r"toskinlik (?:kil|ber|bol)\w*",
    r"hala(?:kit|l) (?:ber|kil)(?:yapti|moqda|mokda|ayapti|adi|ayotgan|yotgan)\w*",
    r"meshae?[yu]?t\b",
    r"meshayot\b",
    r"prepyatstv[uo][eyo]+t\b",
    r"prepyastv[uo][eyo]+t\b",
    r"tosik bor\b",
    r"(?:est|ime[eyo]+ts?ya|voznikl[aoi]) prepyat?stvi\w*",
    r"there is an obstacle\b",
)
_MEANS = (
    r"(?:mablag|pol|moliya|moliyalashtirish|byodjet|byodjetdan|sredstv|deneg|dengi|finans|finansirovan|resors|hodim|kadr|shtat"
    r"|ishchi|sotrodnik|fond|money|fonding|fonds|staf|server|oskona|jihoz|tehnika|kompyo?ter|internet)\w*"
)
_WORD_OF_OTHERS = (
    r"(?:javob|hat(?!o)|rohsat|holosa|toshontirish|ekspertiza|tasdik|kelishov|imzo|rozilik|karor|boyrok|boyrog|prikaz|otvet|pismo|pisma|razreshen"
    r"|soglasovan|zaklyochen|soglasi|answer|reply|permission|aproval|leter)\w*"
)
_DENIED = r"(?:\w+ma(?:di|dilar|dik|gan|ganlar|gani|ganligi|yapti|yaptilar|yapmiz|ayapti|yotir|slik|sligi)|\w+mayap\w+)"
_LACKING = _skeletons(
    rf"{_MEANS} (?:\w+ ){{0,2}}?(?:yok\b|yokligi|yetish\w*|etish(?:ma\w+)|yetma\w+|etma\w+|tanki\w*|{_DENIED})",
    rf"(?:net|ne hvata[eyo]+t|otsotstvie|osostvi[ey]\w*|no|lack of|bez) (?:\w+ )?{_MEANS}",
    rf"{_MEANS} (?:\w+ )?(?:net\b|ne (?:videl|postop|hvata|perechisl|vidan|poloch|dali|dayot|dao)\w*)",
)
_UNANSWERED = _skeletons(
    rf"{_WORD_OF_OTHERS} (?:\w+ )?(?:yok\b|net\b|(?:kel|ber|beril|chik|berish|olin|olol|imzolan)ma\w+)",
    rf"(?:net|no|without) (?:\w+ )?{_WORD_OF_OTHERS}",
    rf"{_WORD_OF_OTHERS} (?:\w+ )?ne (?:prish|prihod|poloch|dayot|dao|dali|soglas|podpis|postop)\w*",
    r"ne (?:otvecha[eyo]+t|dayot razresh\w+|dao?t razresh\w+|soglasovivao?t|soglasovivayot|podpisivao?t|podpisivayot)",
    r"(?:kelishib|kelishim) (?:berma\w+|berishma\w+)",
    r"(?:imzola|tasdikla|kelish)(?:ish)?ma(?:yapti|yaptilar|di|dilar)\b",
)
_FAILS = _skeletons(  # what the work is done with
    r"(?:sayt|tizim|server|internet|tarmok|dastor|programm?|sistem|portal|platform|kompyo?ter|printer|site|server)\w*"
    r" (?:\w+ )?(?:ishlamayap\w+|ishlamay ?(?:kol|tor|yot)\w+|ne rabotao?[eyo]t\w*|ne otkriva\w+|ochilmayap\w+)",
    r"ne rabota[eyo]+t (?:\w+ )?(?:sayt|sistem|server|internet|portal|platform|program)",
)
_NOT_SUPPLIED = _skeletons(
    r"(?:malomot|ahborot|hojat)\w* (?:\w+ )?(?:kelma|berilma|berishma|berma|yoborma|yoborishma)(?:yap|di|gan)\w*",
    r"(?:dann|svedeni|informasi|dokoment)\w* (?:\w+ )?ne (?:postop|prihod|prish|predostav|prislal|dayot|dao|dali)\w*",
)
# What did not come is said to be why the work does not go on: an obstacle, whatever its noun is.
_CAUSE = r"(?:\w+ma(?:gan|ganlig|slig)i?\w*|yok(?:lig)\w*) (?:ochon|sabab\w*|tofayli|bois\w*)"
_GOES_NOT_ON = (
    r"(?:kechik(?!ma)\w*|tohta(?!ma)\w*|chozil(?!ma)\w*|\w+ ?ol(?:ma|may)\w*"
    r"|(?:bajar|bajaril|togat|togal|togatil|boshla|boshlan|yakonla|yakonlan|topshir|topshiril)ma(?!y?sdan)\w*)"
)
_IS_THE_CAUSE = _skeletons(rf"\w+ {_CAUSE} (?:\w+ ){{0,3}}?{_GOES_NOT_ON}")
_IS_A_CAUSE = _skeletons(rf"\w+gan(?:i|lig)\w* (?:ochon|sabab\w*|tofayli|bois\w*) (?:\w+ ){{0,3}}?{_GOES_NOT_ON}")
_AWAITED_FROM = _skeletons(r"\w{3,}[dt]an (?:\w+ ){1,3}?(?:kel|ber|beril|yobor|yoboril|olin)mayap\w*")
# «Тугатолмадик, оптика кабели йўқ»: beside work that cannot go on, what is not there is why.
_CANNOT = _skeletons(r"\w+(?:a|o)?ol(?:ma|may)\w+", r"\w+ olma\w+")
_IS_NOT_THERE = _skeletons(
    r"(?!ozgarish|yangilik|savol|gap|etiroz|farki)\w{3,} yok\W*$",
    r"\w{3,} (?:kel|yetib kel|beril|olin)ma(?:di|yapti|gan)\W*$",
)
# A trouble that did not come: «хато чиқмади», «эътироз бўлмади», «рад жавоби келмади», «ошибок не обнаружено».
_TROUBLES = (
    r"(?:hato|etiroz|rad\b|kamchilik|kamomad|shikoyat|moamo|moam|tosik|kiyinchilik|kechikish|jarima|ozilish|nosozlik"
    r"|etishmov|yetishmov|etishmaslig|yetishmaslig|bozilish|tanbeh|nizo|otkaz|osh?ibok|osh?ibk|vozrajen|zamechan"
    r"|pretenzi|jalob|narosheni|problem|sboe|sboy|zaderj|prepyatstvi|error|objection|complaint|mistake)\w*"
)
_NEGATED = r"(?:\w+ma(?:di|gan|yap|y|slik)\w*|\w+ (?:yok|emas)\b|yok\b)"
_NO_TROUBLE = _skeletons(
    rf"{_TROUBLES} (?:\w+ ){{0,3}}?{_NEGATED}",
    rf"{_TROUBLES} (?:\w+ )?(?:ne (?!reshen|ostranen|snyat|ispravlen|zakrit)\w+|net\b|nebilo)",
    rf"(?:net|no|ne bilo|ne (?:postop|poloch|voznik|obnarojen|viyavl|vishl)\w*|bez) (?:\w+ )?{_TROUBLES}",
)
_HINDERS_NOT = _skeletons(
    r"(?:halakit|halal|toskinlik|zarar|tasir)\w* (?:ham )?(?:ber|kil|korsat)ma\w+",
    r"(?:ne meshae?[yu]?t|ne meshayot|ne prepyat?stvo\w+|na rabot[oue] ne vliya\w+)",
    r"tosik (?:emas|yok)",
)
# «Янги қарор чиқмади», «новых приказов нет»: of what comes of itself, nothing new has come.
_NOTHING_NEW = _skeletons(r"(?:yangi|novi[eyh]+|novogo|novoe|new)\b (?:\w+ ){0,4}?" + _WORD_OF_OTHERS)
_IN_A_PERIOD = _skeletons(
    r"(?:bo|sho|otgan|joriy) (?:oy|hafta|kvartal|chorak|yil)\w*",
    r"(?:za|v) (?:etot|etom|eto|etoy|tekoshi\w+) (?:mesyas|nedel|kvartal)\w*",
    r"\w+ (?:oyida|ichida)",
)
_COMES_OUT = re.compile(
    r"\b(?:karor|boyrok|boyrog|hat|prikaz|pismo|pisma|reshen)\w* (?:\w+ )?(?:chik|kel|kabol|yok|net)"
)
_DOUBTFUL = concepts("WAIT TROUBLE")
_GONE = _skeletons(
    r"(?:tosik|moamo|moam|masala)\w* (?:\w+ )?(?:bartaraf (?:etildi|kilindi|boldi|etilgan|kilingan|bolgan)"
    r"|hal (?:boldi|kilindi|etildi|bolgan|kilingan|etilgan|kildik|etdik)|echildi|yechildi|yokoldi|kolmadi|tugadi)",
    r"(?:vopros|problem\w*|prepyatstvi\w*|prepyastvi\w*) (?:\w+ )?"
    r"(?:reshil\w*|reshyon\w*|reshen[aoi]?\b|ostranen\w*|ostranil\w*|snyat\w*)",
    r"(?:reshil\w*|ostranil\w*) (?:vopros|problem\w*|prepyatstvi\w*|prepyastvi\w*)",
    r"(?:obstacle|problem|isue) (?:\w+ )?(?:gone|solved|resolved|removed)",
)
_NO_MORE = _skeletons(  # «тўсиқ йўқ энди»
    r"(?:endi|boshka) (?:\w+ )?(?:tosi[kg]|toskinlik)\w* yok\b",
    r"(?:tosi[kg]|toskinlik)\w* (?:endi yok|yok endi)\b",
    r"(?:prepyat?stvi\w*|problem) (?:\w+ )?bolshe net|bolshe net (?:prepyat?stvi|problem)\w*",
)
_STILL_DENIED = concepts("NOT NO NOTHING")
_DONE_WITH = (Mood.PAST, Mood.PERFECT)
_PLAN_WORDS = re.compile(
    r"\b(?:boyicha|organ\w+|anikla\w+|tahlil\w*|analiz\w*|ocho[nt]\w*|sorov\w*|mavjod|vozmojn\w+)\b"
)


def hindrance_in(text: str) -> Hindrance | None:
    """What the words say of what hinders the work, at last; None if nothing, which is the cheaper error."""
    if is_mere_figures(text):
        return None
    return _hindrance_kept(text) if len(text) <= LONGEST_KEPT else _hindrance(text)


@lru_cache(maxsize=32)
def _hindrance_kept(text: str) -> Hindrance | None:
    return _hindrance(text)


def _hindrance(text: str) -> Hindrance | None:
    pleads = cache(partial(asks_for_help, text))  # it reads the whole text, and is asked of each sentence
    found = [
        said
        for clauses in sayings(text, in_spite_of_wishes=True)
        if not _is_over(clauses) and not any(_HINDERS_NOT.search(one.words) for one in clauses)
        for said in (*map(_of, clauses), _beside(clauses, pleads))
    ]
    certain = [one for one in found if one in (Hindrance.SURE, Hindrance.GONE)]
    if certain:
        return certain[-1]
    return Hindrance.DOUBTFUL if Hindrance.DOUBTFUL in found else None


def lacks_means(words: str) -> bool:
    """Whether the skeletons say that money or people are lacking: «маблағ йўқ», «нет средств»."""
    return _LACKING.search(words) is not None


def says_no_trouble(words: str) -> bool:
    """Whether the skeletons say that a trouble did not come: «хато чиқмади», «возражений не поступило»."""
    return _NO_TROUBLE.search(words) is not None


def fails(words: str) -> bool:
    """Whether the skeletons say that what the work is done with does not work: «сайт ишламаяпти»."""
    return _FAILS.search(words) is not None


def _is_over(clauses: tuple[Clause, ...]) -> bool:
    """«… эди, энди ажратилди»: it was so, and is so no more."""
    return any(Concept.WAS in one.concepts for one in clauses)


def _of(clause: Clause) -> Hindrance | None:
    words = clause.words
    is_denied = bool(clause.concepts & _STILL_DENIED)
    if _NO_MORE.search(words) is not None:
        return Hindrance.GONE
    if _GONE.search(words) is not None:
        return Hindrance.GONE if not is_denied and _is_past(clause) else None
    is_ahead = any(one.mood is Mood.FUTURE for one in clause.predicates)
    if _NO_TROUBLE.search(words) or (_NOTHING_NEW.search(words) and not _STANDS.search(words)):
        return None
    if _STANDS.search(words) is not None and not (is_denied and _nothing_hinders(words)) and not is_ahead:
        return Hindrance.SURE
    patterns = (_LACKING, _UNANSWERED, _FAILS, _NOT_SUPPLIED)
    if any(one.search(words) for one in patterns) and not is_ahead and Concept.NOTHING not in clause.concepts:
        is_of_a_period = _IN_A_PERIOD.search(words) and _COMES_OUT.search(words)
        return Hindrance.DOUBTFUL if is_of_a_period else Hindrance.SURE
    return _by_cause(clause, is_ahead=is_ahead) or _doubtful(clause, is_mere=is_ahead or is_denied)


def _by_cause(clause: Clause, *, is_ahead: bool) -> Hindrance | None:
    """What is said to be why the work does not go on."""
    if is_ahead:
        return None
    if _IS_THE_CAUSE.search(clause.words) is not None:
        return Hindrance.SURE
    is_likely = _IS_A_CAUSE.search(clause.words) or _AWAITED_FROM.search(clause.words)
    return Hindrance.DOUBTFUL if is_likely else None


def _doubtful(clause: Clause, *, is_mere: bool) -> Hindrance | None:
    is_mere = is_mere or _PLAN_WORDS.search(clause.words) is not None
    return Hindrance.DOUBTFUL if clause.concepts & _DOUBTFUL and not is_mere and not _is_done(clause) else None


def _beside(clauses: tuple[Clause, ...], pleads: Callable[[], bool]) -> Hindrance | None:
    """What is not there, beside work that cannot go on or, anywhere in the text, a plea for help."""
    is_missing = any(
        _IS_NOT_THERE.search(one.words) and not _NO_TROUBLE.search(one.words) and Concept.NOTHING not in one.concepts
        for one in clauses
    )
    if not is_missing:
        return None
    cannot = any(_CANNOT.search(one.words) for one in clauses)
    return Hindrance.SURE if cannot or pleads() else None


def _nothing_hinders(words: str) -> bool:
    return re.search(r"\b(?:nichego|nichto|hech|yok|net|no|ne (?:mesh|prep))", words) is not None


def _is_past(clause: Clause) -> bool:
    """Whether what is said to be gone is gone: «решён», «ҳал бўлди»; unlike «ҳал бўлмади», «будет решён»."""
    wrong = any(one.denied or one.mood not in (*_DONE_WITH, None) for one in clause.predicates)
    return not wrong


def _is_done(clause: Clause) -> bool:
    """«Муаммолар ўрганилди»: troubles are what the work is about."""
    return any(one.concept not in (Concept.AUX, Concept.WAIT) and one.mood in _DONE_WITH for one in clause.predicates)
