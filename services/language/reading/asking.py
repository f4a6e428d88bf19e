"""The topic of a question, if a screen of the bot answers it."""

from enum import StrEnum, auto

from services.language.reading.meanings import Concept, concepts
from services.language.reading.wording import Wording


class Topic(StrEnum):
    """What is asked."""

    HOW = auto()  # how to use the bot: what to write, where to press
    MINE = auto()  # the person's own activities and deadlines
    STANDING = auto()  # deadline, percent, who is responsible: of an activity
    OTHER = auto()


_HOW = frozenset({"kanday", "kanaka", "kak", "how", "kaerga", "kayerga", "kuda", "kaysi", "nima", "what"})
_HELP = frozenset({"yordam", "pomosh", "help", "bot", "nastroyki", "settings", "sozlamalar"})
_OF_REPORTING = concepts("RECORD SEND PERCENT WRONG CLOSE INFORM")
_STANDING = concepts("DEADLINE PERCENT FINISH READY INFORM EXTEND UNIT")
_OF_STANDING = ("ahvol", "masul", "otvetstv", "respons", "hamijro", "soispoln")
_MINE = concepts("MINE LABEL MONTH DEADLINE DAY WORK SHOW")


def topic_of(wording: Wording) -> Topic:
    """What the words ask for, read as a question."""
    places = range(len(wording))
    words = {wording.word(place) for place in places}
    concepts = wording.concepts(places)
    if words & _HELP or (words & _HOW and concepts & _OF_REPORTING and Concept.DEADLINE not in concepts):
        return Topic.HOW
    if concepts & _MINE or any(wording.word(place).startswith(("mend", "biz")) for place in places):
        return Topic.MINE
    return (
        Topic.STANDING if concepts & _STANDING or any(word.startswith(_OF_STANDING) for word in words) else Topic.OTHER
    )
