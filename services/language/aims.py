"""What a question wants to know of the work that it names: its deadline, who is responsible, how it stands, …"""

import re
from collections.abc import Iterator
from enum import StrEnum, auto
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.language.question_words import Place
from services.language.reading.lexicon import lexicon
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.predicates import Predicate, predicates
from services.language.reading.skeleton import skeleton
from services.language.reading.wording import Wording


class Aim(StrEnum):
    """What is to be told of the activities in question."""

    DEADLINE = auto()
    RESPONSIBLE = auto()
    STANDING = auto()


def _words(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and beginnings of words («*»), as skeletons."""
    every = text.split()
    whole = frozenset(skeleton(word) for word in every if not word.endswith("*"))
    return whole, tuple(skeleton(word[:-1]) for word in every if word.endswith("*"))


_WHEN = _words("қачон* когда when какого числа санада sanasi")
_HOW_MANY = _words("неча* қанча* сколько many long нечи")
_TIME_UNITS = _words(
    "кун куни кунда кунга кундан кунгача кунлик кунлар вақт* день дня дней time days day"
    " времени время ҳафта* недел* ой месяцев week*"
)
_DEADLINE = _words(
    "муддат* муҳлат* срок* срог* мудат* дедлайн* deadline* due date тугайди тугаши заканчивается истекает end"
)
_WHO = _words(
    "ким кимда кимга кимлар кимларга кимларни кимларда кимлардан"
    " кимники кимнинг кимни кимдан кто кому кого чей чья чьё кем who whose whos whom"
)
_RESPONSIBLE = _words(
    "масъул* жавобгар* жавоб_берадиган ответств* отвеча* исполнител* ижрочи* ҳамижрочи* соисполнител* бириктирилган*"
    " закреплен* закреплён* занимается responsible charge officer* executor* шуғуллан* бажаради бажаряпти бажараяпти"
)
_STANDING = _words(
    "аҳвол* ҳолат* қалай* состояни* статус* дела этап* стади* гап* даража* жараён* фоиз* процент* status state progress"
    " percent going doing stand* янгилик* новости ҳол қандай* қанақа* как how кетяпти кетаяпти бўляпти бўлаяпти бўлди"
    " сделано"
)
_HOW = _words("қандай* қанақа* қанақасига қайтиб как how қаерга куда where қаерда")
_USE = _words("фойдалан* пользова* ишлат* ишлайди ишлайсан ишлайсиз работает работаешь use using works")
_REPORTING = _words(
    "ҳисобот* отчёт* отчет* отчита* отчит* report* ёз* написа* писать напис* write топшир* юбор* сдать сдава*"
)
_MINE = _words(
    "менда* менинг меники* бизда* бизнинг бизники* мендаги тадбирларим* ишларим* вазифаларим* тадбиримиз* мной мною"
    " нами мой моя моё мои моих моего моим my mine our ours зиммам* топшириқларим* тадбирим* ишим* вазифам* муддатим*"
)
_ME = _words("мне меня нам нас me us")
_SAID = _words(
    "ёзди ёзган* ёзиб ёзибди ёзяпти деди деган айтди айтган айтибди билдирди билдирган юборди юборган маълум_қилди"
    " писал писала писали пишет написал* сказал* сообщил* доложил* отписал* прислал* wrote write written say said says"
    " tell told sent"
)
_REPORTS_OF = _words(
    "ҳисоботлари* ҳисоботлар ҳисоботларни отчёты отчеты отчётов отчетов отчётах отчетах reports хабарлар* сообщения"
    " сообщений"
)
_NEWS = _words("янгилик* новости новостей новостям news")
_NEW = _words("янги новое нового нового new")
_WHAT = _words("нима нималар нимани нималарни нимадан что чего what whats")
_MOST = _words("энг самый самая самые кто_самый most best worst least хуже лучше ҳаммадан")
_SILENT = _words("молч* жим* сукут* сассиз* silent отмалчива* ҳисоботсиз*")
_REPORTED = _words("отчит* отчёт* отчет* reported report answered answer")
_NOT = _words("не нет нету not no hasn't haven't didn't hasnt havent without без")
_BESIDE = _words(
    "бор* есть имеется there any anything бот* сих пор нарса* чего-то всё-таки эди did does have has will i рўйхат*"
    " ўтирган* ўтирибди* юрган* турган* кўп кўпроқ много чаще жавоб беради"
)
_PEOPLE = _words("человек людей киши одам* нафар people officers")
_PERCENT = _words("фоиз* процент* percent* foiz*")
_OF_THE_WHOLE = _words(
    "умумий* жами* план* режа* общ* целом итог* итого всего overall total* whole plan ижро ижроси исполнени*"
)
_DUTY = _words(
    "керак* лозим* зарур* шарт нужно надо должн* должен следует необходимо требуется must should shall need needs be"
    " быть бўлган бўлса"
)
_SOON = _words("яқин* яқинлаш* скоро близ* близко soon подход* approaching nearest")

_UNFINISHED = concepts("FINISH READY")
_REPORTS = concepts("SEND INFORM RECORD")
_DEEDS = concepts("ACT FINISH AUX GOING")
_DONE_BY_PEOPLE = concepts("ACT AUX")
_SHOWN = concepts("SHOW TELL GIVE")
_SHORT = 4  # words of a question that asks for news alone
_GAP = 3  # words between what is denied and its denial

_SHORTEST_MISTYPED = 5
_DECIDING = """
    муддат муддати муддатим муддатини масъул масъули жавобгар жавобгари ижрочи ижрочиси аҳвол аҳволи ҳолат ҳолати
    ответственный ответственная исполнитель отвечает состояние процент deadline responsible status
"""
_MISTYPED = tuple(map(skeleton, _DECIDING.split()))

_COMPANY = concepts(
    """
    AUX ACT WORK QUESTION TELL SHOW PLEASE ME MINE GIVE LINK POLITE NEED ASK INFORM RECORD LABEL YET NOW WAS CAN GOING
    ALL FINISH READY BEGIN SEND REMAIN UNTIL DEADLINE TIME THANKS PERCENT YES SAID
    """
)


@lru_cache(maxsize=1024)
def _mended(word: str) -> str:
    """A long word with its one typing error mended, if that makes a word that questions turn on."""
    if len(word) < _SHORTEST_MISTYPED or lexicon().knows(word):
        return word
    near = process.extractOne(word, _MISTYPED, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near is not None else word


_UNDONE, _LEFT = re.compile(r"\w{3,}(?:may|masdan)"), re.compile(r"qol(?:di|gan|yap|ib)\w*")  # «бажарилмай қолди»


class Aims:
    """What the words of a question say beside what they name."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._said = predicates(wording)
        self._places = range(len(wording))
        self._silence = frozenset(self._of_silence())
        self._starts = {lexeme.token.start: place for place, lexeme in enumerate(wording.lexemes)}

    # One word

    def place_of(self, start: int) -> int | None:
        """The place among the lexemes of the word that begins at this character."""
        return self._starts.get(start)

    def is_company(self, start: int) -> bool:
        """Whether the word at this character is one that people say beside a question and that narrows nothing."""
        place = self.place_of(start)
        if place is None:
            return self._is_inside_a_phrase(start)
        if place in self._silence:
            return True
        meaning = self._wording.meaning(place)
        if any(self._is(place, words) for words in _SAID_BESIDE):
            return True
        if meaning is None or meaning.denied or meaning.concept not in _COMPANY:
            return False
        return " " in self._wording.word(place) or lexicon().knows(self._wording.word(place))

    def _is_inside_a_phrase(self, start: int) -> bool:
        lexemes = self._wording.lexemes
        return any(one.token.start < start < one.token.end and one.concept in _COMPANY for one in lexemes)

    def _is(self, place: int, words: tuple[frozenset[str], tuple[str, ...]]) -> bool:
        whole, beginnings = words
        word = self._wording.word(place)
        if not self._wording.is_word(place):
            return False
        return word in whole or word.startswith(beginnings) or _mended(word).startswith(beginnings)

    def _any(self, words: tuple[frozenset[str], tuple[str, ...]]) -> bool:
        return any(self._is(place, words) for place in self._places)

    # What is denied

    def unfinished(self) -> Iterator[tuple[int, int, str]]:
        """Where it is said that work is not done or not begun: first and last character, and which of the two."""
        for one in self._said:
            if self._is_left_undone(one):
                yield (*self._characters(one.first, one.last), "open")
                continue
            if not one.denied or one.concept not in _UNFINISHED | {Concept.BEGIN}:
                continue
            begun = "not_started" if one.concept is Concept.BEGIN else "open"
            yield (*self._characters(self._first_of(one), one.last), begun)

    def _is_left_undone(self, said: Predicate) -> bool:
        first, last = self._wording.lexemes[said.first].token.text, self._wording.lexemes[said.last].token.text
        is_of_work = said.concept in _UNFINISHED | {Concept.AUX}
        return is_of_work and bool(_UNDONE.fullmatch(first) and _LEFT.fullmatch(last))

    def remaining(self) -> Iterator[tuple[int, int]]:
        """Where it is asked what remains: «нималар қолди», as against «неча кун қолди»."""
        if self.asks_for_days():
            return
        for one in self._said:
            if one.concept is Concept.REMAIN:
                yield self._characters(one.first, one.last)

    def is_denied(self, start: int, end: int) -> bool:
        """Whether the words from one character to another are denied by a word beside them."""
        first, last = self.place_of(start), max((place for at, place in self._starts.items() if at < end), default=0)
        if first is None:
            return False
        return self._is(first - 1, _NOT) or self._wording.concept(last + 1) is Concept.NO

    def _first_of(self, said: Predicate) -> int:
        """The place of a predicate with the word before it that denies it."""
        for place in range(max(0, said.first - _GAP), said.first):
            if self._wording.concept(place) is Concept.NOT:
                return place
        return said.first

    def _characters(self, first: int, last: int) -> tuple[int, int]:
        return self._wording.lexemes[first].token.start, self._wording.lexemes[last].token.end

    # What is asked

    def asks(self) -> bool:
        """Whether there is a question mark or a word that asks."""
        said = {one.concept for one in self._wording.lexemes}
        marks = any(one.token.text == "?" for one in self._wording.lexemes)
        return marks or Concept.QUESTION in said or any(one.asked for one in self._said)

    def asks_for_days(self) -> bool:
        """«Неча кун қолди»."""
        return self._any(_HOW_MANY) and self._any(_TIME_UNITS)

    def is_of_reporting(self) -> bool:
        """«Ҳисоботни қандай юбораман», «ботдан қандай фойдаланилади»."""
        return self._any(_USE) or (self._any(_HOW) and (self._any(_REPORTING)))

    def is_mine(self) -> bool:
        """Whether the asker's own work is meant."""
        if self._any(_MINE):
            return True
        if any(self._wording.text(place) == "do" and self._wording.text(place + 1) == "i" for place in self._places):
            return True
        shown = any(one.concept in _SHOWN or one.mood is Mood.ORDER for one in self._wording.lexemes)
        return self._any(_ME) and not shown  # «что у меня», as against «покажи мне»

    def place(self) -> Place | None:
        """A screen of /report that the words ask for: who is silent, what is due soon."""
        if self._any(_SILENT) or self._silence:
            return Place.SILENT
        if self._any(_SOON) and (self._any(_DEADLINE) or self._any(_TIME_UNITS)):
            return Place.SOON
        return None

    def has_duty(self) -> bool:
        """«Нима қилиниши керак», «what must be done»: what is to be done, and not what is."""
        return self._any(_DUTY)

    def asks_of_reports(self) -> bool:
        """«Кеча ким ҳисобот берди», «кто отчитался»: who has reported."""
        is_of_people = self._any(_WHO) or (self._any(_HOW_MANY) and self._any(_PEOPLE))
        if self._silence or not is_of_people:
            return False
        has_record = any(one.concept is Concept.RECORD for one in self._wording.lexemes) or self._any(_REPORTED)
        told = (one for one in self._said if not one.denied and one.mood in (Mood.PAST, Mood.PERFECT))
        return any(
            one.concept is Concept.INFORM or (one.concept in _REPORTS | {Concept.AUX, Concept.GIVE} and has_record)
            for one in told
        ) or self._any(_REPORTED)

    def asks_what_was_said(self, *, is_of_people: bool, is_of_some: bool) -> bool:
        """«Юнусов кеча нима ёзди?», «кеча ким ёзди», «отчёты за апрель», «что нового?»: the words themselves."""
        if self._silence or self.has_duty() or self.is_of_reporting() or self._told_how():
            return False
        told = [place for place in self._places if self._is(place, _SAID) and not self._is_denied_at(place)]
        if told and (is_of_people or (is_of_some and (self._any(_WHO) or self._any(_WHAT)))):
            return True
        if is_of_people and self._any(_WHEN) and self._any(_REPORTED):  # «когда последний раз отчитывался»
            return True
        if is_of_people and self._has_told_report():
            return True
        return is_of_some and self._any(_REPORTS_OF) and not self._any(_HOW_MANY)

    def asks_what_was_done(self, *, is_of_days: bool) -> bool:
        """«Нима иш қилинди?», «что сделано за неделю?»: the deeds, which reports tell; not «нима қилиниши керак».

        In months, «нима бажарилди?» asks what of the plan is done; in days (`is_of_days`) little of it can be.
        """
        deeds = _DEEDS if is_of_days else _DONE_BY_PEOPLE
        if not self._any(_WHAT) or self.has_duty():
            return False
        past = (Mood.PAST, Mood.PERFECT, Mood.FACT)
        return any(one.concept in deeds and one.mood in past and not one.denied for one in self._said)

    def asks_for_news(self, *, is_timed: bool) -> bool:
        """«Нима янгилик?», «что нового за сегодня», «новости»."""
        is_short = len(self._wording) <= _SHORT
        if self._any(_NEWS) and (is_short or is_timed or self._any(_WHAT)):
            return True
        return (
            self._any(_NEW)
            and (self._any(_WHAT) or self.asks())
            and (is_short or is_timed)
            and not self._any(_DEADLINE)
        )

    def _told_how(self) -> bool:
        return self._any(_HOW) and self._any(_REPORTING) and self.is_mine()

    def _is_denied_at(self, place: int) -> bool:
        return any(self._is(one, _NOT) for one in range(max(0, place - 2), place)) or any(
            one.denied and one.first <= place <= one.last for one in self._said
        )

    def _has_told_report(self) -> bool:
        """«Ҳисобот берган»."""
        has_record = any(one.concept is Concept.RECORD for one in self._wording.lexemes)
        past = (Mood.PAST, Mood.PERFECT)
        told = {one.concept for one in self._said if not one.denied and one.mood in past}
        return has_record and bool(told & (_REPORTS | {Concept.AUX, Concept.GIVE}))

    def asks_of_the_whole(self) -> bool:
        """«Неча фоиз бажарилди», «умумий аҳвол қандай»: how all of it stands."""
        if self._any(_PERCENT):
            return True
        return self._any(_STANDING) and self._any(_OF_THE_WHOLE)

    def _of_silence(self) -> Iterator[int]:
        """The places of «ким ҳисобот бермади», «не отчитались», «has not reported»."""
        has_record = any(one.concept in (Concept.RECORD, Concept.ANSWER) for one in self._wording.lexemes)
        for one in self._said:
            tells = one.concept is Concept.INFORM or (one.concept in _REPORTS | {Concept.AUX} and has_record)
            if one.denied and tells:
                yield from range(self._first_of(one), one.last + 1)
        for place in self._places:
            if self._is(place, _SAID) and self._is(place - 1, _NOT):
                yield from (place - 1, place)  # «кто не писал»
        for place in self._places:
            near = [one for one in range(place + 1, place + 1 + _GAP) if self._is(one, _REPORTED)]
            if near and self._is(place, _NOT):
                yield from range(place, near[0] + 1)

    def aim(self, *, is_named: bool, is_of_people: bool) -> Aim | None:
        """What is asked of the work; `is_named`: activities are named, by number or by what was spoken of.

        `is_of_people`: the words ask which work somebody has, or which has a status, rather than something of it.
        """
        when = self._any(_WHEN) or self.asks_for_days()
        if self._any(_DEADLINE) and (when or is_named or (self.asks() and not is_of_people)):
            return Aim.DEADLINE
        if when and (is_named or not is_of_people):
            return Aim.DEADLINE
        who = self._any(_WHO)
        if (self._any(_RESPONSIBLE) and (is_named or who)) or (who and is_named and not is_of_people):
            return Aim.RESPONSIBLE
        if is_named and (self._any(_STANDING) or self.asks()):
            return Aim.STANDING
        return None


_SAID_BESIDE = (
    _SAID,
    _REPORTS_OF,
    _NEWS,
    _NEW,
    _MOST,
    _WHEN,
    _HOW_MANY,
    _TIME_UNITS,
    _DEADLINE,
    _WHO,
    _RESPONSIBLE,
    _STANDING,
    _HOW,
    _USE,
    _REPORTING,
    _MINE,
    _ME,
    _SILENT,
    _REPORTED,
    _SOON,
    _BESIDE,
    _DUTY,
    _PERCENT,
    _PEOPLE,
)
