"""What a number of a message plainly is from its neighbours alone: a date, a percent, a count, a labelled activity."""

import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum, auto

from services.language.number_words import DOCUMENT, LABEL, LABEL_BEFORE
from services.language.reading.meanings import Concept, concepts
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind


class Role(Enum):
    """What a number stands for."""

    ACTIVITY = auto()
    PERCENT = auto()
    FRACTION = auto()
    DATE = auto()
    COUNT = auto()  # of things, days, money; a letter's number
    UNKNOWN = auto()


_AT_AN_OCCASION = ("da", "ga", "ka", "dan")
_TELEPHONE = 4  # groups of figures
_ENTERED = frozenset({"ish", "isx", "vh", "vx", "kir", "chik"})  # «исх.», «вх.»
_ITEMS = ("band", "punkt", "ponkt", "item", "point", "podp")
_OF_A_MONTH = re.compile(r"oy\w*|o[hx]ir\w*|tugagu\w*|yakuni\w*")  # «май ойида», «май охиригача»
# Skeletons: «ой охирида», «йил якунида», «кун тартибига»: a time, or a thing, that no number counts.
_TIME_OF_ITS_OWN = re.compile(r"(?:oy|hafta|yil|chorak|kvartal)(?:ning)? (?:ohir|yakon|bosh|orta)|kon tartib")
_PIECES = frozenset({"tasi", "ta", "tasini", "tasining", "tasida", "tasiga"})
_NEAR_WHOLE = 6  # lexemes between «3 слоя … » and «из 5»
OF_HOW_MANY = frozenset({"iz", "of"})
CASES = frozenset({"ni", "ga", "ning", "da", "niki"})
BEFORE = frozenset({"po", "on", "about", "pro", "for"})
STARTS = frozenset({"\n", ".", "!", "?", ";", ",", "(", "•", "*", "—"})
_COUNTED = ("riyatiya", "riyatiy", "punkta", "punktov", "ties", "items", "tasks")
# Endings that a number has: some only grown together with it, some also apart («20 га», «16 4i»).
ENDING = re.compile(
    r"(?P<apart>i?n?chi(?:lar|si|lari|i)?(?:ni|ning|ga|da|dan|dagi|niki|siga|m|miz)?|si(?:ni|ning|ga|da|dan)?|ni|ga|ning|da|dan|niki|chisi|chi)|y|ya|e|oe|go|mu|mo|m|oy|iy|ogo|omu|emu|th|st|nd|rd|son|sonli|raqamli"
)
ORDINAL_ENDING = re.compile(
    r"i?n?chi(?:lar|si|lari|i)?(?:ni|ning|ga|da|dan|dagi|niki|siga)?|y|ya|e|oe|go|mu|oy|iy|ogo|omu|th|st|nd|rd"
)
# What is said of a percent that has no sign: «70-тайёр».
_SAID_OF_A_PERCENT = concepts("PERCENT FINISH READY GOING YET ABOUT NOW UNIT")


class Figures:
    """Looks at the figures of one message one by one; `own` are the numbers of the person's activities."""

    def __init__(self, wording: Wording, own: Collection[int]) -> None:
        self._wording = wording
        self._own = own
        self.labels: set[int] = set()  # labels that belong to the number before them
        self.items: dict[int, bool] = {}  # of labelled numbers, whether the label may name an item of an activity
        self._papers: set[int] = set()

    def after_dash(self, place: int) -> int:
        """The place, or the next one if a dash stands there."""
        return place + 1 if self._wording.text(place) == "-" else place

    def after_ending(self, place: int) -> int:
        """The place after an ordinal's or a case's ending: the «чи» of «5-чи», the «й» of «5-й»."""
        after = self.after_dash(place)
        joined = self._wording.touches(after) or after != place
        if not self._wording.is_word(after) or not (ending := ENDING.fullmatch(self._wording.text(after))):
            return place
        goes_on = self._wording.is_word(after + 1) or self._wording.is_number(after + 1)  # «19 да, …» is an answer
        goes_on = goes_on or self._wording.text(after) in {"ni", "chi"}
        return after + 1 if joined or (ending["apart"] and goes_on) else place

    def is_which(self, place: int) -> bool:
        """«3-намуна», «5-чиси», «3-й образец»: which one of several things, rather than how far the work is."""
        if self._wording.text(place + 1) != "-" or not self._wording.touches(place + 1):
            return False
        thing = place + 2
        if not self._wording.is_word(thing) or not self._wording.touches(thing):
            return False
        if ORDINAL_ENDING.fullmatch(self._wording.text(thing)):
            return True
        is_ending = ENDING.fullmatch(self._wording.text(thing)) is not None
        return not is_ending and self._wording.concept(thing) not in _SAID_OF_A_PERCENT

    def role(self, place: int) -> Role:
        """The first role whose signs surround the number."""
        kind = self._wording.kind(place)
        signs: tuple[tuple[Role, Callable[[int], bool]], ...] = (
            (Role.DATE, lambda _: kind is TokenKind.DATE),
            (Role.COUNT, self._is_of_a_telephone),
            (Role.PERCENT, lambda one: kind is not TokenKind.FRACTION and self._is_percent(one)),
            (Role.COUNT, lambda one: kind is TokenKind.FRACTION and self._is_written_of_a_paper(one)),
            (Role.FRACTION, lambda _: kind is TokenKind.FRACTION),
            (Role.DATE, self._is_dated),
            (Role.COUNT, self.is_of_a_paper),
            (Role.COUNT, self._is_counted_at_an_occasion),
            (Role.ACTIVITY, self._is_labelled),
            (Role.COUNT, lambda one: self._is_counted(one) and not self.heads_a_time(one)),
        )
        return next((role for role, shows in signs if shows(place)), Role.UNKNOWN)

    def _is_percent(self, place: int) -> bool:
        if self._wording.is_word(place - 1) and self._wording.touches(place) and not self.is_label(place - 1):
            return False  # «l00%»: a letter typed for a figure
        after = self.after_dash(place + 1)
        if self.is_before_percents(place):
            return False
        if self._wording.text(after) in {"ga", "i", "ta"} and self._wording.concept(after + 1) is Concept.PERCENT:
            return True
        if self._wording.concept(after) is Concept.PERCENT:
            return True
        before = place - 2 if self._wording.text(place - 1) == "na" else place - 1  # «процентов на 60»
        leads = self._wording.text(before) == "%" or self._wording.text(before).startswith("prosent")
        return leads and (not self._wording.is_number(before - 1) or self.is_before_percents(before - 1))

    def heads_a_time(self, place: int) -> bool:
        """«25 ой охирида», «16 кун тартибига»: the activity, and a time or a thing of its own, which is not counted."""
        following = f"{self._wording.word(place + 1)} {self._wording.word(place + 2)}"
        heads = self.starts(place) and self._wording.value(place) in self._own
        return heads and _TIME_OF_ITS_OWN.match(following) is not None

    def is_before_percents(self, place: int) -> bool:
        """«22 процентов 60»: the activity, the word, and then how many; unlike «22 процента 60 процентов»."""
        spelled = self._wording.concept(place + 1) is Concept.PERCENT and self._wording.text(place + 1) != "%"
        heads = spelled and self.starts(place) and self._wording.value(place) in self._own
        follows = self._wording.is_number(place + 2) and self._wording.value(place + 2) not in self._own
        ends = not self._wording.is_word(place + 3) and self._wording.text(place + 3) != "%"
        return heads and follows and ends

    def _is_written_of_a_paper(self, place: int) -> bool:
        """«04-12/218-сонли», «исх. 03-15/412», «№22/1-19»: figures with strokes that number a letter."""
        dashed = "-" in {self._wording.text(place - 1), self._wording.text(place + 1)}
        near = {self._wording.concept(one) for one in range(place - 4, place)}
        return (
            dashed
            or "№" in {self._wording.text(place - 1)}
            or Concept.PAPER in near
            or self._wording.value(place) > 100
        )

    def _is_of_a_telephone(self, place: int) -> bool:
        """«71 239-12-34»: at least four groups of two or more figures."""
        groups = [place, *self._figures_from(place, -1), *self._figures_from(place, 1)]
        long = all(len(self._wording.text(one)) > 1 for one in groups)
        return len(groups) >= _TELEPHONE and long and self._wording.concept(max(groups) + 1) is not Concept.PERCENT

    def _figures_from(self, place: int, step: int) -> Iterator[int]:
        """The places of the figures that follow, or precede, with nothing but dashes between."""
        for _ in range(_TELEPHONE):
            place += step
            if self._wording.text(place) == "-":
                place += step
            if not self._wording.is_number(place):
                return
            yield place

    def _is_dated(self, place: int) -> bool:
        after = self.after_dash(self.after_ending(place + 1))
        if self._wording.text(after - 1) in CASES:
            return False  # «12 ни июнга суринг»
        if self.is_beside_a_month_of_its_own(place, after):
            return False
        month_before = self._wording.concept(place - 1) is Concept.MONTH and not self._wording.is_number(place - 2)
        if (
            self._wording.concept(after) is Concept.MONTH
            or (month_before and not self.is_label(after))
            or 1990 <= self._wording.value(place) <= 2100
        ):
            return True
        return self._wording.text(place - 1) in {"soat", "soati"} or self._wording.text(after).startswith(
            ("kuni", "sana", "chisl", "goda")
        )

    def is_beside_a_month_of_its_own(self, place: int, month: int) -> bool:
        """«№2 майгача», «2 май охиригача», «2 — майгача»: the activity, and a month that has no day."""
        if self._wording.concept(month) is not Concept.MONTH:
            return False
        if self._wording.text(place - 1) in {"№", "#"}:
            return True
        is_own = self._wording.value(place) in self._own and self.starts(place)
        is_set_off = self._wording.text(place + 1) == "-" and not self._wording.touches(place + 1)
        is_whole = _OF_A_MONTH.fullmatch(self._wording.text(month + 1)) is not None
        return is_own and (is_whole or (is_set_off and not self._wording.touches(month)))

    def is_of_a_paper(self, place: int) -> bool:
        """Whether it numbers a letter, an order, a school or the like."""
        joined = self._wording.text(place - 1) == "-" and self._wording.touches(place) and place - 2 in self._papers
        is_of_a_paper = joined or self._is_of_a_document(place)  # «исх. № 15-04»
        if is_of_a_paper:
            self._papers.add(place)
        return is_of_a_paper

    def _is_of_a_document(self, place: int) -> bool:
        before = place - 1
        if self._wording.text(place + 1) == "-" and self._wording.kind(place + 2) is TokenKind.FRACTION:
            return True  # «04-12/218»
        if self._wording.text(place + 1) in {"/", "-"} and self._wording.text(place + 3) == "/":
            return True
        joined = self._wording.text(place + 1) == "-" and self._wording.is_number(place + 2)
        if joined and self._wording.text(self.after_dash(place + 3)) in {"sonli", "raqamli"}:
            return True  # «№ 20-04 сонли хат»
        while self._wording.text(before) in {"№", "#", "no", "n", "-", ".", "raqami"}:
            before -= 1
        if self._wording.text(before) in _ENTERED and self._wording.text(before + 1) == ".":
            return True
        after = self.after_dash(self.after_ending(place + 1))
        if self._wording.text(after) in {"sonli", "raqamli", "son"}:
            return not self.is_label(after + 1)
        heads = after == place + 1 and self._wording.value(place) in self._own and self.starts(place)
        follows = not heads and DOCUMENT.fullmatch(self._wording.text(after))  # «11 жадвали тасдиқланди»: activity 11
        return bool(follows or DOCUMENT.fullmatch(self._wording.text(before)))

    def is_lettered(self, place: int) -> bool:
        """«т12», «Т-12»: what people write for «тадбир», where orders are not called so."""
        before = place - 2 if self._wording.text(place - 1) in {"-", "."} else place - 1
        joined = all(self._wording.touches(one) for one in range(before + 1, place + 1))
        return joined and self._wording.text(before) == "t"

    def starts(self, place: int) -> bool:
        """Whether a line, a sentence or an item of a list begins there."""
        return self._wording.text(place - 1) in STARTS

    def _is_labelled(self, place: int) -> bool:
        after = self.after_dash(self.after_ending(place + 1))
        if self._wording.text(after) in {"sonli", "raqamli", "son"}:
            after += 1
        if (
            self.is_label(after)
            and self._wording.text(after) not in {"№", "#"}
            and not self._is_how_many(place, after)
            and not self._wording.text(after).startswith(("raqam", "nomer"))
        ):
            self.labels.add(after)
            self.items[place] = self._wording.word(after).startswith(_ITEMS)
            return True
        before = place - 1
        while self._wording.text(before) in {"№", "#", "-", ":", ".", "s"} and before > place - 3:
            if self._wording.text(before) in {"№", "#"}:
                return True
            before -= 1
        if self._wording.text(place - 1) == "iz" and self._wording.word(place - 2).endswith(("menya", "nas")):
            return self._wording.value(place) in self._own  # «уберите меня из 11»
        label = self._wording.text(before)
        is_labelled = before not in self.labels and (self.is_label(before) or bool(LABEL_BEFORE.fullmatch(label)))
        if is_labelled:
            self.items[place] = label == "p" or self._wording.word(before).startswith(_ITEMS)
        return is_labelled

    def _is_counted_at_an_occasion(self, place: int) -> bool:
        """«Тадбирда 120 нафар қатнашди», «топшириққа 12 киши жалб этилди»: what the label's case says it took."""
        at_it = self.is_label(place - 1) and self._wording.text(place - 1).endswith(_AT_AN_OCCASION)
        return at_it and self._wording.concept(place + 1) is Concept.UNIT

    def is_label(self, place: int) -> bool:
        """Whether the word is one for an activity («тадбир», «№», «пункт»)."""
        return self._wording.is_word(place) and (
            self._wording.concept(place) is Concept.LABEL or bool(LABEL.fullmatch(self._wording.text(place)))
        )

    def _is_how_many(self, place: int, label: int) -> bool:
        """«3 мероприятия» counts, «5-мероприятие» names."""
        word = self._wording.text(label)
        which = label > place + 1 or self._wording.text(place - 1) in {"№", "#", "-", ",", "va", "i"}
        return not which and word.endswith(_COUNTED)

    def _is_counted(self, place: int) -> bool:
        after = self.after_dash(place + 1)
        following = self._wording.concept(after)
        if following is Concept.UNIT and not (after > place + 1 and self._wording.text(after) == "son"):
            return True
        if following in (Concept.LABEL, Concept.STAGE, Concept.PAPER, Concept.RECORD):
            if self._wording.text(after) in {"№", "#"}:
                return False  # «№5 - 80 №6 - 40»
            if self._wording.text(place - 1) in BEFORE and self._wording.value(place) in self._own:
                return False  # «по 4 отчёт приложу»
            return not self._is_set_off(place)  # «3 мероприятия», «1-чорак», unlike «24 – проект»
        if (
            self._wording.text(place - 1) in {"iz", "of", "tadan", "soat"}
            or self.is_some_of_more(place)
            or self._is_whole(place)
            or self._is_decimal(place)
            or self._is_of_a_list(place)
        ):
            return True
        return (self._wording.is_number(place - 1) and len(self._wording.text(place)) == 3) or self._is_part_of_a_name(
            place
        )

    def _is_set_off(self, place: int) -> bool:
        dashed = self._wording.text(place + 1) == "-" and not self._wording.touches(place + 1)
        return dashed and self.starts(place) and self._wording.value(place) in self._own

    def is_some_of_more(self, place: int) -> bool:
        """«3 слоя из 5», «5 та видеодан 2 таси»: how many of how many; of an activity's number only behind another."""
        return self._some_of_more(place) is not None

    def is_less_than_all(self, place: int) -> bool:
        """Whether the number counts some of more."""
        whole = self._some_of_more(place)
        return whole is not None and self._wording.value(place) < self._wording.value(whole)

    def _some_of_more(self, place: int) -> int | None:
        if self._wording.value(place) == 0:
            return None
        if (whole := self._whole_before(place)) is not None:
            return whole
        if self.starts(place):
            return None
        for after in range(place + 1, place + _NEAR_WHOLE):
            if not self._wording.is_word(after):
                return None
            if self._wording.text(after) in OF_HOW_MANY and self._wording.is_number(after + 1):
                is_percent = self._wording.concept(after + 2) is Concept.PERCENT
                return after + 1 if after > place + 1 and not is_percent else None
        return None

    def _whole_before(self, place: int) -> int | None:
        """«5 та видеодан 2 таси», «40 мурожаатдан 38 таси»: how many there are."""
        before = place - 1
        if self._wording.text(place + 1) not in _PIECES or not self._wording.word(before).endswith("dan"):
            return None
        while before > place - _NEAR_WHOLE and self._wording.is_word(before):
            before -= 1
        is_more = self._wording.value(before) >= self._wording.value(place)  # unlike «6 тестлардан 200 таси»
        return before if self._wording.is_number(before) and before < place - 1 and is_more else None

    def _is_whole(self, place: int) -> bool:
        """Whether the number is how many there are, of which some are counted behind it."""
        after = place + 1
        while after < place + _NEAR_WHOLE and self._wording.is_word(after):
            after += 1
        return after > place + 1 and self._wording.is_number(after) and self._whole_before(after) == place

    def _is_decimal(self, place: int) -> bool:
        """«18,4 млрд», «1 236 та»: the first figures of a longer number."""
        following = place + 1
        if (
            self._wording.text(following) in {",", "."}
            and self._wording.touches(following)
            and self._wording.touches(following + 1)
        ):
            return self._wording.is_number(following + 1) and self._wording.concept(following + 2) is Concept.UNIT
        grouped = (
            self._wording.is_number(following)
            and len(self._wording.text(following)) == 3
            and len(self._wording.text(place)) <= 3
        )
        return (
            grouped
            and self._wording.concept(following + 1) in (Concept.UNIT, None)
            and not self._wording.touches(following)
        )

    def _is_of_a_list(self, place: int) -> bool:
        """«1) 11-тадбир»: a line's number, before an activity's."""
        return (
            self._wording.text(place + 1) in {")", "."}
            and self._wording.is_number(place + 2)
            and self.is_label(self.after_dash(place + 3))
        )

    def _is_part_of_a_name(self, place: int) -> bool:
        """Q1, форма-2: a number joined to an unknown word before it."""
        if self._wording.touches(place) and self._wording.is_word(place - 1):
            return self._wording.concept(place - 1) is None
        if (
            self._wording.text(place - 1) == "-"
            and self._wording.touches(place)
            and self._wording.touches(place - 1)
            and self._wording.is_word(place - 2)
        ):
            return self._wording.concept(place - 2) is None
        return False
