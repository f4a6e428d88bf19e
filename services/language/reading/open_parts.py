"""What words say of an activity's open parts: that they are waited for, or why nobody need wait for them. Pure."""

import re
from collections.abc import Collection
from enum import Enum, auto

from services.language.reading.lexicon import read_words
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.predicates import Predicate, predicates
from services.language.reading.skeleton import skeleton
from services.language.reading.wording import Wording

_LONGEST_READ = 4096
_PERCENT = re.compile(  # «60%да эди», «22 - 80»
    r"\d\s*(?:%|фоиз|foiz|процент|protsent|percent)|^\W*(?:[^\W\d]{1,2}\W?)?\d{1,9}\s*[-–—:.]\s*\d{1,3}\W*$",
    re.IGNORECASE,
)


class Says(Enum):
    """A report, whatever was asked; that the lead waits; why nobody need wait; or none of these for certain."""

    REPORT = auto()
    WAITS = auto()
    REASON = auto()
    UNCLEAR = auto()


# All below match skeletons.
_CANNOT_WAIT = re.compile(  # «кутмаймиз», «кутиб бўлмайди», «ждать некогда», «больше не ждём»
    r"\bkotma\w+|\b(?:kotib|kota) (?:\w+ )?\w*(?:bolma|otirma|torma|olma)\w*"
    r"|\bkotish\w* (?:\w+ )?(?:shart|kerak|hojat|mani|foyda|imkon|zaror)\w*(?: \w*(?:emas|yok|mas)\w*)?"
    r"|\bkotish\w* mokin emas|\bkotishga \w+ (?:yok|kolmadi)|\bkotadigan \w+ yok"
    r"|\b(?:ne|net \w+|nelzya|nekogda|hvatit) (?:\w+ ){0,2}?(?:pod|po|dojid)?(?:jd|ojid|dojid)\w+"
    r"|\b(?:jdat|ojidat|dojidatsya|dojidatsa) (?:\w+ )?(?:ne\b|net\b|nekogda|nelzya|bespolezno|bessmis)\w*(?: \w+)?"
    r"|\b(?:can ?not|cant|no (?:need|time) to|not) wait\w*"
)
_WAITS = re.compile(  # «кутаман», «кутиб турамиз», «подожду», «буду ждать», «сабр қилай»
    r"\bkot(?:aman|amiz|ay|aylik|ib|ilsin|ilmokda|ilyapti|ilayapti|sak|yap\w+|ayap\w+|mokda\w*|ayotir\w*)\b"
    r"|\bkotish(?:imiz|im)? kerak\b|\bsabr kil(?:ay|aylik|aman|amiz)\b|\bshoshilma\w*"
    r"|\b(?:po|podo|pod|obo|dojdo|dojid)?(?:jdo|jdyom|jdem|jdat|jidae\w*)\b|\bojida(?:yo|em|yom|yu|t|e\w*|yot\w*)\b"
    r"|\bdoj(?:do|dyom|dem|dat|de)\w*|\bpoterpl?\w+|\bpost?avim na paozo|\bnado podojdat"
    r"|\b(?:wait|waiting|hold on)\b"
)
_OTHERS_DELIVER = re.compile(  # in Russian, where no stem of the reader's tells: «пишет», «доделают»
    r"\b(?:do|na|pod|pere|za)?(?:pish[eo]t|pishot|pisiva[eyo]+t|dela[eyo]+t|kanchiva[eyo]+t|vers\w*[eyo]+t"
    r"|gotovit|gotovyat|delivers?|writing|prepar\w+ing)\b|\b(?:do|s|pere)dela[eyo]+t\b|\bprin[eo]s[yoe]+t\b"
    r"|\bskin[eo]?[yo]*t\b|\bsda[sd]\w*t\b|\bprishl[yoe]+t\b|\bna podho?de\b|\bolib kel\w*adi\b"
)
_LET_THEM = re.compile(r"\w{3,}sin(?:lar)?")  # «топширишсин»
_IF_OR_WHEN = re.compile(
    r"\b\w{3,}(?:gach|ganda|ganidan|gandan|ishi bilan)\b|\b(?:kogda|posle|poka ne|until|once|when)\b"
)
_THEY = re.compile(r"\w+(?:adi|ydi|adilar|ydilar|yapti|yaptilar|mokda|mokdalar|yotir|ishadi|boladi|[eoya]t|it)")
_I_OR_WE = re.compile(r"\w{3,}ma(?:dim|dik|ganman|ganmiz|yapman|yapmiz)")
_IS_NOT_DONE = re.compile(r"ilma(?:di|gan|gandi|yapti)")
_MONTHS = "янв|фев|март|апр|ма[йя]|ию[нл]|авг|сент|окт|ноя|дек|yan|fev|mart|apr|may|iyu[nl]|avg|sent|okt|noy|dek"
_COUNTED = re.compile(  # «5 та тадбирдан 2 таси», «3 тадан 1 таси»; no days: «12 мартдан 3 апрелгача»
    r"(?<!\d)\d{1,6}\s?-?\s?(?:(?:та|ta)\s?)?(?!" + _MONTHS + r")[^\W\d]{0,20}(?:дан|dan)\s{1,8}\d"
    r"|\d\s?-?\s?(?:таси|tasi)\b",
    re.IGNORECASE,
)
_NEEDLESS = re.compile(
    r"\b(?:shart|kera[gk]|zaror|hojat|lozim|ahamiyat)\w* (?:\w+ )?(?:emas|yok|mas)\w*"
    r"|\b(?:kerak|shart|zaror|tegishli)mas\b"
    r"|\btalab (?:kilin|etil)ma\w+|\b(?:alokasi|alokadorligi|dahli|aloka) yok"
    r"|\b(?:alokador|tegishli|talokli|dahldor) emas"
    r"|\bne ?(?:nojn\w*|trebo\w+|potrebo\w+|obyazatel\w+|nado|neobhodim\w*|otnos\w+|kasa\w+|vliya\w+|prinsipial\w+)"
    r"|\bnet neobhodimost\w+|\bobo?y?demsya bez|\bbez (?:nih|nego|neyo|nee|ego|ih)\b|\bolarsiz\b"
    r"|\b(?:not (?:needed|required|necessary)|no need|without them)\b"
)
_AT_HAND = re.compile(
    r"\b(?:men|biz|ozim|ozimiz|kolim|kolimiz)(?:iz)?da\b|\bo (?:menya|nas)\b|\bna rokah\b|\b(?:with (?:me|us)|i have)\b"
    r"|\b(?:ol(?:dim|dik|indi|ingan|ganman|ganmiz)|koshdim|koshdik|koshilgan|kirit\w+gan|jamla\w*[dg]\w+)\b"
    r"|\b(?:polochi|sobra|vklochi|prinya|zabra)l\w*|\b(?:sam|sami|sama) (?:s|vi)\w+l\w*"
)
_NOT_THERE = re.compile(
    r"\b(?:kasal|betob|dekret|pensiya|nafaka|otposk|komandirov|bolni|otgol|tatil)\w*|\bbole[eyo]*t\b|\bzabole\w+"
    r"|\bne (?:otvecha|vihod|otda|da)[eyo]+[tm]?\w*|\b(?:vafot|omr\w+ vafot)\b|\b(?:sick|ill|leave|vacation|trip)\b"
    r"|\b(?:javob|telefon)\w* (?:yok|berma\w+|kotarma\w+)"
)
_PARTS = re.compile(  # «қисмлари», «сатаевники», «улар», «ҳамижрочи»
    r"\b(?:kism(?!an)\w*|olosh\w*|olar\w*|hamijrochi\w*|chast(?:i|yam?|ey|yo|yami|ami)?|dol(?:i|ya|yo|ey)|soispolnitel\w*"
    r"|ih|oni|their|them|co ?executors?)\b|\w{3,}niki\w*"
)
_CLAUSES = re.compile(r"[,;.!\n]+|\s[-–—]\s|\b(?:лекин|аммо|бироқ|lekin|ammo|biroq|но|однако|but)\b", re.IGNORECASE)
_DEEDS = concepts("FINISH SEND AUX READY")
_OF_WORK = concepts("FINISH SEND AUX READY ACT GOING BEGIN MANAGE INFORM")
_ABSENT = concepts("AWAY LEFT")
_MISTAKEN = concepts("WRONG")
_PUT_OFF = concepts("LATER YET")


def says_how_far(text: str) -> bool:
    """Whether the words name a percent, or are a number and a figure: «60%да эди», «22 - 80»."""
    return _PERCENT.search(text) is not None


def said_of_parts(text: str) -> Says:
    """What the words say of the open parts.

    A reason says why the parts are not needed or cannot be waited for; who waits, or tells what others are still to
    deliver, hands nothing in. Both at once, or neither, is not certain.
    """
    wording = Wording(read_words(text[:_LONGEST_READ]))
    words = " ".join(one.word for one in wording.lexemes)
    left = _CANNOT_WAIT.sub(" ", words)
    said, spoken = predicates(wording), wording.concepts(range(len(wording)))
    will_be = [one for one in said if _is_to_come(one, wording)]
    if (
        any(_is_ones_own_denial(one, wording) for one in said)
        or spoken & _MISTAKEN
        or _COUNTED.search(text) is not None
    ):
        return Says.UNCLEAR
    has_reason = left != words or bool(spoken & _ABSENT) or _tells_why(left) or any(map(_is_why, said))
    has_reason = has_reason and not _is_only_yet(said, spoken, left, words)
    waits = _WAITS.search(left) is not None or (left == words and _is_awaited(words, will_be, said, spoken))
    if has_reason == waits:
        return Says.UNCLEAR
    return Says.WAITS if waits else Says.REASON


def reason_in(text: str, names: Collection[str]) -> str | None:
    """The reason that words telling of the work give as well: «19 тайёр, сатаевники шарт эмас»; None if they do not.

    `names` are those of the executors whose parts are open: what is not said of them or of their parts is no reason.
    """
    if said_of_parts(text) is not Says.REASON:
        return None
    surnames = {skeleton(word) for name in names for word in re.findall(r"[^\W\d]{4,}", name)}
    return ", ".join(one.strip() for one in _CLAUSES.split(text) if _is_reason_alone(one, surnames)) or None


def _is_reason_alone(clause: str, surnames: Collection[str]) -> bool:
    lexemes = read_words(clause[:_LONGEST_READ])
    words, spoken = " ".join(one.word for one in lexemes), {one.concept for one in lexemes}
    if _CANNOT_WAIT.search(words) is not None:
        return True
    is_of_parts = _PARTS.search(words) is not None or any(
        one.word.startswith(name) for one in lexemes for name in surnames
    )
    return is_of_parts and (bool(spoken & _ABSENT) or _tells_why(words))


def _tells_why(words: str) -> bool:
    return any(pattern.search(words) is not None for pattern in (_NEEDLESS, _AT_HAND, _NOT_THERE))


def _is_why(said: Predicate) -> bool:
    """«Ўзим қилдим», «топширган»: the part is there; «бермаяпти», «ёзишмаган»: it cannot be waited for."""
    if said.asked or said.twice or said.mood not in (Mood.PAST, Mood.PERFECT, Mood.NOW):
        return False
    if said.denied:
        return said.concept in _OF_WORK and said.concept is not Concept.READY
    return said.concept in _DEEDS and said.mood is not Mood.NOW


def _is_ones_own_denial(said: Predicate, wording: Wording) -> bool:
    """«Бажармадик», «бажарилмаган»: of the work that is handed in itself, it seems, and no reason to hand it in."""
    if not said.denied or said.asked or said.concept not in _OF_WORK:
        return False
    last = wording.word(said.last)
    return _I_OR_WE.fullmatch(last) is not None or (
        said.concept is Concept.FINISH and _IS_NOT_DONE.search(last) is not None
    )


def _is_only_yet(said: list[Predicate], spoken: frozenset[Concept], left: str, words: str) -> bool:
    """«Улар ҳали бермади»: that it is not there yet says neither that nobody waits nor that somebody does."""
    is_yet = Concept.YET in spoken and left == words and not spoken & _ABSENT and not _tells_why(left)
    return is_yet and not any(_is_why(one) and not one.denied for one in said)


def _is_to_come(said: Predicate, wording: Wording) -> bool:
    """Whether somebody else is to do it, or does it now."""
    if said.denied or said.asked or said.concept is Concept.WAIT:
        return False
    last = wording.word(said.last)
    if said.mood in (Mood.FUTURE, Mood.NOW):
        return _THEY.fullmatch(last) is not None
    return _LET_THEM.fullmatch(last) is not None


def _is_awaited(words: str, will_be: list[Predicate], said: list[Predicate], spoken: frozenset[Concept]) -> bool:
    if will_be or _OTHERS_DELIVER.search(words) is not None:
        return True
    later = any(one.mood is Mood.FUTURE and not one.denied for one in said)
    if later and (spoken & _PUT_OFF or Concept.IF in spoken or _IF_OR_WHEN.search(words) is not None):
        return True
    if any(one.concept is Concept.READY and one.denied for one in said):
        return True
    is_bare = not said or all(one.denied and {Concept.NO} & spoken for one in said)
    return bool(spoken & _PUT_OFF) and is_bare
