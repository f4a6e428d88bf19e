"""What a clause is (a report, a question, a request, a refusal), from what it speaks of and how."""

import re
from collections.abc import Iterator
from enum import StrEnum, auto

from services.language.reading.clauses import Clause
from services.language.reading.doubts import CONJUNCTIONS
from services.language.reading.figures import Role
from services.language.reading.lexicon import SENTENCE_ENDS
from services.language.reading.matters import matter_of
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.numbers import Numbers
from services.language.reading.obstacles import fails, lacks_means, says_no_trouble
from services.language.reading.predicates import Predicate
from services.language.reading.skeleton import skeleton
from services.language.reading.wording import Wording


class Intent(StrEnum):
    """What a person means by a message."""

    REPORT = auto()
    NOT_DONE = auto()
    QUESTION = auto()
    MORE_TIME = auto()
    REFUSAL = auto()
    OBSTACLE = auto()
    PROMISE = auto()
    AWAY = auto()
    COURTESY = auto()
    CORRECTION = auto()
    UNCLEAR = auto()


ABOUT_WORK = frozenset({Intent.REPORT, Intent.NOT_DONE, Intent.OBSTACLE, Intent.PROMISE})
"""Intents whose words belong to a report."""

_REPLACEABLE = frozenset({Role.ACTIVITY, Role.PERCENT, Role.COUNT, Role.UNKNOWN})
_WISHED = concepts("NEED ASK")
_NEEDLESS = frozenset(map(skeleton, ("керакмас", "шартмас", "керагийўқ")))
_WILL_MANAGE = frozenset(map(skeleton, ("успеем", "успею", "успеваем", "успеваю", "сможем", "смогу")))
_DENIALS = frozenset({Concept.NO, Concept.NOT})
_ASKING = concepts("NEED ASK PLEASE CAN GIVE")
_MENDING = _DENIALS | concepts("WRONG PLEASE ASK RECORD LABEL AUX FIX")
_TOLD = concepts("FINISH READY BEGIN GOING ACT SEND AUX TICK WAIT MANAGE CROSS REMAIN CHANGE")
_PROMISED = concepts("FINISH READY BEGIN MANAGE SEND ACT GOING AUX")
_HINDERED = concepts("ACT SEND GOING AUX INFORM")
_HINDERING = frozenset({Mood.PAST, Mood.PERFECT, Mood.NOW, Mood.FUTURE})
_HAD_SAID = re.compile(
    r"(?:ayt|de|yoz|bildir)(?:gan)?(?:di|edi)(?:m|k)(?:ko)?|(?:ayt|de)gan(?:man|miz)(?:ko)?"
)  # skeletons
_NOT_IT = re.compile(r"(?:emas|\w+mas)mi(?:kan)?")
_GIVEN = concepts("SEND INFORM GIVE")
_PAST = frozenset({Mood.PAST, Mood.PERFECT, Mood.NOW})
_LACKING = frozenset({None, Concept.RECORD, Concept.PAPER, Concept.ACT, Concept.TIME})
_WHEN = concepts("DAY LATER UNTIL MONTH IF")
_POSSIBLE = concepts("INFORM SAID CAN IF QUESTION")
_THERE_IS_NOT = frozenset({"yok", "net", "neto", "no", "without", "bez"})
_INSTEAD = frozenset({",", "a", "-", "but", "balki", "ekan"})
# Skeletons: an error, how it comes about, and what a person writes or presses.
_ERROR = re.compile(r"hato(?:lik)?(?:lar)?(?:i|ni)?|oshibk[aiou]|oshibok|error|errors|bag(?:lar)?")
_OCCURRED = re.compile(
    r"chik(?:di|ib|kan|ayap|yap|mok|ma)|anikla|topil|ochra|bor$|bordir|mavjod|beryap|berayap|berdi|kozatil"
    r"|vishl[aio]|voznik|obnar|nashl|viyavl|vidayo?t|vidal|poyavil|ispravl"
)
_WRITTEN = re.compile(
    r"yoz|bos(?:il|di|ib|gan)|kirit|yobor|hisobot|habar|rakam|foiz|ketib|otch[eyo]+t|soobsh|sifr|najal|najat|pisa|napis"
    r"|ochip|otpr|otmet|belgila|tadbir|prosent|nomer|menda|bizda|men$|siz"
)
_ASKING_VERB = re.compile(r"\w{3,}(?:yapti|yaptilar|mokda|yotir)mi")
_HAD_ASKED = re.compile(  # skeletons
    r"\b(?:sora(?:gan(?:di|edi)?(?:m|man|k|miz)|gan(?: edi| ekan)?(?:m|man|k|miz)?|vdi(?:m|k)|ganim(?:iz)?)"
    r"|(?:za)?prosil[aio]?|asked)\b"
)
_FATE = re.compile(  # skeletons: «узайтириш нима бўлди», «продление что решили»
    r"\b(?:ozaytirish|chozish|sorish|prodlen\w+|otsrochk\w+|extension)\w*(?: \w+){0,3}"
    r" (?:(?:nima|kanday|kachon) (?:bol|hal)\w*|hal bol\w+mi|javob \w*mi|javob kachon"
    r"|(?:chto|kak|kogda) (?:re[sh]\w+|tam|s)|est otvet|kaysi bosk\w+)"
)
_OF_ANOTHER = re.compile(r"\b\w{3,}dan\b|\bo \w{4,}|\bof the\b")  # «вазирликдан», «у министерства»
_TO_GIVE = re.compile(r"(?:ber|day|pozvol)(?!ay|ib ko)\w*")
_GIVE_US = re.compile(r"\bber(?:sa|asiz|a ?ol(?:a|may)siz|ol(?:a|may)siz|ishingiz)")
_WANTED = concepts("TIME DEADLINE UNIT MORE PAPER RECORD ANSWER")
_BESIDE_GIVING = concepts("MONTH UNTIL POLITE PLEASE LABEL LINK ME TIME DEADLINE DAY UNIT GIVE ASK MORE YET THEM")
_MENDED = frozenset(map(skeleton, ("тузатиб", "тўғрилаб", "тўғирлаб")))
_AT = ("da", "dagi")
_TO_ME = frozenset({"mne", "nam", "menga", "bizga", "manga", "me", "os"})
_ASSIGNING = re.compile(r"beril|berma|berish|topshirilma|topshirma|peredav|peredal|porocha|porochil|davali|dali|given")
_BESIDE_ASSIGNING = frozenset(
    {"ne", "esche", "eshyo", "eshe", "poka", "hali", "bo", "not", "was", "ham", "eto", "etot", "va", "i", "a"}
)
_FIRST_PERSON = ("man", "miz", "dim", "dik")
_SEND_ME = ("yobor", "ber", "jonat", "prishl", "day", "skin")
_FINISHED_WORK = ("kabol", "prim", "prin", "accept", "zakrit")  # «қабул қилинг», «закрыт»: the work is done
_OF_MINE = ("larim", "larimiz")  # «ишларим»
_UNWILLING, _UNABLE = ("maymiz", "mayman"), ("olmaymiz", "olmayman")
_STANDS = frozenset({"stoit", "stoyat", "stal", "vstal"})  # «20 стоит», unlike «стоит 5 млн»
_INSTEAD_OF = frozenset({"orniga", "vmesto"})
_FIRST = """
    мен биз я ўзим ўзимиз ўрнимга i we уезжаю уезжаем болею болеем вернусь пойду поеду ухожу уходим нахожусь находимся
    лежу буду выйду улетаю лечу еду едем выхожу выезжаю вылетаю отсутствую
"""
_I = frozenset(map(skeleton, _FIRST.split()))
_GONE = concepts("AWAY LEFT")
_WAS = re.compile(r"ed(?:im|ik|i)|bil[ai]?|bole[lv]\w*")
_CAME_BACK = re.compile(r"kayt(?:di|gan)|kel(?:di|gan)|chikdi|vern(?:ol|ols|olas|olis)\w*|v[iy]sh[eol]+\w*|priehal")
_PREPOSITIONS = frozenset({"v", "na", "s", "so", "iz", "do", "po", "k", "ot", "za", "in", "on", "at"})
# What an absence is like, and verbs of the first person: «хизмат сафарида», «в ежегодном отпуске», «нахожусь».
_OF_ABSENCE = (
    *("hizmat", "mehnat", "yilik", "navbat", "oko", "okuv", "ijod", "homilador", "akademik", "toi", "kasal", "grip"),
    *("ejegodn", "ocheredn", "trodov", "ochebn", "slojebn", "dekretn", "dlitelni", "kratko", "plano", "srochn"),
    *("anoal", "yana", "vremeno"),
)
_OBLIQUE = (
    "da",
    "ga",
    "dan",
    "ka",
    "ni",
    "ning",
    "man",
    "miz",
    "dagi",
    "niki",
    "ogo",
    "omo",
    "om",
    "im",
    "omi",
    "ami",
    "gacha",
)
_REACH = 4
_TAKE_OFF = re.compile(  # skeletons
    r"\b(?:isklyoch|isklyochit|ober|snim|snya|vicherk|osvobod)\w* (?:menya|nas)\b"
    r"|\bboshka (?:bolim|ijrochi|hodim|tashkilot|idora|odam|boshkarma)\w*ga (?:ber|otkaz|topshir|yokla|birik)\w*ng"
    r"|\b(?:peredayte|otdayte) (?:drogom|drogoy)"
    r"|\b(?:bizdan|mendan|ot nas|ot menya|s nas) (?:\w+ ){0,3}?(?:talab kilinma|talab etilma|ne trebo)"
)
# Skeletons of verbs whose subject is a person or an office, not a thing.
_THEY_DO = re.compile(
    r"(?:kil|bajar|shogolan)(?:adi|ishadi|yapti|ishyapti)|tayorla(?:ydi|shadi|yapti)"
    r"|(?:s?delao?[eyo]t|zanima[eyo]t?s?ya|resha[eyo]t|vipolnya[eyo]t)"
)
_THEY_SEE = re.compile(r"kor(?:adi|ishadi)")
_OTHERS = frozenset({"boshka", "bolim"})
_THEY_WILL = re.compile(
    r"(?:kil|kor|bajar|shogolan|ber|topshir|yobor|jonat|otkaz|yoz|et|chik|kirit)(?:adi|ishadi)"
    r"|(?:tayorla|imzola|tasdikla)(?:ydi|shadi)"
    r"|sdela[eyo]t|sdelayot|vipolni?t|vipolnyat|podgotov[iy]t|otprav[iy]t|predostav[iy]t|dast|dado?t|peredast|reshit|reshat"
)
# Skeletons.
_REMINDERS = ("eslatma", "napominan", "ovedomlen", "bildirishnoma")
_TOPICS_SENT = ("topshirik", "topshirig", "habar", "vazifa")
_CAME_NOT = ("kelma", "olmad", "olmayap")
_CAME = ("prish", "prihod", "polochal", "polochil")
_HELP = ("yordam", "pomog", "pomosh", "komaklash")
_HELP_ME = ("pomogite", "komaklashing")
_UNAWARE = re.compile(
    r"\b(?:bilma(?:gan|sdi|y|dim|dik)|behabar|habarim(?:iz)? ?yok|endi (?:bil|eshit|kor)"
    r"|ne (?:znal|bil[aio]? v korse)|vperv|perviy raz|tolko (?:seychas |chto )?ozna)"
)
_ASSIGNED = re.compile(
    r"\b(?:biriktiril|tegishli|yoklat|yoklangan|zima|zakrepl|za (?:mnoy|nami)|na (?:mne|nas)\b"
    r"|(?:menda|bizda|mening nomimda|nomim(?:iz)?da) ekan|mening nomim|(?:etot|takoy) punkt)"
)
_REMINDED = re.compile(r"\b(?:eslatma|napominan|napomina[et]|ovedomlen|bildirishnoma)")
_TOO_MUCH = re.compile(
    r"\b(?:(?:joda )?kop\b|haddan|har kon|har soat|mnogo|chasto|kajd|bezor|nadoel|dostali|zaeb|hvatit|stolko"
    r"|toht?at|yoborma|kerakmas|kerak emas|ne nado|ne nojn|otkloch|otkly?och|ochir)"
)
_FARTHEST = 30  # lexemes
_REPORT = ("hisobot", "otch", "malomot", "svedeni", "informas", "report", "ahborot", "dokl")
_TO_REPORT = ("narsa", "beradigan", "berish", "kiladigan", "topshiradigan")
_BESIDE_NO_REPORT = concepts("NO YET NOW ME MINE LABEL LINK POLITE WORK INFORM ALL RECORD")
_NOTHING_TO_TELL = re.compile(
    r"\b(?:(?:dokladivat|otchitivatsya|otchitatsya|dolojit|soobsh[ai]t|pisat) (?:poka )?(?:nechego|ne [ov] chem)"
    r"|nechego (?:poka )?(?:dokladivat|otchitivatsya|otchitatsya|dolojit|soobsh[ai]t|pisat)"
    r"|(?:hisobot|malomot)\w* (?:beradigan|berishga|kiladigan|topshiradigan) (?:hech )?(?:narsa|nima)\w* yok)"
)
_OF_TELLING = re.compile(r"\b(?:nechego|ne [ov] chem|hisobot|malomot|narsa)")
_THANKED = re.compile(r"\b(?:rahmat|spasibo|tashakor)")
_WHO = frozenset({"kim", "kimlar", "kto", "who"})
_REFUSED = ("otkaz", "rad")  # «отказали», «рад этишди»
_ALLOWED = ("razresh", "rohsat", "soglas", "polochi")
_GAVE_NOT = ("berma", "berilma", "berishma")


class Intents:
    """Tells the intents of a message's clauses."""

    def __init__(self, wording: Wording, numbers: Numbers) -> None:
        self._wording = wording
        self._numbers = numbers

    def of(self, clause: Clause, *, asked: bool, done: bool | None, smells: bool) -> Iterator[Intent]:
        """The intents of a clause; `asked`: its sentence asks; `done` and `smells`: what it says of being done."""
        concepts = self._wording.concepts(clause.places)
        if not asked and (self.says_no_report(clause) or self._disputes(clause)):
            return
        if not asked and (plain := self._plainly(clause, concepts)):
            yield plain
            return
        if not asked and done is None and not clause.percents and self._waives_time(clause, concepts):
            yield Intent.PROMISE  # «муддат сўрамайман»: a request denied is none, and it will be done in time
            return
        if self._asks_after_a_request(clause, concepts) or self._is_for_the_department(clause, concepts, asked=asked):
            yield Intent.QUESTION
            return
        if apart := self._apart(clause, concepts, asked=asked, silent=done is None and not clause.percents):
            yield apart
            return
        hindered, promised = self.is_hindered(clause, concepts), self._promises(clause, concepts)
        disowned = smells and self._is_disowned(clause, concepts)
        puts_off = not hindered and done is None and any(map(self._puts_off, clause.predicates))
        if done is False or disowned or puts_off:
            yield Intent.NOT_DONE
        elif hindered:
            yield Intent.OBSTACLE
        if promised:
            yield Intent.PROMISE
        claimed = bool(done) or (smells and not disowned) or (bool(clause.percents) and not promised)
        later = promised and Concept.LATER in concepts  # «на следующей неделе сдаём»: nothing is told yet
        if claimed or (self.tells(clause) and not hindered and not later and done is None):
            yield Intent.REPORT

    def _apart(self, clause: Clause, concepts: frozenset[Concept], *, asked: bool, silent: bool) -> Intent | None:
        """Intents that are no report; an absence only if the clause is `silent` about the work."""
        questions = asked or self._asks(clause, concepts)
        if self._is_misplaced(clause, concepts) and Concept.QUESTION not in concepts:
            return Intent.REFUSAL  # «Юнусовнинг ишлари», as against «Юнусовнинг ишлари қандай»
        if self._corrects(clause, concepts) and not (Concept.QUESTION in concepts and clause.opens):
            return Intent.CORRECTION
        if self._doubts_it(clause, concepts, asked=asked):
            return Intent.QUESTION
        others_do = not questions and silent and self._is_done_by_others(clause, concepts)
        if others_do or self._refuses(clause, concepts, asked=questions):
            return Intent.REFUSAL
        if self._asks_for_time(clause, concepts):
            return Intent.MORE_TIME
        away = Concept.AWAY in concepts and silent and not self._is_gone(clause) and not self._is_back(clause)
        return Intent.QUESTION if questions else (Intent.AWAY if away else None)

    def _is_for_the_department(self, clause: Clause, concepts: frozenset[Concept], *, asked: bool) -> bool:
        """«Эслатма келмади», «сўровим нима бўлди», «менга бириктирилганини билмаганман»: no work is told of."""
        if clause.percents:
            return False
        words = [self._wording.word(place) for place in clause.places]
        if matter_of([one for word in words for one in word.split()], is_marked=asked) is not None:
            return True
        told_me = Concept.ME in concepts and any(one.startswith(_TOPICS_SENT) for one in words)
        reminded = told_me or any(one.startswith(_REMINDERS) for one in words)
        if reminded and any(one.startswith(_CAME_NOT) for one in words):
            return True
        if reminded and any(one.startswith(_CAME) for one in words) and concepts & _DENIALS:
            return True
        if any(one.startswith(_HELP) for one in words):
            ordered = "yordam bering" in words or any(one.mood is Mood.ORDER for one in clause.predicates)
            return ordered or Concept.NEED in concepts or any(one.startswith(_HELP_ME) for one in words)
        return self._is_unaware(clause) or self._complains_of_reminders(clause)

    def _is_unaware(self, clause: Clause) -> bool:
        """«Не знал, что 12 закреплено за мной», «менга бириктирилганини билмаган эканман»: in one clause or in two."""
        return self._speaks_in(clause, _UNAWARE, _ASSIGNED)

    def _complains_of_reminders(self, clause: Clause) -> bool:
        """«Эслатмалар жуда кўп келяпти», «нега ҳар куни эслатма келади, безор қилди», «хватит напоминаний»."""
        if clause.mentions or not self._speaks_in(clause, _REMINDED, _TOO_MUCH):
            return False
        return _THANKED.search(self._sentence(clause)) is None

    def _speaks_in(self, clause: Clause, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
        """Whether the clause has words of one kind, and its sentence of both."""
        said = self._said(clause)
        if one.search(said) is None and other.search(said) is None:
            return False
        sentence = self._sentence(clause)
        return one.search(sentence) is not None and other.search(sentence) is not None

    def _said(self, clause: Clause) -> str:
        return " ".join(self._wording.word(place) for place in clause.places)

    def _sentence(self, clause: Clause) -> str:
        """The skeletons of the sentence that the clause belongs to, as far as they are near."""
        start, end = self._wording.sentence_start(clause.start, _FARTHEST), clause.end
        last = min(clause.end + _FARTHEST, len(self._wording))
        while end < last and self._wording.text(end - 1) not in SENTENCE_ENDS:
            end += 1
        return " ".join(self._wording.word(place) for place in range(start, end))

    # Reports

    def tells(self, clause: Clause) -> bool:
        """Whether the clause tells a deed or a state, neither promised nor denied."""
        told = [one for one in clause.predicates if one.concept in _TOLD and one.claims and not one.denied]
        told = [one for one in told if not self._will_manage(one)]
        words = sum(self._wording.is_word(place) for place in clause.places)
        if Concept.PARTLY in self._wording.concepts(clause.places) and not clause.predicates:
            return True  # «ярмидан кўпи»
        if clause.predicates and says_no_trouble(self._said(clause)):
            return True  # «хато чиқмади»
        moved = Concept.DEADLINE not in self._wording.concepts(clause.places)  # «семинар 25 апрелга кўчирилди»
        moved = moved and any(
            one.concept is Concept.EXTEND and one.claims and not one.denied for one in clause.predicates
        )
        return moved or any(one.concept is not Concept.AUX or words > 1 for one in told)

    def is_unchanged(self, clause: Clause) -> bool:
        """«Ўзгариш йўқ», «без изменений», «аввалгидек»: nothing has moved, and no more is told."""
        told = [
            one.concept is Concept.SAME or (one.concept is Concept.CHANGE and one.denied) for one in clause.predicates
        ]
        return bool(told) and all(told) and not clause.percents

    def _plainly(self, clause: Clause, concepts: frozenset[Concept]) -> Intent | None:
        """What the clause tells as a whole, whatever else its words would mean apart."""
        if self.is_unchanged(clause) or self._needs_to_begin(clause, concepts):
            return Intent.NOT_DONE
        return Intent.OBSTACLE if self.tells_of_time_denied(clause) else None

    def says_no_report(self, clause: Clause) -> bool:
        """«Ҳисобот йўқ», «отчёта по 4 пока нет»: that there is nothing to report is no report, whatever it is of."""
        if self._says_there_is_nothing_to_tell(clause):
            return True
        words = [
            place for place in clause.places if self._wording.is_word(place) and place not in self._numbers.covered
        ]
        if clause.percents or not any(self._wording.word(place) in _THERE_IS_NOT for place in words):
            return False
        nouns = [place for place in words if self._wording.word(place).startswith(_REPORT)]
        others = [place for place in words if place not in nouns and not self._goes_with_no_report(place)]
        return bool(nouns) and not others

    def _says_there_is_nothing_to_tell(self, clause: Clause) -> bool:
        """«Докладывать нечего», «ҳисобот берадиган нарса йўқ», in the sentence that the clause belongs to."""
        is_of_it = _OF_TELLING.search(self._said(clause)) is not None and not clause.percents
        return is_of_it and _NOTHING_TO_TELL.search(self._sentence(clause)) is not None

    def _goes_with_no_report(self, place: int) -> bool:
        """A word that tells of nothing else than of the report."""
        word, concept = self._wording.word(place), self._wording.concept(place)
        return concept in _BESIDE_NO_REPORT or word.startswith(_TO_REPORT)

    def _needs_to_begin(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«13-тадбир бошланиши учун буйруқ керак», «для начала нужен приказ»: it has not begun."""
        begins = [one for one in clause.predicates if one.concept is Concept.BEGIN]
        other = [one for one in clause.predicates if one not in begins and one.concept is not Concept.AUX]
        ahead = bool(begins) and all(one.mood is Mood.DEED and not one.denied for one in begins)
        ahead = ahead or "dlya nachala" in self._said(clause)
        return Concept.NEED in concepts and ahead and not other and not clause.percents

    def tells_of_time_denied(self, clause: Clause) -> bool:
        """«Продлить не разрешили», «муддатни узайтиришмади», «в продлении отказали»."""
        extends = [place for place in clause.places if self._wording.concept(place) is Concept.EXTEND]
        if not extends or clause.percents or any(one.mood is Mood.ORDER for one in clause.predicates):
            return False
        past = [one for one in clause.predicates if one.mood in (Mood.PAST, Mood.PERFECT)]
        if any(one.denied for one in past if one.concept is Concept.EXTEND):
            return True
        words = [self._wording.word(place) for place in clause.places]
        refused = any(word.startswith(_REFUSED) for word in words)
        allowed = any(word.startswith(_ALLOWED) for word in words)
        denied = any(one.denied for one in past) or any(word.startswith(_GAVE_NOT) for word in words)
        return refused or (allowed and (denied or "ne" in words or "yok" in words)) or "ne dali" in words

    def _is_disowned(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Бажарилди деб бўлмайди», «готово дейишга рано»: something called done is not."""
        denied = any(one.denied for one in clause.predicates)
        return Concept.SAID in concepts and (denied or bool(concepts & {Concept.NOT, Concept.WRONG}))

    def _promises(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        predicates = clause.predicates
        if self._is_somebodys_deed(clause, concepts, _THEY_WILL):
            return False  # a third person's future is nobody's promise
        moods = (Mood.FUTURE, Mood.NOW) if Concept.LATER in concepts else (Mood.FUTURE,)  # «на неделе сдаём»
        future = {one.concept for one in predicates if one.mood in moods and not one.denied and not one.asked}
        supposed = any(one.mood is Mood.IF for one in predicates)
        if Concept.INFORM in future and (concepts & _WHEN or supposed):
            return True  # «жума куни ҳисобот бераман», as against «маълум қиламан»
        if concepts & _POSSIBLE or supposed:
            future -= {Concept.AUX}  # «дейиш мумкин бўлади»
        bare = not predicates and bool(concepts & {Concept.LATER, Concept.TRY, Concept.WILL})
        bare = bare and not concepts & {Concept.QUESTION, Concept.DEADLINE, Concept.AWAY}
        if any(self._will_manage(one) for one in predicates):
            return True
        if Concept.CLOSE in concepts:
            return False  # «ёпсак бўлади»
        return bool(future & _PROMISED) or bare or (Concept.TRY in concepts and bool(predicates))

    def _will_manage(self, predicate: Predicate) -> bool:
        """«Успеем», which tells nothing yet."""
        return not predicate.denied and self._wording.word(predicate.last) in _WILL_MANAGE

    def is_hindered(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """Whether the clause tells of an obstacle."""
        return not says_no_trouble(self._said(clause)) and self._tells_of_an_obstacle(clause, concepts)

    def _tells_of_an_obstacle(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        waits = [one for one in clause.predicates if one.concept is Concept.WAIT]
        waiting = any(not one.denied and not one.asked for one in waits) or (Concept.WAIT in concepts and not waits)
        if waiting or any(self.is_of_the_deadline(one) for one in clause.predicates) or self._is_gone(clause):
            return True
        if (Concept.TROUBLE in concepts and not self._is_none(clause, Concept.TROUBLE)) or self._has_an_error(clause):
            return True
        if any(self._wording.word(one.last + 1) in _STANDS for one in clause.mentions):
            return True
        denied = [one for one in clause.predicates if one.denied]
        if Concept.ANSWER in concepts and (concepts & _DENIALS or denied):
            return True
        if any(one.concept in _HINDERED and one.mood in _HINDERING and not self._puts_off(one) for one in denied):
            return True
        said = self._said(clause)
        return self._lacks(clause, concepts) or lacks_means(said) or fails(said)

    def _puts_off(self, predicate: Predicate) -> bool:
        """«Эртага бермайман»: no deed, and nothing that hinders; unlike «бера олмаймиз»."""
        word = self._wording.word(predicate.last)
        own = word.endswith(_UNWILLING) and not word.endswith(_UNABLE)
        return own and predicate.denied and predicate.mood is Mood.FUTURE and predicate.concept in _GIVEN

    def _is_back(self, clause: Clause) -> bool:
        """«Кеча отпускадан қайтдим», «касал эдим», «вернулся из командировки»: an absence that is over."""
        words = [self._wording.word(place) for place in clause.places]
        left = any(one.endswith("dan") for one in words) or "iz" in words or "s" in words
        return any(_WAS.fullmatch(one) or (left and _CAME_BACK.match(one)) for one in words)

    def _is_gone(self, clause: Clause) -> bool:
        """«Директор в отпуске», «сотрудник уволился»: somebody else is missing, not the writer.

        The writer's own absence is told in the first person, or with nobody else for a subject.
        """
        gone = [place for place in clause.places if self._wording.concept(place) in _GONE]
        own = any(self._wording.word(place).endswith(_FIRST_PERSON) for place in gone)
        mine = any(self._wording.word(place) in _I for place in clause.places)
        dismissed = Concept.LEFT in self._wording.concepts(gone)  # «разработчика уволили»
        return (
            bool(gone)
            and not own
            and not mine
            and any(self._is_somebody(place, in_any_case=dismissed) for place in clause.places)
        )

    def _is_somebody(self, place: int, *, in_any_case: bool) -> bool:
        oblique = not in_any_case and self._wording.word(place).endswith(_OBLIQUE)
        if self._wording.concept(place) is Concept.THEM:
            return not oblique
        if not self._wording.is_strange(place) or not self._wording.is_word(place) or place in self._numbers.covered:
            return False
        word = self._wording.word(place)
        calls = self._wording.text(place + 1) == "," and place == 0
        of_place = self._wording.text(place - 1) in _PREPOSITIONS
        return not (of_place or calls or oblique or word.startswith(_OF_ABSENCE))

    def is_of_the_deadline(self, predicate: Predicate) -> bool:
        """«Муддати тугаган»: the time is over, not the work."""
        return predicate.concept is Concept.FINISH and self._wording.concept(predicate.first - 1) is Concept.DEADLINE

    def _lacks(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Маблағ йўқ», «нет согласования»: something is missing, and nothing else is told."""
        told = any(one.mood is not Mood.DEED for one in clause.predicates)
        if told or clause.mentions or clause.percents:
            return False
        if concepts & {Concept.HINDRANCE, Concept.QUESTION, Concept.YES}:
            return False
        return any(
            self._wording.is_word(near) and self._wording.concept(near) in _LACKING
            for place in clause.places
            if self._wording.concept(place) is Concept.NO and self._wording.word(place) in _THERE_IS_NOT
            for near in (place - 1, place + 1)
            if near in clause.places
        )

    def _is_none(self, clause: Clause, concept: Concept) -> bool:
        """«Муаммо йўқ»."""
        places = [place for place in clause.places if self._wording.concept(place) is concept]
        return any(self._wording.concepts((place - 1, place + 1)) & _DENIALS for place in places)

    # Corrections

    def _corrects(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        if self._mends_the_work(clause, concepts):
            return False
        if Concept.FIX in concepts and concepts & _MENDING and not self._is_told_of_others(clause):
            return not self._is_nobody_instead(clause)
        if self._numbers.former.intersection(clause.places):
            return False  # «олдин 50 эди, энди 70»: the later percent is told
        wished = Concept.NEED in concepts and self._wishes_for_something(clause)  # «5 учун маблағ керак эди»
        if Concept.WAS in concepts and clause.mentions and not clause.predicates and not clause.percents and not wished:
            return True  # «6-тадбирга эди»
        meanings = [self._wording.meaning(place) for place in clause.places]
        supposed = any(one is not None and one.mood is Mood.IF for one in meanings)  # «бажардик десам ёлғон бўлади»
        told = Concept.SAID not in concepts or self._is_told_of_oneself(clause)
        if Concept.WRONG in concepts and told and not supposed:
            return not self.tells_of_an_error(clause)
        # «Бу 11 га тегишли эди»
        belonged = Concept.BELONG in concepts and Concept.WAS in concepts and bool(clause.mentions)
        return belonged or any(self._is_replaced(place) for place in clause.places)

    def _wishes_for_something(self, clause: Clause) -> bool:
        """Whether something else than a number is needed: «қўшимча вақт керак эди», unlike «6 керак эди»."""
        words = [one for one in clause.places if self._wording.is_word(one) and one not in self._numbers.covered]
        strange = any(self._wording.is_strange(one) for one in words)
        return strange or bool(self._wording.concepts(words) & _WANTED)

    def _mends_the_work(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Тузатиб 27 мартда қайта киритаман»: a promise, on a day, of work that came back."""
        fixing = [self._wording.word(place) for place in clause.places if self._wording.concept(place) is Concept.FIX]
        promised = [one for one in clause.predicates if one.mood is Mood.FUTURE and not one.denied and not one.asked]
        dated = any(self._numbers.roles.get(place) is Role.DATE for place in clause.places)
        own = any(self._wording.word(one.last).endswith(("man", "miz")) for one in promised)
        return bool(fixing) and set(fixing) <= _MENDED and own and (dated or Concept.LATER in concepts)

    def tells_of_an_error(self, clause: Clause) -> bool:
        """«Тизимда хатолик чиқди», «в системе ошибка»: an error in the work, not in what was written."""
        places = [place for place in clause.places if self._wording.is_word(place)]
        words = [self._wording.word(place) for place in places]
        if not any(_ERROR.fullmatch(word) for word in words) or self._is_told_of_oneself(clause):
            return False
        if any(_WRITTEN.match(word) for word in words):
            return False
        known_places = (place for place in places if self._wording.concept(place) is None)
        somewhere = any(
            self._wording.word(place).endswith(_AT) or self._wording.text(place - 1) in _PREPOSITIONS
            for place in known_places
        )
        return somewhere or any(_OCCURRED.match(word) for word in words)

    def _has_an_error(self, clause: Clause) -> bool:
        """An error that there is, unlike «хатолик топилмади»."""
        is_none = self._is_none(clause, Concept.WRONG) or any(one.denied for one in clause.predicates)
        return self.tells_of_an_error(clause) and not is_none

    def _is_nobody_instead(self, clause: Clause) -> bool:
        """«Ўрнига ҳеч ким йўқ»: nobody in somebody's place, and no number that would be put right."""
        fixing = [self._wording.word(place) for place in clause.places if self._wording.concept(place) is Concept.FIX]
        numbers = any(place in self._numbers.roles for place in clause.places)
        return set(fixing) <= _INSTEAD_OF and not numbers and Concept.NO in self._wording.concepts(clause.places)

    def _is_told_of_others(self, clause: Clause) -> bool:
        """«Тендер бекор бўлди»: something cancelled is no report."""
        return any(one.mood in _PAST for one in clause.predicates) and not self._is_told_of_oneself(clause)

    def _is_told_of_oneself(self, clause: Clause) -> bool:
        """«… деб янглиш юборибман», as against «… деган маълумот нотўғри»."""
        return any(self._wording.word(one.last).endswith(_FIRST_PERSON) for one in clause.predicates)

    def _is_replaced(self, place: int) -> bool:
        """«5 эмас, 6», «не 5, а 6», «это 19, не 20»: a number denied, and another in its place."""
        if self._numbers.roles.get(place) not in _REPLACEABLE:
            return False
        before = self._wording.concept(place - 1) is Concept.NOT
        after = self._after_label(place)
        if not before and not self._wording.word(after).startswith("emas"):
            return False
        after += not before
        while self._wording.text(after) in _INSTEAD:
            after += 1
        earlier = range(place - _REACH, place) if before else ()
        return any(self._numbers.roles.get(one) in _REPLACEABLE for one in (after, *earlier))

    def _after_label(self, place: int) -> int:
        place += 1
        while (
            self._wording.concept(place) in (Concept.LABEL, Concept.PERCENT)
            or self._wording.text(place) in {"-", "niki"}
            or place in self._numbers.covered
        ):
            place += 1
        return place

    # Refusals

    def _refuses(self, clause: Clause, concepts: frozenset[Concept], *, asked: bool) -> bool:
        if Concept.LEFT in concepts and not self._is_gone(clause):
            return True  # «уволилась»: the writer, as nobody else is named
        if Concept.REFUSE in concepts or any(self._is_unwilling(one) for one in clause.predicates):
            return True
        denied = bool(concepts & _DENIALS) or any(self._wording.word(place).endswith("mas") for place in clause.places)
        belongs = Concept.BELONG in concepts or any(one.concept is Concept.BELONG for one in clause.predicates)
        if belongs and not asked and (denied or any(one.denied for one in clause.predicates)):
            return not any(self._is_replaced(place) for place in clause.places)
        if belongs and not asked and not concepts & {Concept.ME, Concept.QUESTION} and self._names_somebody(clause):
            return True  # «Умаровга тегишли»
        if self._disclaims(clause, concepts) or (not clause.percents and _TAKE_OFF.search(self._said(clause))):
            return True
        told = any(one.concept in _TOLD and not self._reminds(one) for one in clause.predicates)
        return Concept.MINE in concepts and denied and not told and self._is_not_mine(clause)

    def _reminds(self, predicate: Predicate) -> bool:
        """«(Меники эмаслигини) айтгандим»: what the writer said before."""
        return _HAD_SAID.fullmatch(self._wording.word(predicate.last)) is not None

    def _doubts_it(self, clause: Clause, concepts: frozenset[Concept], *, asked: bool) -> bool:
        """«Мендамас шекилли?», «меники эмасми?»: whose it is, the writer does not know."""
        belongs = bool(concepts & {Concept.MINE, Concept.BELONG}) and not concepts & {Concept.REFUSE}
        asks = asked or any(_NOT_IT.fullmatch(self._wording.word(place)) for place in clause.places)
        return belongs and (asks or Concept.HEDGE in concepts) and self._refuses(clause, concepts, asked=False)

    def _disputes(self, clause: Clause) -> bool:
        """«14 мне не передавали», «12 менга берилмаган»: with nothing that was to be given, was it the activity?"""
        if clause.percents:
            return False
        said = [
            self._wording.word(place)
            for place in clause.places
            if self._wording.is_word(place)
            and place not in self._numbers.covered
            and self._wording.concept(place) is not Concept.LABEL
        ]
        given = [word for word in said if _ASSIGNING.match(word)]
        denied = "ne" in said or "not" in said or any(one.denied for one in clause.predicates)
        others = set(said) - set(given) - _TO_ME - _BESIDE_ASSIGNING
        return bool(given) and denied and not others and not _TO_ME.isdisjoint(said)

    def _disclaims(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Не моя зона ответственности», «не наш отдел делает», unlike «не наша задержка», «не наш сделал»."""
        told = any(one.mood is Mood.PAST and one.concept is not Concept.ACT for one in clause.predicates)
        if told or clause.percents or concepts & {Concept.TROUBLE, Concept.WAIT}:
            return False
        return any(
            self._wording.concept(place) is Concept.NOT and self._wording.concept(place + 1) is Concept.MINE
            for place in clause.places
        )

    def _is_done_by_others(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Буни котибият қилади», «масалани Кучкаров ҳал қилади»: whose work it is, unless it is told when."""
        if concepts & {Concept.TROUBLE, Concept.WAIT}:
            return False  # «поставщик задерживать қиляпти»
        timed = concepts & _WHEN or any(self._numbers.roles.get(place) is Role.DATE for place in clause.places)
        if timed:
            return False
        instead = "emas" in self._sentence(clause)  # «бўлимлар кўради, аъзолар эмас», unlike «юрист кўради»
        return self._is_somebodys_deed(clause, concepts, _THEY_DO) or (
            instead and self._is_somebodys_deed(clause, concepts, _THEY_SEE)
        )

    def _is_somebodys_deed(self, clause: Clause, concepts: frozenset[Concept], deeds: re.Pattern[str]) -> bool:
        """Whether somebody else is the subject of one of the `deeds`."""
        mine = any(self._wording.word(place) in _I for place in clause.places)
        if mine or concepts & {Concept.MINE, Concept.QUESTION, Concept.REMAIN}:
            return False  # «қолганини Кучкаров қилади» tells of the rest alone
        done = [one for one in clause.predicates if deeds.fullmatch(self._wording.word(one.last)) and not one.denied]
        done = [one for one in done if deeds is not _THEY_DO or not self._does_a_thing(clause, one)]
        inside = {place for one in clause.predicates for place in range(one.first, one.last + 1)}
        return any(self._wording.text(one.first - 1) == "u" for one in done) or any(
            self._wording.word(place) in _OTHERS or self._is_somebody(place, in_any_case=False)
            for place in clause.places
            if done and place not in inside
        )

    def _does_a_thing(self, clause: Clause, deed: Predicate) -> bool:
        """«Вазирлик қаршилик қиляпти»: somebody does something that is not understood, not the work."""
        thing = deed.first - 1
        earlier = [one for one in clause.places if one < thing]
        return (
            self._wording.word(deed.last).startswith("kil")
            and (self._wording.concept(thing) is Concept.HINDRANCE or self._wording.word(thing).endswith("lik"))
            and any(self._is_somebody(one, in_any_case=False) for one in earlier)
        )

    def _is_misplaced(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Менга нотўғри бириктирилган», «мени рўйхатдан чиқаринг», «бу ўқув марказининг иши»."""
        predicates = clause.predicates
        mistaken = Concept.WRONG in concepts and Concept.ME in concepts
        if mistaken and any(self._is_others_doing(one) for one in predicates):
            return True
        words = [self._wording.word(place) for place in clause.places]
        if "meni" in words and any(one.mood is Mood.ORDER and one.concept is Concept.ACT for one in predicates):
            return True
        return not predicates and not clause.mentions and self._is_somebodys_work(clause)

    def _is_others_doing(self, predicate: Predicate) -> bool:
        """Whether somebody else, or «you», assigned it."""
        return predicate.concept is Concept.BELONG or self._wording.word(predicate.last).endswith(("siz", "sizlar"))

    def _is_somebodys_work(self, clause: Clause) -> bool:
        places = [place for place in clause.places if self._wording.concept(place) is Concept.WORK]
        return any(
            (self._wording.is_strange(place - 1) and self._wording.word(place - 1).endswith("ning"))
            or (self._wording.text(place - 1) == "eto" and self._wording.is_strange(place + 1))
            for place in places
        )

    def _is_not_mine(self, clause: Clause) -> bool:
        mine = [place for place in clause.places if self._wording.concept(place) is Concept.MINE]
        no = [place for place in clause.places if self._wording.concept(place) in _DENIALS]
        return not no or any(abs(one - other) < _REACH for one in mine for other in no)

    def _names_somebody(self, clause: Clause) -> bool:
        """Whether the clause names somebody unknown and tells nothing else; not «овозли хабар 14 га тегишли»."""
        if any(map(self._is_belonged_to, clause.places)):
            return False
        strange = any(self._wording.is_strange(place) for place in clause.places)
        return strange and all(one.concept is Concept.BELONG for one in clause.predicates)

    def _is_belonged_to(self, place: int) -> bool:
        """«14 га тегишли», «13-бандга тегишли»: something belongs to the activity, not the activity to somebody."""
        if self._wording.concept(place) is not Concept.BELONG:
            return False
        is_label = self._wording.concept(place - 1) is Concept.LABEL
        is_of_a_label = is_label and self._wording.word(place - 1).endswith("ga")
        return is_of_a_label or (self._wording.text(place - 1) == "ga" and self._wording.is_number(place - 2))

    def _is_unwilling(self, predicate: Predicate) -> bool:
        """«Биз бажармаймиз»: unwilling rather than unable."""
        word = self._wording.word(predicate.last)
        own = word.endswith(_UNWILLING) and not word.endswith(_UNABLE)
        return (
            own
            and predicate.denied
            and predicate.mood is Mood.FUTURE
            and (predicate.concept in (Concept.FINISH, Concept.GOING) or word.startswith("kilma"))
        )

    # Requests and questions

    def _waives_time(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Муддат керак эмас», «продлевать не надо», «муддатни узайтирманг»: no more time is asked for."""
        supposed = any(one.mood is Mood.IF for one in clause.predicates)
        if supposed or any(self._is_asking(clause, place) for place in clause.places):
            return False
        extends = [one for one in clause.predicates if one.concept is Concept.EXTEND]
        if any(one.denied and one.mood not in _PAST and not one.asked for one in extends):
            return True
        if not extends and not concepts & {Concept.DEADLINE, Concept.TIME, Concept.EXTEND}:
            return False
        words = [self._wording.word(place) for place in clause.places]
        no_need = bool(concepts & _WISHED) and (self._denies_wish(clause) or any(one in _NEEDLESS for one in words))
        asks_not = any(one.denied and self._wording.word(one.first).startswith("sora") for one in clause.predicates)
        return no_need or asks_not

    def _denies_wish(self, clause: Clause) -> bool:
        """«Керак эмас», «не надо», «прошу не продлевать», as against «прошу продлить: нет ответа»."""
        denials = [place for place in clause.places if self._wording.concept(place) in _DENIALS]
        return any(
            self._wording.concept(place - 1) in _WISHED
            or self._wording.concept(place + 1) in _WISHED | {Concept.EXTEND}
            for place in denials
        )

    def _asks_for_time(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        waits = any(one.concept is Concept.WAIT and one.mood is Mood.ORDER for one in clause.predicates)
        if waits or self._asks_to_be_given_a_day(clause):  # «жумагача кутиб туринг»
            return True
        if concepts & _DENIALS and Concept.NEED in concepts:
            return False  # «узайтириш шарт эмас»
        if {Concept.CAN, Concept.UNTIL} <= concepts and not clause.predicates:
            return True  # «можно до конца мая?»
        asking = bool(concepts & _ASKING) or any(
            one.mood in (Mood.ORDER, Mood.IF) and not one.denied for one in clause.predicates
        )
        extends = [one for one in clause.predicates if one.concept is Concept.EXTEND]
        if any(self._wording.word(place) in _WHO for place in clause.places):
            return False  # «муддатни ким узайтиради?»
        if extends:
            return asking or any(one.mood not in _PAST | {Mood.FACT} for one in extends)
        given = self._asks_to_be_given(clause)
        told = given or not concepts & {Concept.QUESTION, Concept.TELL}
        return told and self._names_time(clause, concepts, asking=asking or given)

    def _asks_to_be_given(self, clause: Clause) -> bool:
        """«Вақт берсангиз бўладими?», «яна бир ой бера оласизми?»: a request as a question to be said yes to."""
        asked = [self._wording.word(one) for one in clause.places if self._wording.concept(one) is Concept.QUESTION]
        return all(word.endswith("mi") for word in asked) and _GIVE_US.search(self._said(clause)) is not None

    def _asks_after_a_request(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«Муддатини чўзиш сўраган эдим, нима бўлди»: of a request that was made, not a new one."""
        of_time = bool(concepts & {Concept.EXTEND, Concept.DEADLINE, Concept.TIME})
        said = self._said(clause)
        if of_time and not clause.percents and _FATE.search(said) is not None:
            return True
        if not of_time or clause.percents or _HAD_ASKED.search(said) is None or _OF_ANOTHER.search(said) is not None:
            return False
        return not any(one.mood in (Mood.ORDER, Mood.IF) for one in clause.predicates)

    def _asks_to_be_given_a_day(self, clause: Clause) -> bool:
        """«13 ни 15 апрелгача беринг илтимос»: with nothing else in it that could be given."""
        orders = [one for one in clause.predicates if one.mood in (Mood.ORDER, Mood.IF) and not one.denied]
        given = [one for one in orders if _TO_GIVE.fullmatch(self._wording.word(one.first))]
        words = [place for place in clause.places if self._wording.is_word(place)]
        dated = any(self._numbers.roles.get(place) is Role.DATE for place in clause.places)
        until = any(
            self._wording.word(place).endswith("gacha") or self._wording.concept(place) is Concept.UNTIL
            for place in words
        )
        inside = {place for one in given for place in range(one.first, one.last + 1)} | self._numbers.covered
        others = self._wording.concepts(place for place in words if place not in inside) - _BESIDE_GIVING
        strange = any(self._wording.is_strange(place) for place in words if place not in inside)
        return bool(given) and len(given) == len(clause.predicates) and dated and until and not others and not strange

    def _names_time(self, clause: Clause, concepts: frozenset[Concept], *, asking: bool) -> bool:
        """«Яна икки ҳафта керак», «вақт беринг», «ещё недельку бы»."""
        more = Concept.UNIT in concepts and bool(concepts & {Concept.MORE, Concept.YET, Concept.GIVE})
        wished = more and any(self._wording.word(place) == "bi" for place in clause.places)
        return wished or (asking and (more or bool(concepts & {Concept.TIME, Concept.DEADLINE})))

    def _asks(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        if not clause.percents and (concepts & {Concept.TELL, Concept.SHOW} or self._wishes_to_see(clause, concepts)):
            return True
        if self._asks_to_close(clause):
            return True
        return any(one.asked for one in clause.predicates) or any(self._is_asking(clause, one) for one in clause.places)

    def _asks_to_close(self, clause: Clause) -> bool:
        """«Назоратдан ечинг»: a request, which tells nothing of the work; unlike «закрыто» and «можно закрывать»."""
        concepts = self._wording.concepts(clause.places)
        orders = all(one.mood is Mood.ORDER for one in clause.predicates)
        closes = any(
            self._wording.concept(place) is Concept.CLOSE and not self._wording.word(place).startswith(_FINISHED_WORK)
            for place in clause.places
        )
        return closes and orders and not concepts & {Concept.CAN, Concept.IF}

    def _wishes_to_see(self, clause: Clause, concepts: frozenset[Concept]) -> bool:
        """«5-тадбирнинг муддати», «мои пункты», «жадвал юборинг»."""
        orders = [one for one in clause.predicates if one.mood is Mood.ORDER and one.first == one.last]
        if any(self._wording.word(one.first).startswith(_SEND_ME) for one in orders):
            return True
        mine = Concept.MINE in concepts or any(self._wording.word(one).endswith(_OF_MINE) for one in clause.places)
        named = Concept.DEADLINE in concepts or (mine and bool(concepts & {Concept.LABEL, Concept.WORK}))
        return named and not clause.predicates and not concepts & (_ASKING | _DENIALS | {Concept.TROUBLE})

    def _is_asking(self, clause: Clause, place: int) -> bool:
        meaning = self._wording.meaning(place)
        if _ASKING_VERB.fullmatch(self._wording.word(place)):
            return True  # «яхшиланяптими»
        if meaning is None or meaning.concept is not Concept.QUESTION:
            return meaning is not None and meaning.asked
        return self._wording.word(place) not in CONJUNCTIONS or not self._joins(clause, place)

    def _joins(self, clause: Clause, place: int) -> bool:
        """«…, что выполнено»: a conjunction, never the first word of a sentence."""
        before = self._wording.concepts(range(clause.start, place))
        strange = any(self._wording.is_strange(one) for one in range(clause.start, place))
        first = before <= {Concept.LINK, Concept.POLITE, Concept.ME, Concept.BUT} and not strange
        return not clause.opens or not first
