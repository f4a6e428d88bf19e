"""What single words say about work: done, not done, going on, promised. Uzbek, Russian and English, folded.

All patterns are over `script.bare` folds: Latin letters, no apostrophes, one letter for х and ҳ, «ц» and «ts»
as s,
«ы» and «и» as i, «ye» and «е» as e, no soft sign. So «бажарилди» and «bajarildi» are one word here.
"""

import re
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.language.script import one_of


class Sense(Enum):
    """What a word says, by itself, about work."""

    DONE = auto()
    DONE_PARTICIPLE = auto()  # «бажарилган»: done at the end of a clause, an adjective before a noun
    UNDONE = auto()
    ASKED = auto()  # asked or supposed: «тайёрми», «бажарилса»
    GOING = auto()
    BEGUN = auto()  # says nothing of finishing, but its denial does: «не начато»
    PROMISED = auto()  # «бажарамиз», «будет»
    CONVERB = auto()  # «бажариб», «бажара»: the next verb decides
    OWN_DENIAL = auto()  # «бажаргани», which only «йўқ» completes
    DENIAL_BEFORE = auto()  # «не», not: denies what follows
    DENIAL_AFTER = auto()  # «эмас», «йўқ»: denies what precedes
    NOTHING = auto()  # «йўқ», «нет», no, when nothing else is said
    YET = auto()
    HEDGE = auto()
    LATER = auto()
    REMAINS = auto()
    CONTRAST = auto()
    ASSENT = auto()
    OTHER_DENIED = auto()  # another verb denied: «имзоланмади»
    UNCLEAR = auto()  # a misspelling of two opposite words


# What a clause can say of an activity, as against what only colours it.
STATEMENTS = frozenset({Sense.DONE, Sense.DONE_PARTICIPLE, Sense.UNDONE, Sense.GOING, Sense.ASKED, Sense.UNCLEAR})

# Endings of Uzbek verbs, after the stem. The denial «ма» comes first: all that follows it is denied.
_DENIED = r"m[ao](?:d[iu]\w*|gan\w*|y\w*|s\w*|vot\w*|pt\w*)"
_PAST = r"(?:d[iu](?:k|m|lar|la|ng|ngiz|ku)?|ti|tik|tim|gan(?:man|miz|lar|di|dik|dir)|ib(?:di|man|miz))"
_PARTICIPLE = r"(?:gan|gandan|ganligi\w*)"
_GOING = (
    r"(?:[aiy]?yap\w+|[aiy]?ap(?:ti|man|miz)\w*|moqda\w*|ayot\w+|yot\w+|[ao]?v?ot(?:ti|man|miz|gan)\w*|vomman|vommiz)"
)
_PROMISED = r"(?:[ay]?(?:di|man|miz|siz)|a(?:di|man|miz)\w*|y(?:di|man|miz)\w*|moqchi\w*|ajak\w*|ar)"
_CONDITION = r"(?:sa\w*|gach\w*|ganda\w*|ganidan|gandan)"
_NOUN = r"(?:ish\w*|sin\w*|uvchi\w*|moq|sh\w*|v|vi|uv\w*)"
_STEM = (
    r"(?:bajar(?:il)?|tugat(?:il)?|tuga(?:l(?:lan)?)?|yakunla(?:n|til|t)?|bit(?:ir(?:il)?|kaz(?:il)?)?"
    r"|tay+orla(?:n|til|t)?|tamomla(?:n)?|uddala(?:n)?|poyonla(?:n)?)"
)
_HELPER = (
    r"(?:bol(?:in)?|bul(?:in)?|qil(?:in)?|oshir(?:il)?|etkaz(?:il)?|et(?:il)?|top|taminla(?:n)?|keltir(?:il)?"
    r"|tashla(?:n)?|qoy(?:il)?|ber(?:il)?|chiq(?:il)?|ol(?:in)?|erish(?:il)?)"
)
_ENDINGS: tuple[tuple[str, Sense | None], ...] = (
    (_DENIED, Sense.UNDONE),
    (rf"{_PAST}mi\w*|{_PARTICIPLE}mi\w*", Sense.ASKED),
    (_PAST, Sense.DONE),
    (_PARTICIPLE, Sense.DONE_PARTICIPLE),
    (r"gan(?:i|im|imiz|lari)", Sense.OWN_DENIAL),
    (_GOING, Sense.GOING),
    (_PROMISED, Sense.PROMISED),
    (_CONDITION, Sense.ASKED),
    (r"(?:ib|b|a|ay|y)", Sense.CONVERB),
    (_NOUN, None),
)
_VERBS = tuple((re.compile(_STEM + f"(?:{ending})"), sense) for ending, sense in _ENDINGS)
_HELPERS = tuple((re.compile(_HELPER + f"(?:{ending})"), sense) for ending, sense in _ENDINGS)

# First words of Uzbek compounds whose second word is a helper verb: «амалга оширилди», «тайёр бўлди».
COMPOUND = re.compile(
    r"amalga|ijro|ijrosi|ado|yakuniga|yakun|yakunini|nihoyasiga|nihoya|ohiriga|poyoniga|hal|bajo|tay+or|gotov[oai]?"
)

_WORDS = (
    # Uzbek
    (Sense.DONE, "tay+or(?:dir|miz|man|ku|lar|i)?"),
    (Sense.UNDONE, r"tay+ormas\w* notay+or ulgurma\w+ boshla(?:n)?ma\w+ kirishma\w+"),
    (Sense.ASKED, r"tay+ormi\w*"),
    (Sense.BEGUN, r"boshla(?:n)?(?:d[iu]\w*|gan\w*) kirish(?:di\w*|ildi)"),
    (Sense.GOING, r"jarayonda\w* ijroda davom\w*"),
    (Sense.DENIAL_AFTER, r"emas\w* yoq yuq olma\w+ b[ou]lma(?:di|gan|ydi|yapti)"),
    (Sense.YET, "hali hozircha hanuz halicha"),
    (
        Sense.HEDGE,
        r"deyarli deyarlik qisman asosan balki ehtimol shekilli chamasi hoynahoy sal agar mabodo desa bilma\w+",
    ),
    (Sense.LATER, "ertaga indinga indin keyin keyinroq kelasi kelgusi keyingi yaqinda tez"),
    (
        Sense.REMAINS,
        r"qol(?:di|gan|moqda|yapti|ayapti)\w* kerak lozim zarur etishma\w* kut\w*moqda tashqari",
    ),
    (Sense.CONTRAST, "lekin ammo biroq"),
    # Russian; short participles and past tenses, with the errors that are common in them
    (
        Sense.DONE,
        """
        v[iy]poln(?:[eiy]o?n{1,2}[oaiy]?|il[aio]?|ilos) ispoln(?:[ey]o?n{1,2}[oaiy]?|il[aio]?)
        (?:s|do)del[ao](?:n{1,2}[oaiy]?|l[aio]?) g[oa]tov[oaiy]? zakrit[oaiy]?
        zaversh(?:[ey]o?n{1,2}[oaiy]?|il[aio]?|il[aoi]s|ilsya)
        (?:za|o)konch(?:[eiy]o?n{1,2}[oaiy]?|il[aio]?|il[aoi]s|ilsya)
        realizovan{1,2}[oaiy]? osushestvl[ey]o?n{1,2}[oaiy]?
        """,
    ),
    (Sense.UNDONE, r"ne(?:v[iy]poln|zaversh|zakonch|gotov|sdela|ispoln|dodel)\w*"),
    (
        Sense.GOING,
        r"""
        v[iy]polnya\w+ ispolnya\w+ dela(?:e|yu|em|et)\w* gotov(?:is|im|it|yat|yas)\w* zavershae\w+
        zakanchiva\w+
        doraba\w+ razrabativae\w+ rabota(?:em|yu|et)\w* prosesse rabote hode
        """,
    ),
    (
        Sense.BEGUN,
        r"""
        nach(?:at|al)\w* pristup\w* uspel\w* uspe(?:vaem|em|yu)\w* smog\w* zavershit zakonchit
        v[iy]polnit ispolnit
        sdelat dodelat
        """,
    ),
    (
        Sense.PROMISED,
        r"""
        bud(?:et|ut|em|u) sdela(?:em|yu|yut|et)\w* v[iy]poln(?:im|yu|it|yat)\w* zaversh(?:im|u|it|at)\w*
        zakonch(?:im|u|it|at) dodela(?:em|yu|et) planiru\w+
        """,
    ),
    (Sense.ASKED, "li"),
    (Sense.DENIAL_BEFORE, "ne nikak nichego nikto"),
    (Sense.NOTHING, "net bez"),
    (Sense.YET, "poka eshyo eshe esho"),
    (
        Sense.HEDGE,
        r"pochti chastichno naverno\w* vrode vozmojno kajesya prakticheski osnovnom znayu esli vidimo yakobi",
    ),
    (Sense.LATER, r"zavtra poslezavtra skoro pozje potom sleduyush\w+"),
    (
        Sense.REMAINS,
        r"osta(?:los|lis|lsya|las|yotsya|esya|yosya|yusya)\w* nado nujn\w+ neobhodim\w+ krome jd[eyou]+m?",
    ),
    (Sense.CONTRAST, "odnako hotya"),
    # English («yet» and «yes» fold to et and es, «next» to neht)
    (Sense.DONE, "done finished complete completed ready accomplished fulfilled implemented"),
    (Sense.UNDONE, "unfinished undone uncompleted incomplete unready"),
    (Sense.GOING, "progress working ongoing underway preparing drafting finalizing finalising finishing"),
    (Sense.BEGUN, "started begun began start managed finish"),
    (Sense.PROMISED, "will shall ll gonna be"),
    (
        Sense.DENIAL_BEFORE,
        """
        not isnt arent wasnt werent hasnt havent hadnt didnt doesnt dont never cant cannot couldnt
        wont nt nothing nobody
        none
        """,
    ),
    (Sense.NOTHING, "no nope without"),
    (Sense.YET, "et still"),
    (
        Sense.HEDGE,
        "almost nearly partially partly mostly maybe perhaps probably think hopefully know should if when close",
    ),
    (Sense.LATER, "tomorrow soon later neht"),
    (Sense.REMAINS, r"remain\w* left ehcept need\w* pending awaiting waiting"),
    (Sense.CONTRAST, "but however although though"),
    # All
    (Sense.ASSENT, "ha hop hup mayli yahshi da aga horosho es ok okay okey ep"),
)
_PATTERNS = tuple((one_of(words), sense) for sense, words in _WORDS)
_OTHER_GOING = re.compile(r"\w{2,}(?:moqda\w*|yap(?:ti|man|miz)\w*|yotir\w*|yotgan\w*|vo(?:t|m)(?:ti|man|miz))")
_OTHER_DENIED = re.compile(r"\w{2,}ma(?:di(?:k|m|lar)?|gan(?:miz|man|lar)?|yapti|yapmiz|ydi|ymiz)")

HINDRANCE = one_of(
    r"""
    muammo\w* etiroz\w* kamchilik\w* taklif\w* savol\w* izoh\w* hato\w* zamechani\w* problem\w* vopros\w*
    pretenzi\w*
    vozrajeni\w* oshibok commen\w* issue\w* question\w* objection\w* remark\w* error\w*
    """
)
"""What takes nothing from the work when there is none of it: «эътироз йўқ», «без замечаний», no comments."""
DRAFT = one_of(r"loyiha\w* proekt\w* draf\w* maket\w* qoralama\w* chernovik\w*")
"""What may be ready before the work is: «лойиҳа тайёр»."""
STAGE = one_of(
    r"bosqich\w* qism\w* etap\w* chast(?:i|yu|yami)? stage\w* phase\w* step\w* part"
    r" podpunkt\w* point\w* abzas\w* hatboshi\w*"
)
"""What the work is done by: «биринчи босқич якунланди»."""

TICKS = frozenset("✅✔☑")
CROSSES = frozenset("❌✖✗✘❎🚫⛔👎")

# A word one typing error away from one of these is taken for it; from two of opposite sense, it is unclear.
_SPELLED = (
    (
        Sense.DONE,
        """
        bajarildi bajardik bajardim yakunlandi yakunladik tugatildi tugatdik tugallandi tamomlandi tayyorlandi
        tayyorladik tayyor vipolneno vipolnen vipolnili zaversheno zavershen zavershili zakoncheno zakonchili
        ispolneno sdelano finished completed
        """,
    ),
    (Sense.UNDONE, "bajarilmadi bajarilmagan bajarmadik yakunlanmadi tugatilmadi tugallanmagan tayyorlanmadi"),
    (Sense.PROMISED, "bajariladi bajaramiz yakunlanadi tugatiladi tugallanadi tayyorlanadi tayyorlaymiz"),
    (Sense.HEDGE, "deyarli"),
)
_SENSES_SPELLED = {word: sense for sense, words in _SPELLED for word in words.split()}
_NO_ERROR = one_of(r"tuzat\w+ competed")  # other words, one letter from «тугатилди» and completed
_SHORTEST_MISSPELT = 5  # letters
_LONGEST_WORD = 40  # letters; what is longer is not a word


@lru_cache(maxsize=4096)
def sense_of(word: str) -> Sense | None:
    """What `word` (a `script.bare` fold) says about work, one typing error in a long word forgiven; None: nothing."""
    if len(word) > _LONGEST_WORD:
        return None
    for patterns in (_VERBS, _PATTERNS):
        for pattern, sense in patterns:
            if pattern.fullmatch(word):
                return sense
    if len(word) >= _SHORTEST_MISSPELT and (misspelt := _misspelt(word)):
        return misspelt
    if _OTHER_DENIED.fullmatch(word):
        return Sense.OTHER_DENIED
    return Sense.GOING if _OTHER_GOING.fullmatch(word) else None


def helper_sense(word: str) -> Sense | None:
    """What `word` says when it completes a compound («… оширилди», «… бўлмади»)."""
    if len(word) > _LONGEST_WORD:
        return None
    return next((sense for ending, sense in _HELPERS if ending.fullmatch(word)), None)


def _misspelt(word: str) -> Sense | None:
    if _NO_ERROR.fullmatch(word):
        return None
    near = process.extract(word, list(_SENSES_SPELLED), scorer=OSA.distance, score_cutoff=1, limit=None)
    senses = {_SENSES_SPELLED[spelled] for spelled, _, _ in near}
    if len(senses) > 1:
        return Sense.UNCLEAR
    return senses.pop() if senses else None
