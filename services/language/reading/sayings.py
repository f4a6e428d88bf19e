"""The clauses of what a person says for themselves: what they quote, ask or only suppose is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.language.reading.lexicon import read_words
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.predicates import Predicate, predicates
from services.language.reading.wording import Wording

LONGEST_READ = 2 * 4096

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|(?m:^\s*>.*$)")
_SENTENCE = re.compile(r"[^.!?;\n…]*(?:\.(?!\s|$)[^.!?;\n…]*)*[.!?;\n…]*")
_CLAUSE = re.compile(r"[,:()]|\s[-–—]\s|\b(?:лекин|аммо|бироқ|lekin|ammo|biroq|но|однако|but)\b", re.IGNORECASE)
_LET_THEM = re.compile(r"\w+sin(?:lar)?")  # a skeleton: «чиқсин»
_HELP = re.compile(  # skeletons: «ёрдам керак», «хат ёзилса ёрдам берарди»
    r"\b(?:(?:yo|ye|e)rdam(?:ingiz|ingizlar)?(?:ni|i)?(?: \w+)?"
    r" (?:kerak|zaror|lozim|sora\w+|berar\w+|bolar\w+|beringlar|bering|kiling\w*)"
    r"|nojna pomosh\w*|pomogite|prosim pomo\w+|prosho pomo\w+|need help)(?! emas)"
)
_PLEA = re.compile(
    r"\b(?:ёрдам|йордам|ердам|yordam)\w*\s+(?:керак|kerak|зарур|zarur|лозим|lozim|сўра\w+|so\W?ra\w+|бер\w+|ber\w+|қил\w+|qil\w+)"
    r"|\b(?:нужна\s+помощь|помогите|просим\s+помо\w+|прошу\s+помо\w+|need\s+help(?:\s+(?:from|of))?)",
    re.IGNORECASE,
)
_OF_ANOTHER = concepts("SAID QUESTION")
_WERE_IT = re.compile(r"\b(?:agar|esli|if|mabodo|bolsa)\b")
_SUPPOSED = concepts("SAID IF QUESTION NEED CAN PLEASE ASK EXTEND TELL SHOW")


@dataclass(frozen=True)
class Clause:
    """One clause as it was written, with its words and what it says."""

    text: str
    wording: Wording
    predicates: tuple[Predicate, ...]

    @property
    def words(self) -> str:
        """The skeletons of its words, with spaces between them."""
        return " ".join(one.word for one in self.wording.lexemes)

    @property
    def concepts(self) -> frozenset[Concept]:
        """What its words are about."""
        return self.wording.concepts(range(len(self.wording)))


def sayings(text: str, *, in_spite_of_wishes: bool = False) -> Iterator[tuple[Clause, ...]]:
    """The clauses of each sentence that states something: no question, no condition, no request, nobody's words.

    `in_spite_of_wishes`: of a sentence with what somebody else is to do («…, Умаров чиқсин», «…, ёрдам керак») the rest
    is given.
    Of a text that is longer than two messages nothing is certain, so nothing is read.
    """
    if len(text) > LONGEST_READ:
        return
    for every in _stated(text):
        clauses = every
        if in_spite_of_wishes:
            clauses = tuple(one for one in every if not _is_wished_of_others(one) and not _is_plea(one))
        if clauses and not any(_is_supposed(one) for one in clauses):
            yield clauses


def asks_for_help(text: str) -> bool:
    """Whether help is asked for: «ёрдам керак», «хат ёзилса ёрдам берарди»; unlike «ёрдам керакми?»."""
    return len(text) <= LONGEST_READ and any(_is_plea(one) for clauses in _stated(text) for one in clauses)


def needs_help(words: str) -> bool:
    """Whether the skeletons ask for help, whoever is to give it."""
    return _HELP.search(words) is not None


def helper_in(text: str) -> str:
    """Who is to help, as it is written beside the plea: «молия бўлими ёрдам керак»; empty if nobody is named."""
    if len(text) > LONGEST_READ:
        return ""
    clauses = [part for match in _SENTENCE.finditer(text) for part in _CLAUSE.split(match[0]) if part.strip()]
    pleas = [one for one in map(_clause, clauses) if _is_plea(one)]
    named = [who for one in pleas if (who := _PLEA.sub(" ", one.text).strip(" .!;,")) and any(map(str.isalpha, who))]
    return "" if not named or any(map(str.isdigit, named[0])) else " ".join(named[0].split())


def _stated(text: str) -> Iterator[tuple[Clause, ...]]:
    """The clauses of each sentence that is no question, with what is quoted left blank."""
    for match in _SENTENCE.finditer(_QUOTED.sub(_blank, text)):
        if match[0].strip() and "?" not in match[0]:
            yield tuple(_clause(part) for part in _CLAUSE.split(match[0]) if part.strip())


def _blank(quoted: re.Match[str]) -> str:
    """What is quoted is left as a word that nobody knows: who says it is not known either."""
    return "§" if quoted[0] else ""


def _clause(text: str) -> Clause:
    wording = Wording(read_words(text))
    return Clause(text, wording, tuple(predicates(wording)))


def _is_plea(clause: Clause) -> bool:
    """«Ёрдам керак», «хат ёзилса ёрдам берарди»: help is asked for, and nobody is quoted or doubted."""
    is_anothers = (
        "§" in clause.text or bool(clause.concepts & _OF_ANOTHER) or any(one.asked for one in clause.predicates)
    )
    return _HELP.search(clause.words) is not None and not is_anothers and not _WERE_IT.search(clause.words)


def _is_wished_of_others(clause: Clause) -> bool:
    orders = [one for one in clause.predicates if one.mood is Mood.ORDER]
    is_somebodys = "§" in clause.text or bool(clause.concepts & _SUPPOSED) or len(orders) < len(clause.predicates)
    return (
        bool(orders) and not is_somebodys and all(_LET_THEM.fullmatch(clause.wording.word(one.last)) for one in orders)
    )


def _is_supposed(clause: Clause) -> bool:
    if "§" in clause.text or clause.concepts & _SUPPOSED:
        return True
    return any(one.asked or one.mood in (Mood.IF, Mood.ORDER) for one in clause.predicates) or any(
        one.meaning is not None and (one.meaning.asked or one.meaning.mood is Mood.IF) for one in clause.wording.lexemes
    )
