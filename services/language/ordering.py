"""Orders as leaders write them: whom, what, by when: «Юнусов, Сатаев: маълумот тайёрлансин, 15 мартгача». Pure.

What is read is said back before anything is given, and what is not read for certain is asked. Each word of a line is in
its text, in the names or in the words of the term.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.terms import Precision
from services.language.due_words import read_due
from services.language.instructing import addressees
from services.language.names import Named, find, is_name
from services.language.quarters import read_quarter
from services.language.script import bare, fold
from services.language.until import until_in

LONGEST_LINE = 2000  # characters
_LONGEST_HEAD = 200
_LONGEST_NAME = 4  # words
_MOST_NAMES = 64  # in one line
_MOST_CHOICES = 6

_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[-–—•*▪●])\s+")
_HEAD_END = re.compile(r":(?!\d)|\s[—–-]\s|[—–]")
_AND = r"(?:ва|ҳамда|ҳам|билан|va|hamda|ham|bilan|и|and|with)"
_BETWEEN_NAMES = re.compile(rf"\s*(?:[,;/&+]|\b{_AND}\b)\s*", re.IGNORECASE)
_ORDERED = r"(?:топшири[қкғ]|topshiri[qkg]|вазифа|vazifa|поручени|задани|задач|order|task)[\w’'ʻ]*"
_ORDER_AT_THE_END = re.compile(rf"\s+(?:(?:учун|uchun)\s+)?{_ORDERED}\s*$", re.IGNORECASE)
_ORDER_AT_THE_HEAD = re.compile(rf"\s*{_ORDERED}\s*(?:[:—–-]|\b(?:для|for|to)\b)?\s*", re.IGNORECASE)
_ORDER_AFTER = re.compile(rf"\s+(?:(?:учун|uchun)\s+)?{_ORDERED}\s*[,.]?\s+", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:масъул|ижрочи|жавобгар|masul|mas.?ul|ijrochi|javobgar|ответственн|исполнител|responsible|executor)[\w’'ʻ]*"
    r"(?:\s+(?:ижрочи|ijrochi|исполнител)\w*)?\s*[:—–-]\s*",
    re.IGNORECASE,
)
_TERM_LABEL = re.compile(
    r"(?:(?:ижро|бажариш|ijro)\s+)?(?:муддат|срок|muddat|deadline|due)\w*(?:\s+исполнения)?\s*[:—–-]?\s*$",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"(?:не\s+позднее|не\s+позже|\bдо|\bк|\bko?|\bby|\buntil)\s*$", re.IGNORECASE)
_AFTER_DAY = re.compile(
    r"\s*(?:гача|қадар|кадар|кечиктирма\w*|кечикма\w*|муддатда|муддатга|йил|й\.|г\.|года?|gacha|qadar"
    r"|kechiktirma\w*|kechikma\w*|muddatda|muddatga|yil)(?!\w)",
    re.IGNORECASE,
)
# What may stand before a day, or after it, and is of the term: «до конца», «шу йилнинг», «2024 йил», «охири».
_BESIDE_DAY = re.compile(
    r"(?:\b(?:конц[ауе]|the|end|of|не\s+позднее|не\s+позже|в\s+срок|до|к|по|by|until|till|due|муддати?|muddati?|срок)"
    r"|\b(?:шу|ушбу|бу|жорий|shu|ushbu|bu|joriy|эт(?:ого|ой)|текущ(?:его|ей)|сего|this)"
    r"(?:\s+(?:йил|ой|ҳафта|yil|oy|hafta|год|месяц|недел)\w*)?"
    r"|\b(?:келаси|келгуси|кейинги|kelasi|kelgusi|keyingi|следующ\w+|next)(?:\s+(?:йил|ой|ҳафта|yil|oy|hafta)\w*)?"
    r"|\b(?:19|20)\d\d\s*-?\s*(?:йил|yil|год)\w*)[\s-]*$",
    re.IGNORECASE,
)
_AFTER_TERM = re.compile(
    r"[\s-]*(?:(?:ой|oy|месяц)\w*(?=\s+(?:охир|ўрта|oxir|ohir|ichi|ичи))|(?:охир|якун|oxir|ohir|yakun)\w*"
    r"|ичида|ichida|давомида|davomida|мобайнида|mobaynida|куни\w*|kuni\w*|соат\s+\d\d?(?:[:.]\d\d)?(?:\s*(?:да|гача))?)"
    r"(?!\w)",
    re.IGNORECASE,
)
# A word that is left standing where a term was cut out of a text, and tells that it was cut by halves.
_TORN_BEFORE = re.compile(
    r"(?:\d+|[IVX]+|до|к|по|от|с|не|конц\w+|начал\w+|охири\w*|бошида|ўртаси\w*|oxiri\w*|ohiri\w*|by|until|end|of|the"
    r"|биринчи|иккинчи|учинчи|тўртинчи|ойи|ойининг|йил|йилнинг|йили|перв\w+|втор\w+|трет\w+|четв\w+|first|second|third"
    r"|fourth|birinchi|ikkinchi|uchinchi|tortinchi|yil|yilning|oyi|oyining)",
    re.IGNORECASE,
)
_TORN_AFTER = re.compile(
    r"(?:\d+|гача|қадар|кадар|якуни\w*|охири\w*|боши\w*|ўртаси\w*|чорак\w*|квартал\w*|йил\w*|года?|gacha|qadar|yakuni\w*"
    r"|oxiri\w*|ohiri\w*|chorak\w*|yil\w*|ярим|yarim|полугоди\w*|quarter|half)",
    re.IGNORECASE,
)
_NOT_LATER = re.compile(r"(\w+)(?:дан|dan)\s+(?:кечик|kechik)(?:тир|tir)?(?:май|мас|may|mas)\w*", re.IGNORECASE)
_UNTIL = re.compile(r"\w*(?:gacha|kacha|qacha|ga|ka|qa)|.*\b(?:ichida|ichi|охири\w*|ohiri\w*)")
_NEAR_DAY = re.compile(
    r"(?:бугун|эрта|индин|bugun|erta|indin|сегодня|завтра|послезавтра|today|tomorrow)", re.IGNORECASE
)
_NO_TERM = re.compile(
    r"(?:муддатсиз|муддати\s+йўқ|muddatsiz|muddati\s+yo.?q|бессрочно|без\s+срока|without\s+(?:a\s+)?term|no\s+term)(?!\w)",
    re.IGNORECASE,
)
_HEADING = re.compile(  # folded beginnings
    r"topshiri[qk]|[qk]aror|[qk]uyidagi|vazifa|bayonnoma|majlis|yigilish|porucheni|reshil|reshen|postanov|sleduyush|zadach"
    r"|protokol|soveshani|order|task|decided|resolved|decision|following|minutes"
)
_EDGE = " \t\n,;:.—–-"
_SURNAME = re.compile(r"[a-z']{3,}(?:ov|ev|yov|skiy)(?:a|u|im|ga|ni|ning|aga|ami|oy)?")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s*){1,2}[^\W\d_]{3,}|[^\W\d_]{3,}\s+(?:[^\W\d_]{1,2}\.\s*){1,2}")
_WORD = re.compile(r"[^\W\d_][\w’'ʻʼ`]*")
_WISHES = re.compile(r"(?:син|sin|синлар|sinlar|ть|ти|ться|инг|ing)[\s.!]*$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][\w’'ʻʼ`-]*")
_INITIAL = re.compile(r"\s*[^\W\d_]{1,2}\.")
_HONORIFIC = re.compile(r"\s+(?:ака|опа|ука|домла|aka|opa|uka|domla)(?:га|ga)?(?!\w)", re.IGNORECASE)
_AND_WORD = re.compile(rf"\s*(?:[/&+]|\b{_AND}\b|,\s*(?:ва|ҳамда|va|hamda|и|and)\b)\s*", re.IGNORECASE)
_WITH = re.compile(r"\s*(?:билан|bilan|with)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,;]\s*")
_NO_CALL = ("ning", "niki", "ni", "dan", "da", "dagi", "gacha")  # cases in which nobody is called to do something
_PERSONAL = re.compile(
    r"(?:(?:менинг|mening|ўз|oz|o.z|на\s+|под\s+(?:мой\s+|моим\s+)?|мой\s+|моём\s+|моем\s+|моим\s+)\s*)?"
    r"(?:шахсий\s+назорат\w*|shaxsiy\s+nazorat\w*|shahsiy\s+nazorat\w*|личн\w+\s+контрол\w*|(?:my\s+)?personal\s+control)"
    r"(?:\s+(?:остида|ostida|бўлсин|турсин|олинсин|олинади|оламан|сақлансин|bo.?lsin|olinsin|olaman|turaman|тураман|qilib|беру|взять))?",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:(?:расмий|ёзма|rasmiy|yozma|официальн\w+|with\s+an?|with|с|со)\s+)?"
    r"(?:(?:ҳужжат|хужжат|хат|hujjat|xat|hat)\s*(?:\(\s*(?:хат|ҳужжат|xat|hujjat)\s*\)\s*)?"
    r"(?:\s*(?:ёки|ва|/|yoki|va)\s*(?:хат|ҳужжат|xat|hujjat)\s*)?(?:билан|bilan)"
    r"|документом|письмом|(?<=with\s)document|(?<=with\sa\s)(?:document|letter))"
    r"(?:\s+(?:тасдиқлансин|тасдиқланади|tasdiqlansin))?",
    re.IGNORECASE,
)
_AFTER_UNTIL = re.compile(r"\w*(?:гача|gacha|қадар|qadar|кечиктирмай)\s+$", re.IGNORECASE)
_FINISHED = re.compile(
    r"(?:hammasi|shu)?\s*(?:tayyor|tamom|boldi|tugadi|yakunlandi|gotovo|vse|vsyo|done|finish(?:ed)?|thats all|ready)"
)


@dataclass(frozen=True)
class DoubtfulName:
    """A name that is not clear, as written, and the executors (keys) that it may mean, best first."""

    word: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ordered:
    """One order as it was read.

    `executors` are keys in the order of the words. `due_on` is None if no day was understood: `is_due_unclear` says
    that a time is spoken of, `has_no_term` that none is wanted. `names` and `term` are the words that were taken for
    these. `is_called`: the line begins with whom it is for, and a sign; `is_headed`: a colon or a dash. `is_personal`
    and `needs_document`: the words say that it is under the author's own control, or done with a document (`asides` are
    these words).
    """

    text: str
    executors: tuple[str, ...] = ()
    doubts: tuple[DoubtfulName, ...] = ()
    due_on: date | None = None
    precision: Precision = Precision.DAY
    is_due_unclear: bool = False
    has_no_term: bool = False
    names: str = ""
    term: str = ""
    is_called: bool = False
    is_headed: bool = False
    is_personal: bool = False
    needs_document: bool = False
    asides: str = ""


@dataclass(frozen=True)
class Term:
    """The day that words name, and how exactly; None: none, or not one alone."""

    due_on: date | None = None
    precision: Precision = Precision.DAY
    is_unclear: bool = False
    has_no_term: bool = False


def is_finished(text: str) -> bool:
    """Whether the words say that all orders are written: «тайёр», «tayyor», «готово»."""
    return _FINISHED.fullmatch(" ".join(re.findall(r"[a-z]+", bare(text)))) is not None


def wants_done(text: str) -> bool:
    """Whether the words wish something done: «тайёрласин», «тайёрлансин», «подготовить»."""
    return _WISHES.search(text) is not None


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of which each is an order of its own; a heading above them is none."""
    lines = tuple(line for raw in text.splitlines() if _WORD.search(line := raw.strip()))
    orders = tuple(line for line in lines if not _is_heading(line))
    return orders or lines


def _is_heading(line: str) -> bool:
    """«Топшириқлар:», «Қарор қилинди:»: what only says that orders follow."""
    words = _WORD.findall(line)
    is_like = line.endswith((":", "：")) and any(_HEADING.match(bare(word)) for word in words)
    return is_like and not any(_SURNAME.fullmatch(fold(word)) for word in words)


def read_order(line: str, names: Sequence[Named], today: date) -> Ordered:
    """Read one line, written on the local day `today`."""
    mark = _LIST_MARK.match(line)
    rest = line[mark.end() :] if mark is not None else line
    called, rest = _names_before(rest[:LONGEST_LINE], names)
    rest, personal = _without_aside(rest, _PERSONAL)
    rest, document = _without_aside(rest, _DOCUMENT)
    rest, term, term_words = _without_term(rest, today)
    after, rest = _names_after(rest, names) if not called.parts else (_Names(), rest)
    found = called if called.parts else after
    keys, doubts = found.keys, found.doubts
    if not found.parts:
        anywhere = addressees(rest, names, {})
        keys = anywhere.executors
        doubts = tuple(DoubtfulName(one, _meant(one, names)) for one in anywhere.unknown)
    return Ordered(
        text=_capital(rest.strip(_EDGE)),
        executors=keys,
        doubts=doubts,
        due_on=term.due_on,
        precision=term.precision,
        is_due_unclear=term.is_unclear,
        has_no_term=term.has_no_term,
        names=found.words,
        term=term_words,
        is_called=bool(called.parts) and called.is_signed,
        is_headed=called.is_headed,
        is_personal=bool(personal),
        needs_document=bool(document),
        asides=" ".join((*personal, *document)),
    )


def read_names(text: str, names: Sequence[Named]) -> tuple[tuple[str, ...], tuple[DoubtfulName, ...]]:
    """The executors that an answer names, the lead first, and the names in it that are not clear."""
    label = _LABEL.match(text)
    found = _Names(tuple(part for part in _split(text[label.end() :] if label else text) if part))
    certain, doubts = _sorted(found.parts, names)
    return certain, doubts


def read_term(text: str, today: date) -> Term:
    """The term that an answer names: a day, a month, or that there is none."""
    if _NO_TERM.search(text):
        return Term(has_no_term=True)
    due = read_due(text, today)
    if due.day is not None:
        return Term(due.day)
    until = until_in(text, today)
    if until is None:
        return Term(is_unclear=True)
    if until.day is None and _is_month_before_or_with(text):
        return Term(is_unclear=True)
    return Term(until.last_day, Precision.DAY if until.day is not None else Precision.MONTH)


def sets_a_term(text: str, today: date) -> bool:
    """Whether the words say until when: «17 январгача», «до пятницы», against «эртага»."""
    due = read_due(text, today)
    return due.day is not None and any(
        _says_until(text, span) and not _NEAR_DAY.match(text, span[0]) for span in due.spans
    )


# -- names -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Names:
    parts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    doubts: tuple[DoubtfulName, ...] = ()
    words: str = ""
    is_signed: bool = True
    is_headed: bool = False


def _names_before(line: str, names: Sequence[Named]) -> tuple[_Names, str]:
    """The names with which the line begins, and the rest of it."""
    label = _LABEL.match(line) or _ORDER_AT_THE_HEAD.match(line)
    start = label.end() if label is not None else 0
    end = _HEAD_END.search(line, start, start + _LONGEST_HEAD)
    if end is not None and (found := _named(_ORDER_AT_THE_END.sub("", line[start : end.start()]), names)) is not None:
        return replace(found, words=line[: end.start()], is_headed=True), line[end.end() :]
    called, rest = _names_in_a_row(line, start, names)
    if called.parts and (ordered := _ORDER_AFTER.match(rest)) is not None:  # «Маматовга топшириқ 20 мартгача …»
        return replace(called, words=called.words + ordered[0].rstrip(), is_signed=True, is_headed=True), rest[
            ordered.end() :
        ]
    return called, rest


def _names_in_a_row(line: str, start: int, names: Sequence[Named]) -> tuple[_Names, str]:
    """«Юнусов, Сатаев ва Фарманов серверни кўчирсин»: the names at the head, joined by commas and «and».

    What stands where a further name is to be, and is none for certain, is a doubt; after a comma the text may begin.
    """
    parts: list[str] = []
    doubtful: list[str] = []
    place = end = start
    is_certain = False  # that a name stands at `place`
    while (said := _name_at(line, place, names)) or (parts and (said := _unclear_at(line, place, names, is_certain))):
        is_sure = _is_sure(said, names)
        (parts if is_sure else doubtful).append(said)
        end = place + len(said)
        if (polite := _HONORIFIC.match(line, end)) is not None:
            end = polite.end()
        if is_sure and _is_unit(said, names) and not _has_sign(line, end) and not is_certain:
            if not parts[:-1]:
                return _Names(), line  # «Ўқув маркази биноси таъмирлансин»: the centre's building?
            doubtful.append(parts.pop())
        joint = _AND_WORD.match(line, end) or _WITH.match(line, end) or _COMMA.match(line, end)
        if joint is None or end > start + _LONGEST_HEAD:
            break
        if _WITH.match(line, end) and not _name_at(line, joint.end(), names):
            return _Names(), line  # «Юнусов билан келишилсин»: it is somebody else's to do
        is_certain = _COMMA.match(line, end) is None or _AND_WORD.match(line, end) is not None
        place = joint.end()
    if not parts:
        return _Names(), line
    keys, doubts = _sorted(parts, names)
    doubts = (*doubts, *(DoubtfulName(one, _meant(one, names)) for one in doubtful))
    said_all = tuple(parts + doubtful)
    return _Names(said_all, keys, doubts, line[:end], is_signed=_has_sign(line, end)), line[end:]


def _has_sign(line: str, place: int) -> bool:
    """Whether the text does not go on at once."""
    return re.match(r"\s*(?:[,;.:)]|$)", line[place:]) is not None


def _name_at(line: str, place: int, names: Sequence[Named]) -> str:
    """The name that stands at `place` without a doubt, with its initials; empty if none does."""
    start = place
    while (initial := _INITIAL.match(line, place)) is not None:
        place = initial.end()
    place += len(line[place:]) - len(line[place:].lstrip())
    found = ""
    end = place
    for count in range(_LONGEST_NAME):
        word = _NAME_WORD.match(line, end)
        if word is None or any(one.match(line, end) for one in (_INITIAL, _AND_WORD, _WITH)):
            break
        end = word.end()
        said = line[start:end]
        if _is_sure(said, names) and (not count or _may_go_on(line, said, found, end, names)):
            found = said
        end += re.match(r"\s*", line[end:]).end()  # type: ignore[union-attr]
    if not found or (fold(found).endswith(_NO_CALL) and not _is_exact(found, names)):
        return ""
    end = start + len(found)
    while (further := _INITIAL.match(line, end)) is not None:
        end = further.end()
    return line[start:end] if _is_sure(line[start:end], names) else found


def _may_go_on(line: str, said: str, found: str, end: int, names: Sequence[Named]) -> bool:
    """Whether another word is of the name: a unit's, or one before a surname, or one with which the calling ends."""
    return not found or _is_unit(said, names) or (_is_shaped(said) and _has_sign(line, end))


def _is_exact(said: str, names: Sequence[Named]) -> bool:
    """Whether the words are spelt as a name is, so that their ending is no case."""
    folded = fold(said)
    return any(folded in {fold(one) for one in (each.name, *each.aliases)} for each in names)


def _is_unit(said: str, names: Sequence[Named]) -> bool:
    return "." not in find(said, names)[0].name


def _unclear_at(line: str, place: int, names: Sequence[Named], is_certain: bool) -> str:
    """What stands where a further name is to be, or looks like one, and is none for certain."""
    initials = re.match(r"(?:[^\W\d_]{1,2}\.\s*)*", line[place:])
    start = place + (initials.end() if initials is not None else 0)
    word = _NAME_WORD.match(line, start)
    if word is None or _HEAD_END.match(line, place):
        return ""
    said = line[place : word.end()]
    is_sure = _is_sure(said, names)  # in a case in which nobody is called
    return said if is_certain or (_may_be_one(said, names) and not is_sure) else ""


def _names_after(line: str, names: Sequence[Named]) -> tuple[_Names, str]:
    """The names with which the line ends: «… (Юнусов, Сатаев)», «… — Юнусов», «… масъул: Юнусов»."""
    body = line.rstrip(_EDGE)
    if (label := list(_LABEL.finditer(body))) and label[-1].start():
        begins = [(label[-1].start(), label[-1].end())]
    else:
        begins = [(one.start(), one.end()) for one in re.finditer(r"\(|\s[—–-]\s|[.;]\s+|,\s*", body)]
    for start, end in begins:
        said = body[end:].strip("()" + _EDGE)
        if said and (found := _named(said, names)) is not None and (found.keys or label):
            return replace(found, words=body[start:]), body[:start]
    return _Names(), line


def _named(said: str, names: Sequence[Named]) -> _Names | None:
    """Whether the words are names and nothing else: some that are known, or look like people's."""
    parts = [part for part in _split(said) if part]
    if not 0 < len(parts) <= _MOST_NAMES or any(len(part.split()) > _LONGEST_NAME for part in parts):
        return None
    if not all(_is_shaped(part) or _is_sure(part, names) for part in parts):
        return None
    if not any(_is_sure(part, names) or _may_be_one(part, names) for part in parts):
        return None
    keys, doubts = _sorted(parts, names)
    return _Names(tuple(parts), keys, doubts)


def _split(said: str) -> list[str]:
    return [part.strip(" .:") for part in _BETWEEN_NAMES.split(said.strip())]


def _sorted(parts: Sequence[str], names: Sequence[Named]) -> tuple[tuple[str, ...], tuple[DoubtfulName, ...]]:
    """The executors meant without a doubt, and the names that are not clear."""
    keys: dict[str, None] = {}
    doubts: list[DoubtfulName] = []
    for part in parts:
        if _is_sure(part, names):
            keys[find(part, names)[0].key] = None
        elif _WORD.search(part):
            doubts.append(DoubtfulName(part, _meant(part, names)))
    return tuple(keys), tuple(doubts)


def _is_sure(said: str, names: Sequence[Named]) -> bool:
    found = find(said, names) if said else []
    return len(found) == 1 and is_name(said, found)


def _meant(said: str, names: Sequence[Named]) -> tuple[str, ...]:
    return tuple(one.key for one in find(said, names)[:_MOST_CHOICES])


def _may_be_one(said: str, names: Sequence[Named]) -> bool:
    """Whether it is near a known name and written as one, or looks like a surname."""
    if not _is_shaped(said):
        return False
    if find(said, names):
        return True
    return _INITIALS.fullmatch(said) is not None or any(_SURNAME.fullmatch(one) for one in _folded(said))


def _is_shaped(said: str) -> bool:
    """Whether each word of it has a capital."""
    return all(word[:1].isupper() for word in _WORD.findall(said))


def _folded(said: str) -> Iterator[str]:
    return (fold(word) for word in _WORD.findall(said))


# -- the term --------------------------------------------------------------------------------------------------------


def _without_aside(line: str, words: re.Pattern[str]) -> tuple[str, list[str]]:
    """The line without what is said beside the order («шахсий назоратимда», «хат билан»), and these words.

    Only what stands between signs, or after the term, is said beside it.
    """
    found: list[str] = []
    for one in reversed(list(words.finditer(line))):
        before, after = line[: one.start()], line[one.end() :]
        ends = re.match(r"\s*(?:[,;.)]|$)", after) is not None
        begins = re.search(r"(?:^|[,;.(:])\s*$", before) is not None or _AFTER_UNTIL.search(before) is not None
        if begins and ends and (_WORD.search(before) or _WORD.search(after)):
            found.append(one.group())
            line = ", ".join(part for part in (before.rstrip(_EDGE + "("), after.lstrip(_EDGE + ")")) if part)
    return line, found


def _without_term(line: str, today: date) -> tuple[str, Term, str]:
    """The line without the words of its term, the term, and these words: all of them or none."""
    cut, term, words = _without_read(line, today)
    return (line, Term(is_unclear=True), "") if words and _is_torn(line, words) else (cut, term, words)


def _is_torn(line: str, words: str) -> bool:
    """Whether a word beside those that were taken for the term is of a term too."""
    start = line.rfind(words)
    before = re.search(r"(?:^|[^\w.,;:])([\w’'ʻʼ`]+)[\s-]*$", line[:start])
    after = re.match(r"[\s-]*([\w’'ʻʼ`]+)", line[start + len(words) :])
    is_before = before is not None and _TORN_BEFORE.fullmatch(before.group(1)) is not None
    return is_before or (after is not None and _TORN_AFTER.fullmatch(after.group(1)) is not None)


def _without_read(line: str, today: date) -> tuple[str, Term, str]:
    none = _NO_TERM.search(line)
    if none is not None:
        return _cut(line, none.start(), none.end(), Term(has_no_term=True))
    quarter = read_quarter(line, today)
    if quarter.day is not None and quarter.span is not None:
        return _with_day(line, quarter.day, (quarter.span,), is_until=True)
    due = read_due(_NOT_LATER.sub(_until, quarter.rest), today)
    if due.day is not None and due.spans:
        return _with_day(line, due.day, due.spans)
    tail = _tail(line)
    until = until_in(line[tail:], today) if tail < len(line) else None
    if until is not None and until.alone and not _is_month_before_or_with(line[tail:]):
        precision = Precision.DAY if until.day is not None else Precision.MONTH
        return _cut(line, tail, len(line), Term(until.last_day, precision))
    is_unclear = due.is_unclear or quarter.is_unclear or (until is not None and until.alone)
    return line, Term(is_unclear=is_unclear), ""


def _until(said: re.Match[str]) -> str:
    """«20 мартдан кечиктирмай» as «20 мартгача», as long as it was."""
    return f"{said[1]}гача".ljust(len(said[0]))


def _with_day(
    line: str, day: date, spans: Sequence[tuple[int, int]], *, is_until: bool = False
) -> tuple[str, Term, str]:
    """Where the day stands: at the end or the beginning it is taken out, elsewhere it stays among the words.

    In the middle a day may tell of something else («15 мартдаги мажлис»): only one with «until» is the term.
    """
    start, end = _widened(line, spans[-1])
    if not _WORD.search(line[end:]):
        for span in reversed(spans[:-1]):  # «15 март, соат 10 да»
            before = _widened(line, span)
            if _WORD.search(line[before[1] : start]):
                break
            start = min(start, before[0])
        return _cut(line, start, len(line), Term(day))
    start, end = _widened(line, spans[0])
    is_until = is_until or any(_says_until(line, one) for one in spans)
    if not _WORD.search(line[:start]) and is_until and len(spans) == 1:
        return _cut(line, start, end, Term(day))
    return line, Term(day) if is_until else Term(is_unclear=True), ""


def _says_until(line: str, span: tuple[int, int]) -> bool:
    start, end = span
    words = fold(line[start:end])
    is_before = _BEFORE_DAY.search(line[:start]) is not None
    after = _AFTER_DAY.match(line, end)
    return is_before or after is not None or _UNTIL.fullmatch(words.split()[-1] if words.split() else "") is not None


def _widened(line: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the words around it that belong to the term: «муддат:», «до конца», «шу йил», «қадар»."""
    start, end = span
    while (after := _AFTER_DAY.match(line, end) or _AFTER_TERM.match(line, end)) is not None:
        end = after.end()
    while (before := _BESIDE_DAY.search(line[:start]) or _BEFORE_DAY.search(line[:start])) is not None:
        start = before.start()
    if (label := _TERM_LABEL.search(line[:start])) is not None:
        start = label.start()
    return start, end


def _tail(line: str) -> int:
    """Where the last part of the line begins, after a sign."""
    body = line.rstrip(_EDGE + ")")
    signs = [one.end() for one in re.finditer(r"[,;:(]\s*|[.]\s+|\s[—–-]\s", body)]
    return signs[-1] if signs else len(line)


def _is_month_before_or_with(words: str) -> bool:
    """«Апрелгача»: before the month, or to its end?"""
    folded = fold(words)
    has_end = re.search(r"o[hx]ir|kon[cst]|yakun|\bend\b", folded) is not None
    return not has_end and re.search(r"gacha|kacha|qadar|\bdo\b|\bby\b|\buntil\b", folded) is not None


def _cut(line: str, start: int, end: int, term: Term) -> tuple[str, Term, str]:
    before, after = line[:start].rstrip(_EDGE + "("), line[end:].lstrip(_EDGE + ")")
    joined = f"{before}, {after}" if before and after else before or after
    return joined, term, line[start:end]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
