"""Who carries an activity out: a cell's words matched with the people and units that are known.

A match is certain only where surname and initials are the same after folding, or a unit's name is. Whatever else looks
like somebody known is asked; a surname alone is never enough.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from services.documents.blocks import joined
from services.documents.front import nominative
from services.documents.understood import ExecutorRead, Match, Part
from services.language.names import Named, find
from services.language.script import APOSTROPHES, DASHES, bare, fold, swap_twins

_AP = re.escape(APOSTROPHES)
_UPPER = "A-ZА-ЯЁЎҚҒҲӮІЅЈ"
_TWO_LETTERS = r"(?:SH|CH|YU|YA|YO)(?=\s?\.)"  # one sound of the Latin script, in capitals
_INITIAL = (
    rf"(?:(?:{_TWO_LETTERS}|[{_UPPER}](?:[{_AP}]|[a-zа-яё](?=\s?\.))?)\s?\.|(?<![\w{_AP}])[{_UPPER}](?![\w{_AP}]))"
)
_SURNAME = rf"[{_UPPER}][\w{_AP}]{{2,}}(?:-[{_UPPER}][\w{_AP}]{{2,}})?"
_INITIALS_FIRST = re.compile(rf"(?<![\w{_AP}])((?:{_INITIAL}\s*){{1,3}})({_SURNAME})")
_SURNAME_FIRST = re.compile(rf"(?<![\w{_AP}])({_SURNAME})\s*((?:{_INITIAL}\s*){{1,3}})(?!\s*\.)")
_NOTE_SIGNS = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_TORN_AFTER = re.compile(rf"(?<=[{_UPPER}]\.)(?<!\w\w\.)[^\S\n]*\n\s*(?={_SURNAME}\s*(?:[,;\n]|$))")
_TORN_BEFORE = re.compile(rf"(?<=\w\w)[^\S\n]*\n\s*(?=(?:{_INITIAL}\s*){{1,3}}(?:[,;\n]|$))")
_SURNAME_ENDING = re.compile(
    r"(?:[oeё]v|ev|ov|in|iy|skiy|[oe]va|eva|ova|ina|skaya|aya|ko|ich|zoda|ogli|qizi|yan|dze|shvili)(?:ga|ni|ning|dan|da)?$"
)
_CASE = re.compile(r"(?:lar)?(?:ga|ni|ning|dan|da)?")  # «Б. Юнусов ва М. Мирамировларга»
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|ogli|ugli|qizi|kizi)$")
_WORD = re.compile(rf"[\w{_AP}-]+")
_SHORTEST_ASKED = 4
_LONGEST_CELL = 4_000  # characters; no activity has so many executors

_AND = re.compile(r"\s+(?:ва|ҳамда|va|hamda|и|а также|shuningdek|шунингдек)\s+")
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_KEPT_BRACKETS = re.compile(
    r"\((шаҳар|туман|shahar|tuman|город\w*|район\w*|вилоят|viloyat|область|лар|lar)\)", re.IGNORECASE
)
# «Молия ва Адлия вазирликлари» are two that are named, no open set.
_NAMED_BODIES = re.compile(r"\w \W*(?:vazirlik|agentlik|qomita)lari\b")
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[–—•-])\s*(?=\D)")
_MANY_BODIES = re.compile(r"\b(?:vazirlik|agentlik|qomita|hokimlik|hokimiyat|bolim|boshqarma)lari\b")
_LABEL = re.compile(
    rf"^\W*((?:масъул|mas.?ul|ответствен|отв|ижрочи|ijrochi|исполнител|исп|ҳамкор|hamkor|ҳамижрочи|hamijrochi|соисполнител"
    rf"|участник|иштирокчи)[\w{_AP}]*(?:\s+(?:ижрочи|ijrochi|исполнител|шахс)\w*)?)\s*\.?\s*[:–—-]\s*(?=\S)",
    re.IGNORECASE,
)
_LEAD_MARK = re.compile(
    r"^\W*(?:bosh\s+)?(?:masul|otvetstvenn|otv|glavniy|bosh|rahbar|rukovoditel|svod)\w*(?:\s+(?:ijrochi|ispolnitel|shahs)\w*)?\W*$"
)
_LEADS = re.compile(r"^\W*(?:masul|otvetstvenn|otv)\w*(?:\s+(?:ijrochi|ispolnitel|shahs)\w*)?\W*$")  # beside a name
_LEAD_LABEL = re.compile(r"^(?:masul|otv)")
_CO_LABEL = re.compile(r"^(?:hamijrochi|soispolnitel|hamkor|uchastnik|ishtirok)")
_AGREED = re.compile(r"\b(?:po soglasovani|kelishuv|kelishilgan|kelishib)")
_TOGETHER = re.compile(
    r"\s*\b(?:билан|bilan)\s+(?:ҳамкорлик\w*|биргаликда|hamkorlik\w*|birgalikda|келишилган\s+ҳолда|kelishilgan\s+holda)"
    r"|\b(?:совместно|во\s+взаимодействии|вместе)\s+со?\s+|\bпри\s+участии\s+|\bс\s+участием\s+"
    r"|\s*\b(?:иштирокида|ishtirokida)\b",
    re.IGNORECASE,
)


def _words(words: str) -> str:
    return "|".join(bare(word) for word in words.split())


_OUTSIDE = re.compile(
    rf"\b(?:{_words('вазирлиг вазирлик агентлиг агентлик қўмита ҳокимлиг ҳокимият телерад университет институт')}"
    rf"|{_words('академия банк палата уюшма ассоциация жамғарма фонд федерация прокуратура инспекция ҳаракат партия')}"
    rf"|{_words('компания корхона жамият газета телеканал министерств агентств комитет хокимият союз общество')}"
    rf"|{_words('предприяти газет ассоциаци федераци палат инспекци партии движени департамент концерн ташкилот')}"
    rf"|{_words('идора орган маҳалла суд муассаса иттифоқ маҳкама сенат администраци кенгес')}"
    r"|ichki ishlar|vnutrenni\w* del|davlat\w* xavfsiz|davlat|gosudarstvenn|milliy (?!markaz)|nasionaln)"
)
_INSIDE = re.compile(
    rf"\b(?:{_words('бўлим котибият раҳбарият сектор девонхона гуруҳ марказ матбуот отдел секретариат аппарат')}"
    rf"|{_words('групп канцеляри бухгалтери центр')})"
)
_AREA = re.compile(r"\b(?:viloyat|tuman|shahar|oblast|rayon|gorod|hudud|adliya|soliq|bojxona|yustisi|nalogov)")
_DIRECTORATE = re.compile(r"\b(?:boshqarma|upravleni)")
_COMMISSIONS = re.compile(r"\bkomissiya")
_GROUP_BEGINS = re.compile(
    r"^\W*(?:barcha|hamma|boshqa|qolgan|tegishli|manfaatdor|masul (?!b)|har bir|vse|prochi|drugi|ini[ey]|sootvetstvuy"
    r"|zainteresovan|kajd)"
)
_PLURAL_BODY = re.compile(
    r"\b(?:komissiya|tashkilot|idora|vazirlik|vazirlig|hokimlik|hokimlig|hokimiyat|organ|muassasa|korxona|ijrochi"
    r"|bolinma|agentlik|boshqarma|partiya|vosita)\w*lar(?:i|ning)?\b"
    r"|\b(?:sredstva massov\w*"
    r"|komissii|vedomstva|organizasii|organi|hokimiyati|ispolniteli|ministerstva i|podrazdeleniya|partii)\b"
)
_MANY_HEADS = re.compile(
    r"\b(?:rais|rahbar|boshli[qg]|mudir|direktor|kotib|hokim|orinbosar|mutahassis|hodim|inspektor|oqsoqol|mutasaddi|vakil|faol)lari?\b"
    r"|\b(?:predsedateli|rukovoditeli|nachalniki|zaveduyushie|direktora|sekretari|zamestiteli|spesialisti|inspektora)\b"
)
_POST = re.compile(
    rf"\b(?:{_words('раис котиб бошлиқ бошлиғ мудир раҳбар директор мутахассис ўринбосар маслаҳатчи ходим ёрдамчи')}"
    rf"|{_words('инспектор ҳисобчи юрист председател секретар начальник руководител заместител специалист заведующ')}"
    rf"|{_words('консультант помощник бухгалтер')})(?!iyat|iat)"
)
_COMPANY = re.compile(
    r"\b(?:АЖ|АК|ОАЖ|МЧЖ|ДУК|ДК|ХК|АО|ОАО|ЗАО|ООО|ГУП|ГУ|ННТ|ННО|AJ|AK|OAJ|MCHJ|DUK|DK|XK|NNT)\b|MChJ"
)
_QUOTED = re.compile('[«“„"][^«»“”"]+[»”“"]')
_ACRONYM = re.compile(rf"^[{_UPPER}]{{3,}}$|^\w*[{_UPPER}]{{3,}}\w*$")

# What a Russian plan calls the units of an Uzbek one, by the beginnings of words.
_TRANSLATED = {
    bare(russian): bare(uzbek)
    for russian, uzbek in (
        ("учебн", "ўқув"), ("центр", "марказ"), ("член", "аъзо"), ("цик", "мск"), ("избирательн", "сайлов"),
        ("центральн", "марказий"), ("комисси", "комиссия"), ("отдел", "бўлим"), ("подразделени", "бўлим"),
        ("секретариат", "котибият"), ("управлени", "бошқарма"), ("финанс", "молия"), ("юридическ", "юридик"),
        ("информац", "ахборот"), ("кадр", "кадрлар"), ("международн", "халқаро"), ("пресс", "матбуот"),
        ("служб", "хизмат"), ("бухгалтери", "бухгалтерия"), ("групп", "гуруҳ"), ("совет", "кенгаш"),
    )
}  # fmt: skip
_ABBREVIATED = {"msk": ("markaziy", "saylov", "komissiya")}
_UZBEK_ENDING = re.compile(r"(?:lar)?(?:i|si)?(?:ga|ni|ning|dan|da)?$")
_NEAR_UNIT = 88  # of 100: misspelt


@dataclass(frozen=True)
class Known:
    """Somebody the plan in force knows."""

    key: str
    name: str
    is_unit: bool
    aliases: tuple[str, ...] = ()
    head: str | None = None  # of a unit


@dataclass(frozen=True)
class _Person:
    initials: tuple[str, ...]  # each as it may be folded
    surname: str
    start: int
    end: int


@dataclass(frozen=True)
class _Mark:
    """What is said of whoever stands here."""

    is_lead: bool = False
    is_outside: bool = False
    is_co: bool = False


class Cast:
    """Those known, and the reading of cells against them."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = tuple(known)
        self._read: dict[tuple[str, str], tuple[ExecutorRead, ...]] = {}

    @cached_property
    def _people(self) -> list[tuple[_Person, Known]]:
        listed = [(spelling, one) for one in self._known if not one.is_unit for spelling in (one.name, *one.aliases)]
        return [(people[0], one) for spelling, one in listed if (people := _people_in(spelling, _INITIALS_FIRST))]

    @cached_property
    def _units(self) -> list[tuple[str, Known]]:
        return [(name, one) for one in self._known if one.is_unit for name in (one.name, *one.aliases)]

    @cached_property
    def _named(self) -> list[Named]:
        return [Named(one.key, one.name, one.aliases) for one in self._known if not one.is_unit]

    def read(self, cell: str, partners: str = "") -> tuple[ExecutorRead, ...]:
        """The executors in a cell, and in the partners' cell beside it; the first who may lead leads, unless said."""
        asked = (_mended(cell[:_LONGEST_CELL]), _mended(partners[:_LONGEST_CELL]))
        if asked not in self._read:
            found = list(self._cell(asked[0], _Mark()))
            found += [(one, replace(mark, is_co=True)) for one, mark in self._cell(asked[1], _Mark(is_co=True))]
            self._read[asked] = tuple(_with_parts(_once(found)))
        return self._read[asked]

    def knows(self, text: str) -> bool:
        """Whether a text names nobody but people or units that are known."""
        read = self.read(text)
        return bool(read) and all(one.match is Match.CERTAIN for one in read)

    def _cell(self, cell: str, mark: _Mark) -> Iterator[tuple[ExecutorRead, _Mark]]:
        current = mark
        for chunk in _chunks(cell):
            for piece in self._pieces(chunk):
                text = piece
                if label := _LABEL.match(text):
                    word = bare(label[1])
                    current = _Mark(is_lead=bool(_LEAD_LABEL.match(word)), is_co=bool(_CO_LABEL.match(word)))
                    text = text[label.end() :]
                yield from self._piece(text, current)
            if current.is_lead:
                current = mark

    def _pieces(self, chunk: str) -> Iterator[str]:
        """The names in a chunk: comma by comma, but an organisation with a comma in its name stays whole."""
        parts = [each for part in _outside_brackets(chunk, ",") for each in self._by_slash(part)]
        waiting = ""
        for place, part in enumerate(parts):
            whole = f"{waiting}, {part}" if waiting else part
            if place + 1 < len(parts) and self._is_beginning(part, parts[place + 1]):
                waiting = whole
                continue
            waiting = ""
            yield from self._split_by_and(whole)

    def _by_slash(self, text: str) -> list[str]:
        """«Юнусов Б. / Учебный центр» as two, where each of them names somebody."""
        parts = [part.strip() for part in text.split("/")]
        return parts if all(self._is_name(part) or _has_body(part) for part in parts) else [text]

    def _is_beginning(self, part: str, following: str) -> bool:
        """Whether an organisation's name goes on after the comma: «Олий таълим | фан ва инновациялар вазирлиги»."""
        if self._is_name(part) or self._is_name(following):
            return False
        if _MANY_BODIES.search(bare(following)) and not _has_body(part):
            return not _GROUP_BEGINS.match(bare(part))
        small = following.lstrip()[:1].islower()
        if not small or _GROUP_BEGINS.match(bare(following)) or _TOGETHER.search(part) or _AGREED.search(bare(part)):
            return False
        following_has = bool(_OUTSIDE.search(bare(following)) or _INSIDE.search(bare(following)))
        if re.match(r"\W*(?:ministerstv|komitet|agentstv|departament|upravlen)", bare(part)):
            return not following_has
        return not _has_body(part) and following_has

    def _is_name(self, text: str) -> bool:
        outer = _BRACKETS.sub(" ", text)
        return bool(self._best_people(outer)) or self._unit(outer.strip()) is not None

    def _split_by_and(self, text: str) -> Iterator[str]:
        parts = _AND.split(text)
        complete = [self._is_name(part) or _has_body(part) for part in parts]
        named = any(self._is_name(part) for part in parts)
        # «барча вазирликлар ва идоралар», «туман комиссиялари раислари ва котиблари»
        shared = any(len(part.split()) == 1 and _MANY_HEADS.search(bare(part)) for part in parts[1:])
        if (_GROUP_BEGINS.match(bare(text)) or shared) and not named:
            yield text
            return
        if (len(parts) > 1 and "(" not in text and (all(complete) or named) and not _is_one_body(parts)) or (
            len(parts) > 1 and "(" in text and all(self._is_name(part) for part in parts)
        ):
            yield from parts
        else:
            yield text

    def _piece(self, text: str, mark: _Mark) -> Iterator[tuple[ExecutorRead, _Mark]]:
        text = _LIST_MARK.sub("", text)
        text = _KEPT_BRACKETS.sub(r"{\1}", text) if not self._best_people(_BRACKETS.sub(" ", text)) else text
        inside = [one.strip() for one in _BRACKETS.findall(text) if one.strip()]
        outer = joined(_BRACKETS.sub(" ", text).replace("{", "(").replace("}", ")").split())
        together = _TOGETHER.search(outer)
        if together is not None and outer[: together.start()].strip() and outer[together.end() :].strip():
            yield from self._piece(outer[: together.start()], mark)  # «Учебный центр | совместно с | Министерством …»
            outer, mark = outer[together.start() :], replace(mark, is_lead=False)
        if together is not None:
            mark = replace(mark, is_outside=True)
            outer = nominative(joined(_TOGETHER.sub(" ", outer).split()))
        if any(_AGREED.search(bare(one)) for one in inside):
            mark = replace(mark, is_outside=True)
        if any(_LEAD_MARK.match(bare(one)) for one in inside):
            mark = replace(mark, is_lead=True)
        if self._says_lead(outer):
            mark = replace(mark, is_lead=True)
        outer = outer.strip(" .,:–—-") if not re.search(rf"\b{_INITIAL}$", outer.strip()) else outer.strip(" ,:")
        found = list(self._names(outer)) if any(map(str.isalpha, outer)) else []
        leads = [one for one in inside if _LABEL.match(one)]
        said = [one for one in inside if one not in leads and not _LEAD_MARK.match(bare(one))]
        if found and said:
            found = [*found[:-1], self._with_brackets(found[-1], said)]
        for one in found:
            yield one, mark
        for one in leads:
            yield from self._cell(one, _Mark())

    def _says_lead(self, text: str) -> bool:
        """Whether the words beside a single name say that it leads: «Б. Юнусов – масъул», «отв. Юнусов Б.»."""
        people = self._best_people(text)
        beside = (text[: people[0].start], text[people[0].end :]) if len(people) == 1 else ()
        return any(_LEADS.match(bare(words)) for words in beside)

    def _with_brackets(self, one: ExecutorRead, said: Sequence[str]) -> ExecutorRead:
        """A unit keeps its head, a person the post."""
        for words in said:
            people = self._best_people(words)
            if people and not self._best_people(one.written):
                return replace(one, head=words)
            if not people and not _AGREED.search(bare(words)):
                return replace(one, post=joined((one.post, words)))
        return one

    def _names(self, text: str) -> Iterator[ExecutorRead]:
        people = self._best_people(text)
        if not people:
            yield self._other(text)
            return
        place = 0
        for number, person in enumerate(people):
            before = text[place : person.start].strip(" ,.–—-:")
            last = number == len(people) - 1
            after = text[person.end :].strip(" ,–—-:.") if last else ""
            if before and (known := self._unit(before)):
                yield known
                before = ""
            partners = [
                words for words in (before, after) if _OUTSIDE.search(bare(words)) and not _POST.search(bare(words))
            ]
            yield self._person(
                person,
                text[person.start : person.end].strip(),
                joined(words for words in (before, after) if words not in partners),
            )
            yield from map(self._other, partners)
            place = person.end

    def _best_people(self, text: str) -> list[_Person]:
        """The people in a text, read with the initials first or last: whichever leaves less over and knows more."""
        readings = [_people_in(text, _INITIALS_FIRST), _people_in(text, _SURNAME_FIRST)]
        readings = [
            [one for one in reading if self._is_surname(one.surname, text[one.start : one.end])] for reading in readings
        ]
        best = max(readings, key=lambda one: (sum(map(self._is_certain, one)), sum(p.end - p.start for p in one)))
        return best or self._by_full_name(text)

    def _is_surname(self, surname: str, written: str) -> bool:
        if "." in written:
            return not _OUTSIDE.search(surname) and not _POST.search(surname)
        return bool(_SURNAME_ENDING.search(surname)) or any(surname == one.surname for one, _ in self._people)

    def _is_certain(self, person: _Person) -> bool:
        return len(self._same(person)) == 1

    def _same(self, person: _Person) -> list[Known]:
        found: dict[str, Known] = {}
        for other, one in self._people:
            if _stem(person.surname, other.surname) and set(person.initials) & set(other.initials):
                found[one.key] = one
        return list(found.values())

    def _by_full_name(self, text: str) -> list[_Person]:
        """«Юнусов Баҳодир Алиевич», «Баҳодир Юнусов»: the other name's first letter is the initial."""
        words = [word for word in _WORD.finditer(text) if len(word[0]) > 2 and word[0][0].isupper()]
        for place, word in enumerate(words):
            surname = _plain(word[0])
            known = any(_stem(surname, other.surname) for other, _ in self._people)
            if not known:
                continue
            near = [words[other] for other in (place + 1, place - 1) if 0 <= other < len(words)]
            names = [one for one in near if _could_be_first_name(one[0]) and _adjacent(text, one, word)]
            start, end = word.start(), word.end()
            if names:
                first = names[0]
                start, end = min(start, first.start()), max(end, first.end())
                following = re.match(rf"\s+[{_UPPER}][\w{_AP}]+", text[end:])
                if following and _PATRONYMIC.search(_plain(following[0])):
                    end += following.end()
                return [_Person(_initial_folds(first[0], word[0]), surname, start, end)]
            return [_Person((), surname, start, end)]
        return []

    def _person(self, person: _Person, written: str, post: str) -> ExecutorRead:
        post = "" if _LEAD_MARK.match(bare(post)) or not any(map(str.isalpha, post)) else post
        same = self._same(person)
        if len(same) == 1:
            return ExecutorRead(same[0].name, Part.CO, Match.CERTAIN, written, same[0].key, post=post)
        near = same or self._near(person, written)
        if near:
            names = tuple(one.name for one in near)
            return ExecutorRead(near[0].name, Part.CO, Match.ASK, written, near[0].key, names, post=post)
        return ExecutorRead(written, Part.CO, Match.NEW, written, post=post)

    def _near(self, person: _Person, written: str) -> list[Known]:
        """Those who may be meant: a spelling near, or the surname with other initials."""
        if len(person.surname) < _SHORTEST_ASKED:
            return []
        by_key = {one.key: one for one in self._known}
        found = [one.key for one in find(written, self._named)] or [
            one.key for one in find(person.surname, self._named)
        ]
        return [by_key[key] for key in found]

    def _other(self, text: str) -> ExecutorRead:
        """A unit, an organisation, a post."""
        if known := self._unit(text):
            return known
        if not _POST.search(bare(text)) and (near := self._near_units(text)):
            names = tuple(one.name for one in near)
            return ExecutorRead(near[0].name, Part.CO, Match.ASK, text, near[0].key, names)
        single = text.split()
        if len(single) == 1 and _SURNAME_ENDING.search(_plain(text)) and text[:1].isupper():
            near = self._near(_Person((), _plain(text), 0, len(text)), text)
            if near:
                return ExecutorRead(
                    near[0].name, Part.CO, Match.ASK, text, near[0].key, tuple(one.name for one in near)
                )
        return ExecutorRead(text, _part_of_other(text), Match.NEW, text)

    def _unit(self, text: str) -> ExecutorRead | None:
        squeezed = _squeezed(text)
        for name, one in self._units:
            if squeezed == _squeezed(name) or re.fullmatch(
                rf"{re.escape(_squeezed(name))}(?:ga|ni|ning|dan|da)", squeezed
            ):
                return ExecutorRead(one.name, Part.CO, Match.CERTAIN, text, one.key)
        return None

    def _near_units(self, text: str) -> list[Known]:
        written = _stems(text)
        found: dict[str, Known] = {}
        for name, one in self._units:
            known = _stems(name)
            if not written or not known:
                continue
            whole = frozenset(written)
            same = whole == frozenset(known)
            part = written[-1] == known[-1] and len(written) > 1 and whole <= frozenset(known)
            more = frozenset(known) <= whole and written[-1] == known[-1]
            if same or part or more or fuzz.ratio(_squeezed(text), _squeezed(name)) >= _NEAR_UNIT:
                found[one.key] = one
        return list(found.values())


def _mended(cell: str) -> str:
    """A cell without the signs of notes, and with the names that a line's end had torn from their initials."""
    return _TORN_BEFORE.sub(" ", _TORN_AFTER.sub(" ", _NOTE_SIGNS.sub("", cell)))


def _has_body(text: str) -> bool:
    """Whether a text names an organisation, a unit or a post, not only what one of them is for."""
    folded = bare(text)
    return bool(_OUTSIDE.search(folded) or _INSIDE.search(folded) or _POST.search(folded))


def _with_parts(found: Sequence[tuple[ExecutorRead, _Mark]]) -> Iterator[ExecutorRead]:
    """Who leads: whoever is said to, else the first of the house."""
    parts = [_part(one, mark) for one, mark in found]
    may_lead = [place for place, part in enumerate(parts) if part is Part.CO]
    said = [place for place in may_lead if found[place][1].is_lead]
    own = [place for place in may_lead if not found[place][1].is_co]
    lead = next(iter(said or own or may_lead), None)
    for place, (one, _) in enumerate(found):
        yield replace(one, part=Part.LEAD if place == lead else parts[place])


def _part(one: ExecutorRead, mark: _Mark) -> Part:
    if one.key is not None or one.part is Part.GROUP:
        return one.part
    if mark.is_outside and not _people_in(one.written, _INITIALS_FIRST):
        return Part.OUTSIDE
    if mark.is_co and one.part is Part.CO and not _INSIDE.search(bare(one.name)) and not _has_initials(one.written):
        return Part.CO if _POST.search(bare(one.name)) else Part.OUTSIDE
    return one.part


def _has_initials(text: str) -> bool:
    return bool(_people_in(text, _INITIALS_FIRST) or _people_in(text, _SURNAME_FIRST))


def initials_first(name: str) -> str:
    """«Петров И.И.» as plans write it: «И. И. Петров»; whatever is no surname with its initials stays."""
    for pattern in (_SURNAME_FIRST, _INITIALS_FIRST):
        if (found := pattern.fullmatch(name.strip())) is not None:
            surname, initials = found.groups() if pattern is _SURNAME_FIRST else reversed(found.groups())
            return " ".join([*(f"{one.strip(' .')}." for one in re.findall(_INITIAL, initials)), surname])
    return name


def names_a_body(name: str) -> bool:
    """Whether a name that is not known is a unit's, an organisation's or a post."""
    return _has_body(name)


def people_named(words: str) -> list[str]:
    """The people whom words name with initials: «Ш. Умаров» of «бўлим бошлиғи Ш.Умаров»."""
    found = [match[0] for match in _INITIALS_FIRST.finditer(words)]
    found = found or [f"{match[2].strip()} {match[1]}" for match in _SURNAME_FIRST.finditer(words)]
    return [re.sub(r"\.\s*(?=\w{3})", ". ", " ".join(one.split())) for one in found]


def is_person(name: str) -> bool:
    """Whether a name that is not known is a person's: with initials, or a surname beside another name."""
    if _has_initials(name):
        return True
    words = name.split()
    return (
        len(words) in (2, 3)
        and all(word[:1].isupper() for word in words)
        and not _has_body(name)
        and any(_SURNAME_ENDING.search(_plain(word)) for word in words)
    )


def _part_of_other(text: str) -> Part:
    """The part of who is not known: a partner outside the house, an open set, or somebody of the house."""
    folded = bare(text)
    if _stems(text) in _ABBREVIATED.values():  # the organisation itself
        return Part.CO
    many = _PLURAL_BODY.search(folded) and not (_NAMED_BODIES.search(folded) or _POST.search(folded))
    if _GROUP_BEGINS.match(folded) or _MANY_HEADS.search(folded) or many:
        return Part.GROUP
    outside = (_OUTSIDE.search(folded) or _COMPANY.search(text)) is not None
    if _POST.search(folded) or (_INSIDE.search(folded) and not outside):
        return Part.CO
    outside = outside or _QUOTED.search(text) is not None
    if _DIRECTORATE.search(folded):
        return Part.OUTSIDE if outside or _AREA.search(folded) else Part.CO
    return Part.OUTSIDE if outside or _COMMISSIONS.search(folded) or _ACRONYM.match(text) else Part.CO


def _once(found: Iterable[tuple[ExecutorRead, _Mark]]) -> list[tuple[ExecutorRead, _Mark]]:
    """Each of them once; what is said at any of the places holds."""
    kept: dict[str, tuple[ExecutorRead, _Mark]] = {}
    for one, mark in found:
        key = one.key or bare(one.name)
        if key in kept:
            first, said = kept[key]
            kept[key] = (first, replace(said, is_lead=said.is_lead or mark.is_lead))
        else:
            kept[key] = (one, mark)
    return list(kept.values())


def _is_one_body(parts: Sequence[str]) -> bool:
    """«фан ва инновациялар вазирлиги», «Министерство юстиции и …»: one organisation, not two."""
    bodies = [_has_body(part) for part in parts]
    people = [bool(_people_in(part, _INITIALS_FIRST) or _people_in(part, _SURNAME_FIRST)) for part in parts]
    return not any(people) and not all(bodies)


def _chunks(cell: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, sign in enumerate(cell):
        depth += (sign == "(") - (sign == ")" and depth > 0)
        if sign in ";\n" and depth == 0:
            yield cell[start:place]
            start = place + 1
    yield cell[start:]


def _outside_brackets(text: str, sign: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, one in enumerate(text):
        depth += (one == "(") - (one == ")" and depth > 0)
        if one == sign and depth == 0:
            if text[start:place].strip():
                yield text[start:place].strip()
            start = place + 1
    if text[start:].strip():
        yield text[start:].strip()


def _people_in(text: str, pattern: re.Pattern[str]) -> list[_Person]:
    people = []
    for match in pattern.finditer(text):
        initials, surname = (match[1], match[2]) if pattern is _INITIALS_FIRST else (match[2], match[1])
        first = re.match(rf"{_TWO_LETTERS}|[{_UPPER}][a-zа-яё]?", initials.strip())
        if first is None:
            continue
        people.append(_Person(_initial_folds(first[0], surname), _plain(surname), match.start(), match.end()))
    return people


@lru_cache(maxsize=4096)
def _initial_folds(name: str, surname: str) -> tuple[str, ...]:
    """How an initial, or a first name's beginning, may be folded; a look-alike of the other script included."""
    letter = name[0]
    folded = {_first_sound(bare(name))}
    if _is_cyrillic(letter) != _is_cyrillic(surname[0]) and swap_twins(letter) != letter:
        swapped = _first_sound(bare(swap_twins(letter)))
        # A letter that is the same sound in both scripts needs no swap; of two sounds the look-alike's is meant.
        folded = {swapped} if _is_cyrillic(surname[0]) else folded | {swapped}
    return tuple(sorted(folded))


def _first_sound(folded: str) -> str:
    """Two letters are one sound: «Sh.» is «Ш.»; Қ and К are one to a Russian typist."""
    sound = folded[:2] if folded[:2] in ("sh", "ch", "yu", "ya", "yo", "dj") else folded[:1]
    return {"q": "k", "dj": "j"}.get(sound, sound)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return re.sub(r"[\W_]", "", bare(word))


def _stem(written: str, known: str) -> bool:
    """The same surname, also in an Uzbek case; Russian cases may be another surname's («Юнусова»)."""
    return written == known or (written.startswith(known) and _CASE.fullmatch(written[len(known) :]) is not None)


def _could_be_first_name(word: str) -> bool:
    plain = bare(word)
    return not (_POST.search(plain) or _OUTSIDE.search(plain) or _INSIDE.search(plain) or _COMMISSIONS.search(plain))


def _adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one, other), key=lambda match: match.start())
    return text[first.end() : second.start()].strip() == ""


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    return re.sub(rf"[\W_{re.escape(DASHES)}]+", "", bare(text))


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    """The words of a unit's name without endings, in Uzbek and its order, abbreviations written out."""
    stems: list[str] = []
    translated = False
    for word in re.findall(r"[a-z0-9]+", re.sub(rf"[{_AP}]", "", fold(text))):
        begins = max((one for one in _TRANSLATED if word.startswith(one)), key=len, default="")
        russian = _TRANSLATED.get(begins)
        if russian is not None and not word.startswith(russian):
            translated = True
            stem = russian
        else:
            stem = word if len(word) <= 4 else _UZBEK_ENDING.sub("", word) or word
        stems += _ABBREVIATED.get(stem, (stem,))
    if translated and len(stems) > 1:
        body = next((stem for stem in ("azo", "bolim", "markaz") if stem in stems), None)
        if body:
            stems = [stem for stem in stems if stem != body] + [body]
    return tuple(stems)
