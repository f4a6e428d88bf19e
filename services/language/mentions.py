"""Which numbers of a message name activities, which are percents, and which are neither."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from services.language.number_words import (
    COUNTED_LABEL,
    DOCUMENT,
    LABEL,
    LABEL_BEFORE,
    MONTH,
    ORDINAL_ENDING,
    PERCENT,
    UNIT,
    number_of,
)
from services.language.progress_words import COMPOUND, STATEMENTS, Sense, sense_of
from services.language.tokens import Kind, Token


class Role(Enum):
    """What a number is."""

    ACTIVITY = auto()  # labelled: «5-тадбир», «№5»
    PERCENT = auto()
    OTHER = auto()  # a date, a count, a sum of money
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
_COUNT_BEFORE = frozenset({"soat", "q", "iz", "of", "tadan"})
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
                self.roles[place] = Role.PERCENT
            elif token.kind is Kind.NUMBER:
                self.roles[place] = self._role(place)
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
            return Role.OTHER
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
        return bool(DOCUMENT.fullmatch(self._text(before)) or DOCUMENT.fullmatch(self._text(after)))

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
            self._add(place, labelled=False, certain=self._is_set_off(place))
        elif self._text(place - 1) == "na" and self._tokens[place].value <= 100:
            self.roles[place] = Role.PERCENT  # «готово на 70»

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
            or text in _LIST_JOINTS | _PERCENT_JOINTS | _FILLERS
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
