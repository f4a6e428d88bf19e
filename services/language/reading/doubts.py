"""Whether all of a clause was understood, and what in it speaks against a plain statement."""

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum, auto

from services.language.number_words import SEVERAL, number_of
from services.language.reading.clauses import Clause
from services.language.reading.dates import day_at
from services.language.reading.figures import Role
from services.language.reading.lexicon import SENTENCE_ENDS, lexicon
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.numbers import Numbers
from services.language.reading.predicates import Predicate
from services.language.reading.wording import Wording


class Doubt(Enum):
    """The reasons why a clause is not a plain present statement about the whole work."""

    FUTURE = auto()
    CONDITION = auto()
    DENIAL = auto()
    PART = auto()  # of a draft, a count of things, a letter
    PARTLY = auto()
    REMAINDER = auto()
    OTHERS = auto()  # somebody else's
    ASKED = auto()
    LIMIT = auto()  # less than, more than, almost
    CONTRAST = auto()
    HEARSAY = auto()  # said, called, mistaken
    NEED = auto()
    SHARE = auto()  # a percent of something else, perhaps
    NEAR = auto()  # «60% атрофида»: offered, not recorded
    GOING = auto()  # on, or about something else
    UNKNOWN = auto()  # a word that is not understood


# What may stand in the clause of a done that is certain.
_COMPANY = concepts(
    """
    FINISH READY ALL TIMELY NOW WORK LINK ME MINE POLITE THANKS INFORM LABEL PERCENT MONTH DAY TICK SEND AUX YES
    HINDRANCE
    """
)
_BY_CONCEPT: dict[Concept, Doubt] = {
    Concept[name]: doubt
    for doubt, names in {
        Doubt.FUTURE: "WILL TRY LATER UNTIL",
        Doubt.CONDITION: "IF",
        Doubt.DENIAL: "NO NOT CROSS",
        Doubt.PART: "STAGE PAPER RECORD UNIT",
        Doubt.PARTLY: "PARTLY",
        Doubt.REMAINDER: "REMAIN",
        Doubt.OTHERS: "THEM",
        Doubt.ASKED: "QUESTION TELL SHOW",
        Doubt.LIMIT: "LESS HEDGE MORE",
        Doubt.CONTRAST: "BUT",
        Doubt.HEARSAY: "WAS SAID WRONG FIX",
        Doubt.NEED: "NEED CAN ASK PLEASE DEADLINE TIME EXTEND GIVE",
        Doubt.GOING: "GOING YET ABOUT WAIT BEGIN ACT TROUBLE SAME CHANGE",
    }.items()
    for name in names.split()
}
_BY_MOOD = {Mood.FUTURE: Doubt.FUTURE, Mood.IF: Doubt.CONDITION, Mood.ORDER: Doubt.NEED, Mood.NOW: Doubt.GOING}
_UNFINISHED = frozenset({Mood.DEED, Mood.CONVERB, Mood.FACT})
_OF_THE_WORK = concepts("FINISH READY BEGIN MANAGE")
_WHOLE = concepts("LABEL WORK MINE BELONG")
_MEASURED = frozenset({Concept.UNIT, Concept.PAPER})
_OF_A_DAY = ("gi", "dagi", "niy", "nyaya", "nee", "shniy", "shnyaya", "shnee", "nego", "shnego")
_ADDRESSES = frozenset({"aka", "opa", "oka", "domla", "akajon", "opajon", "janoblari"})
_PATRONYMICS = ("ovich", "evich", "ovna", "evna")
_BOUNDS = frozenset("<>≤≥+±")
_FURTHER = frozenset({"eshyo", "eshe", "yana", "ot"})
_THEY = ("ishdi", "ishgan", "dilar", "ishyapti")
_TO_ME = frozenset({"mne", "nam", "menga", "bizga"})
_TOLD_TO = concepts("INFORM SEND")
_COUNTABLE = concepts("PAPER RECORD ANSWER HINDRANCE")
# Skeletons: people and money, a Russian genitive of several; and «берди», «келишди», «проголосовали», not «тузилди».
_SHARED = re.compile(
    r"(byodjet|mablag|pol|chegirma|ovoz|saylovchi|ishtirokchi|odam|kishi|hodim|aholi|fokaro|azo|yavk|skidk|golos)"
    r"|.+(nikov|entov|istov|ey|siy|ih)$"
)
_MONEY = re.compile(r"(?:som|sum|mln|mlrd|milion|miliard|byodjet|mablag|pol|den[eg]|doll?ar|robl)")
_SPENT = re.compile(
    r"(?:ozlashtir|sarf|harajat kilin|ishlatil|osvo[ei]|izrashod|potrach|istrach|rashodova|spent|disborse)"
)
_ONE_OF = frozenset({None, Concept.STAGE, Concept.PAPER, Concept.RECORD, Concept.UNIT})
_IN_ORDER = re.compile(r"navbat|marta|galda|ochered|raz|polovin|yar[im]m|kvartal|chorak|chetvert|hafta|nedel")
_ORDINAL = re.compile(
    r"(?:bir|iki|och|tort|besh)inchi|i?kinchi|(?:perv|vtor|chetvyort|pyat)(?:iy|oy|aya|oe|yo|oyo|ogo)|treti?(?:y|ya|e)?"
)
# Skeletons: «учдан икки қисми», «тўртдан учи», «на треть», «две трети», «4 та видеосидан биттаси».
_SHARE = re.compile(
    r"\b(?:ikidan|ochdan|tortdan|beshdan|ondan) (?:bir|iki|och|tort|besh|yeti|sakiz|tokiz|oltm?i)\w*"
    r"|\bna (?:tret|chetvert)\b|\b(?:dve|dva|tri) (?:treti|chetverti)\b|\b(?:odna|odno|odin) iz\b"
    r"|dan (?:bir|bita|ikita|ochta|tortta|iki|och)(?:si|i|tasi)\b"
)
_NEAR = frozenset({"atrofida", "atroflarida"})
_FARTHEST_MONEY = _FARTHEST_COUNT = 20  # lexemes
_OTHERS_DID = re.compile(r"(?<!il)(?<!in)(?<!an)di$|dilar$|l[aoi]$|lis$")
_REACH = 4
CONJUNCTIONS = frozenset({"chto", "kak", "kogda", "when", "how", "li"})
"""Words that ask at the beginning of a sentence and join inside it."""


class Coverage:
    """Tells which words of each clause are accounted for."""

    def __init__(self, wording: Wording, numbers: Numbers, today: date) -> None:
        self._wording = wording
        self._numbers = numbers
        self._today = today

    def strange(self, clause: Clause) -> Iterator[int]:
        """The places of words and numbers that are not understood."""
        inside = self._inside(clause)
        for place in clause.places:
            if self._numbers.roles.get(place) is Role.UNKNOWN or (
                self._wording.is_strange(place) and place not in inside and not self._is_excused(place)
            ):
                yield place

    def keeps_company(self, clause: Clause) -> bool:
        """Whether the clause has nothing beside its «done» that would make it uncertain."""
        inside = self._inside(clause)
        words = (place for place in clause.places if self._wording.is_word(place) and place not in inside)
        return all(self._is_company(place) for place in words)

    def _is_company(self, place: int) -> bool:
        concept = self._wording.concept(place)
        if concept is None or place in self._numbers.covered:
            return self._is_excused(place)
        if self._wording.word(place) in CONJUNCTIONS:
            return True
        if concept is Concept.MINE:
            return self._wording.concept(place + 1) in _WHOLE  # «бизда бажарилди», «моё готово»: one's own part
        if concept is Concept.HINDRANCE:
            return self._is_without(place)  # «эътироз йўқ», unlike «таклиф тайёр», «закрыли вопрос»
        return concept in _COMPANY or (concept in _MEASURED and self._is_measure(place))

    def _is_without(self, place: int) -> bool:
        near = self._wording.concepts((place - 1, place + 1))
        return bool(near & {Concept.NO, Concept.NOT}) or self._wording.word(place).endswith("siz")

    def _inside(self, clause: Clause) -> frozenset[int]:
        """The places that belong to predicates."""
        return frozenset(place for one in clause.predicates for place in range(one.first, one.last + 1))

    def _is_address(self, place: int) -> bool:
        """A name beside «ака», or a patronymic."""
        return self._wording.word(place + 1) in _ADDRESSES or self._wording.word(place).endswith(_PATRONYMICS)

    def _is_excused(self, place: int) -> bool:
        """Whether the word belongs to a number, counts, or addresses somebody."""
        return place in self._numbers.covered or self._is_address(place) or self._counts(place) is not None

    def _counts(self, place: int) -> int | None:
        return number_of(self._wording.lexemes[place].token)

    # Doubts

    def doubts(self, clause: Clause, *, asked: bool) -> Iterator[Doubt]:
        """What speaks against a plain statement in the clause; `asked` if its sentence is a question."""
        inside: set[int] = set()
        for predicate in clause.predicates:
            inside.update(range(predicate.first, predicate.last + 1))
            yield from self._of_predicate(predicate)
        if any(self._is_bounded(place) for place in clause.percents):
            yield Doubt.LIMIT
        for place in clause.places:
            if place not in self._numbers.covered:
                if place not in inside or self._wording.concept(place) is Concept.REMAIN:
                    yield from self._of_word(clause, place)
                yield from self._of_number(place)
        if _SHARE.search(" ".join(self._wording.word(place) for place in clause.places)) or self._is_one_of(clause):
            yield Doubt.PARTLY
        if asked:
            yield Doubt.ASKED
        if self._is_readiness(clause):
            yield Doubt.NEED
        if any(self._is_of_a_thing(place) for place in clause.percents):
            yield Doubt.PART
        of_things = [place for place in clause.percents if not self._is_beside_what_was_done(clause, place)]
        if any(self._has_a_thing(clause, place) for place in of_things):
            yield Doubt.SHARE
        if clause.percents and (self._is_of_money(clause) or any(map(self._is_of_counted, clause.percents))):
            yield Doubt.SHARE
        if any(self._is_of_remarks(clause, place) for place in of_things):
            yield from (Doubt.PART, Doubt.SHARE)

    def _is_one_of(self, clause: Clause) -> bool:
        """«7-тадбирнинг биринчи видеоси тайёр»: one thing of several; unlike «биринчи навбатда»."""
        return any(
            _ORDINAL.fullmatch(self._wording.word(place))
            and place not in self._numbers.covered
            and self._wording.is_word(place + 1)
            and self._wording.concept(place + 1) in _ONE_OF
            and not _IN_ORDER.match(self._wording.word(place + 1))
            for place in clause.places
        )

    def _is_readiness(self, clause: Clause) -> bool:
        """«Бажаришга тайёрмиз», «мы готовы», «5-тадбирга тайёр»: people are ready to do the work; the work is not."""
        ready = [one for one in clause.predicates if one.concept is Concept.READY]
        of_people = any(self._wording.word(one.first).endswith(("miz", "man")) for one in ready)
        me = Concept.ME in self._wording.concepts(clause.places)
        into = any(
            self._wording.concept(place) is Concept.LABEL and self._wording.word(place).endswith("ga")
            for place in clause.places
        )
        return bool(ready) and (of_people or me or into)

    def _of_predicate(self, predicate: Predicate) -> Iterator[Doubt]:
        if predicate.mood in _BY_MOOD and predicate.concept is not Concept.INFORM:  # «маълум қиламан» is said now
            yield _BY_MOOD[predicate.mood]
        if lexicon().verbs.is_others_deed(self._wording.word(predicate.last)):
            yield Doubt.OTHERS
        if predicate.concept in _TOLD_TO and self._is_told_to_me(predicate):
            yield Doubt.HEARSAY
        if predicate.concept is Concept.CHANGE and not predicate.denied:
            yield Doubt.LIMIT  # «10% га силжидик»: a step
        if predicate.asked:
            yield Doubt.ASKED
        if predicate.denied or predicate.twice:
            yield Doubt.DENIAL
        if predicate.concept in _BY_CONCEPT:
            yield _BY_CONCEPT[predicate.concept]
        if predicate.concept in _OF_THE_WORK and predicate.mood in _UNFINISHED:
            yield Doubt.GOING

    def _is_told_to_me(self, predicate: Predicate) -> bool:
        """«Хабар қилишди», «мне передали»: what others told or sent."""
        before = {self._wording.word(predicate.first - 1), self._wording.word(predicate.first - 2)}
        return self._wording.word(predicate.last).endswith(_THEY) or bool(before & _TO_ME)

    def _of_word(self, clause: Clause, place: int) -> Iterator[Doubt]:
        meaning = self._wording.meaning(place)
        if meaning is None:
            if self._wording.is_word(place) and self._counts(place) is not None:
                yield Doubt.PART
            return
        if self._wording.word(place) in _NEAR and clause.percents:
            yield Doubt.NEAR
        if (meaning.concept is Concept.MONTH and not self._dates(place)) or self._is_of_a_time(place):
            yield Doubt.PART
        if meaning.concept is Concept.LABEL and self._is_of_several(clause, place):
            yield Doubt.PART
        if meaning.concept is Concept.RECORD and self._wording.text(place + 1) == ":":
            yield Doubt.NEAR  # «15 бўйича маълумот: 40 фоиз»: of the work, or of the information?
            return
        if meaning.concept in _BY_CONCEPT and not self._is_harmless(clause, place, meaning.concept):
            yield _BY_CONCEPT[meaning.concept]
        if meaning.asked:
            yield Doubt.ASKED

    def _of_number(self, place: int) -> Iterator[Doubt]:
        role = self._numbers.roles.get(place)
        if role is Role.COUNT and self._numbers.is_less_than_all(place):
            yield Doubt.PARTLY  # «3 слоя из 5»
        if place in self._numbers.former:
            yield Doubt.HEARSAY  # a percent taken back: the one in its place is offered
        if role is Role.FRACTION or (role is Role.COUNT and not self._is_measure(place)):
            yield Doubt.PART
        if role is Role.DATE and (day := day_at(self._wording, place, self._today)) and day > self._today:
            yield Doubt.FUTURE

    def _is_of_a_time(self, place: int) -> bool:
        """«Бугунги иш», «кечаги топшириқ», «за сегодня»: what was to be done on a day, and not the whole."""
        if self._wording.concept(place) is not Concept.NOW:
            return False
        of_it = self._wording.word(place).endswith(_OF_A_DAY) and self._wording.concept(place + 1) in _WHOLE
        for_it = self._wording.text(place - 1) == "za" or self._wording.text(place + 1) == "uchun"
        return of_it or for_it

    def _dates(self, place: int) -> bool:
        """«15 апрелда», «мартда», «в марте» tell when; «апрель тугади» tells what is over."""
        near = (place - 2, place - 1, place + 1)
        dated = any(self._numbers.roles.get(one) is Role.DATE for one in near)
        return dated or self._wording.word(place).endswith(("da", "e")) or self._wording.text(place - 1) in {"v", "in"}

    def _is_harmless(self, clause: Clause, place: int, concept: Concept) -> bool:
        """Whether the word has a use of its own here: a range's «до», a colleague addressed, «замечаний нет»."""
        if concept is Concept.UNTIL:
            return self._numbers.roles.get(place - 1) is self._numbers.roles.get(place + 1) is Role.PERCENT
        if concept is Concept.QUESTION:
            return self._wording.word(place) in CONJUNCTIONS and not clause.opens  # «…, что выполнено»
        if concept is Concept.THEM:
            return self._wording.text(place + 1) in {",", "!"}
        if concept is Concept.NOT and any(0 < one.first - place <= _REACH and one.denied for one in clause.predicates):
            return True
        if concept in (Concept.NO, Concept.NOT):
            near = self._wording.concepts((place - 1, place + 1))
            return bool(near & {Concept.HINDRANCE, Concept.TROUBLE})
        return concept in _MEASURED and self._is_measure(place)

    def _is_of_several(self, clause: Clause, place: int) -> bool:
        """«Ҳамма тадбирлар», «3 мероприятия» when none of them is named."""
        return not clause.mentions and bool(SEVERAL.fullmatch(self._wording.text(place)))

    def _is_of_a_thing(self, place: int) -> bool:
        """«Харажатларнинг 70 фоизи»: a share of something other than the work."""
        thing = self._wording.concept(place - 1) not in (Concept.WORK, Concept.LABEL)
        return thing and place - 1 not in self._numbers.covered and self._wording.word(place - 1).endswith("ning")

    def _is_of_remarks(self, clause: Clause, place: int) -> bool:
        """«Таклифлар 30% инобатга олинди», «учтено 30% замечаний», «замечания учтены на 30%»: how many of them."""
        after = self._after_percent(place)
        if self._wording.concept(after) is Concept.HINDRANCE:
            return self._wording.concept(after + 1) not in (Concept.NO, Concept.NOT)
        before = [place - 1]
        if self._wording.text(place - 1) == "na":
            before = list(range(clause.start, place))
        return Concept.HINDRANCE in self._wording.concepts(before)

    def _is_of_money(self, clause: Clause) -> bool:
        """«120 млн ажратилди, 70 фоизи ўзлаштирилди», «освоено 65%»: a share of what was given, or of what is spent."""
        words = [self._wording.word(place) for place in clause.places]
        if any(_SPENT.match(word) for word in words):
            return True
        of_work = Concept.WORK in self._wording.concepts(clause.places)  # «ижроси 85%»
        finished = any(one.concept is Concept.FINISH for one in clause.predicates)
        if clause.opens or clause.mentions or finished or of_work:
            return False
        start = self._wording.sentence_start(clause.start, _FARTHEST_MONEY)
        return any(_MONEY.match(self._wording.word(place)) for place in range(start, clause.start))

    def _is_of_counted(self, place: int) -> bool:
        """«245 та мурожаатдан 230 таси қаноатлантирилди, 93,8%»: the share of one count of the sentence in another."""
        counts = [
            self._wording.value(one)
            for one in self._sentence(place)
            if self._numbers.roles.get(one) is Role.COUNT and self._wording.value(one) > 0
        ]
        share = self._wording.value(place)
        return any(part < whole and abs(100 * part / whole - share) <= 1 for part in counts for whole in counts)

    def _sentence(self, place: int) -> range:
        """The places of the sentence around one, as far as they are near."""
        end = place
        while end < place + _FARTHEST_COUNT and self._wording.text(end) not in SENTENCE_ENDS:
            end += 1
        return range(self._wording.sentence_start(place, _FARTHEST_COUNT), end)

    def _after_percent(self, place: int) -> int:
        after = place + 1
        while (
            self._wording.concept(after) is Concept.PERCENT
            or self._wording.text(after) == "-"
            or after in self._numbers.covered
        ):
            after += 1
        return after

    def _has_a_thing(self, clause: Clause, place: int) -> bool:
        """«80% овоз берди», «60% участников»: a share of what follows, unless it is one of the activity's own words.

        Right after its activity's number it is the work's («№16 25% материаллар эълон қилинди»), but for a share of
        people or money, and for what others did.
        """
        after = self._after_percent(place)
        if after == place + 1 or after not in clause.places or self._numbers.is_own_word(after):
            return False
        if self._wording.word(after - 1).endswith("ga") and self._wording.concept(after) is Concept.ACT:
            return True  # «80% га тарқатилди»
        told = bool(clause.predicates) or self._wording.word(after).endswith("lar")  # unlike «5-тадбир 70% қарор»
        strange = self._wording.is_strange(after) and not self._is_of_the_named(clause, place, after)
        return strange or (told and self._wording.concept(after) in _COUNTABLE)

    def _is_beside_what_was_done(self, clause: Clause, place: int) -> bool:
        """«9 30% таклифлар олинди»: how far the activity is, and what of it is done; unlike «30% таклифлар» alone."""
        thing = self._after_percent(place)
        is_many = self._wording.word(thing).endswith(("lar", "lari")) and thing > place + 1
        is_done = any(
            one.first == one.last == thing + 1 and one.mood in (Mood.PAST, Mood.PERFECT) and not one.denied
            for one in clause.predicates
        )
        return is_many and is_done and self._is_of_the_named(clause, place, thing)

    def _is_of_the_named(self, clause: Clause, place: int, thing: int) -> bool:
        if not any(mention.sure and self._follows(mention.last, place) for mention in clause.mentions):
            return False
        words = [self._wording.word(one) for one in clause.places if self._wording.is_word(one)]
        return not _SHARED.match(self._wording.word(thing)) and not (words and _OTHERS_DID.search(words[-1]))

    def _follows(self, last: int, place: int) -> bool:
        """Whether nothing but signs and «тадбир» stands between a mention and the number."""
        between = (one for one in range(last + 1, place) if self._wording.is_word(one))
        return last < place and all(self._wording.concept(one) is Concept.LABEL for one in between)

    def _is_bounded(self, place: int) -> bool:
        """«<100%», «+10%», «ещё 10%»: no state, but a limit or a step."""
        before = place - 1
        minus = self._wording.text(before) == "-" and self._wording.touches(place) and not self._wording.touches(before)
        added = self._wording.word(place + 2).startswith("koshil")  # «10% қўшилди»
        added = added or (self._wording.text(place + 2) == "+" and self._wording.touches(place + 2))  # «80%+»
        return minus or added or self._wording.text(before) in _BOUNDS or self._wording.word(before) in _FURTHER

    def _is_measure(self, place: int) -> bool:
        """A unit of time beside a date, a letter beside a number: they count nothing of the work."""
        near = range(place - 3, place + 4)
        roles = {self._numbers.roles.get(one) for one in near}
        if self._wording.concept(place) is Concept.UNIT:
            return Role.DATE in roles or self._wording.concept(place - 1) is Concept.MONTH
        if self._numbers.roles.get(place) is Role.COUNT:
            return Concept.PAPER in self._wording.concepts(near)
        return bool(roles & {Role.COUNT, Role.DATE})
