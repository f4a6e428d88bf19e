"""The meanings that words can have; the words themselves are in `vocabulary` and `verbs`."""

from dataclasses import dataclass
from enum import Enum, auto


class Concept(Enum):
    """The subjects that words speak of."""

    __hash__ = object.__hash__  # Enum's own is written in Python, and words are looked up in sets of these all the time

    # The work and how far it is
    FINISH = auto()  # to do, to finish: of the work as a whole
    READY = auto()  # «тайёр», «готов»
    BEGIN = auto()
    GOING = auto()  # «жараёнда», «в работе»
    SAME = auto()  # «аввалгидек», «по-прежнему»
    CHANGE = auto()  # «ўзгариш», «новости»: denied, nothing has moved
    ACT = auto()  # any other deed: sent, signed, held
    SEND = auto()  # sending and attaching: says nothing of the work itself
    WORK = auto()  # «иш», «ижро», «работа»
    STAGE = auto()  # a part of the work: draft, stage, quarter, half
    REMAIN = auto()  # «қолди», «осталось»
    MANAGE = auto()  # «улгурмоқ», «успеть»
    # Time and measure
    ALL = auto()
    TIMELY = auto()
    NOW = auto()  # today, yesterday, already: a statement stays what it is
    LATER = auto()
    UNTIL = auto()  # «охиригача», «до конца»
    YET = auto()
    HEDGE = auto()  # almost, partly, perhaps
    PARTLY = auto()
    ABOUT = auto()  # «тахминан», «примерно»: takes nothing from a percent
    LESS = auto()
    PERCENT = auto()
    UNIT = auto()
    MONTH = auto()
    DAY = auto()  # a weekday
    # Joining and denying
    NOT = auto()  # denies what follows: «не», not
    NOTHING = auto()
    NO = auto()  # denies what precedes, or stands alone: «эмас», «йўқ», «нет»
    BUT = auto()
    IF = auto()
    SAID = auto()  # «деб», «говорят», «по словам»: what stands beside is somebody's words
    WAS = auto()  # «эди»: was, and perhaps is no more
    WRONG = auto()  # mistake, mistaken
    FIX = auto()  # to correct, to cancel
    WILL = auto()  # «будет», will
    TRY = auto()  # hope, plan, intend
    NEED = auto()
    CAN = auto()
    YES = auto()
    # People
    ME = auto()
    MINE = auto()
    THEM = auto()  # somebody else
    # What is asked of others
    QUESTION = auto()
    TELL = auto()  # «айтинг», «подскажите»
    SHOW = auto()
    PLEASE = auto()
    ASK = auto()  # «сўрайман», «прошу»
    EXTEND = auto()
    DEADLINE = auto()
    TIME = auto()
    GIVE = auto()
    MORE = auto()
    REFUSE = auto()  # «мени рўйхатдан чиқаринг», «не по адресу»
    BELONG = auto()
    AWAY = auto()
    LEFT = auto()  # «уволился», «ишдан бўшади»: of somebody else, an obstacle
    # What hinders
    WAIT = auto()
    TROUBLE = auto()
    ANSWER = auto()
    # Company
    LABEL = auto()
    LINK = auto()
    POLITE = auto()
    THANKS = auto()
    INFORM = auto()  # «маълум қиламан», «сообщаю»
    CLOSE = auto()  # to take off control: what is asked for after the work is done
    RECORD = auto()  # report, information: a thing that may be ready before the work is
    PAPER = auto()  # letter, order, document
    TICK = auto()
    CROSS = auto()
    HINDRANCE = auto()  # remarks, objections: none of it takes nothing from the work
    AUX = auto()  # a verb that completes another


def concepts(names: str) -> frozenset[Concept]:
    """The concepts of these names, which are separated by spaces."""
    return frozenset(Concept[name] for name in names.split())


class Mood(Enum):
    """The ways in which a verb says something."""

    __hash__ = object.__hash__  # as above

    PAST = auto()
    PERFECT = auto()  # «-ган»: past at the end of a clause, an adjective before a noun
    NOW = auto()
    FUTURE = auto()
    IF = auto()
    ORDER = auto()
    DEED = auto()  # an infinitive or a verbal noun
    CONVERB = auto()  # «-иб», «-а»: the next verb decides
    FACT = auto()  # «-гани»: the fact that


@dataclass(frozen=True)
class Meaning:
    """`mood` of a verb; `denied` and `asked` as its own endings say («бажарилмади», «тайёрми»)."""

    concept: Concept
    mood: Mood | None = None
    denied: bool = False
    asked: bool = False
    finite: bool = False  # an Uzbek finite verb: it ends its clause
    helps: bool = False  # an Uzbek verb that may complete the word before it: «бажариб бўлдик»
