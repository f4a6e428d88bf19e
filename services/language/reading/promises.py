"""What a person promises of their own work: the day by which it will be done or handed in."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from services.language.days_and_numbers import numbers_before_a_month, numbers_that_may_be_days
from services.language.due_words import read_due, without_times
from services.language.reading.figures import ENDING
from services.language.reading.lexicon import read_words
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.predicates import Predicate
from services.language.reading.sayings import Clause, sayings
from services.language.reading.wording import Wording
from services.language.tokens import LONGEST_KEPT


@dataclass(frozen=True)
class Promise:
    """The `day` that is promised; if it is not `is_certain`, the words may mean less than the work itself."""

    day: date
    is_certain: bool


_MINE = re.compile(r"\w+(?:man|miz)")
_MINE_IN_RUSSIAN = re.compile(r"\w+[^t](?:o|yo|m)|sda(?:m|dim)|dadim|dam")
_OF_THE_WORK = re.compile(  # skeletons: the work itself is the subject
    r"(?:bajaril|togatil|yakonlan|tamomlan|topshiril|bitiril|bitkazil|togallan|togalan|yoboril|kiritil|etil|kilin|oshiril)adi"
    r"|boladi|gotov[aoi]?|ispolnen[aoi]?|vipolnen[aoi]?|sdelan[aoi]?|zavershen[aoi]?|zavershyon|zakonchen[aoi]?|sdan[aoi]?"
    r"|finish|do|deliver|submit|send|implement|done|finished|submitted|delivered|completed|ready"
)
_PROMISED = concepts("FINISH SEND READY")
_DOES = re.compile(r"kilib bera(?:man|miz)")  # «24 январга қилиб бераман»: the work itself is done
_WRITES = re.compile(r"yoz(?:il)?a(?:man|miz|di)|napish(?:o|em)")  # a word on the work is not the work
_WHOLE = 100
_AWAY = concepts("AWAY LEFT REFUSE THEM HEDGE NOT NO NOTHING LESS PARTLY")
# What may stand beside a promise without making it one of something less.
_BESIDE = concepts(
    "LABEL LINK POLITE THANKS ME MINE WORK RECORD ALL TIMELY YES WILL INFORM UNTIL NOW LATER DAY MONTH UNIT AUX YET"
    " PERCENT"
)
_WILLING = re.compile(
    r"(?:hodo|hodoyim|olloh|alloh|ollo|insha\w*|hohlasa|nasib|kilsa|dast|bog|kadar|koniga|koni|kon|chislo|chisla|chislom|bi|s|pomoshyo|boje|bojey)"
)
_HOPING = concepts("TRY")
_INSHALLAH = re.compile(
    r"(?:худо|аллоҳ|оллоҳ|xudo|alloh|olloh)\s+(?:хоҳласа|насиб\s+(?:қилса|этса)|xohlasa|nasib\s+(?:qilsa|etsa))"
    r"|иншааллоҳ|иншоаллоҳ|иншаллоҳ|иншааллах|inshaalloh|inshoalloh|inshalloh|дай бог|бог даст",
    re.IGNORECASE,
)


def promise_in(text: str, today: date, *, number: int | None = None, own: Collection[int] = ()) -> Promise | None:
    """The promise that the words make on the local day `today`, the last if they make several; None if none.

    Only one's own promise is read, and only a day to come. What promises less than the work (a letter, a draft), or
    hopes, is not certain; nor is «2 майгача» by somebody who has an activity 2 among their `own`, or «2 май охиригача»
    of another activity than 2 (`number` is that of the activity the words are recorded of).
    """
    found = _promise_kept(text, today) if len(text) <= LONGEST_KEPT else _promise(text, today)
    if found is None or not found.is_certain:
        return found
    is_of_another = bool(numbers_before_a_month(text) - {number})
    return replace(found, is_certain=not is_of_another and numbers_that_may_be_days(text).isdisjoint(own))


@lru_cache(maxsize=32)
def _promise_kept(text: str, today: date) -> Promise | None:
    return _promise(text, today)


def _promise(text: str, today: date) -> Promise | None:
    found = [one for clauses in sayings(_INSHALLAH.sub(" ", text)) for one in _promises(clauses, today)]
    certain = [one for one in found if one.is_certain]
    return next(iter([*certain[-1:], *found[-1:]]), None) or _bare(text, today)


def _promises(clauses: Sequence[Clause], today: date) -> list[Promise]:
    found = []
    for place, clause in enumerate(clauses):
        promised = next((one for one in clause.predicates if _is_promise(clause, one)), None)
        is_hoped = promised is None and _is_hoped(clause)
        if (promised is None and not is_hoped) or clause.concepts & _AWAY:
            continue
        day, own = _day(clause, today), clause
        if day is None and place and not clauses[place - 1].predicates:
            own = clauses[place - 1]
            day = None if own.concepts & _AWAY else _day(own, today)
        if day is None or day < today:
            continue
        is_plain = promised is not None and all(_says_no_more(one, promised, today) for one in {clause, own})
        is_of_being = promised is not None and promised.concept is Concept.AUX
        if is_plain or not is_of_being:  # «йиғилиш эртага бўлади» promises nothing
            is_hedged = any(Concept.HEDGE in one.concepts for one in clauses)  # «…, наверное»
            found.append(Promise(day, is_plain and not is_hedged))
    return found


def _day(clause: Clause, today: date) -> date | None:
    due = read_due(clause.text, today)
    return None if due.is_unclear or _AFTER_IT.search(clause.text) else due.day


_AFTER_IT = re.compile(  # «20 мартдан кейин»: some day after the one that is named
    r"(?:дан|dan)\s+(?:кейин|сўнг|сунг|keyin|so\W?ng)\b|\b(?:после|after)\b", re.IGNORECASE
)


def _is_promise(clause: Clause, said: Predicate) -> bool:
    """«Топшираман», «тугатамиз», «бажарилади», «сделаю», «будет готово»: one's own deed, or that of the work."""
    last = clause.wording.word(said.last)
    if said.denied or said.attributive or said.asked:
        return False
    if said.concept is Concept.AUX:
        return (said.mood is Mood.FUTURE and last == "boladi") or _does(clause, said)
    if said.concept not in _PROMISED or _WRITES.fullmatch(last):
        return False
    if last in ("sdam", "sdadim"):  # present in form
        return True
    if said.mood is not Mood.FUTURE:
        return False
    is_mine = _MINE.fullmatch(last) or (not last.endswith("adi") and _MINE_IN_RUSSIAN.fullmatch(last))
    return bool(is_mine and not last.endswith("rmiz")) or _OF_THE_WORK.fullmatch(last) is not None


def _does(clause: Clause, said: Predicate) -> bool:
    return _DOES.fullmatch(f"{clause.wording.word(said.last - 1)} {clause.wording.word(said.last)}") is not None


def _is_hoped(clause: Clause) -> bool:
    """«Тугатишга ҳаракат қиламиз», «постараемся закончить»."""
    is_tried = clause.concepts & _HOPING and not any(one.denied for one in clause.predicates)
    return bool(is_tried) and any(
        one.concept in _PROMISED and one.mood in (Mood.DEED, Mood.FUTURE) for one in clause.predicates
    )


def _says_no_more(clause: Clause, promised: Predicate, today: date) -> bool:
    """Whether nothing but the promise, its day and polite words stands in the clause."""
    rest = Wording(read_words(without_times(clause.text, today)))
    own = {clause.wording.word(place) for place in range(promised.first, promised.last + 1)}
    numbers = [place for place in range(len(rest)) if rest.is_number(place)]
    if any(rest.concept(place + 1) is Concept.PERCENT and rest.value(place) != _WHOLE for place in numbers):
        return False  # «эртага 65% бўлади»
    return all(
        rest.concept(place) in _BESIDE
        or rest.word(place) in own
        or _WILLING.fullmatch(rest.word(place)) is not None
        or _ends_a_number(rest, place)
        for place in range(len(rest))
        if rest.is_word(place)
    )


def _ends_a_number(wording: Wording, place: int) -> bool:
    """«19ни эртага …», «1 ни …», «26-й …»: the ending of the activity's number."""
    before = place - 2 if wording.text(place - 1) == "-" else place - 1
    return wording.is_number(before) and ENDING.fullmatch(wording.text(place)) is not None


def _bare(text: str, today: date) -> Promise | None:
    """«Ҳафта охиригача», «до пятницы»: a day until which, and not a word more."""
    if len(text) > _LONGEST_BARE or "?" in text or _UNTIL.search(text) is None:
        return None
    due = read_due(text, today)
    rest = without_times(text, today)
    said = any(letter.isalpha() for letter in _UNTIL.sub(" ", rest))
    if due.day is None or due.is_unclear or due.day < today or said:
        return None
    return Promise(due.day, is_certain=False)


_LONGEST_BARE = 40
_UNTIL = re.compile(r"гача\b|gacha\b|\bқадар\b|\bqadar\b|\b(?:до|к|by|until)\b", re.IGNORECASE)
