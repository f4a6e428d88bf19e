"""The words of /report in Uzbek, Russian and English; they are matched by their folds, and so in either script."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from itertools import pairwise

from services.language.script import bare
from services.language.tokens import tokenize


class Topic(Enum):
    """What a word of /report narrows or asks for."""

    STATUS = auto()
    MONTH = auto()
    FORMAT = auto()
    HELP = auto()
    PLACE = auto()
    FILLER = auto()


class Place(StrEnum):
    """A screen of /report that is asked for as a whole."""

    OFFICERS = auto()
    SECTIONS = auto()
    SILENT = auto()
    SOON = auto()
    REPORTED = auto()
    WHOLE = auto()
    WORDS = auto()
    DISCIPLINE = auto()
    OBSTACLES = auto()
    PROMISES = auto()
    NOTICES = auto()


@dataclass(frozen=True)
class Meaning:
    """`values`: status codes, a format, a place, or a month's number as text; `spelled` is the word to show."""

    topic: Topic
    values: tuple[str, ...]
    spelled: str


OPEN = ("overdue", "in_progress", "not_started", "returned")
_STATUSES = {
    ("overdue",): "муддати ўтган, ижро муддати ўтган, ўтган, муддати ўтиб кетган, кечиккан, кечикмоқда, кечикаётган,"
    " кечикяпти, кечикаяпти, кечикди, просрочки, просрочке, просрочку, опаздывает, опаздывают,"
    " просрочено, просрочен, просрочены, просроченные, просроченных, просрочка, overdue, past due, expired,"
    " просрочил, просрочили, просрочивает, просрочивают, просрочившие, просрочивших, опоздал, опоздали, отстаёт,"
    " отстает, отстают, отстающие, отстающих, должники, должников, кечиктирган, кечиктирганлар, кечиктирди,"
    " кечиктиряпти, кечиктираётган, кечикиш, кечикиши, кечикишлар,"
    " муддатни ўтказган, муддатини ўтказган, муддатни ўтказиб юборган,"
    " муддатни ўтказиб юборди, муддатини ўтказиб юборган, муддатини ўтказиб юборди, муддатни ўтказди,"
    " муддатини ўтказди, муддатни бузган, муддатини бузган, муддатни бузди, муддатини бузди, муддатидан ўтган,"
    " срок прошёл, срок прошел, срок истёк, срок истек, истёкшие, истекшие, missed the deadline, behind schedule",
    ("done",): "бажарилди, бажарилган, якунланди, якунланган, тугатилган, тайёр,"
    " исполнено, исполнены, исполненные, исполненных, выполнено, выполнены, выполненные, выполненных, завершено,"
    " завершённые, завершенные, готово, done, completed, finished",
    ("closed",): "ижросиз назоратдан ечилди, ижросиз ечилган, назоратдан ечилди, назоратдан ечилган, ечилди, ечилган,"
    " снято с контроля без исполнения, снято с контроля, сняты с контроля, closed, removed from control",
    ("late",): "муддатидан кеч бажарилган, муддатидан кеч, кеч бажарилган, кечикиб бажарилган, кечикиб, кеч,"
    " исполнено с опозданием, выполнено с опозданием, с опозданием, опоздание, опозданием, done late, late",
    ("in_progress",): "ижрода, ижро, жараёнда, бажарилмоқда, бажариляпти, исполняется, исполняются, выполняется,"
    " выполняются, в работе, в процессе, in progress, ongoing, progress",
    ("not_started",): "бошланмаган, бошланмади, не начато, не начаты, не начатые, not started, unstarted",
    ("review",): "кўриб чиқилмоқда, кўриб чиқишда, кўриб чиқиш, қабул кутмоқда, на рассмотрении, рассмотрение,"
    " под рассмотрением, under review, in review, review, awaiting acceptance, awaiting, pending",
    (
        "returned",
    ): "қайта ижрога қайтарилди, қайтарилди, қайтарилган, возвращено на доработку, на доработку, на доработке,"
    " возвращено, возвращены, возвращённые, возвращенные, возврат, returned",
    ("extended",): "муддат узайтирилди, муддат берилди, муддат берилган,"
    " муддати узайтирилган, узайтирилди, узайтирилган, срок продлён, продлён, продлено,"
    " продлены, продлённые, продленные, extended",
    ("moved",): "сурилган, сурилганлар, кўп сурилган, муддати сурилган, муддати сурилганлар,"
    " перенесённые, перенесенные, перенесено, перенесён, переносы, moved, postponed",
    ("continuous",): "доимий назоратда, доимий, на постоянном контроле, постоянно, постоянные, постоянный, continuous,"
    " permanent",
    ("regular",): "мунтазам, регулярно, регулярные, regular",
    ("watched",): "шахсий назорат, шахсий назоратда, шахсий назоратдаги, шахсий назоратга олинган, раҳбар назорати,"
    " раҳбар назоратида, раҳбар назоратидаги, личный контроль, личном контроле, на личном контроле, личного контроля,"
    " personal control, under personal control",
    ("document",): "ҳужжат талаб қилинади, ҳужжат талаб қилинган, ҳужжат талаб қилинадиган, ҳужжат талаб,"
    " требуется документ, требует документа, требуют документа, с документом, document required",
    ("ahead",): "кейинги ой охиригача, келаси ой охиригача, келгуси ой охиригача, олдинда, олдиндаги, олдинда турган,"
    " до конца следующего месяца, к концу следующего месяца, предстоящее, предстоящие, предстоит, впереди,"
    " by the end of next month, until the end of next month, to the end of next month, ahead, upcoming",
    OPEN: "бажарилмаган, бажарилмади, не исполнено, не исполнены, неисполненные, не выполнено, не выполнены,"
    " невыполненные, not done, open, undone, очиқ",
}
_MONTHS = (
    "январь, янв, january, jan",
    "февраль, фев, february, feb",
    "март, марте, марта, march, mar",
    "апрель, апр, april, apr",
    "май, мая, мае, маю, may",
    "июнь, june, jun",
    "июль, july, jul",
    "август, авг, august, aug",
    "сентябрь, сент, сен, sentabr, september, sept, sep",
    "октябрь, окт, oktabr, october, oct",
    "ноябрь, ноя, november, nov",
    "декабрь, дек, december, dec",
)
_FORMATS = {
    "docx": "docx, doc, word, ворд",
    "xlsx": "xlsx, xls, excel, эксель, эксел, exel, ексель",
    "pdf": "pdf, пдф",
    "card": "карточка, карточкаси, карточкасини, назорат карточкаси, назорат варақаси, карточку, карточки,"
    " контрольная карточка, контрольную карточку, учётная карточка, control card, card, cards",
    "timeline": "вақт чизиғи, чизма, график, графиги, вақт шкаласи, timeline, time line, gantt, chart, шкала времени,"
    " временная шкала, диаграмма, диаграмма Ганта, Гант",
}
_PLACES = {
    Place.OFFICERS: "ижрочилар бўйича, ходимлар бўйича, масъуллар бўйича, ижрочилар кесимида, ходимлар кесимида,"
    " масъуллар кесимида, масъул ижрочилар кесимида, ижрочи кесимида, ходим кесимида, разрезе исполнителей,"
    " разрезе сотрудников, по сотрудникам, по ответственным, по исполнителям, by officer, by officers",
    Place.SECTIONS: "бўлимлар бўйича, бўлимлар кесимида, бўлим кесимида, йўналишлар кесимида, йўналишлар бўйича,"
    " разрезе разделов, разрезе направлений, по направлениям, по разделам, by section, by sections",
    Place.SILENT: "ҳисобот бермаганлар, ҳисобот тақдим этмаганлар, не отчитались, не представили отчёт, молчащие,"
    " silent, not reported",
    Place.DISCIPLINE: "ижро интизоми, интизом, интизоми, интизомли, интизомсиз, интизомий, ижро интизомини,"
    " дисциплина, дисциплины, дисциплину, дисциплине, исполнительская дисциплина, исполнительской дисциплины,"
    " дисциплинированный, дисциплинирован, дисциплинированные, недисциплинированный, недисциплинирован,"
    " discipline, disciplined, undisciplined, execution discipline",
    Place.OBSTACLES: "тўсиқ, тўсиқлар, тўсиқлари, тўсиғи, препятствия, препятствие, препятствий, obstacles, obstacle",
    Place.PROMISES: "ваъда, ваъдалар, ваъдалари, ваъдаси, обещания, обещание, обещаний, promises, promise",
    Place.NOTICES: "танишув, танишуви, танишувлар, танишганлик, танишганлар, танишмаганлар, танишган, танишмаган,"
    " ознакомление, ознакомления, ознакомлении, ознакомлены, ознакомлен, ознакомлена, ознакомились, ознакомившиеся,"
    " не ознакомлены, не ознакомились, не ознакомился, не ознакомилась,"
    " не ознакомлен, лист ознакомления, notice, notices, acknowledged,"
    " acknowledgement, acknowledgements, not acknowledged",
    Place.SOON: "муддати яқин, муддати яқинлашган, муддати яқинлар, яқинлашган,"
    " срок близко, скоро срок, due soon, soon",
}
_HELP = "ёрдам, йўриқнома, қўлланма, помощь, справка, помоги, help"
_FILLERS = (
    "ҳисобот, ҳисоботи, ҳолат, ҳолати, бўйича, учун, тадбир, тадбирлар, тадбирлари, муддат, муддати, ижро муддати,"
    " ижро ҳолати, ижроси, ҳамма, ҳаммаси, барча, барчаси, кўрсат, кўрсатинг, бер, беринг, ва, билан, ҳам,"
    " режа, режаси,"
    " иш режаси, ой, ойи, ойлик, йил, йилнинг, файл, форматда, рўйхат, рўйхати, илтимос, масъул, масъуллар, ижрочи,"
    " ижрочилар, пункт, банд, бўлим, бўлимлар, рақам, бутун, тўлиқ, умумий, маълумот, номер, фақат, ойда, ойидаги,"
    " тадбирни, тадбирнинг,"
    " отчёт, отчет, отчёта, отчета, состояние, статус, все, всё, покажи, показать, дай, и, с, со, в, во, на, по, за,"
    " из, от, до, для,"
    " план, плана, плану, мероприятие, мероприятия, мероприятий, мероприятию, месяц, месяца, год, года, г, список,"
    " весь, вся, всего, плане, файл, поручение, поручения, поручений, поручениям, поручениях, задача, задачи, задач,"
    " задачам, задание, задания, заданий, заданиям,"
    " пожалуйста, исполнитель, исполнителю, ответственный, раздел, разделу, раздела, срок, только, файлом,"
    " report, status, all, show, give, me, the, and, with, for, in, of, by, from, to, on, plan, activity, activities,"
    " month, year, file, list, please, officer, section, deadline, only, no, as, format, task, item, whole, n"
)

VOCABULARY: dict[str, Meaning] = {}
"""Meanings by the fold of a word or a phrase."""


def _learn(words: str, topic: Topic, *values: str) -> None:
    for word in words.split(","):
        VOCABULARY.setdefault(bare(word.strip()), Meaning(topic, values, word.strip()))


for _codes, _words in _STATUSES.items():
    _learn(_words, Topic.STATUS, *_codes)
for _number, _words in enumerate(_MONTHS, start=1):
    _learn(_words, Topic.MONTH, str(_number))
for _format, _words in _FORMATS.items():
    _learn(_words, Topic.FORMAT, _format)
for _place, _words in _PLACES.items():
    _learn(_words, Topic.PLACE, _place)
_learn(_HELP, Topic.HELP)
_learn(_FILLERS, Topic.FILLER)

_EXCHANGED = str.maketrans("uq", "ok")
_LOOSENED = {words.translate(_EXCHANGED): meaning for words, meaning in VOCABULARY.items() if len(words) >= 4}
"""The same with letters that a keyboard may lack exchanged: «утган» for «ўтган», «колган» for «қолган»."""

LONGEST_PHRASE = max(len(phrase.split()) for phrase in VOCABULARY)
QUARTER = re.compile(r"chora[kg]\w*|kvartal\w*|quarter\w*|kv|q")
HALF_YEAR = re.compile(r"yarimyillik\w*|polugodi\w*|h")  # h of «h1»
HALF_YEAR_PAIRS = (re.compile(r"yarim|half"), re.compile(r"yillik\w*|yilda|ear\w*"))
MONTH = re.compile(r"oy(?:da|dagi|gi|ning|ni|i|ida|idagi|lik)?|mesyas\w*|month")
YEAR = re.compile(r"yil(?:da|dagi|gi|ning|ni|i|lik)?|god\w?|ear")
# The period before today's, today's own, the one after it: «ўтган ой», «текущий квартал», next year.
WEEK = re.compile(r"hafta(?:da|ning|ni|si|lik|dagi)?|nedel\w*|weeks?")
DAYS_AHEAD = {
    0: re.compile(r"bugun\w*|segodnya\w*|today"),
    1: re.compile(r"ertaga\w*|zavtra\w*|tomorrow"),
    -1: re.compile(r"kecha\w*|vchera\w*|y?esterday"),
}
LATELY = re.compile(r"ohirgi|songgi|posledn\w+|latest|newest|last|past|recent\w*")
TIMES = re.compile(r"marta|marotaba|safar|bor|raz|time|gal")
COUNTED = re.compile(  # Uzbek words alone: «пятое марта» is a day
    r"(?:bir|ikki|uch|tort|besh|olti|y?etti|sakkiz|toqqiz|on)(?:inchi|nchi)?|necha|nechta|nechanchi|qancha|har"
)
LAST = re.compile(r"otgan|oldingi|avvalgi|proshl\w+|predidush\w+|last|previous|past")
THIS = re.compile(r"shu|bu|joriy|ushbu|et[oau]\w{0,2}|tekush\w+|nineshn\w+|this|current")
NEXT = re.compile(r"keyingi|kelgusi|kelasi|sleduyush\w+|budush\w+|neht")
SECTION = re.compile(r"bolim\w*|razdel\w*|section\w*")
# Endings that a word may have here without becoming another: Uzbek cases and the plural, Russian cases.
ENDINGS = re.compile(
    r"(\w{3,}?)(?:lar|lari)?"
    r"(?:ning|ni|ga|dagi|dan|da|gacha|niki|i|a|e|u|ya|yu|om|em|yam|yah|ah|ami|im|ih|lardagi|larni)?(?:mi)?"
)


def meaning_of(words: str) -> Meaning | None:
    """The meaning of a folded word or phrase; an ending of its last word, and «у» for «ў», are forgiven."""
    if known := VOCABULARY.get(words):
        return known
    before, space, last = words.rpartition(" ")
    endings = ENDINGS.fullmatch(last)
    without = before + space + endings.group(1) if endings else words
    return (
        VOCABULARY.get(without)
        or _LOOSENED.get(words.translate(_EXCHANGED))
        or _LOOSENED.get(without.translate(_EXCHANGED))
    )


def is_time(first: str, second: str) -> bool:
    """Whether two folded words are a time that is told from today: «шу ой», next week."""
    units = (MONTH, WEEK, QUARTER, YEAR)
    return _is_relative(first) and any(unit.fullmatch(second) for unit in units)


def is_of_time(word: str) -> bool:
    """Whether a folded word may be a part of such a time, or stands beside it."""
    meaning = meaning_of(word)
    is_beside = meaning is not None and meaning.topic is Topic.FILLER
    return is_beside or _is_relative(word) or any(unit.fullmatch(word) for unit in (MONTH, WEEK, QUARTER, YEAR))


def _is_relative(word: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in (LAST, THIS, NEXT))


def says_next_month(words: str) -> bool:
    """Whether the month after today's is named as that, not by its name."""
    texts = [token.text for token in tokenize(words)]
    return any(NEXT.fullmatch(one) and MONTH.fullmatch(other) for one, other in pairwise(texts))
