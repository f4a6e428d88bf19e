"""Whether words tell others to do something, whom they address, and by which day. Pure.

An instruction is shown before it goes to more than one activity's executors, so what is read here is never final; but
praise, blame and talk among leaders are not taken for one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.language.due_words import read_due
from services.language.everybody import addresses_everybody
from services.language.names import Named, find, is_name
from services.language.question_words import SECTION, meaning_of
from services.language.reading.lexicon import lexicon
from services.language.reading.matters import matter_in
from services.language.reading.short_answers import asks_plainly, orders
from services.language.reading.skeleton import skeleton
from services.language.roman import roman
from services.language.script import bare, one_of
from services.language.tokens import Token, TokenKind, tokenize

LONGEST_REMARK = 7  # words: what is longer and tells nobody anything may still be an instruction
_LONGEST_READ = 4096
_LONGEST_NAME = 3  # words
_BEGINNING = 4  # letters of a word that tell it, whatever its ending

_INFINITIVE = re.compile(  # Uzbek words end in «ти» too: «муддати»
    r"[а-яё]{3,}(?:ть|чь)(?:ся)?|[а-яё]+(?:вести|нести|йти)(?:сь)?", re.IGNORECASE
)
_NO_INFINITIVE = re.compile(  # nouns and numerals that end alike
    r"\w*(?:[оае]сть|ласть)|опять|[дп]е[вс]ять|пять|шесть|девять|десять|\w+дцать|\w+десят\w*|есть|часть|сеть|почти|пути"
    r"|вести|новости|власти|части|области|мать|ночь|речь|помощь|очень"
    r"|(?:по|у|за|про)?(?:казать|смотреть|видеть|знать|читать)|узнавать|посмотреть|получить|быть|понять",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"kerak\w*|lozim|zarur\w*|shart|majburiy|nujno|nado|neobhodimo|sleduet|trebuetsya|dolj\w+|obyazan\w*|trebuyu"
    r"|must|shall|should"
)
_OVERDUE = re.compile(
    r"prosroch\w*|overdue|doljnik\w*|kechikkan\w*|kechiktir\w*|otstayush\w*|opozdavsh\w*|qarzdor\w*|qarzdor\w*"
)
_TERM, _OVER = re.compile(r"muddat\w*|mudat\w*"), re.compile(r"[uo]tgan\w*|[uo]tib|[uo]tkaz\w*|buzgan\w*")
_SILENT = re.compile(
    r"molch\w+|otmalchiva\w*|neotchitavsh\w*|jim|sukut|hisobotsiz\w*|javobsiz\w*|silent|unresponsive|bezmolvn\w*"
)
_REPORT = re.compile(
    r"hisobot\w*|xisobot\w*|javob\w*|malumot\w*|axborot\w*|ahborot\w*|otchyot\w*|otchet\w*|otvet\w*|svedeni\w*"
)
_NOT_GIVEN = re.compile(  # «бермаганлар», «юбормаганларга»: those who have not; not «бермасин»
    r"\w*ma(?:gan|yotgan|ydigan)(?:lar)?(?:ga|ni|ning|dan|i|iga|larga)?"
)
_NOT_REPORTED = re.compile(r"otchitavsh\w*|sdavsh\w*|predstavivsh\w*|napravivsh\w*|otvetivsh\w*|prislavsh\w*|davsh\w*")
_ENGLISH_SILENCE = re.compile(
    r"\b(?:who|that|those)\b[^.!?\n]{0,30}\b(?:not|n['’]t|never)\s+(?:yet\s+)?(?:report|answer|respond|repl|sen[dt])"
    r"|\bкто\b[^.!?\n]{0,20}\bне\s+(?:отчита|сдал|представил|ответил|прислал)",
    re.IGNORECASE,
)
_SURNAME = re.compile(
    r"[a-z]{3,}(?:ov|ev|yov)(?:a|u|im|oy|ga|ni|lar|larga|aga|ani|ami|adan|dan)?|[a-z]{3,}(?:skiy|skiyu|skomu|skaya|skoy)"
)
_CALLS_BEFORE = frozenset(
    {"tell", "ask", "va", "i", "and", "pust", "skajite", "peredayte", "esa", "poruchit", "hamda", "let", "hurmatli"}
)
_CLOSED = frozenset(".,;:!?\n")
_PRAISE = re.compile(
    r"rahmat\w*|tashakkur\w*|molodes\w*|molodsi|otlichno|otlichnaya|barakalla|ofarin\w*|zor|ajoyib|qoyil\w*|spasibo"
    r"|(?:po)?blagodar\w*|minnatdor\w*|tabrikla\w*|pozdravlya\w*|great|excellent|thanks|thank|bravo|super|umnis\w*|prekrasno|zamechatelno"
    r"|perfect|congratulations|yashang\w*|malades"
)
_PASS_ON = re.compile(
    r"ayt(?:ing|inglar|ib|gin|ilsin)?|qoy(?:ing|inglar)?|deb|yetkaz(?:ing|inglar|ib|ilsin)?|bildir(?:ing|inglar|ib|ilsin)?"
    r"|peredat|pereday(?:te)?|skaji(?:te)?|skazat|obyavi(?:t|te)?|virazi(?:t|te)?|tell|say|pass|give|convey"
)
_HANDED = re.compile(
    r"отч[её]т|документ|файл|справк|ҳисобот|ҳужжат|маълумот|hisobot|hujjat|ma.?lumot|report|paper|file"
)
_GOOD_WORK = re.compile(
    r"(?:yahshi|zor|ajoyib|horosh\w*|otlichn\w*|good|great|nice|excellent|well)\s+(?:ish|rabot\w*|porabota\w*|job|work|done)\w*"
)
_WHO = frozenset({"kim", "kimlar", "kto", "who"})
_TELL = re.compile(r"\W*(?:please\s+)?(?:tell|ask|remind|let|have)\s+(?!me\b|us\b)[^\W\d]{3,}", re.IGNORECASE)
_TERM_SET = re.compile(r"srok\w*|muddat|muhlat|deadline")
_STEM = 5  # letters by which a word of a section's title is known
_LONGEST_INITIAL = 2  # letters
_SHORTEST_NAME = 5  # letters of a name that is not spelt whole or right
_LONGEST_PRAISE = 14  # words
_BESIDE_A_NAME = frozenset({"bilan", "s", "so", "with", "vmeste", "orqali", "orkali", "cherez"})
_THIRD_PERSON = ("sin", "sinlar")
_REMIND = re.compile(r"eslat(?:ing\w*|sin\w*|ilsin|gin|ib|ish)?|napomni(?:te|t)?|remind")
_REMINDER = re.compile(r"eslatma\w*|napominani\w*|reminder\w*")
_SEND = re.compile(r"(?:yubor|ber|jonat)(?:ing\w*|sin\w*|ilsin|gin|ib)?|otprav(?:te|it|l?yte)|poshli(?:te)?|send")
_ME = frozenset({"menga", "bizga", "mne", "nam", "me", "us"})
_WORKERS = re.compile(  # «масъулларга», «исполнителям»: those who are responsible, whoever they are
    r"(?:ham)?(?:ijrochi|masul|hodim|javobgar)lar(?:ga|ingizga)?|(?:so)?ispolnitelyam?|ot?vet?stvenn[ia]m|sotrudnikam"
    r"|executors|officers"
)
_NEAR = 4  # words in which those are addressed
_WORD = re.compile(r"[^\W\d][\w'’‘ʻʼ`]*")
_OWNERS = ("ning", "niki")
_UNIT_CALLED = re.compile(r"(.{3,}?)(?:lar)?(?:i|si)?(?:ga)?")  # whoever is told something: «марказ», «марказга»
_UNITS_IN_RUSSIAN = (  # plans name units in Uzbek
    (re.compile(r"(?:\bучебн\w+\s+)?\bцентру\b", re.IGNORECASE), "марказга"),
    (re.compile(r"(?:\bучебн\w+\s+)?\bцентр\b", re.IGNORECASE), "марказ"),
    (re.compile(r"\bсекретариату\b", re.IGNORECASE), "котибиятга"),
    (re.compile(r"\bсекретариат\b", re.IGNORECASE), "котибият"),
)
_BESIDE_A_REMINDER = one_of(
    """
    ne tem te yurgan yurganlarga yurganlar otirganlarga otchitalsya otchitalis sdal sdali kto vsem kim ham ularga
    iltimos pojaluysta hali eshyo esho barcha hamma shularga qoying yana bir bor raz marta odin opyat qayta again once
    more
    reported answered are that who those all to a have has not yet please
    """
)
_GIVES_TO = re.compile(  # «Маматовга берайлик», «Маматовга юклатилсин», «reassign to Mamatov»
    r"(?:ber|topshir|yukla|biriktir|otkaz)(?:aylik|ylik)|(?:biriktir|yukla|yuklat)(?:ilsin|nsin|ing|ng)|reassign"
)
_HANDS = re.compile(r"pereda(?:t|yte|dim|vayte|y)")
_WORK = re.compile(r"\d{1,9}|meropriyati\w*|punkt\w*|zadachu?|ego|eto")
_SO_THAT = frozenset({"chtobi", "chto", "pust"})
_NEW_OFFICER = re.compile(
    r"(?:masul|ijrochi|javobgar)\w* (?:etib|qilib) (?:tayinla|belgila|qoy)\w*"
    r"|(?:masul|ijrochi|javobgar)(?:lar)?(?:ni|ini|sini) (?:almashtir|ozgartir)\w*"
    r"|naznach\w* (?:\w+ )?otvet?stvenn\w+|otvet?stvenn\w+ (?:\w+ )?naznach\w*"
    r"|(?:za|s|po)men(?:it|ite|im|yaem|yayte|yat) (?:otvet?stvenn\w+|ispolnitel\w+)"
    r"|(?:change|replace) the (?:responsible )?(?:officer|executor)|boshqa (?:masul|ijrochi|odam)\w*"
    r" (?:tayinla|belgila|qoy)\w*"
)


@dataclass(frozen=True)
class Addressees:
    """Whom the words address: executors by key, sections of the plan, everybody who is overdue or silent, all.

    `workers`: those who are responsible, of whatever the talk is. `unknown`: people who are called by a name that
    nobody in the plan has.
    """

    executors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    overdue: bool = False
    silent: bool = False
    unknown: tuple[str, ...] = ()
    everybody: bool = False
    workers: bool = False

    @property
    def any(self) -> bool:
        """Whether anybody is addressed."""
        return bool(self.executors or self.sections or self.overdue or self.silent or self.everybody or self.workers)


def reminds(text: str) -> bool:
    """Whether others are to be reminded: «молчаётганларга эслатинг», «напомни тем, кто молчит», «send a reminder»."""
    words = [token.text for token in _words(text)]
    if _ME.intersection(words):
        return False
    if any(_REMIND.fullmatch(word) for word in words):
        return True
    places = [place for place, word in enumerate(words) if _REMINDER.fullmatch(word)]
    return any(_SEND.fullmatch(word) for place in places for word in words[max(0, place - 2) : place + 3])


def only_reminds(text: str) -> bool:
    """Whether the words do nothing but have the silent reminded: «ҳисобот бермаганларга эслатма юборинг»."""
    known = (_BESIDE_A_REMINDER, _REMIND, _REMINDER, _SEND, _SILENT, _REPORT, _NOT_GIVEN, _NOT_REPORTED)
    is_of_silent = reminds(text) and _of_silent(text, tokenize(text[:_LONGEST_READ]))
    return is_of_silent and all(
        token.kind is TokenKind.SIGN or any(one.fullmatch(token.text) for one in known) for token in tokenize(text)
    )


def changes_officer(text: str, names: Sequence[Named]) -> bool:
    """Whether work is to be given to somebody else: «3-тадбирни Маматовга берайлик», «назначить ответственным …»."""
    tokens = tokenize(text[:_LONGEST_READ])
    words = [token.text for token in tokens if token.kind is not TokenKind.SIGN]
    return _names_a_new_officer(words) or (_hands_on(words) and bool(_executors(text, tokens, names)))


def may_change_officer(text: str) -> bool:
    """Whether `changes_officer` may be true of the words, whoever the executors are."""
    words = [token.text for token in tokenize(text[:_LONGEST_READ]) if token.kind is not TokenKind.SIGN]
    return _names_a_new_officer(words) or _hands_on(words)


def _names_a_new_officer(words: Sequence[str]) -> bool:
    return _NEW_OFFICER.search(" ".join(words)) is not None


def _hands_on(words: Sequence[str]) -> bool:
    """Whether work is given to somebody, if somebody is named."""
    hands = [place for place, word in enumerate(words) if _HANDS.fullmatch(word)]
    is_handed = any(_WORK.fullmatch(word) for place in hands for word in words[place + 1 : place + 4])
    return (is_handed and not _SO_THAT.intersection(words)) or any(_GIVES_TO.fullmatch(word) for word in words)


def tells_to_do(text: str) -> bool:
    """Whether the words tell somebody to do something: «тезлаштирилсин», «представить справку», «жадвал керак»."""
    if orders(text, to_tell=True):
        return True
    if any(_DUTY.fullmatch(token.text) for token in _words(text)):
        return True
    return _has_infinitive(text)


def only_asks(text: str) -> bool:
    """Whether the words ask and tell nobody to do anything: «кто просрочил?», against «нега? тушунтириш беринг»."""
    if reminds(text):
        return False
    if matter_in(text) is not None and not orders(text):
        return True  # «файлларини кўрсатинг»: the bot shows them
    return asks_plainly(text) and not orders(text, to_tell=True) and ("?" in text or not _has_infinitive(text))


def _words(text: str) -> list[Token]:
    return [token for token in tokenize(text[:_LONGEST_READ]) if token.kind is TokenKind.WORD]


def _has_infinitive(text: str) -> bool:
    """«Представить справку», as against «показать план», which the bot is told."""
    written = (text[token.start : token.end] for token in _words(text))
    return any(_INFINITIVE.fullmatch(one) and not _NO_INFINITIVE.fullmatch(one) for one in written)


def tells_others(text: str) -> bool:
    """Whether it is others who are told, and not the bot: «берсин», «представить», against «ҳисобот беринг»."""
    if reminds(text) or orders(text) or _has_infinitive(text) or _TELL.match(text) is not None:
        return True
    if _names_a_day(text) and any(_TERM_SET.fullmatch(token.text) for token in _words(text)):
        return True
    if any(token.text.endswith(_THIRD_PERSON) for token in _words(text)) and orders(text, to_tell=True):
        return True
    return tells_to_do(text) and (_names_a_day(text) or _calls(text))


def _names_a_day(text: str) -> bool:
    return due_day(text, date(2024, 1, 1)) is not None  # whichever day it is


def _calls(text: str) -> bool:
    """«Юнусов, …», «всем: …»: somebody is called, and then told."""
    return re.match(r"\W*[^\W\d]+(?:[\s.]+[^\W\d]+){0,3}\s*[,:—–-]\s", text) is not None


def praises(text: str) -> bool:
    """Whether the words praise or thank, name whom they will, and tell nobody to do anything: «Юнусовга раҳмат»."""
    words = _words(text)
    if len(words) > _LONGEST_PRAISE or "?" in text or any(t.kind is TokenKind.NUMBER for t in tokenize(text)):
        return False
    said = " ".join(word.text for word in words)
    asks_who = any(word.text in _WHO for word in words)  # «ким энг яхши ишлаяпти»
    is_good_work = not asks_who and _GOOD_WORK.search(said) is not None
    is_praise = any(_PRAISE.fullmatch(word.text) for word in words) or is_good_work
    rest = " ".join(  # «раҳмат айтинг», «передайте спасибо»: told to the bot, and nothing to be done
        text[word.start : word.end]
        for word in words
        if not _PASS_ON.fullmatch(word.text) and not _PRAISE.fullmatch(word.text)
    )
    hands = any(_PASS_ON.fullmatch(word.text) for word in words) and _HANDED.search(rest.lower()) is not None
    return is_praise and not hands and not tells_to_do(rest) and not _names_a_day(text)


def is_remark(text: str) -> bool:
    """Whether the words are a short word of praise, blame or talk, which tells nobody to do anything."""
    numbers = any(token.kind is TokenKind.NUMBER for token in tokenize(text[:_LONGEST_READ]))
    return not numbers and len(_words(text)) <= LONGEST_REMARK and not tells_to_do(text)


def addressees(text: str, names: Sequence[Named], sections: Mapping[str, str]) -> Addressees:
    """Whom the words address, of the plan's executors and sections (titles by numeral)."""
    tokens = tokenize(text[:_LONGEST_READ])
    return Addressees(
        executors=tuple(dict.fromkeys([*_executors(text, tokens, names), *_units(text, names)])),
        sections=tuple(_sections(text, tokens, sections)),
        overdue=_of_overdue(tokens),
        silent=_of_silent(text, tokens),
        unknown=tuple(_unknown(text, tokens, names)),
        everybody=addresses_everybody(text),
        workers=any(_WORKERS.fullmatch(word.text) for word in _words(text)[:_NEAR]),
    )


def due_day(text: str, today: date) -> date | None:
    """The day by which something is to be done, if the words name one: «20 майгача», «до пятницы», «эртага»."""
    return read_due(text, today).day


def _of_overdue(tokens: Sequence[Token]) -> bool:
    """«Муддати ўтганлар», «просрочившие», «overdue»."""
    words = [token.text for token in tokens]
    if any(_OVERDUE.fullmatch(word) for word in words):
        return True
    return any(
        _TERM.fullmatch(word) and any(_OVER.fullmatch(one) for one in words[place + 1 : place + 3])
        for place, word in enumerate(words)
    )


def _of_silent(text: str, tokens: Sequence[Token]) -> bool:
    """«Молчащие», «ҳисобот бермаганлар», «не отчитавшиеся», «who have not reported»."""
    words = [token.text for token in tokens]
    if any(_SILENT.fullmatch(word) for word in words) or _ENGLISH_SILENCE.search(text) is not None:
        return True
    for place, word in enumerate(words):
        if _NOT_REPORTED.fullmatch(word) and "ne" in words[max(0, place - 2) : place]:
            return True
        near = words[max(0, place - 3) : place]
        if _NOT_GIVEN.fullmatch(word) and any(_REPORT.fullmatch(one) for one in near):
            return True
    return False


def _unknown(text: str, tokens: Sequence[Token], names: Sequence[Named]) -> Iterator[str]:
    """Surnames of people who are called to do something and are not in the plan."""
    if text.isupper():
        return
    for place, token in enumerate(tokens):
        typed = text[token.start : token.end]
        if token.kind is not TokenKind.WORD or not typed[:1].isupper() or not _is_called(text, tokens, place):
            continue
        is_like_one = len(token.text) >= _SHORTEST_NAME and any("." in one.name for one in find(typed, names))
        if not (_SURNAME.fullmatch(token.text) or is_like_one) or _is_word(token.text) or is_name(typed, names):
            continue
        following = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if following not in _BESIDE_A_NAME:
            yield typed


def _is_word(word: str) -> bool:
    """Whether it is an ordinary word, as it stands or as the genitive plural that ends like a surname."""
    stem = re.sub(r"(?:ov|ev)$", "", word)
    return lexicon().knows(skeleton(word)) or lexicon().knows(skeleton(stem))


def _is_called(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether a name stands where somebody is called: first in a sentence, after a comma, after «ва»."""
    while place >= 2 and tokens[place - 1].text == "." and len(tokens[place - 2].text) <= _LONGEST_INITIAL:
        place -= 2
    return place == 0 or tokens[place - 1].text in _CLOSED | _CALLS_BEFORE


def _executors(text: str, tokens: Sequence[Token], names: Sequence[Named]) -> Sequence[str]:
    found: dict[str, None] = {}
    place = 0
    while place < len(tokens):
        after, key = _name_at(text, tokens, place, names)
        if key is not None:
            found[key] = None
        place = after
    return list(found)


def _units(text: str, names: Sequence[Named]) -> Iterator[str]:
    """Units that are called by one word of their names («марказ», «котибиятга»), which no other unit has.

    Only whoever begins a sentence, or is said to be told something, is called: «марказда» is a place.
    """
    for said, meant in _UNITS_IN_RUSSIAN:
        text = said.sub(meant, text)
    tokens = tokenize(text[:_LONGEST_READ])
    own = [(one.key, _called_by(one.name)) for one in names if "." not in one.name]
    for place, token in enumerate(tokens):
        called = _UNIT_CALLED.fullmatch(token.text) if token.kind is TokenKind.WORD else None
        if called is None or not _is_called(text, tokens, place):
            continue
        following = tokens[place + 1].text if place + 1 < len(tokens) else ""
        having = [key for key, words in own if called.group(1) in words]
        if len(having) == 1 and following not in _BESIDE_A_NAME:
            yield having[0]


def _called_by(name: str) -> frozenset[str]:
    """The words by which people call a unit: its last, or those before it if every unit may be called so."""
    *others, last = [bare(word) for word in _WORD.findall(name)]
    stems = (_UNIT_CALLED.fullmatch(word) for word in (others if SECTION.fullmatch(last) else [last]))
    return frozenset(one.group(1) for one in stems if one is not None)


def _name_at(text: str, tokens: Sequence[Token], place: int, names: Sequence[Named]) -> tuple[int, str | None]:
    """The executor whose name begins at `place`, without a doubt, and the place after it."""
    if tokens[place].kind is not TokenKind.WORD:
        return place + 1, None
    ends = [place + 1]
    for after in range(place + 1, len(tokens)):
        if tokens[after].text in _BESIDE_A_NAME:
            break
        if tokens[after].kind is TokenKind.WORD:
            ends.append(after + 1)
        elif tokens[after].text not in {".", "-"}:
            break
        if len(ends) == _LONGEST_NAME:
            break
    for end in reversed(ends):
        typed = text[tokens[place].start : tokens[end - 1].end]
        matches = find(typed, names) if is_name(typed, names) else []
        if not matches or (len(matches) == 1 and _is_a_part(typed, matches[0])):
            continue
        beside = {tokens[one].text for one in (place - 1, end) if 0 <= one < len(tokens)}
        is_beside = bool(beside & _BESIDE_A_NAME) or tokens[end - 1].text.endswith(_OWNERS)
        return end, matches[0].key if len(matches) == 1 and not is_beside else None
    return place + 1, None


def _is_a_part(typed: str, named: Named) -> bool:
    """«Бўлим» is not «Котибият бўлимлари»: of a unit every word of the name is asked for."""
    is_person = "." in named.name
    words = [bare(word) for word in _WORD.findall(typed)]
    whole = [bare(word)[:_BEGINNING] for word in _WORD.findall(named.name)]
    return not is_person and not all(any(word.startswith(one) for word in words) for one in whole)


def _sections(text: str, tokens: Sequence[Token], sections: Mapping[str, str]) -> Sequence[str]:
    folded = {bare(section): section for section in sections}
    found: dict[str, None] = {}
    for place, token in enumerate(tokens):
        if not SECTION.fullmatch(token.text):
            continue
        for near in (place - 1, place - 2, place - 3, place + 1):
            section = _section(text, tokens, near, folded)
            if section is not None:
                found[section] = None
                break
        else:
            is_uzbek = token.text.startswith("bolim")
            beside = tokens[max(0, place - 3) : place] if is_uzbek else tokens[place + 1 : place + 4]
            found |= dict.fromkeys(_titled([one.text for one in beside], sections))
    return list(found)


def _titled(words: Sequence[str], sections: Mapping[str, str]) -> Sequence[str]:
    """The one section whose title has words of these: «халқаро алоқалар бўлими»."""
    near = {word[:_STEM] for word in words if len(word) >= _STEM and meaning_of(word) is None}
    shared = {
        numeral: sum(any(bare(word).startswith(one) for word in _WORD.findall(title)) for one in near)
        for numeral, title in sections.items()
    }
    best = max(shared.values(), default=0)
    likely = [numeral for numeral, count in shared.items() if count == best]
    return likely if best and len(likely) == 1 else []


def _section(text: str, tokens: Sequence[Token], place: int, folded: dict[str, str]) -> str | None:
    if not 0 <= place < len(tokens):
        return None
    token = tokens[place]
    if token.kind is TokenKind.NUMBER:
        return folded.get(bare(roman(token.value))) if 0 < token.value < 40 else None
    typed = text[token.start : token.end]
    return folded.get(token.text) if typed not in {"и", "И", "в", "В"} else None
