"""Orders written as paragraphs: minutes and decisions without a table, whose words say who has what to do by when."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.documents import headings
from services.documents.blocks import BULLET, Paragraph, unbroken
from services.documents.columns import looks_like_term
from services.documents.executors import is_person
from services.documents.rows import RawActivity, RawSection
from services.language.script import APOSTROPHES, bare

_AP = re.escape(APOSTROPHES)
_END = r"\s*(?:[:=]|\s[-–—]|[-–—]\s)\s*"
_PEOPLE_WORDS = (
    r"(?:ижро\s+учун\s+|ijro\s+uchun\s+)?"
    rf"(?:масъул|mas[{_AP}]?ul|жавобгар|javobgar|ижрочи|ijrochi|ответствен|отв\.|исполнител)[\w{_AP}]*"
    rf"(?:\s+(?:ижрочи|ijrochi|шахс|shaxs|исполнител|лиц|за\s+исполнение)[\w{_AP}]*)?"
)
_TERM_WORDS = (
    r"(?:(?:ижро|бажариш|бажарилиш|ijro|bajarish|bajarilish|ижро\s+этиш)\s+)?"
    rf"(?:муддат|muddat)[\w{_AP}]*|срок(?:\s+исполнения)?|сроки"
)
_NAME_FOLLOWS = r"(?-i:(?=[A-ZА-ЯЁЎҚҒҲ]))"
_TERM_FOLLOWS = r"(?=\d|до\s|не\s|с\s|ҳар\s|har\s|доимий|doimiy|постоянно|ежемесячно|ежеквартально|еженедельно)"
_LABELS = re.compile(
    rf"(?<![\w{_AP}])(?:(?P<people>{_PEOPLE_WORDS})|(?P<term>{_TERM_WORDS})){_END}"
    # Within brackets a label may do without a sign: «(отв. Умаров Ш.; срок до 1 мая)».
    rf"|(?:(?<=[(\[])|(?<=[;,]\s))(?:(?P<people_in>{_PEOPLE_WORDS})\s+{_NAME_FOLLOWS}"
    rf"|(?P<term_in>{_TERM_WORDS})\s+{_TERM_FOLLOWS})",
    re.IGNORECASE,
)
_BEFORE_LABEL = " \n\t(;,–—-["
# A person's initials before or after the name, and what a list of names or a term goes on after, are no ends of pieces.
_PIECES = re.compile(r"\s+[–—-]\s+|\s*;\s*|(?<=[^\W\d_]{3})\.\s+|(?<=[\d)»”\"])\.\s+(?=[^\W_])|,\s+|\n|\s*[()]\s*")
_LONGEST_PIECE = 80  # characters of a name or a term that stands after an activity's words
_LONGEST_END = 40  # characters of «йил якунига қадар»
_END_OF_TIME = re.compile(r"\bdo\b|gacha\b|\bqadar\b|konc[ae]|yil (?:oxiri|yakuni)|kechiktirmay|pozdnee")
_FEWEST_UNCOUNTED = 3  # lines that make a list without numbers
_LEAST_SAID = 0.6  # of a list's items that must end with a term and a name, where no words say what these are
_LONGEST_POST = 7  # words before the name of whoever signs
_WROTE = re.compile(  # «баённомани юритди», «протокол вёл», «тузувчи»
    r"\b(?:yurit(?:di|uvchi)|yozdi|yozib (?:bordi|oldi)|tuz(?:di|uvchi)|rasmiylashtirdi|tayyorladi|imzoladi"
    r"|raislik qil(?:di|uvchi)|raislik etdi|raislik etuvchi|vyol|vel|vela|sostavila?|podgotovila?|podpisala?"
    r"|predsedatelstv\w+"
    r"|taken by|signed by|prepared by)$"
)
_POST = re.compile(r"\b(?:raisi?|kotibi?|orinbosari|boshligi|rahbari|predsedatel|sekretar|chairman|chair|secretary)$")
_DOT_OF_SHORT_WORD = re.compile(r"(?:^|[\s.(])[\w]{1,2}\.$")


@dataclass
class _Order:
    number: str
    lines: list[str]
    section: int | None = None


def read_orders(
    lines: Sequence[Paragraph], knows: Callable[[str], bool]
) -> tuple[list[RawActivity], list[RawSection], int]:
    """The orders among paragraphs, their sections, and the place of the first.

    None where nothing says whose they are or by when: words for it, or else the names of those whom one `knows` and
    terms at the ends of most items.
    """
    runs: list[tuple[int, list[_Order]]] = []
    sections: list[RawSection] = []
    is_signed = False
    for place, line in enumerate(lines):
        if not line.text or headings.is_signature(line.text) or line.contents:
            continue
        number, rest = _number(line)
        if number:
            is_signed = False
            last = runs[-1][1][-1].number if runs else ""
            anew = bool(sections) and _orders_something(runs) and runs[-1][1][-1].section != len(sections) - 1
            if not runs or not (_follows(last, number) or anew):
                runs.append((place, []))
            runs[-1][1].append(_Order(number, [rest], len(sections) - 1 if sections else None))
        elif is_signed or (runs and _signs(line.text, _read(runs[-1][1][-1]), knows)):
            is_signed = True
        elif runs and knows(line.text):  # «Х. Маматов» begins as a section does
            runs[-1][1][-1].lines.append(line.text)
        elif heading := _section(line):
            sections.append(heading)
        elif runs and not headings.is_roman_heading(line.text) and not (line.centred and line.bold):
            runs[-1][1][-1].lines.append(line.text)
    for place, run in runs:
        read = [_read(order) for order in run]
        said = sum(1 for one in read if not one.is_bare)
        if said >= len(read) / 3 and any(one.deadline and one.executors for one in read):
            return list(_numbered(read)), sections, place
    for place, run in runs:
        read = [_unlabelled(order, knows) for order in run]
        if sum(1 for one in read if one.deadline and one.executors) >= max(2, len(read) * _LEAST_SAID):
            return list(_numbered(read)), sections, place
    return _uncounted(lines, knows)


def _signs(text: str, last: RawActivity, knows: Callable[[str], bool]) -> bool:
    """Whether a line below the last decision says who signed the paper: «Баённомани юритди: И. Хаджиев».

    A post with a name («Комиссия раиси …») does so only where the decision has its executors and its term already.
    """
    words = text.split()
    is_whole = bool(last.deadline and last.executors)
    if is_whole and len(words) <= _LONGEST_POST and _POST.search(bare(text).strip(" :-")):
        return True  # the name stands on the next line
    for place in range(1, min(len(words), _LONGEST_POST) + 1):
        head, who = " ".join(words[:place]), " ".join(words[place:]).strip(" :–—-")
        if not who or not (is_person(who) or knows(who)):
            continue
        said = bare(head).strip(" :-")
        if _WROTE.search(said) or (is_whole and _POST.search(said)):
            return True
    return False


def _uncounted(
    lines: Sequence[Paragraph], knows: Callable[[str], bool]
) -> tuple[list[RawActivity], list[RawSection], int]:
    """A list without numbers, most of whose lines end with a term and names."""
    sections: list[RawSection] = []
    read: list[RawActivity] = []
    begin, others = len(lines), 0
    for place, line in enumerate(lines):
        if not line.text or line.contents or line.boxed:
            continue
        one = _unlabelled(
            _Order("", [line.seen.removeprefix(f"{BULLET} ")], len(sections) - 1 if sections else None), knows
        )
        if one.deadline and one.executors:
            begin = min(begin, place)
            read.append(one)
        elif heading := _section(line):
            sections.append(heading)
        elif read:
            others += 1
    is_list = len(read) >= _FEWEST_UNCOUNTED and len(read) >= (len(read) + others) * _LEAST_SAID
    return (read, sections, begin) if is_list else ([], [], len(lines))


def _section(line: Paragraph) -> RawSection | None:
    """A heading with a Roman number or a word for a part."""
    found = headings.section_heading(line.seen) if headings.is_roman_heading(line.seen) else None
    return RawSection(found.number, found.title) if found is not None and found.title else None


def _orders_something(runs: Sequence[tuple[int, list[_Order]]]) -> bool:
    """Whether the last list says of any of its items whose it is or by when, so that a section may count anew."""
    return bool(runs) and any(not _read(order).is_bare for order in runs[-1][1])


def _number(line: Paragraph) -> tuple[str, str]:
    if line.marker and line.marker != BULLET:
        return headings.cell_number(line.marker) or "", line.text
    return headings.split_number(line.text)


def _follows(last: str, number: str) -> bool:
    """Whether a number goes on with the list: it does not begin anew."""
    if headings.is_letter(number) or not last:
        return True
    base = re.match(r"\d+", last)
    own = re.match(r"\d+", number)
    return base is None or own is None or (int(own[0]) >= int(base[0]) and number != last)


def _read(order: _Order) -> RawActivity:
    whole = "\n".join(order.lines)
    found = list(_LABELS.finditer(whole))
    if not found:
        return RawActivity(order.number, _joined_lines(order.lines), section=order.section)
    text = whole[: found[0].start()].rstrip(_BEFORE_LABEL)
    values: dict[str, list[str]] = {"people": [], "term": []}
    in_brackets = whole[: found[0].start()].rstrip().endswith(("(", "["))
    tail = ""
    for label, following in zip(found, [*found[1:], None], strict=True):
        value = whole[label.end() : following.start() if following else len(whole)]
        kind = "people" if label["people"] or label["people_in"] else "term"
        value, rest = _closed(value) if in_brackets or following is None else (value, "")
        if following is None or in_brackets:
            tail = rest or tail
        values[kind].append(_trimmed(value, keeps_dot=kind == "people"))
    if in_brackets and tail.strip().startswith("."):
        text = f"{text}."
    return RawActivity(
        order.number,
        _joined_lines(text.split("\n")),
        " ".join(filter(None, values["term"])),
        "; ".join(filter(None, values["people"])),
        section=order.section,
    )


def _unlabelled(order: _Order, knows: Callable[[str], bool]) -> RawActivity:
    """An item at whose end a term and names stand without words for them: «… – М. Сатаев – 15 февралгача»."""
    whole = "\n".join(order.lines).strip().rstrip(" .;")
    ends = list(_PIECES.finditer(whole))
    terms: list[str] = []
    people: list[str] = []
    last, cut = "", len(whole)
    for end in reversed(ends):
        piece = whole[end.end() : cut].strip()
        if not piece:
            cut = end.start()
            continue
        kind = _kind_of(piece, knows)
        if not kind or (kind != last and (terms if kind == "term" else people)):
            break
        (terms if kind == "term" else people).insert(0, piece)
        last = kind
        cut = end.start()
    begin = 0
    if people and not terms and ends and _kind_of(whole[: ends[0].start()], knows) == "term" and ends[0].end() < cut:
        begin, terms = ends[0].end(), [whole[: ends[0].start()]]  # «15 февраль – Реестрни янгилаш – М. Сатаев»
    text = whole[begin:cut].rstrip(_BEFORE_LABEL)
    if cut < len(whole) and whole[cut : cut + 1] == ".":
        text = f"{text}."
    if not (terms and people and text):
        return RawActivity(order.number, _joined_lines(order.lines), section=order.section)
    return RawActivity(
        order.number, _joined_lines(text.split("\n")), ", ".join(terms), ", ".join(people), section=order.section
    )


def _kind_of(piece: str, knows: Callable[[str], bool]) -> str:
    if len(piece) > _LONGEST_PIECE:
        return ""
    if knows(piece) or is_person(piece):
        return "people"
    is_term = looks_like_term(piece) or (len(piece) < _LONGEST_END and _END_OF_TIME.search(bare(piece)))
    return "term" if is_term else ""


def _closed(value: str) -> tuple[str, str]:
    """What stands before the bracket that closes the whole, and what after it."""
    depth = 0
    for place, sign in enumerate(value):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return value[:place], value[place + 1 :]
    return value, ""


def _trimmed(value: str, *, keeps_dot: bool) -> str:
    """A value without the marks after it; the dot of an initial or of «й.» is its own."""
    value = " ".join(value.split()).rstrip(" ;,([–—-")
    if value.endswith(".") and not _DOT_OF_SHORT_WORD.search(value):
        value = value.rstrip(". ")
    return value.rstrip(" ;,") if not keeps_dot else value


def _joined_lines(lines: Sequence[str]) -> str:
    return unbroken("\n".join(line.strip() for line in lines if line.strip()))


def _numbered(read: Sequence[RawActivity]) -> Iterator[RawActivity]:
    base = ""
    for one in read:
        if headings.is_letter(one.number):
            yield replace(one, number=f"{base}{one.number}")
        else:
            base = one.number
            yield one
