"""The catalogs: complete, alike in form, and in the words that the organisation uses."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from locales.update import VIEWS, Said, catalog_of, extracted, in_latin, path_of, said_in
from services.language.questions import Question, Span, parse_question
from services.plan.status import Status
from views.kit.languages import LANGUAGES
from views.kit.texts import Texts, Translator, plain
from views.kit.words import status_word
from views.report import shown_statuses

CATALOGS = {code: catalog_of(code) for code in LANGUAGES}
LATIN = [code for code, language in LANGUAGES.items() if language.latin]
CYRILLIC = [code for code in LANGUAGES if code not in LATIN]
TEXTS = Translator(ZoneInfo("Asia/Tashkent"), default="uz_Cyrl")
UZBEK_ONLY, RUSSIAN_ONLY = "ўқғҳ", "щы"
SHORT_BUTTON = 24  # characters: two such buttons stand side by side on a phone
ALONE = {  # each stands in a row of its own and says in full what it gives
    "🤝 Name a deputy",
}
WHOLE_ROW = 36
LONGER = 4  # characters by which a longer one may outgrow the English

# What the organisation calls things, statuses and terms, in the languages in which it has agreed on them.
AGREED = ("uz_Cyrl", "uz_Latn", "ru", "en")
STATUSES = {
    Status.NOT_STARTED: ("бошланмаган", "boshlanmagan", "не начато", "not started"),
    Status.IN_PROGRESS: ("ижрода", "ijroda", "исполняется", "in progress"),
    Status.REVIEW: ("кўриб чиқилмоқда", "ko‘rib chiqilmoqda", "на рассмотрении", "under review"),
    Status.DONE: ("бажарилди", "bajarildi", "исполнено", "done"),
    Status.DONE_LATE: (
        "муддатидан кеч бажарилган",
        "muddatidan kech bajarilgan",
        "исполнено с опозданием",
        "done late",
    ),
    Status.RETURNED: ("қайта ижрога қайтарилди", "qayta ijroga qaytarildi", "возвращено на доработку", "returned"),
    Status.OVERDUE: ("муддати ўтган", "muddati o‘tgan", "просрочено", "overdue"),
    Status.CONTINUOUS: ("доимий назоратда", "doimiy nazoratda", "на постоянном контроле", "continuous"),
    Status.REGULAR: ("мунтазам", "muntazam", "регулярно", "regular"),
    Status.CLOSED: (
        "ижросиз назоратдан ечилди",
        "ijrosiz nazoratdan yechildi",
        "снято с контроля без исполнения",
        "closed",
    ),
}
TERMS = {
    "extended": ("муддат узайтирилди", "muddat uzaytirildi", "срок продлён", "extended"),
    "responsible officer": ("масъул ижрочи", "mas’ul ijrochi", "ответственный исполнитель", "responsible officer"),
    "co-executor": ("ҳамижрочи", "hamijrochi", "соисполнитель", "co-executor"),
}
# Messages that speak of a term begin with it: the message, and the term in each language.
BEGINNINGS = {
    "Deadline: {written}": ("Ижро муддати", "Ijro muddati", "Срок исполнения", "Deadline"),
    "Responsible officer: {name}": (
        "Масъул ижрочи",
        "Mas’ul ijrochi",
        "Ответственный исполнитель",
        "Responsible officer",
    ),
    "Co-executors: {names}": ("Ҳамижрочи", "Hamijrochi", "Соисполнител", "Co-executor"),
}
BUTTONS = {
    "✅ Done": "✅ Бажарилди",
    "🔄 In progress": "🔄 Ижрода",
    "✍️ Report": "✍️ Ҳисобот",
    "⏳ Extend the deadline": "⏳ Муддатни узайтириш",
    "📎 File": "📎 Файл",
    "⬅️ Back": "⬅️ Орқага",
    "✅ Accept": "✅ Қабул қилиш",
    "↩️ Return": "↩️ Қайтариш",
}


def messages(catalog: Catalog) -> Iterator[Message]:
    """All but the heading."""
    return (message for message in catalog if message.id)


def forms(said: object) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def every_form() -> Iterator[tuple[str, str, str]]:
    """Locale, English, translation: each form of each message."""
    for locale, catalog in CATALOGS.items():
        for message in messages(catalog):
            yield from ((locale, forms(message.id)[0], form) for form in forms(message.string))


def all_where(wrong: Iterator[object]) -> list[object]:
    """What is wrong, all of it: one run names every text to mend."""
    return list(wrong)


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{[^{}]*\}", text))


def words(text: str) -> list[str]:
    """The words that a reader reads: no placeholders, no commands, no marks of HTML."""
    return re.findall(r"[^\W\d_]+", re.sub(r"\{[^{}]*\}|/\w+( help)?|<[^>]*>|&\w+;", " ", text))


def alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in word if letter.isalpha()} - {"MODIFIER"}


def sign(text: str) -> str:
    """The sign that a text begins with, if any."""
    first = text.split(" ", maxsplit=1)[0]
    return first if first and unicodedata.category(first[0]) == "So" and not first.startswith("№") else ""


def button_labels() -> set[str]:
    """The English of all labels that stand in the code as such."""
    calls = (
        node
        for path in VIEWS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
    )
    labels = (ast.unparse(call.args[0]) for call in calls if call.func.id in ("button", "link_button", "_ask"))
    return {said.forms[0] for label in labels for said in said_in(label, "") if label.startswith("t(")}


class Tags(HTMLParser):
    """The tags of a text, in order, and whether each is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.seen: list[str] = []
        self.balance = True
        self.feed(text)
        self.close()
        self.balance = self.balance and not self.opened

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.opened.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balance = self.balance and bool(self.opened) and self.opened.pop() == tag


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_catalog_has_every_message_of_the_views_and_no_other(locale: str) -> None:
    said = {forms(message.id) for message in messages(extracted())}
    known = {forms(message.id) for message in messages(CATALOGS[locale])}
    assert known == said, "run `make messages`"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_catalog_names_the_modules_that_say_a_message(locale: str) -> None:
    def places(catalog: Catalog) -> dict[object, set[str]]:
        return {message.id: {file for file, _ in message.locations} for message in messages(catalog)}

    assert places(CATALOGS[locale]) == places(extracted()), "run `make messages`"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_message_is_empty_or_fuzzy(locale: str) -> None:
    def is_unfinished(message: Message) -> bool:
        return message.fuzzy or not all(form.strip() for form in forms(message.string))

    assert not all_where(message.id for message in messages(CATALOGS[locale]) if is_unfinished(message))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_message_is_left_over_as_obsolete(locale: str) -> None:
    assert not CATALOGS[locale].obsolete
    assert "#~" not in path_of(locale).read_text(encoding="utf-8")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_message_has_as_many_forms_as_its_language_has_plurals(locale: str) -> None:
    count = int(re.search(r"nplurals=(\d)", LANGUAGES[locale].plurals).group(1))
    catalog = CATALOGS[locale]
    assert catalog.num_plurals == count
    assert not all_where(m.id for m in messages(catalog) if m.pluralizable and len(forms(m.string)) != count)


def test_placeholders_are_the_same_in_every_language_and_form() -> None:
    assert not all_where(
        (locale, english, said) for locale, english, said in every_form() if placeholders(said) != placeholders(english)
    )


def test_both_english_forms_of_a_message_have_the_same_placeholders() -> None:
    assert not all_where(m.id for m in messages(CATALOGS["en"]) if len({*map(str, map(placeholders, forms(m.id)))}) > 1)


def test_tags_balance_and_are_those_of_the_english() -> None:
    def is_wrong(english: str, said: str) -> bool:
        tags = Tags(said)
        return not tags.balance or sorted(tags.seen) != sorted(Tags(english).seen)

    assert not all_where((locale, said) for locale, english, said in every_form() if is_wrong(english, said))


def test_no_text_has_a_bare_mark_of_html() -> None:
    stray = re.compile(r"<(?!/?[a-z-]+>)|&(?!\w+;)")
    assert not all_where((locale, said) for locale, _, said in every_form() if stray.search(said))


def test_spaces_stand_where_they_should() -> None:
    stray = re.compile(r"^\s|\s$|  | [,.:;!?](?!\w)")
    assert not all_where((locale, said) for locale, _, said in every_form() if stray.search(said))


@pytest.mark.parametrize(
    ("locale", "source"),
    [(code, language.transcribed_from) for code, language in LANGUAGES.items() if language.transcribed_from],
)
def test_a_transcribed_language_is_the_cyrillic_in_latin_letters(locale: str, source: str) -> None:
    latin = {message.id: message.string for message in messages(CATALOGS[locale])}
    cyrillic = {message.id: in_latin(message.string) for message in messages(CATALOGS[source])}
    assert latin == cyrillic, "run `make messages`"


def test_english_is_the_message_itself() -> None:
    assert not all_where(m.id for m in messages(CATALOGS["en"]) if forms(m.string) != forms(m.id))


def test_no_word_mixes_two_alphabets() -> None:
    assert not all_where(
        (locale, word) for locale, _, said in every_form() for word in words(said) if len(alphabets(word)) > 1
    )


@pytest.mark.parametrize(
    ("locale", "foreign"),
    [
        ("uz_Cyrl", set(RUSSIAN_ONLY)),
        ("ru", set(UZBEK_ONLY)),
        *((locale, {chr(letter) for letter in range(0x400, 0x530)}) for locale in LATIN),
    ],
)
def test_a_language_has_no_letters_of_another(locale: str, foreign: set[str]) -> None:
    assert not all_where(said for where, _, said in every_form() if where == locale and foreign & set(said.lower()))


@pytest.mark.parametrize("locale", CYRILLIC)
def test_only_names_stay_in_latin_letters(locale: str) -> None:
    latin = {word for where, _, said in every_form() if where == locale for word in words(said) if word.isascii()}
    products = {"Telegram", "Start", "Word", "Excel", "PDF", "LibreOffice"}
    typed = {"PLAN", "LEADERSHIP", "CHAT", "ID", "FILE", "III", "docx", "xlsx", "pdf", "username"}
    assert latin <= products | typed


def test_a_sign_stays_at_its_place() -> None:
    assert not all_where((locale, said) for locale, english, said in every_form() if sign(said) != sign(english))


def test_a_message_begins_with_a_capital_where_the_english_does() -> None:
    def first(text: str) -> str:
        found = words(text.split("{", maxsplit=1)[0])
        return found[0][0] if found else ""

    assert not all_where(
        (locale, english, said)
        for locale, english, said in every_form()
        if (
            first(english).islower()
            and first(said).isupper()
            and not said.startswith(("Сиз", "Siz", "Вы", "III", "Ф.И.", "F.I."))
        )
        or (first(english).isupper() and first(said).islower())
    )


def test_a_command_is_named_in_every_language() -> None:
    def commands(text: str) -> list[str]:
        return sorted(re.findall(r"(?<![\w}])/[a-z]+(?: help)?", text))

    assert not all_where(
        (locale, said) for locale, english, said in every_form() if commands(said) != commands(english)
    )


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_called_as_the_organisation_calls_it(status: Status) -> None:
    assert {locale: status_word(TEXTS[locale], status) for locale in AGREED} == agreed(STATUSES[status])


@pytest.mark.parametrize("message", TERMS)
def test_a_term_is_the_organisations_own(message: str) -> None:
    assert {locale: TEXTS[locale](message) for locale in AGREED} == agreed(TERMS[message])


@pytest.mark.parametrize("message", BEGINNINGS)
def test_a_line_begins_with_the_organisations_term(message: str) -> None:
    values = dict.fromkeys(("written", "name", "names"), "…")
    for locale, term in agreed(BEGINNINGS[message]).items():
        assert TEXTS[locale](message, **values).startswith(term)


@pytest.mark.parametrize("message", BUTTONS)
def test_an_officers_buttons_say_what_they_should(message: str) -> None:
    assert TEXTS["uz_Cyrl"](message) == BUTTONS[message]


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_a_status_word_typed_after_report_is_understood(locale: str, status: Status) -> None:
    code = "late" if status is Status.DONE_LATE else status.value
    half_year, t = Span(date(2024, 1, 1), date(2024, 6, 30), date(2024, 3, 1)), TEXTS[locale]
    typed, shown = plain(status_word(t, status)), shown_statuses(t)
    question = parse_question(typed, numbers=(), sections=(), names=(), span=half_year, shown=shown)
    assert question == Question(statuses=frozenset({code}))


def room(label: str) -> int:
    """How many characters a button may have that is so long in English."""
    return WHOLE_ROW if label in ALONE else max(SHORT_BUTTON, len(label) + LONGER)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_button_is_short(locale: str) -> None:
    labels = button_labels()
    assert "✅ Accept" in labels
    long = {label: TEXTS[locale](label) for label in labels if "{" not in label}
    assert not {said for label, said in long.items() if len(said) > room(label)}


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "остался 1 день"),
        (2, "осталось 2 дня"),
        (5, "осталось 5 дней"),
        (11, "осталось 11 дней"),
        (21, "остался 21 день"),
    ],
)
def test_russian_counts_in_three_forms(count: int, said: str) -> None:
    assert TEXTS["ru"].many("{n} day left", "{n} days left", count) == said


@pytest.mark.parametrize("count", [0, 1, 2, 5, 21])
def test_uzbek_counts_in_one_form(count: int) -> None:
    assert TEXTS["uz_Cyrl"].many("{n} day left", "{n} days left", count) == f"{count} кун қолди"
    assert TEXTS["uz_Latn"].many("{n} day left", "{n} days left", count) == f"{count} kun qoldi"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_catalog_compiles_and_fills_its_values(locale: str) -> None:
    texts: Texts = TEXTS[locale]
    assert texts.language.code == locale
    for message in messages(CATALOGS[locale]):
        values = dict.fromkeys((name[1:-1] for name in placeholders(forms(message.id)[0])), 3)
        if message.pluralizable:
            said = [texts.many(*message.id, count, **{**values, "n": count}) for count in range(30)]
        else:
            said = [texts(message.id, **values)]
        assert all(one and "{" not in one for one in said)


@pytest.mark.parametrize(
    ("locale", "long_day", "day", "month"),
    [
        ("uz_Cyrl", "2024 йил 30 апрель", "30 апрель", "2024 йил апрель"),
        ("uz_Latn", "2024-yil 30-aprel", "30-aprel", "2024-yil aprel"),
        ("ru", "30 апреля 2024 г.", "30 апреля", "апрель 2024 г."),
        ("en", "30 April 2024", "30 April", "April 2024"),
    ],
)
def test_a_date_is_written_as_letters_write_it(locale: str, long_day: str, day: str, month: str) -> None:
    texts, when = TEXTS[locale], date(2024, 4, 30)
    assert (texts.long_day(when), texts.day(when), texts.month(when)) == (long_day, day, month)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_date_names_its_day_month_and_year_as_it_should(locale: str) -> None:
    texts, when = TEXTS[locale], date(2024, 4, 30)
    assert "30" in texts.day(when)
    assert "2024" not in texts.day(when)
    assert "30" in texts.long_day(when)
    assert "2024" in texts.long_day(when)
    assert "2024" in texts.month(when)
    assert texts.month_name(when) in texts.month(when)


def test_no_sentence_ends_in_two_stops_after_a_russian_date() -> None:
    day, month = TEXTS["ru"].long_day(date(2024, 4, 30)), TEXTS["ru"].moment(datetime(2024, 4, 30, tzinfo=UTC))
    dates = {"day": day, "moment": month, "old": day, "new": day, "planned": day}

    def filled(message: Message) -> str:
        names = [name[1:-1] for name in placeholders(forms(message.id)[0])]
        return plain(TEXTS["ru"](forms(message.id)[0], **{name: dates.get(name, "…") for name in names}))

    assert not all_where(m.id for m in messages(CATALOGS["ru"]) if not m.pluralizable and ".." in filled(m))


def test_a_message_is_found_if_it_passes_the_texts_on_and_inside_an_f_string() -> None:
    source = """join([f"{t('Now')}: x", t.many("{n} day: {who}", "{n} days: {who}", n, who=names(t, people))])"""
    assert {said.forms for said in said_in(source, "a.py")} == {("Now",), ("{n} day: {who}", "{n} days: {who}")}


def test_what_is_no_message_is_not_taken_for_one() -> None:
    assert not list(said_in("t.day(day); facts.many('a', 'b', 1); text('c')", "a.py"))


def test_a_message_that_is_put_together_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"a\.py:2"):
        list(said_in("one = 1\nt('Hello ' + name)", "a.py"))


def test_a_message_over_several_lines_is_one() -> None:
    assert list(said_in("t(\n 'One '\n 'two.'\n)", "a.py")) == [Said(("One two.",), "a.py")]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_catalog_file_says_the_language_and_nobodys_name(locale: str) -> None:
    with path_of(locale).open("rb") as file:
        catalog = read_po(file)
    headers = dict(catalog.mime_headers)
    assert headers["Language"] == locale
    assert headers["Plural-Forms"] == LANGUAGES[locale].plurals
    assert "Last-Translator" not in path_of(locale).read_text(encoding="utf-8")


def agreed(said: tuple[str, str, str, str]) -> dict[str, str]:
    """A row of the tables above by language."""
    return dict(zip(AGREED, said, strict=True))
