"""Verbs: their stems by what they are about, and the endings that tell how it is said.

An Uzbek verb is a stem, voice, denial, mood and person glued together («бажар-ил-ма-ди»); the endings are few and the
same for every verb, so a list of stems and one pattern read them all. Russian verbs are stems of either aspect with the
endings of tense; a perfective verb in the present form tells of the future.
"""

import re

from services.language.reading.meanings import Concept, Meaning, Mood
from services.language.reading.skeleton import skeleton

_UZBEK: dict[Concept, str] = {
    Concept.FINISH: """
        бажар бажарил тугат тугатил туга тугал тугаллан тугалла якунла якунлан якунлат бит битир битирил битказ битқаз
        тайёрла тайёрлан тайёрлаб тамомла тамомлан уддала уддалан поёнла ижрола адо бажартир ёп ёпил
    """,
    Concept.BEGIN: "бошла бошлан кириш киришил",
    Concept.GOING: "ишла ишлан давом",
    Concept.SEND: """
        юбор юборил топшир топширил жўнат жўнатил тақдим кирит киритил ташла ташлан илова ёз ёзил етказ етказил бер
        берил бориб келтир юкла юклан юклат
    """,
    Concept.ACT: """
        имзола имзолан тасдиқла тасдиқлан келиш келишил ўтказ ўтказил ўрган ўрганил йиғ йиғил тўпла тўплан чоп эълон
        жойла жойлан жойлаштир жойлаштирил шакллан шакллантир шакллантирил ишлаб суратга муҳокама кўр кўрил текшир
        текширил таҳлил қабул тарқат тарқатил ўқит ўқитил ташкил ёритил ёрит созла созлан ўрнат ўрнатил синов яратил
        ярат туз тузил киргиз белгила белгилан аниқла аниқлан рўйхат мувофиқ такомил янгила янгилан тузат тузатил
        ўзгартир қўш қўшил тўлдир тўлдирил тарж ёқ сот харид учраш гаплаш боғлан чақир чиқар чиқарил ўт бор кел қатнаш
        иштирок сўра сўрал айтил тўла тўлан ажрат ажратил келтирил кет юр эт этил ол олин қўй қўйил ҳал бошқар
        оч очил тушун ечил еч текис кўтар изла изоҳла умумлаш умумлаштир умумлаштирил мослаш мувофиқлаш
        мувофиқлаштир
        мувофиқлаштирил саралан сарала чизил чиз дизайн суриштир ҳисобла ҳисоблан режалаштир режалаштирил сол солин
        тақсимла тақсимлан
    """,
    Concept.SAID: "айт де дей дейил эшит билдир",
    Concept.CHANGE: "ўзгар силжи",
    Concept.WAIT: "кут кутил",
    Concept.BELONG: "қара шуғуллан бириктир бириктирил",
    Concept.MANAGE: "улгур уддалай",
    Concept.REMAIN: "қол",
    Concept.EXTEND: """
        узайтир узайтирил қолдир қолдирил чўз чўзил чўздир сур сурил кечиктир кечиктирил узай кўчир кўчирил ортга
    """,
    Concept.AUX: "бўл бўлин қил қилин ошир оширил ет етиш таъминла таъминлан чиқ чиқил эриш тур йўналтир ёт",
    Concept.TRY: "ҳаракат режала режалан уринa",
}
# First words of compounds that mean finishing («амалга оширилди»), and of others that mean something else.
COMPOUNDS: dict[Concept, str] = {
    Concept.FINISH: """
        амалга ижро ижроси адо якунига якун якунини ниҳоясига ниҳоя охирига поёнига бажо ижросини ижросига тайёр
        якунланган тугал
    """,
    Concept.ACT: """
        тақдим ташкил эълон қабул муҳокама таҳлил чоп жалб иштирок ҳал рўйхатдан хатловдан синовдан суратга ишга келишиб
        ишлаб экспертизадан кўриб
    """,
    Concept.SEND: "илова тақдим",
    Concept.GOING: "давом",
    Concept.INFORM: "маълум хабар ахборот ҳисобот маълумот жавоб",
    Concept.TRY: "ҳаракат умид",
    Concept.ASK: "илтимос мурожаат",
    Concept.EXTEND: "орқага",
}

_HELPERS = """
    бўл бўлин қил қилин эт этил оширил ошир етказ етказил ет таъминла таъминлан келтир келтирил ташла ташлан қўй қўйил
    бер     берил чиқ чиқил ол олин эриш тур бор борил кел келин юр тур
"""

_RUSSIAN_PERFECTIVE: dict[Concept, str] = {
    Concept.FINISH: """
        выполн вополн исполн сдел здел додел заверш законч оконч реализ реализова осуществ закры закро довед дове
    """,
    Concept.SEND: "отправ направ сда сдад предостав представ высл выш переда переш пришл скин прикреп загруз прилож",
    Concept.ACT: """
        подготов согласова утверд утвержд подпис получ разработ собр собер внес провед прове прош созда состав
        размест запуст
        подключ провер рассмотр обсуд опубликов закуп куп приобрет установ настро договор реш организов обуч сформиров
        перевед снял сним напис запис разосл рассыл завед опрос расмотр обнов предлож встрет посет пригласи приглас
        выдел оплат заказа
    """,
    Concept.SAID: "сказ говор слыш услыш долож сообщ",
    Concept.EXTEND: "продл перенес перенест сдвин отлож отсроч передвин",
    Concept.BEGIN: "начн приступ",
    Concept.GIVE: "дайт дайте дад",
}
_RUSSIAN_IMPERFECTIVE: dict[Concept, str] = {
    Concept.FINISH: "выполня исполня дела доделыва заверша заканчива реализу осуществля",
    Concept.GOING: """
        работа занима продолжа веду вед вёд иду ид подготавлива готов дорабатыва разрабатыва согласовыва трудим
    """,
    Concept.SEND: "отправля направля сда представля пересыла",
    Concept.ACT: """
        собира провод созда составля размеща проверя рассматрива обсужда утвержда подписыва готовим изуча анализиру
    """,
    Concept.EXTEND: "продлева перенос переноса сдвига отклады",
    Concept.WAIT: "жд ожида",
    Concept.BEGIN: "начина приступа",
}
_ENGLISH: dict[tuple[Concept, Mood], str] = {
    (Concept.FINISH, Mood.PAST): "done finished completed accomplished fulfilled implemented executed",
    (Concept.FINISH, Mood.DEED): "finish do deliver implement",
    (Concept.FINISH, Mood.NOW): "finishing completing finalizing finalising",
    (Concept.SEND, Mood.PAST): "sent submitted delivered uploaded",
    (Concept.SEND, Mood.DEED): "send submit",
    (
        Concept.ACT,
        Mood.PAST,
    ): "signed approved agreed held prepared collected published drafted received tested started_the",
    (Concept.ACT, Mood.NOW): "preparing drafting collecting testing reviewing",
    (Concept.EXTEND, Mood.DEED): "extend postpone extension move shift prolong",
    (Concept.GIVE, Mood.ORDER): "give",
}

_VOICE = "(?:(?:il|in|tir|dir|ish|l|n|t))?"
_PERSON = "(?:man|miz|siz|san|lar|dilar|di|ti|tilar|mis)*"
_ENDINGS: tuple[tuple[str, Mood | None], ...] = (
    (r"(?:di|du|do|ti)(?:m|k|ng|lar|la|ngiz|ngizlar|mki)?(?:ko|da|ya|yo)?", Mood.PAST),
    (rf"(?:gan|kan|(?<=k)an|(?<=g)an){_PERSON}(?:edi\w*)?(?:ko)?", Mood.PERFECT),
    (r"(?<=t)i(?:k|m)?", Mood.PAST),  # «битти», whose doubled letter is single here
    (r"ib(?:man|miz|siz|san)", Mood.PAST),
    (r"(?:i?b(?:di|dilar)|(?:gan|kan)dir)", Mood.FACT),  # as one hears, or supposes
    (
        r"(?:[aio]?yap\w*|[ai]?ap(?:ti|man|miz|siz)\w*|mokda\w*|[ai]?yotir\w*|[ai]?yotib\w*|[ao]?v?ot(?:ti|man|miz|gan|ib)\w*"
        r"|vom(?:an|man|miz|iz)|[ai]?yotgan\w*|[ai]yopman|[ai]?yopti|[ai]?yapmiz|yapma\w*)",
        Mood.NOW,
    ),
    (r"(?:sa|sak|sam|sang|sangiz|salar|sanglar|sangizlar)(?:mi|ko|chi|da|ham)?", Mood.IF),
    (r"(?:gach|gandan|ganidan|kach|konicha|gonicha|goncha|gonga|gandagina|ganda|kanda)\w*", Mood.IF),
    (
        r"(?:ish|sh|ov|v|mok|moklik|ilish)(?:lar)?(?:i|im|imiz|ni|ini|imizni|imni|ga|iga|imizga|dan|idan|da|ida|ning|ining|larni)*(?:mi)?",
        Mood.DEED,
    ),
    (
        r"(?:[ay]|ay)?(?:di|man|miz|siz|dilar|diki|san)(?:lar)?(?:da)?|[aiy]?(?:digan|dagan)\w*|mokchi\w*|ajak\w*|ar(?:miz|man|ku|di|dik)?"
        r"|(?:mas|mayman|maymiz)",
        Mood.FUTURE,
    ),
    (r"(?:ing|ng|ingiz|ngiz|inglar|nglar|ingizlar|ngizlar|sin|sinlar|aylik|ylik|ayin|yin|sin\w*|gin)", Mood.ORDER),
    (r"(?:gan|kan|(?<=k)an)(?:lig)?(?:i|im|imiz|lari|ini|imizni|imni|iga|idan|lini|ni|lik)\w*", Mood.FACT),
    (r"(?:ib|b|a|y|ay|masdan|may|olib|ob|gali|gani)", Mood.CONVERB),
    (r"", Mood.ORDER),
)
_DENIAL = "(?:a?olma|alma|ma|mo)"
_RUSSIAN_ENDINGS: tuple[tuple[str, Mood], ...] = (
    (r"(?:i|a|e|o|ya|no|ova|yo|al|el|evi)?l(?:a|o|i)?(?:s|sya|as|os|is)?", Mood.PAST),
    (r"l?(?:e|yo|a|o|ova|ya|i)?(?:n[aoi]?|t[ao])", Mood.PAST),
    (r"(?:e|a|o|ova|i|ya)?n(?:iy|ay[ao]|oe|ie|ih|im|imi|ogo|omo|oy|oyo|om|aya|ogo)", Mood.PERFECT),
    (r"(?:i|a|ya|ova|no)?t(?:i|s|sya)?", Mood.DEED),
    (r"(?:i|iv|av|a|e)?(?:ite|yte|te|ay|ayte|i|y)(?:s)?", Mood.ORDER),
    (r"(?:e|a|yo|ova)?ni(?:e|ya|yo|em)", Mood.DEED),
    (r"l?(?:e|i|yo|ya|a|yu|o|no|ni)+(?:m|t|sh|te)?(?:sya|s|te)?|[mt](?:sya)?", Mood.FUTURE),
)
_OTHERS_DID = re.compile(
    "(?:bajar|togat|yakonla|bitir|bitkaz|tayorla|tamomla|odala)(?:i?sh)?(?:di|gan)(?:lar|ng|ngiz|ngizlar|siz|sizlar)?"
)
_WILL_GIVE = re.compile(r"(?:s|pere|ot)da(?:m|dim|st|sh|dote?|dite)")  # «сдам», unlike «сдаём»
_NOT_VERBS = frozenset(
    map(skeleton, ("бор", "битта", "отдел", "отдела", "сдача", "рассылка", "начальник", "ола", "етти"))
)
_LONGEST = 40  # letters; what is longer is not a word


def _stems(table: dict[Concept, str]) -> dict[str, Concept]:
    return {skeleton(stem): concept for concept, stems in table.items() for stem in stems.split()}


class Verbs:
    """The verbs, built once."""

    def __init__(self) -> None:
        self._uzbek = _stems(_UZBEK)
        self._helpers = frozenset(map(skeleton, _HELPERS.split()))
        self.compounds = _stems(COMPOUNDS)
        self._perfective = _stems(_RUSSIAN_PERFECTIVE)
        self._imperfective = _stems(_RUSSIAN_IMPERFECTIVE)
        self._english = {
            skeleton(word): Meaning(concept, mood)
            for (concept, mood), words in _ENGLISH.items()
            for word in words.split()
        }
        self._endings = [
            (re.compile(f"{_VOICE}(?P<denial>{_DENIAL})?(?:{ending})(?P<asked>mi(?:kan|kin|di|siz)?)?"), mood)
            for ending, mood in _ENDINGS
        ]
        self._russian = [(re.compile(ending), mood) for ending, mood in _RUSSIAN_ENDINGS]
        self._general = re.compile(
            r"(?:\w{2,}?(?P<denial>ma)|\w{2}(?=a?yap)|\w{3,}?)(?:(?P<past>(?:ladi|di|ti)(?:k|m|lar|ng|ngiz)?)|(?P<perfect>gan(?:miz|man|lar)?)"
            r"|(?P<now>a?yap(?:ti|man|miz|siz)\w*|mokda\w*|yotir\w*|yotgan\w*|vot(?:ti|man|miz))"
            r"|(?P<future>[ay]?(?:aman|amiz|ayman|aymiz|ymiz|yman|ydi|adi)))(?P<asked>mi(?:kan|kin)?)?"
        )
        self._general_russian = re.compile(
            r"\w{4,}?(?:(?P<past>(?:[aeiyo]|no|ni)l(?:i|o|is|as|os)|(?:e|a|yo)n[aoi])|(?P<now>(?:a|o|i|e|ya|y)(?:em|yot|etsya|yotsya|esya|osya|yosya|emsya)))"
        )

    def meaning(self, word: str) -> Meaning | None:
        """The meaning of the skeleton `word` as a known verb; None for other words."""
        if len(word) > _LONGEST or word in _NOT_VERBS:
            return None
        if _WILL_GIVE.fullmatch(word):
            return Meaning(Concept.SEND, Mood.FUTURE)
        return self._english.get(word) or self._read_uzbek(word) or self._read_russian(word)

    @staticmethod
    def _is_seen(concept: Concept, word: str) -> bool:
        """«Турибди», «келибди» are seen; «бажарилибди» is hearsay."""
        return concept is not Concept.FINISH and word.endswith(("ibdi", "ibdilar"))

    def is_others_deed(self, word: str) -> bool:
        """«Бажарди», «тугатишди», «бажардингиз»: done by somebody else, unlike «бажарилди», «бажардик»."""
        return _OTHERS_DID.fullmatch(word) is not None

    def guess(self, word: str) -> Meaning | None:
        """An unknown verb, recognised by its endings alone: some other deed."""
        if len(word) > _LONGEST:
            return None
        if match := self._general.fullmatch(word):
            mood = next(m for name, m in _GENERAL_MOODS.items() if match[name])
            return Meaning(
                Concept.ACT, mood, bool(match["denial"]), bool(match["asked"]), finite=mood is not Mood.PERFECT
            )
        if match := self._general_russian.fullmatch(word):
            return Meaning(Concept.ACT, Mood.PAST if match["past"] else Mood.NOW)
        return None

    def _read_uzbek(self, word: str) -> Meaning | None:
        for length in range(len(word), 1, -1):
            concept = self._uzbek.get(word[:length])
            if concept is None:
                continue
            for ending, mood in self._endings:
                if match := ending.fullmatch(word, length):
                    if mood is Mood.ORDER and length == len(word):
                        break  # a bare stem is rarely an order: «тугат», «кириш»; a longer reading may fit
                    return Meaning(
                        concept,
                        Mood.PAST if mood is Mood.FACT and self._is_seen(concept, word) else mood,
                        denied=bool(match["denial"]) or word.endswith("mas"),
                        asked=bool(match["asked"]),
                        finite=mood in _FINITE,
                        helps=word[:length] in self._helpers,
                    )
        return None

    def _read_russian(self, word: str) -> Meaning | None:
        for length in range(len(word) - 1, 1, -1):
            for stems, aspect in ((self._imperfective, Mood.NOW), (self._perfective, Mood.FUTURE)):
                concept = stems.get(word[:length])
                if concept is None:
                    continue
                for ending, mood in self._russian:
                    if ending.fullmatch(word, length):
                        unfinished = (
                            mood is Mood.PAST and aspect is Mood.NOW and concept is Concept.FINISH
                        )  # «выполняли»
                        return Meaning(concept, aspect if mood is Mood.FUTURE or unfinished else mood)
        return None


_FINITE = frozenset({Mood.PAST, Mood.NOW, Mood.FUTURE})
_GENERAL_MOODS = {"past": Mood.PAST, "perfect": Mood.PERFECT, "now": Mood.NOW, "future": Mood.FUTURE}
