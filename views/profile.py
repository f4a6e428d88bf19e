"""What the bot's own page in Telegram says, before anybody has pressed «Start»: to strangers too."""

from collections.abc import Iterator, Sequence

from views.kit.screen import length, shorten
from views.kit.texts import Html, Texts, Translator, join, plain

DESCRIPTION, SHORT = 512, 120  # characters at most
# By the language of a person's Telegram; where that is another, the default's text is shown.
SPOKEN = {"ru": "ru", "en": "en"}


def languages(translator: Translator) -> Iterator[tuple[str, Sequence[Texts]]]:
    """Telegram's codes of languages, each with the texts in which it is addressed: Uzbek in both its scripts."""
    uzbek = [one for one in translator.every if one.language.code.startswith("uz")]
    yield "", translator.of_strangers
    yield "uz", translator.of_strangers if translator[None] in uzbek else uzbek
    for code, locale in SPOKEN.items():
        yield code, (translator[locale],)


def description(texts: Sequence[Texts], organisation: str) -> str:
    """What stands in the chat before it is started; in the first script alone where both have no room."""
    both = plain(join([_description(t, organisation) for t in texts], "\n\n"))
    return both if length(both) <= DESCRIPTION else shorten(plain(_description(texts[0], organisation)), DESCRIPTION)


def short_description(texts: Sequence[Texts], organisation: str) -> str:
    """What stands on the bot's page and beside a link to it."""
    t = texts[0]
    return shorten(
        plain(t("{organisation}: deadlines and reports of the work plan", organisation=t.plan(organisation))), SHORT
    )


def _description(t: Texts, organisation: str) -> Html:
    return t(
        "{organisation}. The bot reminds officers of the deadlines of the work plan and takes their reports. "
        "Press «Start»; who is not linked yet turns to the control department.",
        organisation=t.plan(organisation),
    )
