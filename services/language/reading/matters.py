"""What a question wants to know of the bot's own affairs rather than of the work: a request, a file, the reminders, …

Only the words are read here, so that one reading serves what officers write and what /report is asked.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum, auto

from services.language.reading.lexicon import Lexeme, read_words
from services.language.reading.meanings import Concept
from services.language.reading.skeleton import skeleton
from services.language.tokens import TokenKind


class Matter(StrEnum):
    """What is asked about."""

    FATE = auto()  # what became of a request for more time or of work handed in
    MORE_TIME = auto()  # how to ask for more time
    FILE = auto()  # how to send a file
    MENDING = auto()  # how to correct a report or take it back
    SETTINGS = auto()  # how to change the language or the hours
    REMINDERS = auto()  # why reminders come
    NEAREST = auto()  # which deadline comes next
    UNLINKED = auto()  # who is not linked to the bot
    WAITING = auto()  # what waits for a decision
    PAPERS = auto()  # which files were sent


HOW_TO = frozenset({Matter.MORE_TIME, Matter.FILE, Matter.MENDING, Matter.SETTINGS, Matter.REMINDERS})
"""Questions on how the bot is used, which it answers everybody who may use it."""


def _pattern(words: str) -> re.Pattern[str]:
    """Matches a skeleton that is one of the words or, where they end in «*», begins with one."""
    every = [(skeleton(word.rstrip("*")), word.endswith("*")) for word in words.split()]
    return re.compile("|".join(f"{re.escape(word)}{'.*' if is_begun else ''}" for word, is_begun in every))


_WHY = _pattern("нега нимага нимачун нимаучун нечун сабаб* почему зачем отчего причин* why reason*")
_WHO = _pattern("ким кимлар кимни кимнинг кимдан кимга кто кого кому кем who whom")
_WHEN = _pattern("қачон* когда when")
_WHAT = _pattern("нима* что чем чего как қандай қанақа what ҳолати аҳвол* состояни* статус* тақдири судьба")
_HOW = _pattern("қандай* қанақа* қанақасига қайтиб как каким how қаер* куда where кимдан")
_HOW_MANY = _pattern("неча* нечта* нечи қанча* сколько")
_CAN = _pattern("мумкинми бўладими бўладиму борми можно ли can may")
_ASKS = _pattern(
    "нега нима* ким* қачон* қандай* қайси* неча* нечта* қанча* қаер* почему зачем кто кого кому когда что как"
    " какой какая какое какие каких какую сколько куда где чем ли why who when what how which where"
)

# Requests, what is handed in, and what is decided on them.
_REQUEST = _pattern(
    "сўров сўровим* сўровимиз* сўровлар* сўрови сўровга илтимосим* илтимоси илтимослар* мурожаатим* аризам* аризаси"
    " просьб* запрос* заявк* заявлени* обращени* продлени* request* application*"
)
_OWN_REQUEST = _pattern("сўровим* сўровимиз* илтимосим* мурожаатим* аризам*")
_ASKED_BEFORE = _pattern(
    "сўраган сўрагандим сўраганман сўраганмиз сўрагандик сўровдим сўраганим*"
    " сўраганимиз* просил просила просили запрашивал*"
)
_ASKED_BY = _pattern("сўраган* сўради сўраяпти просил* просит попросил* запросил* requested asked")
_HANDED_IN = _pattern("ҳисобот* отчёт* отчет* топширган* report* юборган* хабарим*")
_DECIDED = _pattern(
    "қабулқилиндими қабулқилишдими қабулқилишдимми қабулқилдими қабулқилдингизми қабулқилганми қабулқилинганми"
    " қабулқилишганми қабулбўлдими"
    " кўрилдими кўрдингизми кўришдими кўрилганми кўрибчиқилдими кўрибчиқишдими кўрибчиқдингизми кўрибчиқилганми"
    " тасдиқландими текширилдими текширдингизми текширишдими"
    " тасдиқлашдими тасдиқладингизми тасдиқланганми рухсатберилдими рухсатбердими розиликберилдими радэтилдими"
    " радқилиндими узайтирилдими узайтиришдими узайтирдингизми узайтирилганми қайтарилдими қайтаришдими"
    " сурилдими суришдими ҳалбўлдими ҳалқилиндими"
)
_DECIDED_RUSSIAN = _pattern(
    "принял* принят* приняли посмотрел* смотрел* проверил* проверен*"
    " рассмотрел* рассмотрен* одобрил* одобрен* утвердил* утвержд* отклонил* отклонен*"
    " отклонён* отказал* продлили продлен продлена продлено продлён вернули возвращ* accepted approved rejected refused"
    " returned extended decided considered"
)
_RECEIVED = _pattern("олдингизми олдингми олишдими олиндими олдими етибборди етдими келдими очдингизми очилдими")
_RETURNED = _pattern(
    "қайтарил* қайтарди* қайтарган* қайтариш* қайтаряп* вернул* возвра* returned"
    " радэт* радқил* отклон* отказ* rejected refused"
)
_NOT_ACCEPTED = _pattern("қабулқилинмад* қабулқилмад* қабулқилинмаган* узайтирилмад* узайтирмад* чўзилмад*")
_ACCEPTED_BY = _pattern("қабулқилди* қабулқилган* қабулқилинди* қабулқилинган* узайтирди* узайтирилди* узайтирган*")
_ANSWER = _pattern("жавоб* ответ* answer reply қарор* решени* decision* натижа* результат*")
_IS_THERE = _pattern("борми келдими чиқдими бўлдими берилдими бердими беришдими есть будет был пришел пришёл any")

# An extension as a thing that is decided on, and what became of it.
_EXTENSION = _pattern(
    "узайтириш узайтириши узайтиришни узайтиришим чўзиш чўзиши суриш продление продлению продления продлении отсрочка"
    " отсрочке отсрочкой extension"
)
_BECAME = _pattern(
    "бўлди бўляпти бўлаяпти ҳалбўлди* ҳалбўляпти ҳалбўлади ҳалқилинди* кўрилди* кўрибчиқилди* тасдиқланди*"
    " решили решено решилось решается одобрили одобрено рассмотрели decided approved"
)

# How the bot is used.
_TIME = _pattern("муддат* муҳлат* вақт срок* срока время* deadline* time продлени* отсрочк* extension")
_TO_EXTEND = _pattern(
    "сўра* узайти* узаяй* чўз* сур сурса* сурай* суриш* олсам оламан олиш* попросит* просит* запросит* продлит*"
    " продлева* продлит перенест* взять ask get extend request получит*"
)
_IF_ASKED = _pattern("сўрасам сўрасак сўраса сўрашим сўрашимиз сўраш попросить запросить ask request")
_ORDER = _pattern(
    "беринг* беринглар* бергин узайтиринг* суринг* чўзинг* продлите дайте перенесите прошу илтимос_қиламан extend_it"
)
_PAPER = _pattern(
    "файл* расм* ҳужжат* хужжат* фото* сурат* документ* скан* илова* видео* вложен* файла file* photo* document*"
    " attachment* баённома* акт овозли* голосов* аудио* voice"
)
_PAPERS_SENT = _pattern(
    "файл* расм* ҳужжат* хужжат* фото* сурат* документ* скан* илова* вложен* file* photo* document*"
)
_TO_SEND = _pattern(
    "юбор* ташла* жўнат* бириктирай* бириктириш* бириктираман бириктирса* қўш* илова отправ* скину* скид* прикреп*"
    " загру* прилож* прикладыва* послат* прислат* send attach upload"
)
_SENT = _pattern(
    "юборди* юборган* юбориб* бор борми ташла* илова_қилди прислал* отправил* скинул* прикреп* есть приложил* sent"
    " attached any кўрсат* кўрсатинг* покаж* show"
)
_SENT_BY = _pattern("юборди* юборган* прислал* отправил* скинул* прикрепил* приложил* sent attached")
_MISTAKE = _pattern("хато* нотўғри янглиш* ошиб* неправильн* неверн* mistake* wrong")
_TO_MEND = _pattern("тузат* ўзгартир* исправ* измени* помен* correct fix change")
_TO_TAKE_BACK = _pattern("отмен* бекорқил* қайтариболсам қайтариболаман ўчир* удали* отозва* undo cancel withdraw")
_REPORT = _pattern("ҳисобот* отчёт* отчет* report* фоиз* процент* хабар* жавобим* сообщени*")
_LANGUAGE = _pattern("тил тилни тилини тили язык* language")
_REMINDER = _pattern("эслатма* напоминан* уведомлен* билдиришнома* reminder* notification*")
_REMINDING = _pattern("эслат эслатасан эслатасиз эслатяпсиз эслатаверасиз напоминаете напоминаешь напоминать")
_TO_SILENCE = _pattern("ўчир* тўхтат* отключ* выключ* убрат* соат* вақт* время час* hours off stop mute")
_COMES = _pattern(
    "келяпти келаяпти келади келаверади келавериб юборяпсиз юбораяпсиз юбораверасиз приход* шлёте шлете шлют присыла*"
    " отправляете come comes coming send"
)
_OFTEN = _pattern(
    "кўп кўпчилик марта марталаб маротаба сафар ҳаркуни кунда каждый каждую часто тез-тез тезтез раз дважды"
    " many often every"
)
_CAME_NOT = _pattern("келма* келмади приш_нет")

# The plan.
_DEADLINE = _pattern("муддат* срок* дедлайн* deadline* тугай* мероприяти* тадбир* вазифа* задач* иш ишим*")
_MOST = _pattern("энг самый самое самая most")
_NEAR = _pattern("яқин* близк*")
_NEAREST = _pattern("ближайш* nearest")
_NEXT = _pattern("кейинги навбатдаги следующ* next")
_DUE = _pattern("муддат* срок* дедлайн* deadline* тугай*")
_FIRST = _pattern("биринчинавбатда впервуюочередь биринчибўлиб сначегоначать")
_LINK = _pattern(
    "уланма* уланган* улан* уланмади подключ* подсоедин* зарегистр* регистрац* connected linked registered"
    " рўйхатданўтма* ботгакирма* ботдайўқ* авториз* неподключ* незарегистр*"
)
_LISTED = _pattern("рўйхат рўйхати рўйхатини рўйхатни список* покажи показать кўрсат кўрсатинг list show")
_PEOPLE = _pattern("ким* кто людей людям одам* ходим* ижрочи* исполнител* officers who сотрудник*")
_WAITS = _pattern(
    "кутмоқда кутяпти кутаяпти кутаётган* кутилмоқда кутиляпти кўрибчиқилмаган* ждут ждет ждёт ожида* нерассмотр*"
    " рассмотрени* рассмотрен* waiting pending"
)
_DECISION = _pattern("қарор* решени* decision*")

_JOINED = (
    ("kabol", ("kil", "bol")),
    ("korib", ("chik",)),
    ("nima", ("ochon",)),
    ("rad", ("et", "kil")),
    ("rohsat", ("ber",)),
    ("rozilik", ("ber",)),
    ("hal", ("bol", "kil")),
    ("bekor", ("kil",)),
    ("har", ("kon",)),
    ("royhatdan", ("ot",)),
    ("botga", ("kir",)),
    ("botda", ("yok",)),
    ("kaytarib", ("ol",)),
    ("birinchi", ("navbatda", "bolib")),
    ("tez", ("tez",)),
    ("ne", ("podklyoch", "zaregistr", "rasmotr")),
)


def _joined(words: Sequence[str]) -> Iterator[str]:
    """The words, with those that make one («қабул қилиндими») written as one."""
    place = 0
    while place < len(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        endings = next((ends for word, ends in _JOINED if word == words[place]), ())
        if endings and after.startswith(tuple(endings)):
            yield words[place] + after
            place += 2
        else:
            yield words[place]
            place += 1


class _Asked:
    """The words of a question, and which of the groups above they have."""

    def __init__(self, words: Sequence[str], *, is_marked: bool, is_asked: bool) -> None:
        self._words = tuple(_joined([word for word in words if word]))
        self._is_marked = is_marked
        self._is_asked = is_asked

    def has(self, *groups: re.Pattern[str]) -> bool:
        """Whether there is a word of each group."""
        return all(any(group.fullmatch(word) for word in self._words) for group in groups)

    def any_of(self, *groups: re.Pattern[str]) -> bool:
        """Whether there is a word of one of the groups."""
        return any(self.has(group) for group in groups)

    @property
    def asks(self) -> bool:
        return self._is_marked or self._is_asked or self.has(_ASKS)

    def matter(self) -> Matter | None:
        if self.has(_REMINDER, _OFTEN, _COMES):
            return Matter.REMINDERS  # a complaint asks nothing, and is answered as a question
        if self.has(_ORDER) or not (self.asks or self.has(_LISTED)):
            return None
        readings = (
            (Matter.REMINDERS, self._is_of_reminders),
            (Matter.SETTINGS, self._is_of_settings),
            (Matter.MORE_TIME, self._is_how_to_get_time),
            (Matter.MENDING, self._is_how_to_mend),
            (Matter.FILE, self._is_how_to_send),
            (Matter.UNLINKED, self._is_of_links),
            (Matter.FATE, self._is_of_a_fate),
            (Matter.WAITING, self._is_of_what_waits),
            (Matter.NEAREST, self._is_of_the_nearest),
            (Matter.PAPERS, self._is_of_papers),
        )
        return next((matter for matter, holds in readings if holds()), None)

    def _is_of_reminders(self) -> bool:
        if self.any_of(_CAME_NOT, _TO_SILENCE) and not self.has(_WHY):
            return False
        if self.has(_REMINDER):
            return self.any_of(_WHY, _OFTEN, _WHEN) or self.has(_HOW_MANY)
        return self.has(_REMINDING) and self.any_of(_WHY, _OFTEN)

    def _is_of_settings(self) -> bool:
        if self.has(_LANGUAGE, _TO_MEND):
            return True
        return self.has(_REMINDER, _TO_SILENCE) and self.any_of(_HOW, _CAN)

    def _is_how_to_get_time(self) -> bool:
        if self.has(_TIME, _IF_ASKED, _CAN):
            return True  # «муддат сўрасам бўладими», as against «муддатни суриш мумкинми», which is a request
        return self.has(_HOW, _TIME, _TO_EXTEND)

    def _is_how_to_mend(self) -> bool:
        if not self.any_of(_HOW, _CAN):
            return False
        wrong = self.has(_MISTAKE, _TO_MEND) or self.has(_REPORT, _TO_MEND)
        return wrong or (self.has(_REPORT) and self.has(_TO_TAKE_BACK))

    def _is_how_to_send(self) -> bool:
        return self.any_of(_HOW, _CAN) and self.has(_PAPER, _TO_SEND) and not self.has(_SENT_BY)

    def _is_of_links(self) -> bool:
        return self.has(_LINK) and self.any_of(_PEOPLE, _HOW_MANY, _LISTED)

    def _is_of_a_fate(self) -> bool:
        decided = self.has(_DECIDED) or (self.has(_RETURNED) and self.any_of(_WHY, _WHO, _WHEN))
        decided = decided or (self.has(_NOT_ACCEPTED) and self.any_of(_WHY, _WHO))
        decided = decided or (self.has(_ACCEPTED_BY) and self.any_of(_WHO, _WHEN))
        # «Узайтириш нима бўлди», «по продлению есть ответ?»
        decided = decided or (self.has(_EXTENSION) and self.any_of(_BECAME, _ANSWER) and not self.has(_HOW_MANY))
        if decided or (self.has(_DECIDED_RUSSIAN) and self._is_russian_perfect()):
            return True
        if self.has(_HANDED_IN, _RECEIVED):
            return True  # «отчетимни олдингизми»
        if self.has(_OWN_REQUEST):
            return not self.has(_HOW, _TO_SEND)
        if self.has(_REQUEST) and self.any_of(_WHAT, _ANSWER) and not self.has(_WAITS):
            return not self.any_of(_HOW_MANY)
        if self.has(_ANSWER, _IS_THERE):
            return len(self._words) <= _FEW or self.any_of(_REQUEST, _ASKED_BEFORE, _HANDED_IN)
        return self.has(_TIME) and self.has(_ASKED_BEFORE) and self.any_of(_WHAT, _ANSWER)

    def _is_russian_perfect(self) -> bool:
        """«Приняли ли мой отчёт», «мне продлили?», «почему вернули»."""
        is_own = self._is_marked and self.any_of(_MINE, _HANDED_IN)
        return "li" in self._words or is_own or self.has(_WHY)

    def _is_of_what_waits(self) -> bool:
        if self.has(_ASKED_BY, _TIME) and self.any_of(_WHO, _IS_THERE):
            return True  # «кто просил продление»
        return self.any_of(_REQUEST, _DECISION) and (self.has(_WAITS) or self.has(_HOW_MANY))

    def _is_of_the_nearest(self) -> bool:
        if self.has(_FIRST):
            return True
        if self.has(_NEAREST) and self.has(_DEADLINE):
            return True
        if self.has(_NEXT) and self.has(_DUE):
            return not self.has(_UNITS)
        return self.has(_MOST, _NEAR) and self.has(_DUE)

    def _is_of_papers(self) -> bool:
        if self.has(_PAPERS_SENT, _RECEIVED):
            return True
        return self.has(_PAPERS_SENT, _SENT) and (self.has(_SENT_BY) or not self.has(_HOW))


_FEW = 4  # words of a question that is about a decision though it names no request: «жавоб борми?»
_MINE = _pattern("мне мой мою моё моя мои моего нам наш наше наши менинг менга my mine me")
_UNITS = _pattern(
    "ой ойда ойдаги ойнинг ҳафта ҳафтада ҳафтадаги месяц месяце неделе неделю неделя чорак квартал month week"
)


def matter_of(words: Sequence[str], *, is_marked: bool, is_asked: bool = False) -> Matter | None:
    """What the words (skeletons) ask of the bot's own affairs; `is_marked`: a question mark stands behind them.

    `is_asked`: one of them asks by its ending, as a «-ми» does only after a predicate («ҳисоботими» asks nothing).
    """
    return _Asked(words, is_marked=is_marked, is_asked=is_asked).matter()


def matter_in(text: str) -> Matter | None:
    """The same of a text."""
    lexemes = read_words(text)
    return matter_of(_words_in(lexemes), is_marked="?" in text, is_asked=any(map(_asks_by_its_ending, lexemes)))


def asks_why(text: str) -> bool:
    """Whether the text asks for a reason: «нега кечикяпти?»."""
    return any(_WHY.fullmatch(word) for word in _words_of(text))


def _asks_by_its_ending(lexeme: Lexeme) -> bool:
    """«Қабул қилиндими», «борми», «мумкинми»."""
    meaning = lexeme.meaning
    return meaning is not None and (
        meaning.asked or (meaning.concept is Concept.QUESTION and lexeme.word.endswith("mi"))
    )


def _words_of(text: str) -> list[str]:
    return _words_in(read_words(text))


def _words_in(lexemes: Sequence[Lexeme]) -> list[str]:
    return [word for one in lexemes if one.token.kind is TokenKind.WORD for word in one.word.split()]
