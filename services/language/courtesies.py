"""Greetings and thanks that say nothing of any work: a mere greeting is not a report."""

import enum
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from services.language.script import bare
from services.language.tokens import Token, TokenKind, is_mere_figures, tokenize


class Courtesy(enum.Enum):
    """The kinds of courtesy."""

    GREETING = enum.auto()
    THANKS = enum.auto()
    """Thanks, a farewell, or a word that the bot's was read («хўп», ok, 👍)."""


_GREETINGS = """
    салом; ассалом; ассалому алайкум; ассалому алейкум; ассалом алайкум; ассалом алейкум; салом алайкум;
    салом алейкум; ва алайкум ассалом; ваалайкум ассалом; валайкум ассалом; валейкум ассалом;
    хайрли тонг; хайрли кун; хайрли кеч; хайрли оқшом; яхшимисиз; яхшимисизлар; қалайсиз; ишлар қалай;
    здравствуйте; здраствуйте; здравствуй; привет; добрый день; доброе утро; добрый вечер; доброго дня;
    hello; hi; hey; good morning; good afternoon; good evening; good day; greetings
"""
_THANKS = """
    раҳмат; ташаккур; миннатдорман; барака топинг; соғ бўлинг; омон бўлинг; саломат бўлинг; хайр;
    ок; окей; хўп; хўп бўлади; хўб; майли; тушунарли; тушундим; маъқул; албатта; арзимайди; арзимас; кутаман; кутамиз;
    яхши кунлар; яхши кунлар тилайман; яхши кунлар тилаймиз; хайрли кунлар; яхши дам олинг; яхши дам олинглар;
    омад; омад ёр бўлсин; тинч бўлинг; хайрли тун; чунарли; хўш; хм; хмм; ҳм; ҳмм; мм; ммм; ия; воҳ;
    угу; ага; ясно; всё ясно; все ясно; так точно; всего доброго; всего хорошего; хорошего дня; удачи; доброй ночи;
    спокойной ночи; ну; ну да; hm; hmm; fine; great; nice; good luck; have a nice day;
    чарчаманг; чарчаманглар; ҳорманг; ҳорманглар; ҳормасин; муборак бўлсин; ҳайит муборак; ҳайит муборак бўлсин;
    наврўз муборак; байрам муборак; байрам муборак бўлсин;
    зўр; баракалла; офарин; ажойиб; танишдим; танишиб чиқдим; молодец; молодцы; отлично; ознакомлен;
    ознакомлена; ознакомился; ознакомилась; принято к сведению; well done; excellent;
    танишдик; танишилди; танишиб чиқдик; танишиб чиқилди; танишиб чикдим; ознакомлены; ознакомились; acknowledged;
    конечно; обязательно; есть; не за что; не стоит; не стоит благодарности; на здоровье; пожалуйста; в курсе;
    хабардорман;
    омад тилайман; омад тилаймиз; ривож; байрамингиз муборак; ҳайитингиз муборак; янги йилингиз муборак;
    янги йилингиз билан; байрамингиз билан; ҳайитингиз билан; наврўзингиз билан; табриклайман; табриклаймиз;
    рамазон муборак; насиб бўлса; худо хоҳласа; с наступающим; наступающим; с праздником; новым годом; с новым годом;
    жду; ждём; ждем; буду ждать; будем ждать;
    спасибо; благодарю; понятно; понял; поняла; хорошо; ладно; до свидания;
    ok; okay; thanks; thank you; thx; got it; understood; noted; bye; goodbye
"""
# Of the words above, those that say that something was read.
_READ = """
    танишдим; танишдик; танишилди; танишиб; ознакомлен; ознакомлена; ознакомлены; ознакомился; ознакомилась;
    ознакомились; acknowledged
"""
# A word on the work is put off, and nothing is said of the work: «хабарни кейин ёзаман», «позже напишу».
_PUT_OFF = frozenset(
    bare(word)
    for word in [
        "мен",
        "биз",
        "хабар",
        "хабарни",
        "хабарини",
        "жавоб",
        "жавобни",
        "жавобини",
        "кейин",
        "кейинроқ",
        "сал",
        "бироз",
        "бироздан",
        "озгина",
        "сўнг",
        "эртага",
        "бугун",
        "ҳозир",
        "тушдан",
        "кечқурун",
        "кечроқ",
        "эрталаб",
        "мажлисдаман",
        "йиғилишдаман",
        "йўлдаман",
        "бандман",
        "совещании",
        "заседании",
        "занят",
        "занята",
        "на",
        "я",
        "мы",
        "потом",
        "позже",
        "попозже",
        "завтра",
        "сегодня",
        "вечером",
        "чуть",
        "later",
        "tomorrow",
        "i",
        "will",
    ]
)
_WHO_OR_WHAT = frozenset(
    map(bare, ("мен", "биз", "хабар", "хабарни", "хабарини", "жавоб", "жавобни", "жавобини", "я", "мы", "i", "will"))
)
_WRITES = re.compile(
    "(?:yozaman|yozamiz|yozib (?:yuboraman|yuboramiz|qoyaman)|(?:xabar|javob) (?:beraman|beramiz)|bildiraman|bildiramiz"
    "|aytaman|aytamiz|napishu|napishem|otvechu|soobshchu|soobshu|otpishus|write|reply|answer)"
)
_NO = """
    йўқ; қўшимча йўқ; қўшимчам йўқ; бошқа йўқ; ҳозирча йўқ; шарт эмас; ҳеч нарса; ҳеч нарса йўқ; керак эмас;
    нет; нету; ничего; нечего добавить; не надо; не нужно; пока нет; больше нет;
    no; nope; none; nothing; nothing to add; not now
"""
# They say nothing alone, and change nothing beside a greeting or thanks.
_BESIDE = """
    ишингизга; ишларингизга; ҳамкасблар; ҳамкасбларим; азиз; азизлар; соғлик; омонлик; саломатлик; бахт; саодат;
    тилайман; тилаймиз;
    ака; опа; ука; домла; устоз; ҳурматли; ҳаммага; ҳаммангизга; барчага; барчангизга; сизга; сизларга; катта; каттакон;
    жуда; кўп; яхши; ва; ҳам; бот;
    большое; огромное; всегда; всем; вам; коллеги; уважаемые; вас; и; very; much; so; a; lot; all; everyone;
    colleagues; dear;
    and
"""
_KIND_SIGNS = frozenset("👍👌🙏🤝🙂😊☺😀😃😄❤💐🌹👋🫡💯")  # not ✅, which may say that the work is done
# Faces and gestures; signs and things (✅, ⏳, 📄, 🟢) may say something of the work.
_FACES = ((0x1F600, 0x1F64F), (0x1F910, 0x1F92F), (0x1F970, 0x1F97A), (0x1F440, 0x1F450), (0x1FAE0, 0x1FAF8))
_CROSS = frozenset("😠😡😤😢😭😞😟😣😖😫😩😱🤬🤯")  # somebody is not pleased, and is asked what is meant
_LONGEST = 3  # words in a phrase
_LONGEST_TEXT = 200  # characters: nobody greets at more length


def _phrases(written: str) -> list[tuple[str, ...]]:
    return [tuple(bare(word) for word in phrase.split()) for phrase in written.split(";")]


_TICK = re.compile("[✅✔]\ufe0f?")
_READ_WORDS = frozenset(word for phrase in _phrases(_READ) for word in phrase)
_REFUSALS = frozenset(_phrases(_NO))
_MEANING: dict[tuple[str, ...], Courtesy | None] = {
    **dict.fromkeys(_phrases(_BESIDE), None),
    **dict.fromkeys(_phrases(_THANKS), Courtesy.THANKS),
    **dict.fromkeys(_phrases(_GREETINGS), Courtesy.GREETING),
}


def courtesy(text: str) -> Courtesy | None:
    """The kind of courtesy that the text is; None for any text that may say more.

    Reads either Uzbek script, Russian and English, with signs and punctuation; a single unknown word or number makes it
    a text that may say more.
    """
    return _courtesy(text) if len(text) <= _LONGEST_TEXT else None


@lru_cache(maxsize=256)
def _courtesy(text: str) -> Courtesy | None:
    tokens = tokenize(text)
    if not all(token.kind is TokenKind.WORD or _is_mere_sign(token) for token in tokens):
        return None
    words = [token.text for token in tokens if token.kind is TokenKind.WORD]
    meanings = {Courtesy.THANKS} if _puts_off(words) else set(_meanings(words))
    if "?" in text and Courtesy.THANKS in meanings:
        return None  # «тушунарли?» asks
    if any(token.text in _KIND_SIGNS or _is_face(token.text) for token in tokens):
        meanings.add(Courtesy.THANKS)
    if _UNKNOWN in meanings:
        return None
    return next((kind for kind in Courtesy if kind in meanings), None)


def is_acknowledgement(text: str) -> bool:
    """Whether the text says that something was read («танишдим, раҳмат»), and nothing that is no courtesy."""
    if is_mere_figures(text):
        return False
    text = _TICK.sub("", text)  # as it stands on the button; elsewhere it may say that the work is done
    words = (token.text for token in tokenize(text[: _LONGEST_TEXT + 1]) if token.kind is TokenKind.WORD)
    return not _READ_WORDS.isdisjoint(words) and courtesy(text) is not None


def _puts_off(words: list[str]) -> bool:
    """Whether the words say that the person will write, and nothing but when: «кейинроқ ёзаман»."""
    said = " ".join(bare(word).replace("'", "") for word in words)
    rest = _WRITES.sub(" ", said).split()
    others = [word for word in rest if word not in _PUT_OFF]
    says_when = not (_PUT_OFF - _WHO_OR_WHAT).isdisjoint(rest)
    return _WRITES.search(said) is not None and says_when and _UNKNOWN not in set(_meanings(others))


def is_no(text: str) -> bool:
    """Whether the text is a bare «no» («йўқ», «нет, спасибо»), the answer to a request for something more."""
    if len(text) > _LONGEST_TEXT:
        return False
    words = tuple(token.text for token in tokenize(text) if token.kind is TokenKind.WORD)
    return any(
        words[:length] in _REFUSALS and (length == len(words) or set(_meanings(list(words[length:]))) <= _POLITE)
        for length in range(1, min(len(words), _LONGEST) + 1)
    )


_UNKNOWN = object()
_POLITE = frozenset({None, Courtesy.THANKS})


def _meanings(words: list[str]) -> Iterator[object]:
    """The meanings of the words, phrase by phrase; longer phrases are tried first."""
    place = 0
    while place < len(words):
        lengths = range(min(_LONGEST, len(words) - place), 0, -1)
        length = next((one for one in lengths if tuple(words[place : place + one]) in _MEANING), 0)
        yield _MEANING[tuple(words[place : place + length])] if length else _UNKNOWN
        place += length or 1


def _is_face(sign: str) -> bool:
    """A face or a gesture, which says nothing of any work."""
    return len(sign) == 1 and sign not in _CROSS and any(first <= ord(sign) <= last for first, last in _FACES)


def _is_mere_sign(token: Token) -> bool:
    """Punctuation, a kind emoji, or what only colours one (a skin, a variation)."""
    if token.kind is not TokenKind.SIGN:
        return False
    return (
        token.text in _KIND_SIGNS
        or _is_face(token.text)
        or token.text == "\n"
        or unicodedata.category(token.text)[0] in "PM"
        or (unicodedata.category(token.text) == "Sk")
    )
