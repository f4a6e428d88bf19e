"""Which numbers of a message name activities, which are percents, and which are neither."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from services.language.number_words import (
    COUNTED_LABEL,
    DAY,
    DOCUMENT,
    LABEL,
    LABEL_BEFORE,
    MONTH,
    ORDINAL_ENDING,
    PERCENT,
    POINT,
    THING,
    UNIT,
    number_of,
)
from services.language.progress_words import COMPOUND, CROSSES, STATEMENTS, TICKS, Sense, sense_of
from services.language.tokens import Kind, Token


class Role(Enum):
    """What a number is."""

    ACTIVITY = auto()  # labelled: «5-тадбир», «№5»
    PERCENT = auto()
    OTHER = auto()  # a date, a sum of money
    COUNT = auto()  # of things: «3 та плакат»
    ITEM = auto()  # of a numbered list: «1) … 2) …»
    POINT = auto()  # of an activity: «19-тадбирнинг 2-банди»
    BARE = auto()  # said without any of these; a mention may still claim it


@dataclass(frozen=True)
class Mention:
    """Activities named together, and the tokens that name them (`first` to `last`)."""

    numbers: tuple[int, ...]
    first: int
    last: int
    labelled: bool
    certain: bool


_LARGEST_ACTIVITY = 999
_WIDEST_RANGE = 100  # activities in «3-9»; more is no list of activities
_LIST_JOINTS = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_PERCENT_JOINTS = frozenset({"-", ":", "=", ")", ".", "boyicha", "ga", "—"})
RANGE_JOINTS = frozenset({"-", "to", "do", "dan", "yoki", "ili", "or"})
_COUNT_BEFORE = frozenset({"soat", "q", "iz", "of", "tadan", "do", "k", "ko", "by"})
_TELEPHONE = 7  # digits
_MARKS = frozenset(")]\ufe0f\u20e3")  # after the number of a list's item: «1)», «1️⃣»
_ACTIVITY_RANGE_JOINTS = frozenset({"-", "po"})
_SAID = STATEMENTS | {Sense.DENIAL_AFTER}
_FILLERS = frozenset(
    {
        "esa",
        "bolsa",
        "toliq",
        "polnostyu",
        "uje",
        "fully",
        "all",
        "is",
        "was",
        "tolik",
        "butunlay",
        "are",
        "at",
        "in",
        "v",
        "ustida",
        "haqida",
        "yuzasidan",
        "ijrosi",
        "ijroda",
        "bugun",
        "kecha",
        "segodnya",
        "vchera",
    }
)
ENDS = frozenset(".!?;\n…")
_GROUP = 3  # digits between the spaces of 10 000


class Mentions:
    """Reads the numbers of one message: `roles` by place, `found` mentions in order."""

    def __init__(self, tokens: Sequence[Token], known: Collection[int]) -> None:
        self._tokens = tokens
        self._known = known
        self._consumed: set[int] = set()  # labels that already belong to the number before them
        self.roles: dict[int, Role] = {}
        self.found: list[Mention] = []
        for place, token in enumerate(tokens):
            if token.kind is Kind.DATE:
                self.roles[place] = Role.OTHER
            elif token.kind is Kind.FRACTION:
                self.roles[place] = Role.OTHER if self._text(place - 1) in {"№", "#"} else Role.PERCENT
            elif token.kind is Kind.NUMBER:
                self.roles[place] = self._role(place)
        self._find_telephones()
        self._find_lists()
        self._find_points()
        self._latest_percent = -1
        for place in self.roles:
            self._mention(place)
            if self.roles[place] is Role.PERCENT:
                self._latest_percent = place

    # Reading the neighbours

    def _text(self, place: int) -> str:
        return self._tokens[place].text if 0 <= place < len(self._tokens) else "\n"

    def _is_word(self, place: int) -> bool:
        return 0 <= place < len(self._tokens) and self._tokens[place].kind is Kind.WORD

    def _is_number(self, place: int) -> bool:
        return 0 <= place < len(self._tokens) and self._tokens[place].kind is Kind.NUMBER

    def _touch(self, place: int) -> bool:
        """Whether nothing stands between this token and the one before it."""
        return 0 < place < len(self._tokens) and self._tokens[place - 1].end == self._tokens[place].start

    def _after_dash(self, place: int) -> int:
        return place + 1 if self._text(place) == "-" else place

    def _after_ending(self, place: int) -> int:
        """The place after an ordinal's ending: the «чи» of «5-чи», the «й» of «5-й»."""
        after = self._after_dash(place)
        return after + 1 if self._is_word(after) and ORDINAL_ENDING.fullmatch(self._text(after)) else place

    # Roles

    def _role(self, place: int) -> Role:
        if self._is_percent(place):
            return Role.PERCENT
        if self._is_document(place) or not 0 < self._tokens[place].value <= _LARGEST_ACTIVITY:
            self._forget_groups(place)
            return Role.OTHER
        if self._is_labelled(place):
            return Role.ACTIVITY
        if self._is_counted(place):
            self._forget_groups(place)
            self._forget_days(place)
            return Role.COUNT if self._counts_things(place) else Role.OTHER
        return Role.OTHER if self._is_part_of_a_name(place) else Role.BARE

    def _is_percent(self, place: int) -> bool:
        following = self._text(self._after_dash(place + 1))
        if PERCENT.fullmatch(following) or (following == "per" and self._text(place + 2).startswith("cent")):
            return True
        return self._text(place - 1) == "%" and not self._is_number(place - 2)

    def _is_document(self, place: int) -> bool:
        before = place - 1
        while self._text(before) in {"№", "#", "no", "n", "-", ".", "raqami"}:
            before -= 1
        after = self._after_dash(self._after_ending(place + 1))
        if DOCUMENT.fullmatch(self._text(before)) or DOCUMENT.fullmatch(self._text(after)):
            return True

        # A registered number («№ 15-04») has a zero before its second part, and «исх. № 15» says so.
        registered = self._text(place + 1) == "-" and self._touch(place + 1) and self._text(place + 2).startswith("0")
        return registered or (self._text(before) in {"ish", "vh"} and self._text(before + 1) == ".")

    def _is_labelled(self, place: int) -> bool:
        after = self._after_dash(self._after_ending(place + 1))
        label = self._text(after)
        if LABEL.fullmatch(label) and not self._is_how_many(place, label):
            self._consumed.add(after)
            return True
        before = place - 1
        while self._text(before) in {"№", "#", "-", ":", ".", "s"} and before > place - 3:
            if self._text(before) in {"№", "#"}:
                return True
            before -= 1
        return before not in self._consumed and bool(LABEL_BEFORE.fullmatch(self._text(before)))

    def _is_how_many(self, place: int, label: str) -> bool:
        which = self._after_ending(place + 1) != place + 1 or self._text(place - 1) in {"№", "#", "-", ","}
        return bool(COUNTED_LABEL.fullmatch(label)) and not which and self._text(place + 1) != "-"

    def _is_counted(self, place: int) -> bool:
        if self._is_how_many(place, self._text(place + 1)) or UNIT.fullmatch(self._text(self._after_dash(place + 1))):
            return True
        if MONTH.fullmatch(self._text(place - 1)) or self._text(place - 1) in _COUNT_BEFORE:
            return True
        if self._continues_group(place):
            return self._text(place).startswith("0") or self.roles.get(place - 1) is Role.OTHER
        return False

    def _continues_group(self, place: int) -> bool:
        return self._is_number(place - 1) and len(self._text(place)) == _GROUP and len(self._text(place - 1)) <= _GROUP

    def _forget_groups(self, place: int) -> None:
        """The numbers before a counted one are its thousands: «10 000 сўм»."""
        while self._continues_group(place) and self.roles.get(place - 1) is Role.BARE:
            place -= 1
            self.roles[place] = Role.OTHER

    def _counts_things(self, place: int) -> bool:
        following = self._text(self._after_dash(place + 1))
        return bool(THING.fullmatch(following)) or self._is_how_many(place, following)

    def _forget_days(self, place: int) -> None:
        """The numbers joined to a day are days: «5, 6 ва 7 апрель», «5-9 апрель кунлари»."""
        if not DAY.fullmatch(self._text(self._after_dash(place + 1))):
            return
        while self._text(place - 1) in _LIST_JOINTS | RANGE_JOINTS and self.roles.get(place - 2) is Role.BARE:
            place -= 2
            self.roles[place] = Role.OTHER

    def _find_telephones(self) -> None:
        """Numbers in a row, with a group of three digits or a plus: «71 239 15 16», «+998 90 123 45 67»."""
        place = 0
        while place < len(self._tokens):
            end = place
            while self._is_number(end) or (end > place and self._text(end) in {"-", ")", "("}):
                end += 1
            group = [one for one in range(place, end) if self._is_number(one)]
            digits = [self._text(one) for one in group]
            marked = self._text(place - 1) == "+" or any(len(one) == _GROUP for one in digits)
            if len(group) > 2 and marked and len("".join(digits)) >= _TELEPHONE:
                self.roles.update(dict.fromkeys(group, Role.OTHER))
            place = max(end, place + 1)

    def _find_lists(self) -> None:
        """The marks of numbered lists, «1) … 2) …» or «1. …» by lines; alone, they may be activities of that number."""
        marks: list[int] = []
        for place in [*self.roles, len(self._tokens)]:
            if self._marks_item(place) and self._tokens[place].value == len(marks) + 1:
                marks.append(place)
            elif place == len(self._tokens) or (self._marks_item(place) and self._tokens[place].value == 1):
                self._take_list(marks, place)
                marks = [place]

    def _take_list(self, marks: Sequence[int], end: int) -> None:
        if len(marks) > 1 and not self._lists_statements(marks, end):
            self.roles.update(dict.fromkeys(marks, Role.ITEM))

    def _marks_item(self, place: int) -> bool:
        if not self._is_number(place) or self.roles[place] not in {Role.BARE, Role.OTHER, Role.COUNT}:
            return False
        mark, before = self._text(place + 1), self._text(place - 1)
        if mark == "-":
            return before == "\n" and not self._touch(place + 1)
        return self._touch(place + 1) and (mark in _MARKS or (mark == "." and before in ENDS | {","}))

    def _lists_statements(self, marks: Sequence[int], end: int) -> bool:
        """«1) 70% 2) бажарилди»: nothing but how far the person's own activities of these numbers are."""
        inside = [place for place in range(marks[0], end) if self._is_word(place)]
        own = all(self._tokens[place].value in self._known for place in marks)
        return own and all(
            sense_of(self._text(one)) or PERCENT.fullmatch(self._text(one)) or self._text(one) in _FILLERS
            for one in inside
        )

    def _find_points(self) -> None:
        """«19-тадбирнинг 2- ва 3-бандлари», «п. 2 мероприятия 19»: points beside an activity are parts of it."""
        labelled = [place for place, role in self.roles.items() if role is Role.ACTIVITY]
        for place in labelled:
            before = self._before_list(place)
            if self._is_point(place) and self._names_activity(before):
                for one in range(before + 1, place + 1):
                    if self.roles.get(one) in {Role.BARE, Role.ACTIVITY}:
                        self.roles[one] = Role.POINT
            elif not self._is_point(place):
                self._take_point_before(place)

    def _names_activity(self, place: int) -> bool:
        """Whether a label at `place`, or a number with its sign («№5»), names an activity and no point."""
        if place in self._consumed:
            return not POINT.fullmatch(self._text(place))
        return self.roles.get(place) is Role.ACTIVITY and not self._is_point(place)

    def _before_list(self, place: int) -> int:
        """The place before a number and those joined to it."""
        before = self._beginning(place) - 1
        while self._text(before) in _LIST_JOINTS | {"-", ":"} or self.roles.get(before) is Role.BARE:
            before -= 1
        return before

    def _take_point_before(self, place: int) -> None:
        """The point whose activity is named after it."""
        before = self._beginning(place) - 1
        while self._text(before) in {"of", ",", "the"}:
            before -= 1
        if before in self._consumed:  # «3-пункт 5-мероприятия»
            before = next((one for one in range(before - 1, before - 4, -1) if one in self.roles), before)
        if self.roles.get(before) is Role.ACTIVITY and self._is_point(before):
            self.roles[before] = Role.POINT

    def _is_point(self, place: int) -> bool:
        """Whether a labelled number is called by a word that also names a part of an activity."""
        after = self._after_dash(self._after_ending(place + 1))
        label = after if after in self._consumed else place - 1
        while self._text(label) in {".", "-", ":"} and label > place - 3:
            label -= 1
        return bool(POINT.fullmatch(self._text(label)))

    def _is_part_of_a_name(self, place: int) -> bool:
        """Q1, форма-2, 2-босқич: a number grown together with a word that says nothing of work."""
        if self._touch(place) and self._is_word(place - 1):
            return True
        if self._text(place - 1) == "-" and self._touch(place) and self._touch(place - 1) and self._is_word(place - 2):
            return sense_of(self._text(place - 2)) is None and place - 2 not in self._consumed
        if self._text(place + 1) != "-" or not self._touch(place + 1) or not self._touch(place + 2):
            return False
        grown = self._after_ending(place + 1) == place + 1 and self._is_word(place + 2)
        return grown and sense_of(self._text(place + 2)) is None and number_of(self._tokens[place + 2]) is None

    # Mentions

    def _mention(self, place: int) -> None:
        role = self.roles[place]
        if role is Role.ACTIVITY:
            self._absorb_list(place)
            self._add(place, labelled=True, certain=True)
        elif role is Role.PERCENT:
            self._split_dashed_percent(place)
        elif role is Role.BARE:
            self._judge_bare(place)

    def _judge_bare(self, place: int) -> None:
        if self._is_percent_of_last(place):
            self.roles[place] = Role.PERCENT
            if not self._known and self._text(place - 1) == "-" and self._touch(place):  # «5-70»: or 5 to 70
                self.found.append(replace(self.found.pop(), certain=False))
        elif self._continues_list(place) or self._starts_statement(place) or self._ends_statement(place):
            if self._is_set_off(place):
                self._add(place, labelled=False, certain=True)
            else:  # a thing that it counts explains it
                self.roles[place] = Role.COUNT
        elif self._text(place - 1) == "na" and self._tokens[place].value <= 100:
            self.roles[place] = Role.PERCENT  # «готово на 70»
        elif not self._is_set_off(place):
            self.roles[place] = Role.COUNT

    def _add(self, place: int, *, labelled: bool, certain: bool) -> None:
        number = self._tokens[place].value
        numbers: tuple[int, ...] = (number,)
        if self.found and self._is_range(self.found[-1], place):
            start = self.found.pop()
            inside = range(start.numbers[0], number + 1)
            numbers = tuple(one for one in inside if one in (start.numbers[0], number) or self._is_mine(one))
            self.found.append(
                Mention(numbers, start.first, place, labelled or start.labelled, certain and start.certain)
            )
        else:
            self.found.append(Mention(numbers, self._beginning(place), place, labelled, certain))
        self.roles[place] = Role.ACTIVITY

    def _is_mine(self, number: int) -> bool:
        return not self._known or number in self._known

    def _beginning(self, place: int) -> int:
        """The place of the sign or label before the number, which belongs to its mention."""
        while place and self._text(place - 1) in {"№", "#", "n", "no"}:
            place -= 1
        return place - 1 if place - 1 not in self._consumed and LABEL_BEFORE.fullmatch(self._text(place - 1)) else place

    def _is_range(self, start: Mention, place: int) -> bool:
        joined = start.last == place - 2 and self._text(place - 1) in _ACTIVITY_RANGE_JOINTS
        return joined and 0 < self._tokens[place].value - start.numbers[-1] <= _WIDEST_RANGE

    def _absorb_list(self, place: int) -> None:
        """Bare numbers joined to a labelled one are activities too: «бугун 5, 6-тадбирлар»."""
        first = place
        while self._is_joined_bare(first):
            first -= 2
        for one in range(first, place, 2):
            self._add(one, labelled=True, certain=True)

    def _is_joined_bare(self, place: int) -> bool:
        joined = self._text(place - 1) in _LIST_JOINTS or self._text(place - 1) == "-"
        taken = self.found and self.found[-1].last >= place - 2
        return joined and not taken and self.roles.get(place - 2) is Role.BARE

    def _is_percent_of_last(self, place: int) -> bool:
        if not self.found or self._tokens[place].value > 100 or self._latest_percent > self.found[-1].last:
            return False
        last = self.found[-1]
        between = range(last.last + 1, place)
        if not all(one in self._consumed or self._is_joint(one) for one in between):
            return False
        dashed = len(between) == 1 and self._text(place - 1) == "-"
        return not (dashed and self._is_range(last, place) and self._reads_as_range(place))

    def _reads_as_range(self, place: int) -> bool:
        """Of «5-7» and «5-70»: both ends are the person's activities."""
        return self._tokens[place].value in self._known and self._touch(place)

    def _is_joint(self, place: int) -> bool:
        text = self._text(place)
        return text in _PERCENT_JOINTS or bool(LABEL.fullmatch(text) or ORDINAL_ENDING.fullmatch(text))

    def _continues_list(self, place: int) -> bool:
        if not self.found:
            return False
        before = place - 1 if self._text(place - 1) in _LIST_JOINTS else place
        if self._text(place - 1) in _ACTIVITY_RANGE_JOINTS and self.found[-1].last == place - 2:
            return True
        while before - 1 in self._consumed or self._text(before - 1) == "-":
            before -= 1
        return before < place and self.found[-1].last == before - 1

    def _starts_statement(self, place: int) -> bool:
        """At the start of a line, or after a comma when a statement follows: «5 70, 6 80»."""
        before = place - 1
        while before >= 0 and not self._is_word(before) and self._text(before) not in ENDS | {",", "%", ")"}:
            if before in self.roles:
                return False
            if self._text(before) in TICKS | CROSSES:  # «5 ✅ 6 ❌»
                return self._is_set_off(place)
            before -= 1
        if self._text(before) == "\n":
            return True
        if self._text(before) not in ENDS | {","} or not self.found:
            return False
        return self._is_set_off(place) and self._text(place + 1) not in ENDS | {","}

    def _ends_statement(self, place: int) -> bool:
        """After what was said of it: «done 5», «70% 5»."""
        before = place - 1
        while self._text(before) in {":", "-", "po", "on", "for", "with", "boyicha", "%"}:
            before -= 1
        if self.roles.get(before) is Role.PERCENT:
            said = not self.found and (not self._known or self._tokens[place].value in self._known)
        else:
            said = self._is_word(before) and sense_of(self._text(before)) in _SAID
        return said and self._text(before + 1) != "na" and not self._is_word(place + 1)

    def _is_set_off(self, place: int) -> bool:
        """Whether what follows a bare number is not a thing that it could count («5 лойиҳа»)."""
        after = self._after_ending(place + 1)
        if not self._is_word(after):
            return True
        text = self._text(after)
        return (
            sense_of(text) is not None
            or bool(COMPOUND.fullmatch(text))
            or text in _LIST_JOINTS | _PERCENT_JOINTS | RANGE_JOINTS | _FILLERS
        )

    def _split_dashed_percent(self, place: int) -> None:
        """«5-70%» names activity 5 when it is one of the person's and the line begins with it; «60-70%» is a range."""
        start = place - 2
        if self.roles.get(start) is not Role.ACTIVITY or self._text(place - 1) not in RANGE_JOINTS:
            return
        mention = self.found[-1]
        spaced = self._text(place - 1) == "-" and not (self._touch(place) and self._touch(place - 1))
        if mention.last != start or mention.labelled or spaced:
            return
        self.found.pop()
        if mention.numbers[0] in self._known:
            self.found.append(replace(mention, certain=False))
        else:
            self.roles[start] = Role.BARE
