"""Leaves out of a report's words what only names its activity and percent, if a document states both anyway.

The record keeps the words as they were written. A number or percent stays unless it plainly does nothing else: «70%
бажарилди» without its percent would claim that everything is done. Pure.
"""

import re

_LABEL = r"""(?:
    (?:тадбир|tadbir|банд|band|топшири[қк]|topshiri[qk]|вазифа|vazifa)(?:ни|нинг|га|да|ni|ning|ga|da)?
  | мероприяти[еюяи] | пункт[уае]? | п\. | задач[аеиу] | поручени[еюя] | activity | task | item
)"""
_ORDINAL = r"(?:\s?-?\s?(?:и?нчи|чи|i?nchi|chi|сон(?:ли)?|son(?:li)?|[йяе]|[оа]й|ое|ая|о?му|го|th|st|nd|rd)(?!\w))?"
_OF = r"(?P<of>\s+(?:бўйича|буйича|юзасидан|bo\W?yicha|yuzasidan|эса|esa)(?!\w))?"
_PERCENT = r"(?:\s?%|\s?(?:фоизи?|foizi?|процент(?:ов|а)?|percent)(?!\w))"
_BREAK = r"[\s:;,.–—-]+"  # what parts the name from what is said

_ADDRESS = re.compile(
    rf"""(?:по\s+)?(?P<before>{_LABEL}\s*[-:]?\s*)?(?P<no>[№\#]\s*)?(?P<number>\d+){_ORDINAL}
    (?:\s?-?\s?(?P<after>{_LABEL}))?{_OF}(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_MORE = re.compile(  # activities named together, or a range of them
    rf"\s*(?:[,&+]|ва|va|и|and|ҳам|ham)\s*[№\#]?\s?\d|\s?[-–—]\s?[№\#]?\s?\d+(?!\d|{_PERCENT})", re.IGNORECASE
)
_DEPENDS = re.compile(  # the number belongs to these words: «5-тадбир устида», «5-тадбир билан боғлиқ»
    r"\s*(?:устида|учун|билан|бошқа|ташқари|каби|ustida|uchun|bilan|boshqa|tashqari|kabi|and|or|ёки|yoki|или)(?!\w)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"""(?:бажар|битд|битир|тайёр|туга|якун|амалга|қил|қол|bajar|bitd|bitir|tayyor|tuga|yakun|amalga|qil|qol
    |выполн|готов|сдел|исполн|заверш|законч|остал|не(?!\w)|done|ready|complet|finish|not(?!\w)|left|remain)""",
    re.IGNORECASE | re.VERBOSE,
)
_PARTICLE = re.compile(r"(?:га|гача|ни|дан|да|ga|gacha|ni|dan|da|of|out|from|in|the|из|от|на|до)(?!\w)", re.IGNORECASE)
_GENITIVE = re.compile(r"\w*(?:[аяыиую]|[оеё]в|[еи]й|[ыи]х)", re.IGNORECASE)  # «70% проекта готово»: a share of it
_UZBEK = re.compile(r"[ўқғҳa-z]", re.IGNORECASE)
_LINK = re.compile(r"\w+://\S*$")
_CALLED = re.compile(r"@\w+_?bot[\s,:]+(?=\S)", re.IGNORECASE)  # the bot, by its name
# What a cut leaves at the beginning of what follows: signs, an ending, a postposition, a conjunction.
_LEFT_BEFORE = re.compile(
    r"""(?:
        [\s:;,.…]+(?=\w) | [-–—]\s+(?=\w)
      | -(?:тадбир|tadbir|банд|band|пункт)\w*[\s:,–—-]*
      | (?:бўйича|буйича|bo\W?yicha|юзасидан|yuzasidan|га|ни|нинг|ga|ni|ning|эса|esa|ҳам|ham|лекин|lekin|аммо|ammo
          |бироқ|biroq|ва|va|но|однако|и|а|but|and)(?!\w)[\s:;,–—-]+(?=[«“"'(]?\w)
    )+""",
    re.IGNORECASE | re.VERBOSE,
)
_LEFT_BEHIND = " \n\t,;:–—-"
_OPENING = "«\"“„'(["
_PERCENTS = re.compile(rf"\d+{_PERCENT}", re.IGNORECASE)
_FIGURES = re.compile(rf"{_LABEL}\w*|[\W\d_]+|\b(?:ва|va|и|and)\b", re.IGNORECASE | re.VERBOSE)


_CLOSES = ")»”\"'’%"

_ONLY_DONE = re.compile(
    r"""(?:(?:тўлиқ|тулик|to\W?liq|тўла|иш|ish|тадбир|tadbir|муддатида|muddatida|полностью|вс[её]|работа|мероприятие|уже
        |has\ been|is|fully)\s+)*
    (?:бажарилди|бажарилган|бажардик|бажардим|битди|битирдик|битказилди|тайёр|тугади|тугатилди|тугатдик|якунланди
        |якунладик|амалга\ оширилди|bajarildi|bajarilgan|bajardik|bajardim|bitdi|bitirdik|tayyor|tugadi|tugatildi
        |tugatdik|yakunlandi|yakunladik|amalga\ oshirildi|выполнен[оа]?|исполнен[оа]?|сделан[оа]?|готов[оа]?
        |заверш[её]н[оа]?|законч(?:ен[оа]?|или)|выполнили|сделали|done|ready|completed?|finished)[\s.!]*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_only_done(sentence: str) -> bool:
    """Whether a sentence says that the work is done, and nothing else («Тўлиқ бажарилди.», «Готово!»)."""
    return _ONLY_DONE.fullmatch(sentence) is not None


def as_sentence(text: str, number: int, percent: int | None) -> str:
    """The words of a report on activity `number`, `percent` done, as sentences; empty if they say nothing else."""
    text = _CALLED.sub("", text, count=1) if text.startswith("@") else text
    if percent is not None and _PERCENTS.search(text) and not _FIGURES.sub("", _PERCENTS.sub("", text)):
        return ""  # «19, 20: 50%, 60%»
    lines: list[str] = []
    for line in text.split("\n"):
        own = _without_address(line.strip(), number, percent, text)
        if own == line.strip():
            lines += [own] if own or lines else []
        elif own:  # a line with its own address begins a sentence
            lines = [*lines[:-1], _ended(lines[-1])] if lines else []
            lines.append(_begun(own))
    said = "\n".join(lines).strip()
    said = (said[match.end() :] if (match := _LEFT_BEFORE.match(said)) else said).rstrip(_LEFT_BEHIND)
    return _ended(_begun(said)) if said else ""


def _without_address(line: str, number: int, percent: int | None, whole: str) -> str:
    line, named = _after_name(line, number)
    line, was_percent = _after_percent(line, percent, is_named=named, whole=whole)
    if was_percent and not named:
        line, _ = _after_name(line, number)
    return _before_percent(line, percent)


def _after_name(line: str, number: int) -> tuple[str, bool]:
    match = _ADDRESS.match(line)
    if match is None or match["number"] != str(number):
        return line, False
    rest = line[match.end() :]
    if _MORE.match(rest) or _DEPENDS.match(rest):
        return line, False
    own = re.sub(f"^{_BREAK}", "", rest)
    is_labelled = any(match[name] for name in ("before", "no", "after", "of"))
    is_set_off = bool(re.match(rf"\s*[:,–—]|\s?-(?=\s)|\s?-?\s*\d+{_PERCENT}", rest, re.IGNORECASE))
    if not (is_labelled or is_set_off or (rest[:1].isspace() and _STATEMENT.match(own))):
        return line, False
    return own, True


def _after_percent(line: str, percent: int | None, *, is_named: bool, whole: str) -> tuple[str, bool]:
    if percent is None or (match := re.match(rf"{percent}{_PERCENT}", line, re.IGNORECASE)) is None:
        return line, False
    rest = line[match.end() :]
    own = re.sub(f"^{_BREAK}", "", rest)
    is_set_off = not own or re.match(r"\s*[:;,.–—]|\s+-\s", rest) is not None
    if is_set_off or (is_named and not _is_share_of(own, whole)):
        return own, True
    return line, False


def _is_share_of(words: str, whole: str) -> bool:
    """Whether a percent before these words may be a share of the thing they name rather than of the work."""
    first = re.match(r"\w+", words)
    if first is None or _PARTICLE.match(words) or _STATEMENT.match(words):
        return True
    return not _UZBEK.search(whole) and _GENITIVE.fullmatch(first[0]) is not None


def _before_percent(line: str, percent: int | None) -> str:
    if percent is None:
        return line
    tail = rf"(?:\s*[,;:.–—]\s*|\s+-\s+){percent}{_PERCENT}[.!]?$|\s*\({percent}{_PERCENT}\)[.!]?$"
    return re.sub(tail, "", line, flags=re.IGNORECASE)


def _begun(text: str) -> str:
    if _LINK.match(text.split(maxsplit=1)[0]):
        return text
    first = len(text) - len(text.lstrip(_OPENING))
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]


def _ended(text: str) -> str:
    is_open = text[-1:].isalnum() or text[-1:] in _CLOSES
    return f"{text}." if is_open and not _LINK.search(text) else text
