"""The meaning of each word of a message, including phrases and typing habits."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.language.number_words import LABEL, number_at, with_numbers
from services.language.reading.meanings import Concept, Meaning, Mood, concepts
from services.language.reading.skeleton import letter_of, loosened, skeleton, spellings
from services.language.reading.verbs import Verbs
from services.language.reading.vocabulary import AS_WRITTEN, WORDS
from services.language.script import APOSTROPHES
from services.language.tokens import LONGEST_KEPT, Token, TokenKind, tokenize


@dataclass(frozen=True)
class Lexeme:
    """A token of the message, its skeleton and its meaning (None: not understood)."""

    token: Token
    word: str
    meaning: Meaning | None

    @property
    def concept(self) -> Concept | None:
        return self.meaning.concept if self.meaning else None

    @property
    def mood(self) -> Mood | None:
        return self.meaning.mood if self.meaning else None


class Lexicon:
    """Words, beginnings of words and phrases by skeleton."""

    def __init__(self) -> None:
        self.verbs = Verbs()
        self._words: dict[str, Concept] = {}
        self._beginnings: dict[str, Concept] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Concept]]] = {}
        for concept, words in WORDS.items():
            for word in words.split():
                for spelling in {word, word.replace("ё", "е")}:
                    self._learn(spelling, concept)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._misspelt = [word for word in self._words if len(word) >= _SHORTEST_MISSPELT]

    def _learn(self, word: str, concept: Concept) -> None:
        if "_" in word.strip("_"):
            first, *rest = (skeleton(part) for part in word.strip("_").split("_"))
            self._phrases.setdefault(first, []).append(((first, *rest), concept))
        elif word.endswith(("*", "_")):
            self._beginnings[skeleton(word[:-1])] = concept
        elif not word[0].isalnum():
            self._words[word] = concept
        else:
            self._words[skeleton(word)] = concept

    def meaning(self, word: str) -> Meaning | None:
        """The meaning of the skeleton `word`; one typing error in a long word is forgiven."""
        for spelling in spellings(word):
            if (known := self._known(spelling) or self._ended(spelling)) is not None:
                return known
        if word.endswith(_BEING_AT) and len(word) > _SHORTEST_MISSPELT:
            return Meaning(Concept.AWAY)  # «госпиталдаман»: somewhere that is not named among the words of work
        if word.endswith(_AS_TOLD) or _WHAT_WAS_IT.fullmatch(word):
            return Meaning(Concept.SAID if word.endswith(_AS_TOLD) else Concept.QUESTION)
        if word.endswith(_AS_IT_WAS):
            return Meaning(Concept.SAME)
        if _MISSPELT_LABEL.fullmatch(word):
            return Meaning(Concept.LABEL)
        return self._nearly(word) or self.verbs.guess(word)

    def _ended(self, word: str) -> Meaning | None:
        """«Тайёрми», «тайёрмас», «невыполнено»: a known word with a question or a denial in its own ending."""
        for ending in _ASKING:
            if word.endswith(ending) and (meaning := self._known(word.removesuffix(ending))) is not None:
                return replace(meaning, asked=True)
        if (mixed := _RUSSIAN_NOUN.fullmatch(word)) is not None and (meaning := self._known(mixed["stem"])) is not None:
            return meaning
        for denied in (word.removesuffix("mas"), *(word.removeprefix(prefix) for prefix in _DENYING)):
            if denied != word and (meaning := self._known(denied)) is not None and meaning.concept in _DENIABLE:
                return replace(meaning, denied=True)
        return None

    def sign(self, sign: str) -> Concept | None:
        """What a sign means: ✅, №."""
        return self._words.get(sign)

    def knows(self, word: str) -> bool:
        """Whether `word` is known as it stands."""
        return self._known(word) is not None

    def _known(self, word: str) -> Meaning | None:
        if (concept := self._words.get(word)) is not None:
            return Meaning(concept)
        if (verb := self.verbs.meaning(word)) is not None:
            return verb
        for length in range(min(len(word), 24), 2, -1):
            if (concept := self._beginnings.get(word[:length])) is not None:
                return Meaning(concept)
        return None

    def _nearly(self, word: str) -> Meaning | None:
        if not _SHORTEST_MISSPELT <= len(word) <= 24:
            return None
        near = process.extract(word, _SPELLED, scorer=OSA.distance, score_cutoff=1, limit=None)
        meanings = {self._known(spelled) for spelled, _, _ in near}
        return meanings.pop() if len(meanings) == 1 else None

    def phrase(self, words: list[str], place: int) -> tuple[Concept, int] | None:
        """The phrase that begins at `place`, and the place after it."""
        for phrase, concept in self._phrases.get(words[place], ()):
            after = place + len(phrase)
            if tuple(words[place:after]) == phrase:
                return concept, after
        return None


# «Срокини», «отчетимни», «приказини»: a Russian noun with Uzbek endings.
_RUSSIAN_NOUN = re.compile(
    r"(?P<stem>srok|otchet|otchyot|fayl|prikaz|dokoment|spisok|skan|proekt|grafik)"
    r"(?:lar)?(?:im|imiz|ing|ingiz|i)?(?:ni|ning|ga|da|dan)?"
)
_SHORTEST_MISSPELT = 6
_BEING_AT = ("daman", "damiz")
_WHAT_WAS_IT = re.compile(  # skeletons: «нимайди», «қачониди», «кимакан»
    r"(?:nima|kachon|kim|kimniki|kaysi(?:si)?|kanday|kancha|kana?ka|kaerda|kayerda|necha|nechta)[yiea]{0,2}(?:di|kan)(?:ko|a|ya|da)?"
)
_AS_IT_WAS = ("dagidek", "dagiday")  # «ўтган ойдагидек»
_AS_TOLD = ("ishicha", "ishlaricha", "ishimcha", "ishimizcha")  # «айтишларича», «билишимча»
_DENYING = ("ne", "no", "un", "in")  # «невыполнено», «нотайёр», unfinished
_DENIABLE = concepts("READY FINISH BELONG MINE")
_ASKING = ("mi", "mikan", "mikin", "midi")
# «Тайёрми», «йўқми», «меникими»: what may be asked wherever it stands.
_PREDICATES = concepts("READY FINISH NO YES MINE BELONG NEED CAN GOING SAME BEGIN TIMELY LATER NOW")
_POINTING = frozenset(map(skeleton, ("шуми", "буми", "ўшами", "шундайми", "шушуми", "учунми", "ҳамми")))
_INDEFINITE = frozenset({"to", "nibod", "libo"})
_WITH_A_DASH = 2
_MAY_BE_OWNED = "timi"  # «битими», «ҳужжатими»: «биттими», whose doubled letter is single here, looks alike
_MISSPELT_LABEL = re.compile(
    r"t[aeio]?d[aeio]?[bp][aeio]?r(?:i|im|imiz|ni|ini|ga|iga|da|ida|dan|ning|ining)?"
)  # «тадбр»
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_MISTYPED = """
    бажарилди бажардик бажардим якунланди якунладик тугатилди тугатдик тугалланди тайёрланди тайёрладик тайёр
    бажарилмади бажарилмаган бажармадик якунланмади тугалланмаган бажарилади бажарамиз якунланади тугатилади
    бошланмади бошламадик бошланмаган юборилди юбордик юборамиз топширдик топширилди тадбир муддатини узайтириб
    выполнено выполнен выполнили завершено завершили закончили исполнено сделано отправили направили мероприятие
    процентов согласовании продлить начали срок
    finished completed percent activity extend deadline
"""
_SPELLED = [skeleton(word) for word in _MISTYPED.split()]
"""Words in which one typing error is forgiven: those that decide."""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, built when it is first needed."""
    return Lexicon()


@lru_cache(maxsize=8192)
def _meaning(word: str) -> Meaning | None:
    return lexicon().meaning(word)


def with_pluses(lexemes: Sequence[Lexeme], own: Collection[int]) -> list[Lexeme]:
    """«22 +»: of an activity of the person's own, done, it seems; unlike «70+»."""
    return [
        replace(one, meaning=Meaning(Concept.FINISH, Mood.FACT, finite=True))
        if one.word in _PLUS and _is_alone_with_a_number(lexemes, place, own)
        else one
        for place, one in enumerate(lexemes)
    ]


def read_words(text: str) -> list[Lexeme]:
    """The lexemes of `text` in order; a phrase is one lexeme, and digits typed for letters are read as letters."""
    return list(_lexemes_kept(text)) if len(text) <= LONGEST_KEPT else _lexemes(text)


@lru_cache(maxsize=128)
def _lexemes_kept(text: str) -> tuple[Lexeme, ...]:
    return tuple(_lexemes(text))


def _lexemes(text: str) -> list[Lexeme]:
    tokens = with_ordinals(with_numbers(_with_letters(_with_addresses(tokenize(text)))))
    words = [_typed(loosened(token.text)) if token.kind is TokenKind.WORD else token.text for token in tokens]
    lexemes: list[Lexeme] = []
    place = 0
    while place < len(tokens):
        phrase = lexicon().phrase(words, place)
        if phrase is not None:
            concept, after = phrase
            whole = tokens[place]._replace(end=tokens[after - 1].end)
            lexemes.append(Lexeme(whole, " ".join(words[place:after]), Meaning(concept)))
            place = after
            continue
        lexemes.append(Lexeme(tokens[place], words[place], _meaning_of(tokens[place], words[place], text)))
        place += 1
    return [_in_context(lexemes, place) for place in range(len(lexemes))]


def _with_addresses(tokens: list[Token]) -> list[Token]:
    """«Lex.uz», «my.gov.uz сайтида»: an address is one word, whose stops end no sentence."""
    mended: list[Token] = []
    place = 0
    while place < len(tokens):
        end = place
        while end < place + _LONGEST_ADDRESS and _is_joined_by_a_stop(tokens, end):
            end += 2
        ending = _DOMAIN.fullmatch(tokens[end].text) if end > place else None
        if ending is None:
            mended.append(tokens[place])
            place += 1
            continue
        after = end + 1
        if not ending["case"]:
            after += after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after + 1].text in _CASES
            after += after < len(tokens) and tokens[after].text in _CASES
        text = ".".join(one.text for one in tokens[place : end + 1 : 2])
        mended.append(Token(TokenKind.WORD, tokens[place].start, tokens[after - 1].end, text))
        place = after
    return mended


def _is_joined_by_a_stop(tokens: list[Token], place: int) -> bool:
    if place + 2 >= len(tokens):
        return False
    first, stop, last = tokens[place : place + 3]
    words = first.kind is last.kind is TokenKind.WORD
    return words and stop.text == "." and first.end == stop.start and stop.end == last.start


def _in_context(lexemes: list[Lexeme], place: int) -> Lexeme:
    """The lexeme with the meaning that its neighbours give it."""
    lexeme = lexemes[place]
    if lexeme.word in _NEAR and place and _is_approached(lexemes[place - 1]):
        whole = any(one.token.value == _WHOLE for one in lexemes[max(place - _REACH, 0) : place])
        # «90 фоизга яқин», unlike «яқин кунларда»; of the whole it is asked whether it is done.
        return replace(lexeme, meaning=Meaning(Concept.ABOUT if whole else Concept.LESS))
    bounds = lexeme.word.startswith(_BOUNDING) and lexeme.concept is not Concept.POLITE  # «70% узр»: begs pardon
    if place and bounds and _is_bound(lexemes[place - 1]):
        return replace(lexeme, meaning=Meaning(Concept.LESS))  # «50 фоиздан паст», unlike «юқори ташкилот»
    if _is_hearsay(lexemes, place):
        return replace(lexeme, meaning=Meaning(Concept.SAID))
    if (meaning := _in_few_words(lexemes, place)) is not None:
        return replace(lexeme, meaning=meaning)
    if (
        lexeme.word.startswith(("yoklan", "yoklat"))
        and lexeme.meaning is not None
        and _is_given_to_somebody(lexemes, place)
    ):
        return replace(lexeme, meaning=replace(lexeme.meaning, concept=Concept.BELONG))
    return _unless_it_asks(lexemes, place)


def _unless_it_asks(lexemes: Sequence[Lexeme], place: int) -> Lexeme:
    """The lexeme; what only looks like a question is none."""
    lexeme = lexemes[place]
    if lexeme.concept is Concept.QUESTION and _is_indefinite(lexemes, place):
        return replace(lexeme, meaning=None)
    if lexeme.meaning is not None and lexeme.meaning.asked and not _is_particle(lexemes, place):
        return replace(lexeme, meaning=_without_question(lexeme.meaning))
    return lexeme


def _is_particle(lexemes: Sequence[Lexeme], place: int) -> bool:
    """Whether the «-ми» at the end of a word asks: «тайёрми», «бажарилдими кеча»; unlike «омбор томи», «битими».

    After a predicate it asks wherever it stands. Of other words it may be the possessive of a noun in «-м», or «-имни»
    without its «н» («ҳисоботими юбордим»), and asks only where it ends its sentence.
    """
    word, meaning = lexemes[place].word, lexemes[place].meaning
    if meaning is None or meaning.concept is Concept.LINK:
        return word in _POINTING
    is_predicate = meaning.mood is not None or meaning.concept in _PREDICATES
    return (is_predicate and not word.endswith(_MAY_BE_OWNED)) or _ends_a_sentence(lexemes, place)


def _is_indefinite(lexemes: Sequence[Lexeme], place: int) -> bool:
    """«Какой-то сбой», «что-то протекает»: some, and no question."""
    after = [one.word for one in lexemes[place + 1 : place + 3]]
    return len(after) == _WITH_A_DASH and after[0] == "-" and after[1] in _INDEFINITE


def _without_question(meaning: Meaning) -> Meaning | None:
    """What the word means as a noun; nothing if it was cut in two to find the particle."""
    is_noun = meaning.mood is None and meaning.concept is not Concept.LINK
    return replace(meaning, asked=False) if is_noun else None


def _ends_a_sentence(lexemes: Sequence[Lexeme], place: int) -> bool:
    """Whether no more words follow before the sentence ends."""
    for one in lexemes[place + 1 :]:
        if one.token.text in SENTENCE_ENDS or one.token.text == ",":
            return True
        if one.token.kind is not TokenKind.SIGN:
            return False
    return True


def _in_few_words(lexemes: list[Lexeme], place: int) -> Meaning | None:
    """What a word that is cut short, or stands with a number alone, means there."""
    word = lexemes[place].word
    seems_done = Meaning(Concept.FINISH, Mood.FACT, finite=True)
    if word in _BECAME and _is_alone_with_a_number(lexemes, place):
        return seems_done  # «11 бўлди»
    if word in _CUT_SHORT and (_is_alone_with_a_number(lexemes, place) or _heads_a_number(lexemes, place)):
        return seems_done  # «вып 22», «20 всё»
    if word == _BEGUN_CUT_SHORT and place and lexemes[place - 1].concept is Concept.NOT:
        return Meaning(Concept.BEGIN, Mood.PAST)  # «2 не нач»
    if word == _ZERO and _is_alone_with_a_number(lexemes, place):
        return Meaning(Concept.BEGIN, Mood.PAST, denied=True)  # «12 ноль»
    return None


def _is_hearsay(lexemes: list[Lexeme], place: int) -> bool:
    """«Юнусов написал, что …», «Юнусов ёзди: …», «как я понял, …»: somebody's words, or a guess."""
    word, following = lexemes[place].word, [one.word for one in lexemes[place + 1 : place + 1 + _REACH]]
    if word == "kak":
        known = next((one for one in following if not one[0].isalpha() or _KNOWN_AS.match(one)), "")
        return _KNOWN_AS.match(known) is not None and not _is_asked(lexemes, place)
    if _WROTE.fullmatch(word):
        return "chto" in following[:3]
    return word in _WROTE_UZBEK and following[:1] in ([","], [":"])


def _is_asked(lexemes: list[Lexeme], place: int) -> bool:
    """Whether a question mark ends the sentence."""
    ends = (one.token.text for one in lexemes[place : place + _FARTHEST_MARK] if one.token.text in SENTENCE_ENDS)
    return next(ends, "") == "?"


def _is_bound(before: Lexeme) -> bool:
    return before.concept is Concept.PERCENT or before.token.text == "dan"


def _is_approached(before: Lexeme) -> bool:
    return before.concept is Concept.PERCENT or (before.word.endswith("ga") and before.meaning is None)


def _is_alone_with_a_number(lexemes: Sequence[Lexeme], place: int, own: Collection[int] | None = None) -> bool:
    """Whether nothing but a number stands before it on its line, and nothing after it in its sentence.

    If `own` is given, the number must be one of these.
    """
    if place + 1 < len(lexemes) and lexemes[place + 1].token.kind is not TokenKind.SIGN:
        return False
    before = place - 1
    while before >= 0 and (lexemes[before].word in _WITH_A_NUMBER or lexemes[before].concept is Concept.LABEL):
        before -= 1
    starts = before == 0 or (before > 0 and lexemes[before - 1].token.text in _CLAUSE_STARTS)
    is_number = starts and lexemes[before].token.kind is TokenKind.NUMBER
    return is_number and (own is None or lexemes[before].token.value in own)


def _heads_a_number(lexemes: list[Lexeme], place: int) -> bool:
    """Whether it begins its line, and nothing but one number follows it there."""
    if place and lexemes[place - 1].token.text not in _CLAUSE_STARTS:
        return False
    after = place + 1
    while after < len(lexemes) and lexemes[after].token.text in {".", "-", "№"}:
        after += 1
    is_number = after < len(lexemes) and lexemes[after].token.kind is TokenKind.NUMBER
    return is_number and (after + 1 >= len(lexemes) or lexemes[after + 1].token.text in _CLAUSE_STARTS)


def _is_given_to_somebody(lexemes: list[Lexeme], place: int) -> bool:
    """«Алимбаевга юкланган», unlike «сайтга юкланди»: a person in the dative stands before the verb."""
    for before in reversed(lexemes[max(place - _REACH, 0) : place]):
        if before.token.text in _CLAUSE_STARTS:
            return False
        if _GIVEN_TO.fullmatch(before.word):
            return True
    return False


def _typed(word: str) -> str:
    """«wu» for «шу»: the letter that was meant, if it makes an unknown word a known one."""
    if "w" not in word or lexicon().knows(word):
        return word
    return next((spelling for spelling in spellings(word)[1:] if lexicon().knows(spelling)), word)


def _meaning_of(token: Token, word: str, text: str) -> Meaning | None:
    if token.kind is TokenKind.WORD and "." in word:
        return Meaning(Concept.LINK)
    if token.kind is TokenKind.WORD:
        as_written = AS_WRITTEN.get(_APOSTROPHE.sub("'", text[token.start : token.end].lower()))
        return Meaning(as_written) if as_written is not None else _meaning(word)
    if token.kind is TokenKind.SIGN and (concept := lexicon().sign(word)):
        return Meaning(concept)
    return None


def _with_letters(tokens: list[Token]) -> list[Token]:
    """«4orak», «bo6landi»: a 4 or 6 joined to letters is read as a letter if that makes a known word."""
    mended: list[Token] = []
    for token in tokens:
        joined = _joined(mended, token) if mended and mended[-1].end == token.start else None
        if joined is not None:
            mended[-1] = joined
        else:
            mended.append(token)
    return mended


def with_ordinals(tokens: list[Token]) -> list[Token]:
    """«По девятому», «ўн иккинчиси»: ordinals that their neighbours make numbers of activities."""
    plain = [_without_possessive(token) for token in tokens]
    mended: list[Token] = []
    place = 0
    while place < len(tokens):
        value, after = number_at(plain, place)
        if value is not None and 0 < value <= 100 and _is_of_an_activity(tokens, place, after, value):
            mended.append(Token(TokenKind.NUMBER, tokens[place].start, tokens[after - 1].end, str(value), value))
        else:
            after = place + 1
            mended.append(tokens[place])
        place = after
    return mended


def _without_possessive(token: Token) -> Token:
    """«Олтинчи» of «олтинчиси», «олтинчисини»."""
    return token._replace(text=_POSSESSIVE.sub("", token.text)) if token.kind is TokenKind.WORD else token


def _is_of_an_activity(tokens: list[Token], place: int, end: int, value: int) -> bool:
    """Whether the number in words from `place` to `end` (exclusive) names an activity, or is one of a list of them."""
    last = tokens[end - 1].text
    if not is_ordinal(last):
        after_dash = place > 1 and tokens[place - 1].text in {"-", ":"} and tokens[place - 2].kind is TokenKind.NUMBER
        return after_dash and value >= 10
    before = tokens[place - 1].text if place else ""
    after = tokens[end].text if end < len(tokens) else ""
    further = tokens[end + 1].text if end + 1 < len(tokens) else ""
    leads = before in _CLAUSE_STARTS and (after == "-" or further.startswith(("foiz", "prosent")) or further == "%")
    if before in _CLAUSE_STARTS and end < len(tokens) and tokens[end].kind is TokenKind.NUMBER:
        leads = leads or further in _CLAUSE_STARTS  # «олтинчи 40»
    apart = _POSSESSIVE.search(last) is not None and value > _LAST_OF_A_FEW
    named = before == "po" or (before in {"s", "so"} and after == "po") or after == "boyicha"
    return named or leads or apart or _is_listed(tokens, place, end)


def _is_listed(tokens: list[Token], place: int, end: int) -> bool:
    """«Учинчи ва ўн бешинчи тадбирлар», «11 ва ўн учинчи 80%», «по третьему и пятнадцатому»."""
    return _leads_to_a_name(tokens, end) or _follows_a_name(tokens, place, end)


def _leads_to_a_name(tokens: list[Token], end: int) -> bool:
    """Whether more of a list follows, up to what activities are called, or to a number."""
    after = end
    while after < len(tokens) and tokens[after].text in _LISTING:
        after += 1
    if after == end or after >= len(tokens) or tokens[after].text == "\n":
        return False
    if tokens[after].kind is TokenKind.NUMBER:
        following = tokens[after + 1].text if after + 1 < len(tokens) else ""
        dashed = following == "-" and after + 2 < len(tokens)
        return bool(LABEL.fullmatch(tokens[after + 2].text if dashed else following))
    value, further = number_at([*map(_without_possessive, tokens[after : after + 3])], 0)
    if value is None or not is_ordinal(tokens[after + further - 1].text):
        return False
    following = tokens[after + further].text if after + further < len(tokens) else ""
    return bool(LABEL.fullmatch(following)) or _leads_to_a_name(tokens, after + further)


def _follows_a_name(tokens: list[Token], place: int, end: int) -> bool:
    """Whether the list before it begins with a number or «по», and what follows is no thing of which it is one."""
    following = tokens[end] if end < len(tokens) else None
    if following is not None and following.kind is TokenKind.WORD and not _is_said(following.text):
        return False
    before = place - 1
    while before >= 0 and tokens[before].text in _LISTING:
        before -= 1
    if before < 0 or before == place - 1 or tokens[before + 1].text == ",":
        return False
    if tokens[before].kind is TokenKind.NUMBER:
        return True
    return is_ordinal(tokens[before].text) and "po" in {tokens[max(before - step, 0)].text for step in (1, 2)}


def _is_said(word: str) -> bool:
    meaning = _meaning(skeleton(word))
    return meaning is not None and meaning.concept in _SAID_OF_ACTIVITIES


def is_ordinal(word: str) -> bool:
    """Whether a folded word ends like an ordinal number: «олтинчи», «олтинчиси», «шестому»."""
    return _POSSESSIVE.sub("", word).endswith(_ORDINALS)


_LAST_OF_A_FEW = 4  # «иккинчиси» is the second of those spoken of; «олтинчиси» an activity
_POSSESSIVE = re.compile(r"(?<=nchi)si(?:ni|ning|ga|da|dan)?$")
_LISTING = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_SAID_OF_ACTIVITIES = concepts("FINISH READY BEGIN GOING YET NOW ALL NOT NO TIMELY WILL LABEL AUX WAIT")
_CLAUSE_STARTS = frozenset({"", ".", ",", ";", "\n"})
_REACH = 4  # lexemes between a person and what is given to them
_LONGEST_ADDRESS = 8  # tokens
_FARTHEST_MARK = 40  # lexemes
_DOMAIN = re.compile("(?:uz|com|org|ru|net|info|gov|edu|me|io|uk|eu)(?P<case>ga|da|dan|ni|ning|dagi)?")
_CASES = frozenset({"ga", "da", "dan", "ni", "ning", "dagi"})
SENTENCE_ENDS = frozenset(".!?;\n")
# Skeletons. «Как я понял», unlike «как понять»; «он написал, что», unlike «сообщаем, что».
_KNOWN_AS = re.compile(
    r"(?:ponyal|ponima[ye]|izvestn|skazal|skazan|sobsh|govor(?!it$)|slishal|oslishal|stalo|vidn|vij|vidi[mt]|pish[eo]|napisan"
    r"|napisal|znayo|znaem|kajets|domayo|schitayo|oznal|otmeti|otmecha|peredal|oveda|overi|doloji|dokladiva|obesh|pokazal)"
)
_WROTE = re.compile(
    r"(?:na|ot)?pisal[aio]?|pish[eo]t|pereda(?:l[ai]?|yot|no)|otvetil[ai]?|otmetil[ai]?|zayavil[ai]?|zaveril[ai]?|overil[ai]?"
    r"|overya[eyo]t|otchital(?:sya|as|is)|obesha(?:l[ai]?|et|yot)|podtverdil[ai]?|pozvonil[ai]?|skazan[oa]?|napisan[oa]?"
)
_WROTE_UZBEK = frozenset({"yozdi", "yozibdi", "yozishdi", "yozgan", "yozganlar", "dedi", "deyishdi", "deyapti"})
_NEAR = frozenset({"yakin", "ga yakin"})
_BOUNDING = ("past", "yokori", "baland", "kop", "oz", "ortik", "ziyod", "kam", "yakin")
_WHOLE = 100
_BECAME = frozenset({"boldi", "boldik"})
_CUT_SHORT = frozenset({"vip", "vipoln", "baj", "bajar", "vse", "vsyo", "hamasi"})  # «вып.», «всё»
_PLUS = frozenset({"+", "➕"})
_BEGUN_CUT_SHORT, _ZERO = "nach", "nol"
_WITH_A_NUMBER = frozenset({"-", "=", ":", "ni", "da", "niki", "nchi", "chi", "ham", "esa"})
# Skeletons: surnames and patronymics, then offices, pronouns and units of an office.
_GIVEN_TO = re.compile(
    r".+(?:ov|ev|ova|eva|ovich|evich|ovna|evna|skiy)ga"
    r"|(?:menga|bizga|senga|sizga|onga|olarga|bosh\w+ga|kimga)"
    r"|(?:hodim|bolim|boshkarma|departament|tashkilot|idora|vazirlik|markaz|rahbar|rais|orinbosar|movin|masol|ijrochi"
    r"|motahasis|kotib|boshlik|boshlig|hamkasb|sherik|shahs|komisiya|sektor|goroh)\w*ga"
)
_ALONE = frozenset("spkvn")
_ORDINALS = ("nchi", "omu", "emu", "oy", "iy", "ey", "aya", "ogo", "ego", "oe", "ee", "tye")


def _joined(before: list[Token], token: Token) -> Token | None:
    last = before[-1]
    if last.kind is TokenKind.NUMBER and token.kind is TokenKind.WORD and (letter := letter_of(last.text)):
        word = letter + token.text
        start = last.start
        known = not lexicon().knows(loosened(token.text)) and lexicon().knows(loosened(word))
        if known or word in ("chi", "chisi"):
            return Token(TokenKind.WORD, start, token.end, word)
    glued = last.text in _ALONE  # «с6 по8»
    if (
        last.kind is TokenKind.WORD
        and token.kind is TokenKind.NUMBER
        and not glued
        and (letter := letter_of(token.text))
    ):
        return Token(TokenKind.WORD, last.start, token.end, last.text + letter)
    if last.kind is TokenKind.WORD and token.kind is TokenKind.WORD and last.text.endswith(("ch", "sh")):
        word = last.text + token.text  # «ke4ikyapti»: the digit is mended already
        return Token(TokenKind.WORD, last.start, token.end, word)
    return None
