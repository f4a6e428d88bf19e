"""What tells one of several items of an activity from the others, in words."""

from datetime import date

from services.calendar.occurrences import Label, LabelKind
from services.calendar.units import Unit
from services.language.roman import roman
from views.kit.texts import Html, Texts


def label_words(t: Texts, label: Label) -> Html:
    """«март», «I чорак», «5 май»: what tells one of several items from the others."""
    match label.kind:
        case LabelKind.DAY:
            return t.day(label.first)
        case LabelKind.WEEK:
            return t("{first} – {last}", first=t.day(label.first), last=t.day(label.last))
        case LabelKind.MONTH:
            first, last = t.month_name(label.first), t.month_name(label.last)
        case LabelKind.QUARTER:
            first, last = (
                t("quarter {number}", number=unit_number(Unit.QUARTER, day)) for day in (label.first, label.last)
            )
        case LabelKind.HALF:
            first, last = (
                t("half-year {number}", number=unit_number(Unit.HALF, day)) for day in (label.first, label.last)
            )
        case LabelKind.YEAR:
            first, last = (t("year {year}", year=day.year) for day in (label.first, label.last))
    return first if first == last else t("{first} – {last}", first=first, last=last)


def unit_number(unit: Unit, day: date) -> str:
    """«IV»: which quarter or half-year of its year a day lies in."""
    return roman((day.month - 1) // unit.months + 1)
