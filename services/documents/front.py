"""What stands before a plan's rows: its title, whose plan it is, for which period, and the day of the decision."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from models.terms import Period
from services.documents import headings
from services.documents.blocks import Paragraph, joined
from services.documents.days import days_in, goes_from_day_to_day, period_beside_a_decision, period_in
from services.language.script import bare, fold
from services.language.translit import to_latin

_MOST_TITLE_LINES = 7
_LONGEST_TITLE_LINE = 260
_LONGEST_PERIOD = 60
_BODIES = (
    "комиссия вазирлиг вазирлик қўмита агентлиг агентлик ҳокимлиг ҳокимият бошқарма департамент марказ инспекция палата"
    " идора кенгаш университет институт академия бўлим котибият девон банк прокуратура суд жамғарма"
)
_BODY = re.compile(rf"\b(?:{'|'.join(bare(word) for word in _BODIES.split())})\w*?(?:i|si|lari|ri)?\b")
_GENITIVE = re.compile(r"(.+?)(?:нинг|ning)\b", re.DOTALL)
_ABOUT = re.compile(
    r".*\s(?:бўйича|bo.?yicha|юзасидан|yuzasidan|тўғрисида|to.?g.?risida|билан|bilan)\s+(?=(?-i:[A-ZА-ЯЎҚҒҲ])\S*\s)",
    re.IGNORECASE,
)
_HEAD_OF_BODY = re.compile(r"\s+(?:раиси|rahbari|raisi|раҳбари|директори|direktori|бошлиғи|boshlig.?i)$", re.IGNORECASE)
_ABOUT_A_YEAR = re.compile(r"\s+(?:20\d\d|\d|mo.?ljal|мўлжал|йил|yil)", re.IGNORECASE)
_GOES_ON = re.compile(r"^\s*(?:\(|на\s|учун|uchun|20\d\d)", re.IGNORECASE)
_MINUTES = re.compile(
    r"\b(?:bayonnoma|bayoni|bayon|protokol|qaror|buyru[qg]|farmoyish|postanovleni|resheni|prikaz|rasporyajeni)"
)
_MINUTES_NUMBER = re.compile(r"(?:№|N)\s*([\w/-]+)")
_PLACE_AFTER = re.compile(r"\s+(?:[\w‘’ʻʼ'-]+\s+(?:shahri|шаҳри)|г\.\s*[\w-]+)\s*$", re.IGNORECASE)

_RUSSIAN_BODIES = {
    "комиссии": "комиссия", "министерства": "министерство", "комитета": "комитет", "агентства": "агентство",
    "управления": "управление", "департамента": "департамент", "инспекции": "инспекция", "палаты": "палата",
    "центра": "центр", "хокимията": "хокимият", "отдела": "отдел", "совета": "совет", "университета": "университет",
    "института": "институт", "академии": "академия", "секретариата": "секретариат", "банка": "банк", "фонда": "фонд",
    "прокуратуры": "прокуратура", "службы": "служба", "ассоциации": "ассоциация", "компании": "компания",
}  # fmt: skip
_INSTRUMENTAL_BODIES = {
    "комиссией": "комиссия", "министерством": "министерство", "комитетом": "комитет", "агентством": "агентство",
    "управлением": "управление", "департаментом": "департамент", "инспекцией": "инспекция", "палатой": "палата",
    "центром": "центр", "хокимиятом": "хокимият", "отделом": "отдел", "советом": "совет",
    "университетом": "университет", "институтом": "институт", "академией": "академия",
    "секретариатом": "секретариат", "банком": "банк",
    "фондом": "фонд", "прокуратурой": "прокуратура", "службой": "служба", "ассоциацией": "ассоциация",
    "компанией": "компания",
}  # fmt: skip
_OBLIQUE_ADJECTIVES = (
    (re.compile(r"(?:ской|ским|ского)$"), {"f": "ская", "m": "ский", "n": "ское"}),
    (re.compile(r"(?:ой|ого|ым)$"), {"f": "ая", "m": "ый", "n": "ое"}),
    (re.compile(r"(?:ей|его|им)$"), {"f": "яя", "m": "ий", "n": "ее"}),
)
_ADJECTIVE_END = re.compile(r"(?:ой|ого|ей|его|ым|им)$")


@dataclass(frozen=True)
class Front:
    """None where the document does not say it."""

    title: str | None
    organisation: str | None
    period: Period | None
    document_day: date | None
    title_lines: tuple[Paragraph, ...] = ()


def front(lines: Sequence[Paragraph], known_organisation: str = "") -> Front:
    """Title, organisation, period and day from the lines before the plan's rows."""
    approvals = _approvals(lines)
    title_lines = _title_lines(lines, approvals)
    title = joined(line.text.replace("\n", " ") for line in title_lines) or None
    asides = [line.text for place, line in enumerate(lines) if place in approvals or line.boxed]
    is_minutes = title is not None and _MINUTES.search(bare(title)) is not None
    day = _document_day(lines, approvals, is_minutes=is_minutes)
    organisation = _organisation(title or "", asides, lines) or _known_line(lines, known_organisation)
    if is_minutes and title is not None:
        organisation = organisation or _body_line(title_lines)
        title = _minutes_title(title_lines, lines, known_organisation)
        if organisation:
            organisation = _known_spelling(organisation, known_organisation)
    period = (_planned(title, day) if is_minutes else period_in(title)) if title else None
    period = period or _period(lines, approvals, title_lines, day if is_minutes else None)
    if period is None and day is not None:
        period = Period(day.replace(day=1), date(day.year, 12, 31))
    return Front(title, organisation, period, day, tuple(title_lines))


def _planned(title: str, day: date | None) -> Period | None:
    """The period of a plan that carries out a decision; one that was over on the decision's day is what it is about."""
    if not headings.ends_as_plan_title(title) and not headings.begins_as_plan_title(title):
        return None
    found = period_beside_a_decision(title)
    return found if found is not None and (day is None or day <= found.end) else None


def _approvals(lines: Sequence[Paragraph]) -> set[int]:
    """The places of lines of an approval: from its first word to an empty or centred line."""
    found: set[int] = set()
    inside = False
    for place, line in enumerate(lines):
        text = line.text
        if headings.is_approval(text):
            inside = True
        elif inside and (not text or line.centred or headings.names_a_plan(text) or _begins_title(lines[place:])):
            inside = False
        if inside or headings.is_signature(text):
            found.add(place)
    return found


def _begins_title(lines: Sequence[Paragraph]) -> bool:
    """Whether a line below an approval, with no empty line between, says whose plan it is and for which period."""
    text = joined(line.text for line in lines[:2])
    owner = _uzbek_owner(lines[0].text) or _russian_owner(lines[0].text)
    return owner is not None and period_in(text) is not None and not days_in(text)


def _title_lines(lines: Sequence[Paragraph], approvals: set[int]) -> list[Paragraph]:
    """The title's lines; those in text boxes and frames only where no others hold one."""
    return _titled(lines, approvals, boxed=False) or _titled(lines, approvals, boxed=True)


def _titled(lines: Sequence[Paragraph], approvals: set[int], *, boxed: bool) -> list[Paragraph]:
    usable = [
        place
        for place, line in enumerate(lines)
        if line.text
        and place not in approvals
        and line.boxed == boxed
        and not line.contents
        and not line.marker
        and not headings.is_contents_heading(line.text)
        and not headings.is_note(line.text)
        and not line.text.endswith((":", ";"))
        and len(line.text) < _LONGEST_TITLE_LINE
    ]
    key = _title_place(lines, usable)
    if key is None:
        return []
    first = last = key
    while first - 1 in usable and key - first < _MOST_TITLE_LINES and _leads_to(lines[first - 1], lines[key]):
        first -= 1
    begins = first == key and period_in(lines[key].text) is None  # «ПЛАН | … комиссии | на 2025 год»
    while last + 1 in usable and _same_manner(lines[last + 1], lines[key]) and _goes_on(lines[last + 1].text, begins):
        last += 1
    return list(lines[first : last + 1])


def _leads_to(line: Paragraph, key: Paragraph) -> bool:
    """Whether a line right above a title's belongs to it; the note of whose annex it is does not."""
    return _same_manner(line, key) and not headings.is_annex(line.text)


def _goes_on(text: str, begins: bool) -> bool:
    """Whether a line below the plan's word belongs to the title, which may only begin with that word."""
    return (begins or _GOES_ON.match(text) is not None) and not days_in(text) and not text.lstrip().startswith("№")


def _title_place(lines: Sequence[Paragraph], usable: Sequence[int]) -> int | None:
    """The line with the word that names a plan; one set as a title first, then any, then minutes and decisions."""
    tests: tuple[Callable[[Paragraph], bool], ...] = (
        lambda line: _stands_out(line) and headings.ends_as_plan_title(line.text) and not _is_section(line.text),
        lambda line: _stands_out(line) and headings.names_a_plan(line.text) and not _is_section(line.text),
        lambda line: headings.ends_as_plan_title(line.text) and not _is_section(line.text),
        lambda line: headings.begins_as_plan_title(line.text),
        lambda line: headings.names_a_plan(line.text) and period_in(line.text) is not None and len(line.text) < 200,
        lambda line: (_stands_out(line) or line.text.isupper()) and _MINUTES.search(bare(line.text)) is not None,
    )
    for test in tests:
        for place in usable:
            if test(lines[place]):
                return place
    return None


def _stands_out(line: Paragraph) -> bool:
    return line.centred or line.bold or line.heading or line.text.isupper()


def _is_section(text: str) -> bool:
    return headings.is_roman_heading(text) or headings.section_heading(text) is not None


def _same_manner(line: Paragraph, key: Paragraph) -> bool:
    return line.centred == key.centred and (line.bold == key.bold or line.centred) and not _is_section(line.text)


def _organisation(title: str, asides: Sequence[str], lines: Sequence[Paragraph]) -> str | None:
    for text in (title, *asides, *(line.text for line in lines if not line.marker and len(line.text) < 200)):
        if found := _uzbek_owner(text) or _russian_owner(text):
            return found
    bodies = [line for line in lines if _is_body(line.text) and not line.marker and not headings.is_approval(line.text)]
    return next((line.text for line in sorted(bodies, key=lambda line: not line.centred)), None)


def _known_line(lines: Sequence[Paragraph], known: str) -> str | None:
    """The organisation of the plan in force, if a line says nothing else: its name need not be one of a body."""
    return known if known and any(bare(line.text) == bare(known) for line in lines) else None


def _uzbek_owner(text: str) -> str | None:
    """«Марказий сайлов комиссиясининг 2025 йил …»: the words before «-нинг», where they end with an organisation."""
    for match in re.finditer(r"(?:нинг|ning|(?<=[иi])(?:да|da))\b", text, re.IGNORECASE):
        owner, rest = _HEAD_OF_BODY.sub("", text[: match.start()]), text[match.end() :]
        owner = _ABOUT.sub("", owner)
        if not owner[:1].isupper() or re.match(r"\d", owner) or len(owner) > 150:
            return None
        if _is_body(owner) and (not rest.strip() or _ABOUT_A_YEAR.match(rest) or len(owner.split()) > 1):
            return owner.strip()
    return None


def _russian_owner(text: str) -> str | None:
    """«План работы Ташкентской областной избирательной комиссии на …», in the nominative."""
    words = text.split()
    for place, word in enumerate(words):
        plain = word.strip(",.;:»«()").lower()
        if plain not in _RUSSIAN_BODIES:
            continue
        start = place
        while start and _ADJECTIVE_END.search(words[start - 1].lower()):
            start -= 1
        end = place + 1
        while end < len(words) and not word.endswith((",", ".")):
            following = end + 1 if words[end][0].isupper() or words[end] in ("по", "и") else _russian_body(words, end)
            if following is None:
                break
            end = following
        if start == place and end == place + 1:
            continue
        while words[end - 1] in ("по", "и"):  # «… комиссии по подготовке к выборам»: what the plan is for
            end -= 1
        return nominative(" ".join(words[start:end]).strip(",.;:»"))
    return None


def _russian_body(words: Sequence[str], place: int) -> int | None:
    """The place after the body whose adjectives begin here: «Секретариата Центральной | избирательной комиссии»."""
    while place < len(words) and _ADJECTIVE_END.search(words[place].lower()):
        place += 1
    return place + 1 if place < len(words) and words[place].strip(",.;:»").lower() in _RUSSIAN_BODIES else None


def nominative(name: str) -> str:
    """A Russian organisation's name in the nominative, from the genitive or instrumental; others stay as they are."""
    words = name.split()
    bodies = {**_RUSSIAN_BODIES, **_INSTRUMENTAL_BODIES}
    place = next((at for at, word in enumerate(words) if word.lower() in bodies), None)
    if place is None:
        return name
    body = bodies[words[place].lower()]
    gender = "f" if body.endswith(("я", "а")) else "n" if body.endswith(("о", "е")) else "m"
    put = body.capitalize() if words[place][0].isupper() or place == 0 else body
    changed = [_nominative_adjective(word, gender) for word in words[:place]]
    result = [*changed, put, *words[place + 1 :]]
    result[0] = result[0][0].upper() + result[0][1:] if words[0][0].isupper() else result[0]
    return " ".join(result)


def _nominative_adjective(word: str, gender: str) -> str:
    for ending, nominatives in _OBLIQUE_ADJECTIVES:
        if ending.search(word):
            return ending.sub(nominatives[gender], word)
    return word


def _is_body(text: str) -> bool:
    last = bare(text).split()[-1:] if text.strip() else []
    return bool(last) and _BODY.fullmatch(last[0]) is not None


def _body_line(lines: Sequence[Paragraph]) -> str | None:
    return next((line.text for line in lines if _is_body(line.text)), None)


def _document_day(lines: Sequence[Paragraph], approvals: set[int], *, is_minutes: bool) -> date | None:
    """The day of the decision a plan is annexed to, or of the minutes; never that of an approval."""
    for place, line in enumerate(lines):
        around = [
            other
            for other in range(max(0, place - 2), min(len(lines), place + 3))
            if lines[other].boxed == line.boxed and lines[other].text
        ]
        days = days_in(line.text) or (days_in(joined(lines[at].text for at in around if at in (place, place + 1))))
        if not days:
            continue
        decided = any(headings.names_a_decision(lines[other].text) for other in around)
        if place in approvals and not decided:
            continue
        if (decided and (line.boxed or len(line.text) < 150) and not line.marker) or (is_minutes and not line.marker):
            return days[0]
    return None


def _period(
    lines: Sequence[Paragraph], approvals: set[int], title: Sequence[Paragraph], within: date | None
) -> Period | None:
    """The period named by a line after the title, else by any line but approvals and decisions.

    Minutes speak of former periods too: theirs has the day of the meeting `within`.
    """
    begin = lines.index(title[-1]) + 1 if title else 0
    for place in (*range(begin, len(lines)), *range(begin)):
        line = lines[place]
        if place in approvals or line.boxed or _is_dated(line.text) or headings.names_a_decision(line.text):
            continue
        found = period_in(line.text)
        if found is not None and (within is None or within in found):
            return found
    return None


def _is_dated(text: str) -> bool:
    """Whether a line has the day of something; from one day to another, and nothing else, is a period."""
    return bool(days_in(text)) and (len(text) > _LONGEST_PERIOD or not goes_from_day_to_day(text))


def _minutes_title(title: Sequence[Paragraph], lines: Sequence[Paragraph], known: str) -> str:
    """Minutes and decisions are called by their kind, day and number."""
    words = [
        line.text.lower() if line.text.isupper() and at else _known_spelling(line.text, known)
        for at, line in enumerate(title)
    ]
    dated = next((line.text for line in lines if days_in(line.text) and not line.marker and line not in title), "")
    beside = [line.text for line in lines if line.text.lstrip().startswith("№") and line not in title]
    number = _MINUTES_NUMBER.search(dated) or next(filter(None, map(_MINUTES_NUMBER.match, beside)), None)
    day = _PLACE_AFTER.sub("", _MINUTES_NUMBER.split(dated)[0]).strip(" ,.")
    tail = [day] if 0 < len(day) < 60 else []
    if number:
        tail.append(f"№ {number[1]}")
    return ", ".join([joined(words), *tail])


def _known_spelling(text: str, known: str) -> str:
    """A name in capitals as the plan in force writes it, in the script of the text."""
    if not text.isupper():
        return text
    for spelling in (known, to_latin(known)):
        if spelling and fold(spelling) == fold(text):
            return to_latin(known) if not re.search(r"[\u0400-\u052f]", text) else known
    return text[0] + text[1:].lower()
