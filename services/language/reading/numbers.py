"""What each number of a message is: an activity, a percent, a date, a count; nothing is certain if one is unknown."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from services.language.reading.figures import BEFORE, CASES, ENDING, OF_HOW_MANY, STARTS, Figures, Role
from services.language.reading.lexicon import lexicon
from services.language.reading.long_numbers import LongNumbers
from services.language.reading.meanings import Concept, concepts
from services.language.reading.skeleton import skeleton
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind


@dataclass(frozen=True)
class Mention:
    """Activities named together, from lexeme `first` to `last`; `sure` if they cannot be anything else.

    `by_name`: by what one of them alone is called («E-Saylov»), not by a number.
    """

    numbers: tuple[int, ...]
    first: int
    last: int
    sure: bool = True
    by_name: bool = False


_WIDEST_RANGE = 100
_WHOLE = 100  # percent
_SURELY_A_PERCENT = 30  # a number from here on that is no activity of the person's
_NEAR_REALLY = 4  # lexemes
# Skeletons. «Аслида», «на самом деле»; «дегандим», «эди», «раньше».
_REALLY = frozenset(
    {
        *("aslida", "togrisi", "amalda", "endi", "hozir", "hakikatda", "hakikatan", "teper", "seychas", "fakticheski"),
        *("dele", "fakto", "pravilno", "verno", "stalo", "aniki", "anigi", "now", "actually"),
    }
)
_SAID_BEFORE = re.compile(
    r"\w*(?:gandim|gandik|ovdim)|edi(?:m|k)?|oldin|aval|avalrok|kecha|ranshe|bil[oa]?|pisal[ai]?|napisal[ai]?"
    r"|skazal[ai]?|govoril[ai]?|okazal[ai]?|sobshal[ai]?|sobshil[ai]?|plano|doljno|deb|dedim|dedik|was|said"
)
_ITEM = 3  # lexemes between an activity and its item
_SHORTEST_DASHED = 3  # numbers of a list with dashes: two may be a range
_LONGEST_DAYS = 8  # lexemes of a list of days
_LONGEST_LIST = 100  # lexemes of a list of activities before what is said of them
_LIST = 2  # activities that make a list
_LONGEST_RANGE = 7  # lexemes between the ends of a range of activities
_NEAR_PERCENTS = 20  # «20-30%» is a range of percents; «16-40%» is activity 16 at forty
_JOINTS = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_SEPARATORS = frozenset({"-", ":", "=", ")", ".", "—", ";"})
_BETWEEN_ENDS = frozenset({"-", "to", "do", "yoki", "ili", "or", "dan"})  # of a range
_OF_MANY = ("ov", "ev", "ih", "iy")  # «участников», «комиссий»
_FROM = frozenset({"s", "so", "ot", "from"})
_UP_TO = frozenset({"po", "do", "to"})  # behind one of _FROM
_DOTS = ([".", "."], [".", ".", "."], ["…"])
_SAID = concepts(
    """
    FINISH READY BEGIN GOING NOT NO YET TICK CROSS HEDGE PARTLY ALL TIMELY NOW WILL LATER SAME CHANGE
    """
)
_SAID_OF_WORK = _SAID - {Concept.LATER, Concept.WILL, Concept.NOW, Concept.YET, Concept.HEDGE}
_AFTER_A_NAME = concepts("MINE ME YET DEADLINE EXTEND BELONG QUESTION WORK WAIT LINK ACT SEND CLOSE REFUSE")
# What may follow a number that is a percent with no sign: a thing there would be counted («5: 70 видео»).
_AFTER_A_PERCENT = concepts("FINISH READY GOING AUX YET BUT LINK ABOUT NOW SEND THANKS")
_BESIDES = frozenset(map(skeleton, ("ташқари", "бўлак")))
_EXCEPT = frozenset(map(skeleton, ("кроме", "except", "без", "excluding")))
_FILLERS = frozenset({"esa", "ham", "v", "is", "are", "was", "at", "in", "na", "bolsa", "has", "been", "toliq"})
_THINGS = frozenset({None, Concept.STAGE, Concept.PAPER, Concept.RECORD})
_MOVED_TO = frozenset({"na", "do", "po"})
_STANDS = ("torib", "toradi", "toryap", "toript")  # «90 да турибди»
_QUOTES = frozenset("'\"«“”‘’`„")
_TOO = frozenset({"ham", "toje", "takje"})
_LISTING = _TOO | {";"}
_AS_WELL = _TOO | {"esa"}
_AFTER = frozenset({"boyicha", "yozasidan", "bo", "hakida", "togrisida"})
_STUCK = (
    "zaderj",
    "zatyan",
    "zatyag",
    "stoit",
    "priostan",
    "ostanov",
    "tohta",
    "kechik",
    "toribd",
    "torib",
    "visit",
    "zavis",
)
_COSTS = "stoit"  # «1200 стоит»
_WHEN = frozenset({"v", "vo", "k", "ko"})  # «в марте», «к 15 апреля»
_GROUP = 3  # figures of a group: «12 000»
_MONEY = re.compile(r"(?:pol|mablag|deneg|sredstv)")  # skeletons


class Numbers:
    """Reads the numbers of one message: `roles` by place, and the `mentions` of activities in order."""

    def __init__(
        self,
        wording: Wording,
        own: Collection[int],
        belongs: Callable[[str, int], bool] = lambda *_: False,
        named: Mention | None = None,
    ) -> None:
        """`belongs` tells whether a word is one of an activity's own; `named` is one that is named by a word."""
        self._wording = wording
        self._own = own
        self._figures = Figures(wording, own)
        self._long = LongNumbers(wording, own, self._figures, self._is_said)
        self._belongs = belongs
        self.roles: dict[int, Role] = {}
        self.mentions: list[Mention] = []
        self.covered: set[int] = set()  # endings and labels that belong to a number
        self._range_ends: set[int] = set()
        self._ends_own: set[int] = set()  # places of ranges that begin and end with activities of the person's
        places = [place for place in range(len(wording)) if wording.kind(place) in _NUMERIC]
        for place in places:
            self.roles[place] = self._long.role(place, self._figures.role(place))
        self.former: set[int] = set()  # percents taken back
        self._take_back(places)
        self._told_percent = False  # whether a percent stands before the number that is settled
        for place in places:
            if named is not None and named.first < place:
                self._take_name(named)
                named = None
            self._settle(place)
            self._cover(place)
            self._told_percent = self._told_percent or self.roles[place] is Role.PERCENT
        if named is not None:
            self._take_name(named)
        self._cover_names()

    def _take_name(self, named: Mention) -> None:
        self.mentions.append(named)
        self.covered.update(range(named.first, named.last + 1))

    @property
    def dates(self) -> frozenset[int]:
        """The places of dates."""
        return frozenset(place for place, role in self.roles.items() if role is Role.DATE)

    def is_own_word(self, place: int) -> bool:
        """Whether the word, as the subject of a sentence, is one of the words of an activity that is named."""
        word = self._wording.word(place)
        named = {number for one in self.mentions for number in one.numbers}  # a few, however often they are named
        return not word.endswith(_OF_MANY) and any(self._belongs(word, number) for number in named)

    def is_less_than_all(self, place: int) -> bool:
        """Whether the number counts some of more."""
        return self._figures.is_less_than_all(place)

    def is_in_figures_alone(self, mention: Mention) -> bool:
        """Whether no label, sign or ending tells that its number is an activity's."""
        place = mention.last
        bare = mention.first == place and place + 1 not in self.covered
        return (
            bare
            and not self._figures.is_label(place + 1)
            and not self._figures.is_label(self._figures.after_dash(place + 1))
        )

    # What is written with a number

    def _cover_names(self) -> None:
        """«@ijrochi_bot» calls the bot, and is no word of the message."""
        called = False
        for place in range(len(self._wording)):
            called = self._wording.text(place) == "@" or (called and self._wording.touches(place))
            if called:
                self.covered.add(place)

    def _cover(self, place: int) -> None:
        """Cover what is written with a number: the «чи» of «5-чи», the «га» of «70%га», the «no» of «no. 5»."""
        after = self._figures.after_ending(place + 1)
        self.covered.update(range(place + 1, after))
        if self.roles[place] is Role.PERCENT and self._wording.text(place + 1) == "ta":
            self.covered.add(place + 1)
        if (
            self.roles[place] is Role.PERCENT
            and self._wording.text(place + 1) == "%"
            and self._figures.after_ending(place + 2) != place + 2
        ):
            self.covered.add(self._figures.after_ending(place + 2) - 1)
        if self.roles[place] is Role.ACTIVITY:
            before = place - 1
            while self._wording.text(before) in {".", "№", "#", ":"}:
                before -= 1
            if self._wording.text(before) in {"no", "n", "nr", "num", "p"}:
                self.covered.add(before)

    # What is taken back

    def _take_back(self, places: list[int]) -> None:
        """«90 фоиз дегандим, аслида 70», «17 не 40, а 30»: the later number is the percent, and the earlier none."""
        for before, former, later in zip([None, *places], places, places[1:], strict=False):
            if before is not None and self._is_other_denied(before, former, later):
                self.roles[former], self.roles[later] = Role.PERCENT, Role.COUNT
                self.former.add(later)
                self.roles[before] = Role.ACTIVITY
                continue
            if (
                self._is_corrected(former, later, named=before is not None)
                or (before is not None and self._is_denied_percent(before, former, later))
                or self._is_percent_denied(former, later)
            ):
                self.roles[former], self.roles[later] = Role.COUNT, Role.PERCENT
                self.former.add(former)
                if before is not None and self._heads_own(before):
                    self.roles[before] = Role.ACTIVITY

    def _heads_own(self, place: int) -> bool:
        return self.roles[place] is Role.UNKNOWN and self._heads(place)

    def _heads(self, place: int) -> bool:
        return self._wording.value(place) in self._own and self._figures.starts(place)

    def _may_be_of_work(self, place: int) -> bool:
        return self.roles[place] in (Role.PERCENT, Role.UNKNOWN) and self._wording.value(place) <= _WHOLE

    def _is_corrected(self, former: int, later: int, *, named: bool) -> bool:
        """Whether a word for what is really so stands before the later number, and one for what was said before it."""
        told = self.roles[former] is Role.PERCENT or named
        if not told or not self._may_be_of_work(former) or not self._may_be_of_work(later):
            return False
        between = [self._wording.word(place) for place in range(former + 1, later)]
        really = next((place for place, word in enumerate(between) if word in _REALLY), None)
        if really is None or len(between) - really > _NEAR_REALLY:
            return False
        following = self._wording.concept(later + 1)
        whole = following is Concept.PERCENT or not self._wording.is_word(later + 1) or following in _AFTER_A_PERCENT
        said = between[:really] + [self._wording.word(place) for place in range(max(former - _NEAR_REALLY, 0), former)]
        return whole and any(_SAID_BEFORE.fullmatch(word) for word in said)

    def _is_denied_percent(self, named: int, former: int, later: int) -> bool:
        """«17 не 40, а 30»: not an activity in the place of another, as one is named before."""
        numbers = {self._wording.value(former), self._wording.value(later)}
        bare = self.roles[former] is Role.UNKNOWN and self._may_be_of_work(later)
        if (
            not bare
            or numbers <= set(self._own)
            or max(numbers) > _WHOLE
            or self._wording.value(named) not in self._own
        ):
            return False
        leading = [self._wording.text(place) for place in range(named + 1, former) if not self._figures.is_label(place)]
        joining = [self._wording.text(place) for place in range(former + 1, later)]
        named_first = set(leading) <= {"-", ":", "boyicha", "ne", "da", "ni"}
        denied = leading[-1:] == ["ne"] and joining in ([",", "a"], ["a"], ["-", "a"])
        return named_first and denied

    def _is_other_denied(self, named: int, right: int, denied: int) -> bool:
        """«19: 60, 70 эмас»: of two numbers that are no activities of the person's, the one that is taken back."""
        numbers = {self._wording.value(right), self._wording.value(denied)}
        if not self._heads_own(named) and self.roles[named] is not Role.ACTIVITY:
            return False
        if numbers & set(self._own) or not self._may_be_of_work(right) or not self._may_be_of_work(denied):
            return False
        joining = [self._wording.text(place) for place in range(right + 1, denied)]
        after = denied + 1
        while self._wording.concept(after) is Concept.PERCENT:
            after += 1
        return set(joining) <= {",", "%", "foiz", "-"} and self._wording.word(after).startswith("emas")

    def _is_percent_denied(self, former: int, later: int) -> bool:
        """«24 — 60% эмас, режалаштиргандек 40%»: with words between that a plain «60 эмас, 40» does not have."""
        if not self.roles[former] is self.roles[later] is Role.PERCENT:
            return False
        after = former + 1
        while self._wording.concept(after) is Concept.PERCENT:
            after += 1
        if not self._wording.word(after).startswith("emas"):
            return False
        between = [place for place in range(after + 1, later) if self._wording.is_word(place)]
        return 0 < len(between) <= _NEAR_REALLY

    # What needs the whole to be seen

    def _settle(self, place: int) -> None:
        role = self.roles[place]
        if self.mentions and place <= self.mentions[-1].last:
            return  # one of a list that is told already
        if (dashed := self._dashed_list(place)) is not None:
            self.mentions.append(dashed)
            self.roles |= dict.fromkeys(range(place, dashed.last + 1, 2), Role.ACTIVITY)
        elif (end := self._end_of_range(place)) is not None:
            self._range_ends.add(end)
            self._ends_own |= {place, end} if self._are_own((place, end)) else set()
            self.roles[end] = Role.ACTIVITY
            self._mention(place)
        elif role is Role.ACTIVITY:
            self._take_list_before(place)
            self._mention(place)
        elif role is Role.PERCENT:
            self._split_from_activity(place)
        elif role is Role.UNKNOWN:
            self._settle_bare(place)
        elif role is Role.DATE and self._long.may_name(place):
            self._mention(place)
        elif role is Role.COUNT and self._wording.value(place) in self._own and self._figures.is_lettered(place):
            self._mention(place, sure=False)

    def _dashed_list(self, place: int) -> Mention | None:
        """«11-12-13 битди»: three or more of the person's own, which are no day, before what is said of them."""
        if self._is_joined_by_dash(place - 2):
            return None
        places = [place]
        while self._is_joined_by_dash(places[-1]):
            places.append(places[-1] + 2)
        numbers = tuple(self._wording.value(one) for one in places)
        listed = (
            len(numbers) >= _SHORTEST_DASHED and len(set(numbers)) == len(numbers) and set(numbers) <= set(self._own)
        )
        bare = {self.roles[one] for one in places} == {Role.UNKNOWN}
        after = places[-1] + 1
        said = self._wording.concept(after) in _SAID or self._finishes(after)
        return Mention(numbers, place, places[-1]) if listed and bare and said else None

    def _are_own(self, places: Collection[int]) -> bool:
        return all(self._wording.value(one) in self._own for one in places)

    def _is_joined_by_dash(self, place: int) -> bool:
        dashed = self._wording.text(place + 1) == "-" and self._wording.touches(place + 1)
        return dashed and self._wording.touches(place + 2) and place + 2 in self.roles and place in self.roles

    def _end_of_range(self, place: int) -> int | None:
        """«6 дан 8 гача», «с 6-го по 8-й», «6..8», «№6—№8»: the last activity of a range that begins at `place`."""
        end, joint = place + 1, list[str]()
        while not self._wording.is_number(end):
            if end - place > _LONGEST_RANGE:
                return None
            if not self._is_with_a_number(end):
                joint.append(self._wording.text(end))
            end += 1
        ends = {self.roles[place], self.roles.get(end)} <= {Role.ACTIVITY, Role.UNKNOWN}
        inside = range(self._wording.value(place), self._wording.value(end) + 1)
        if (
            not ends
            or not 1 < len(inside) <= _WIDEST_RANGE
            or not (set(inside).intersection(self._own) or not self._own)
        ):
            return None
        before = place - 1
        while self._is_with_a_number(before):
            before -= 1
        after = next((one for one in (end + 1, end + 2) if "gacha" in self._wording.text(one)), end)
        from_to = after != end and any(self._wording.text(one).endswith("dan") for one in range(place + 1, end))
        spelled = joint == ["to"] or (self._wording.text(before) in _FROM and len(joint) == 1 and joint[0] in _UP_TO)
        signed = joint == ["-"] and self._wording.text(end - 1) in {"№", "#"}
        if not (joint in _DOTS or spelled or signed or (from_to and set(joint) <= {"-", "dan"})):
            return None
        self.covered.update(
            range(place + 1, end),
            range(end + 1, after + 1),
            range(before, place) if self._wording.text(before) in _FROM else (),
        )
        return end

    def _is_with_a_number(self, place: int) -> bool:
        """A label, «№», or an ordinal's ending."""
        text = self._wording.text(place)
        ending = text != "dan" and ENDING.fullmatch(text)
        dash = text == "-" and self._wording.touches(place) and ENDING.fullmatch(self._wording.text(place + 1))
        return bool(text in {"№", "#"} or self._figures.is_label(place) or ending or dash)

    def _settle_bare(self, place: int) -> None:
        own = self._wording.value(place) in self._own
        if self._leads_date(place):
            self.roles[place] = Role.DATE
        elif self._is_of_a_thing(place):
            self.roles[place] = Role.COUNT
        elif self._is_percent_of_last(place) or self._is_measured(place):
            self.roles[place] = Role.PERCENT
        elif self._is_marked(place) or self._figures.is_before_percents(place):
            self._mention(place)
        elif self._figures.heads_a_time(place):
            self._mention(place, sure=self._surely_heads_a_time(place))
        elif self._continues_list(place):
            self._mention(place, sure=own)
        elif self._leads_percent(place) or self._begins_statement(place) or self._ends_statement(place):
            self._mention(place, sure=own or not self._is_range_start(place))
        elif own and (self._is_alone(place) or self._heads_words(place) or self._is_stuck(place)):
            self._mention(place)
        elif own and self._is_next_of_a_list(place):
            self._mention(place, sure=False)
        elif self._counts_a_thing(place):
            self.roles[place] = Role.COUNT

    def _surely_heads_a_time(self, place: int) -> bool:
        """Whether it opens a line or a sentence: behind a comma it may count, and «24 йил якунида» may be the year."""
        opens = self._wording.text(place - 1) not in {",", "("}
        return opens and not self._wording.word(place + 1).startswith("yil")

    def _leads_date(self, place: int) -> bool:
        """«19, 20 ва 22 март кунлари»: joined to a date's day."""
        after = place + 1
        while after - place < _LONGEST_DAYS and (
            self._wording.text(after) in _JOINTS or self.roles.get(after) is Role.UNKNOWN
        ):
            after += 1
        joined = self._wording.text(after - 1) in _JOINTS and after > place + 1
        joined = joined or (self._is_joined_by_dash(place) and self._is_earlier(place, after := place + 2))
        return joined and self.roles.get(after) is Role.DATE and self._wording.is_number(after)

    def _is_earlier(self, place: int, day: int) -> bool:
        """«20-30 май»: the first of the days."""
        return self._wording.value(place) < self._wording.value(day)

    def _is_measured(self, place: int) -> bool:
        """«Готово на 70», «ижроси 85», «60 га етди»: how far the work is, and no activity of the person's."""
        value, after = self._wording.value(place), self._figures.after_ending(place + 1)
        if value in self._own or value > _WHOLE:
            return False
        reached = self._wording.text(after - 1) == "ga" and self._wording.word(after).startswith("et")
        reached = reached or (value >= _SURELY_A_PERCENT and self._wording.word(after) in {"boldi", "boldik"})
        stands = self._wording.text(after - 1) == "da" and self._wording.word(after).startswith(_STANDS)
        return (
            reached
            or stands
            or self._wording.text(place - 1) == "na"
            or self._wording.concept(place - 1) is Concept.WORK
        )

    def _heads_words(self, place: int) -> bool:
        """«7 – сценарийлар ёзилмоқда», «19 Техник топшириқ юборилди»: set off, or before the activity's words."""
        if self._wording.text(place - 1) not in STARTS and self._wording.concept(place - 1) is not Concept.POLITE:
            return False
        if self._wording.text(place + 1) in {":", "."} or (
            self._wording.text(place + 1) == "-" and not self._wording.touches(place + 1)
        ):
            after = place + 2 + (self._wording.text(place + 2) in _QUOTES)
            return self._wording.is_word(after) or self._wording.is_number(after)
        if self._wording.text(place - 1) == ",":
            return False  # «…, 22 участника»: rather how many
        near = [
            self._wording.word(one)
            for one in range(place + 1, min(place + 6, len(self._wording)))
            if self._wording.is_word(one)
        ]
        heads = self._wording.concept(place + 1) in _AFTER_A_NAME or self._is_no_count(place) or self._is_led_to(place)
        return heads or any(self._belongs(word, self._wording.value(place)) for word in near)

    def _is_led_to(self, place: int) -> bool:
        """«19 ishga tushirildi», «21 тестдан ўтди»: a word in a case, before its verb, is not counted."""
        word = self._wording.word(place + 1)
        is_case = self._wording.concept(place + 1) in _THINGS and word.endswith(("ga", "ka", "dan"))
        told = self._wording.meaning(place + 2)
        acts = told is not None and (told.mood is not None or told.concept is Concept.BELONG)
        return is_case and acts and self._wording.text(place + 1) not in CASES

    def _is_no_count(self, place: int) -> bool:
        """«22 до 15 мая …», «14 3-кварталда …», «10 ниже 60 %», «12 денег не дали»: what no number counts follows."""
        after = place + 1
        if self._wording.concept(after) is Concept.UNTIL:
            # «12 до 15 апреля» may be days; «22 до 15 мая» cannot.
            heads = after == 1 and self._wording.text(after) == "do" and after + 3 >= len(self._wording)
            later = self._wording.value(place) > self._wording.value(after + 1)
            return self._dates_at(after + 1) and (later or heads)
        if self._wording.text(after) in _WHEN:
            return self._dates_at(after + 1) or self._wording.concept(after + 1) is Concept.MONTH
        if self._wording.concept(after) is Concept.IF or self._wording.text(after) == "dlya":
            return True
        if self._wording.concept(after) is Concept.LESS:
            shares = self._wording.concepts((after + 1, after + 2)) & {Concept.PARTLY, Concept.STAGE}
            return bool(shares) or any(self.roles.get(one) is Role.PERCENT for one in (after + 1, after + 2))
        measured = self._wording.is_number(after) and self.roles.get(after) in (Role.COUNT, Role.DATE)
        if measured and len(self._wording.text(after)) < _GROUP and not self._wording.touches(after):
            return True
        return _MONEY.match(self._wording.word(after)) is not None

    def _dates_at(self, place: int) -> bool:
        return self.roles.get(place) is Role.DATE

    def _is_marked(self, place: int) -> bool:
        """«по 20», «20 бўйича», «20чи», «20га»."""
        ending = self._figures.after_ending(place + 1)
        if ending != place + 1 and self._wording.concept(ending) is not Concept.UNIT:
            return True
        until = self._wording.concept(place + 1) is Concept.UNTIL or self._wording.text(place + 1) in _MOVED_TO
        if until and self._wording.concept(place - 1) is Concept.EXTEND and self._wording.value(place) in self._own:
            return True  # «продлить 22 до июля», «перенести 26 на май»
        return self._wording.text(place - 1) in BEFORE or self._wording.text(place + 1) in _AFTER

    def _is_percent_of_last(self, place: int) -> bool:
        """«5 70», «5: 70», «5-тадбир 70»: the second number beside an activity."""
        if not self.mentions or self._wording.value(place) > 100:
            return False
        last = self.mentions[-1]
        between = [one for one in range(last.last + 1, place) if one not in self._figures.labels]
        texts = [self._wording.text(one) for one in between]
        if any(text not in _SEPARATORS | _AFTER | _AS_WELL and not ENDING.fullmatch(text) for text in texts):
            return False
        if self._wording.text(place + 1) == "-" and self._wording.text(place + 2) in _JOINTS:
            return False  # «19-тадбирнинг 1- ва 2-бандлари»
        ranged = texts == ["-"] and self._wording.touches(place)
        listed = ranged or self._wording.text(place + 1) == ":" or bool(_LISTING.intersection(texts))
        if listed and self._wording.value(place) in self._own:
            return False  # «5-7», «5: 6: 7: …», «5 ҳам 6 ҳам», «5; 6» are activities
        after = self._figures.after_ending(place + 1)
        if not self._wording.is_word(after) or self._wording.text(after) in {"№", "#"}:
            return self._wording.concept(self._figures.after_dash(after)) is not Concept.UNIT
        grown = after == place + 1 and self._wording.touches(after)  # «9O%»
        return (
            not grown
            and self._wording.concept(after) in _AFTER_A_PERCENT
            and self._wording.text(after) not in OF_HOW_MANY
        )

    def _is_of_a_thing(self, place: int) -> bool:
        """«2: 3-намуна чиқди», «22 3-мажлисда кўрилди»: which thing of the activity that is named before it."""
        if not self._figures.is_which(place):
            return False
        if self.mentions:
            between = range(self.mentions[-1].last + 1, place)
            apart = [one for one in between if one not in self._figures.labels and one not in self.covered]
            if all(self._wording.text(one) in _SEPARATORS | _AFTER | _AS_WELL for one in apart):
                return True
        return self._is_behind_own(place)

    def _is_behind_own(self, place: int) -> bool:
        """«19 21-мажлисда кўрилди»: right behind a number of the person's own that heads the message."""
        return self.roles.get(place - 1) is Role.UNKNOWN and self._heads(place - 1)

    def _continues_list(self, place: int) -> bool:
        if not self.mentions:
            return False
        before = place - 1
        while (
            self._wording.text(before) in _JOINTS or self._wording.text(before) == "-" or before in self._figures.labels
        ):
            before -= 1
        return before < place - 1 and self.mentions[-1].last == before and self._wording.value(place) in self._own

    def _leads_percent(self, place: int) -> bool:
        after = place + 1
        while self._wording.text(after) in _SEPARATORS | _FILLERS | _REALLY or self._wording.concept(after) in (
            Concept.GOING,
            Concept.ABOUT,
        ):
            after += 1
        if self.roles.get(after) is Role.FRACTION and after == place + 1:
            return (
                self._wording.value(place) in self._own
                and self._figures.starts(place)
                and self._wording.value(after) < _WHOLE
            )
        if not self._wording.is_number(after) or self._is_range_start(place):
            return False
        if self.roles.get(after) is Role.PERCENT:
            return True
        return self._may_be_percent(place, after)

    def _may_be_percent(self, place: int, after: int) -> bool:
        """«5 70»: beside a number of the person's own, a number that is not."""
        if self.roles.get(after) is not Role.UNKNOWN or not self._is_own_alone(place, after):
            return False
        return self._wording.text(place - 1) in STARTS and self._wording.value(after) <= 100

    def _is_own_alone(self, place: int, after: int) -> bool:
        return self._wording.value(place) in self._own and self._wording.value(after) not in self._own

    def _is_range_start(self, place: int) -> bool:
        """«60-70%»: both ends are percents and close to each other."""
        if self._wording.text(place + 1) not in _BETWEEN_ENDS or not self._wording.is_number(place + 2):
            return False
        if self._wording.text(place + 1) == "-" and not self._wording.touches(place + 1):
            return False  # «25 - 40 %»
        first, last = self._wording.value(place), self._wording.value(place + 2)
        if first not in self._own:
            return True
        return first % 5 == last % 5 == 0 and 0 < last - first <= _NEAR_PERCENTS and not self.mentions

    def _begins_statement(self, place: int) -> bool:
        if self._wording.text(place - 1) in {"k", "ko"}:
            return False  # «к 20 закончим»: rather the day
        after = place + 1
        while self._wording.text(after) in _SEPARATORS | _FILLERS:
            after += 1
        said = self._wording.concept(after) in _SAID or self._finishes(after)
        said = said or (self._wording.text(place + 1) in _WHEN and self._wording.concept(place + 2) is Concept.MONTH)
        said = said or self._figures.is_beside_a_month_of_its_own(place, self._figures.after_dash(place + 1))
        if not said and not self._continues_to_said(after):
            return False
        before = self._wording.text(place - 1)
        return (
            before in STARTS
            or before in _JOINTS
            or self._wording.concept(place - 1) is not None
            or before in {"-", ":"}
        )

    def _is_stuck(self, place: int) -> bool:
        """«Поэтому 17 задерживается», «20 стоит», «9 тўхтаб қолди»: a verb of trouble, unlike «3 муаммо»."""
        before = self._wording.text(place - 1)
        joined = before in STARTS or before in _JOINTS or self._wording.is_word(place - 1)
        return joined and self._wording.word(self._figures.after_ending(place + 1)).startswith(_STUCK)

    def _is_said(self, place: int) -> bool:
        is_stuck = self._wording.word(place).startswith(_STUCK) and self._wording.word(place) != _COSTS
        return self._wording.concept(place) in _SAID or self._finishes(place) or is_stuck

    def _finishes(self, place: int) -> bool:
        """«Якунига етказилди»: the first word of a compound that means finishing."""
        return lexicon().verbs.compounds.get(self._wording.word(place)) is Concept.FINISH

    def _continues_to_said(self, place: int) -> bool:
        """«5, 6 ва 7 бажарилди»: numbers joined up to a statement or a label."""
        if self._wording.text(place - 1) not in _JOINTS and self._wording.text(place) not in _JOINTS:
            return False
        after = place
        while after - place < _LONGEST_LIST and (
            self._wording.text(after) in _JOINTS | _FILLERS or self.roles.get(after) is Role.UNKNOWN
        ):
            after += 1
        told = self._wording.concept(after) in _SAID or self.roles.get(after) in (Role.PERCENT, Role.ACTIVITY)
        return told or after >= len(self._wording) or self._wording.concept(after) is Concept.LINK

    def _ends_statement(self, place: int) -> bool:
        before = place - 1
        while self._wording.text(before) in {":", "-", "po", "%"}:
            before -= 1
        is_said_of_work = self._wording.concept(before) in _SAID_OF_WORK or (
            self.roles.get(before) is Role.PERCENT and self._wording.value(place) in self._own
        )
        return is_said_of_work and not self._wording.is_word(place + 1)

    def _is_alone(self, place: int) -> bool:
        """Whether there is no other word or number on its line."""
        return (
            self._wording.text(place - 1) in STARTS
            and self._wording.text(self._figures.after_dash(place + 1)) in STARTS
        )

    def _counts_a_thing(self, place: int) -> bool:
        """«10 плакатов», «рассмотрено 52»: no activity of the person's own, and no percent beside it."""
        if self._wording.value(place) in self._own:
            if self._wording.text(place - 1) == "dan" and self.roles.get(place - 2) is Role.ACTIVITY:
                return False  # an end of a range that was mistyped
            thing = self._wording.is_word(place + 1) and self._wording.concept(place + 1) not in _SAID
            return thing and not self._figures.starts(place)
        if self._ends_further_percent(place):
            return False
        near = {self.roles.get(place + step) for step in (-2, -1, 1, 2)}
        if near & {Role.PERCENT, Role.ACTIVITY, Role.UNKNOWN}:
            return False
        return self._wording.is_word(place + 1) or self._wording.is_word(place - 1)

    def _is_next_of_a_list(self, place: int) -> bool:
        """«24=20% 25=15% 26 шу»: behind activities with a percent each, and it is one of the person's own."""
        behind = self._wording.text(place - 1) == "%" and self.roles.get(place - 2) is Role.PERCENT
        if not behind or len(self.mentions) < _LIST:
            return False
        return len(self.mentions) == sum(role is Role.PERCENT for one, role in self.roles.items() if one < place)

    def _ends_further_percent(self, place: int) -> bool:
        """«6 — 80, плакатлар ҳам 30»: behind a percent, the last number of a clause is another thing's, perhaps."""
        if self._wording.is_word(place + 1) or self._wording.value(place) > _WHOLE:
            return False
        thing = place - 1
        while self._wording.text(thing) in _AS_WELL or self._wording.text(thing) in {"-", ":"}:
            thing -= 1
        named = self._wording.is_word(thing) and self._wording.concept(thing) in _THINGS  # unlike «рассмотрено 52»
        return named and self._told_percent

    def _mention(self, place: int, *, sure: bool = True) -> None:
        number = self._wording.value(place)
        sure = sure and (place in self._ends_own or self._long.surely_names(place))
        numbers: tuple[int, ...] = (number,)
        first = place
        while self._wording.text(first - 1) in {"№", "#"} or (
            self._figures.is_label(first - 1) and first - 1 not in self._figures.labels
        ):
            first -= 1
        last = place
        if self.mentions and self._is_range(self.mentions[-1], place):
            start = self.mentions.pop()
            inside = range(start.numbers[0], number + 1)
            numbers = tuple(
                one for one in inside if one in (start.numbers[0], number) or not self._own or one in self._own
            )
            first, sure = start.first, sure and start.sure
        if self._is_excepted(first, last) or (self.mentions and self._is_inside(self.mentions[-1], first, place)):
            sure = False
        self.mentions.append(Mention(numbers, first, last, sure))
        self.roles[place] = Role.ACTIVITY

    def _is_excepted(self, first: int, last: int) -> bool:
        """«19 дан бошқа ҳаммаси», «кроме 19»: the statement is about the others."""
        after = self._figures.after_ending(last + 1)
        while self._figures.is_label(after):
            after += 1
        others = self._wording.concept(after) is Concept.THEM or self._wording.word(after) in _BESIDES
        beyond = after > last + 1 and self._wording.text(last + 2) != "ni"  # «12-ни бошқа бўлимга беринг»
        return (others and beyond) or self._wording.word(first - 1) in _EXCEPT

    def _is_inside(self, whole: Mention, first: int, place: int) -> bool:
        """«5-тадбирнинг 3-банди», «п. 3 мероприятия 19»: an item within an activity, not another activity."""
        between = range(whole.last + 1, first)
        if len(between) <= _ITEM and any(self._wording.text(one).endswith("ning") for one in between):
            return True
        kinds = {self._figures.items.get(whole.last), self._figures.items.get(place)}
        near = len(between) <= _ITEM + 1 and all(
            not self._wording.is_word(one) or self._wording.concept(one) in (Concept.LABEL, Concept.LINK)
            for one in between
        )
        return near and kinds == {True, False}

    def _is_range(self, start: Mention, place: int) -> bool:
        if place in self._range_ends:
            return True
        joint = self._wording.text(place - 1)
        if joint not in {"-", "po"} or start.last != place - 2 or len(start.numbers) != 1:
            return False
        return 0 < self._wording.value(place) - start.numbers[-1] <= _WIDEST_RANGE

    def _take_list_before(self, place: int) -> None:
        """Bare numbers joined to a labelled one are activities too: «5, 6-тадбирлар»."""
        first = place
        while self.roles.get(first - 2) in (Role.UNKNOWN, Role.COUNT) and (
            self._wording.text(first - 1) in _JOINTS or self._wording.text(first - 1) == "-"
        ):
            first -= 2
        for one in range(first, place, 2):
            if not self.mentions or one > self.mentions[-1].last:
                self._mention(one)

    def _split_from_activity(self, place: int) -> None:
        """«60-70%»: the lower end of a range is a percent too."""
        if self.roles.get(place - 2) is Role.UNKNOWN and self._wording.text(place - 1) in _BETWEEN_ENDS:
            self.roles[place - 2] = Role.PERCENT


_NUMERIC = (TokenKind.NUMBER, TokenKind.DATE, TokenKind.FRACTION)
