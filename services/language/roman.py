"""Roman numerals, which number the plan's sections."""

_SIGNS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """The Roman numeral of a number; from 40 on X is repeated. Empty below 1 and above 999."""
    if not 0 < number < 1000:
        return ""
    written = ""
    for value, sign in _SIGNS:
        times, number = divmod(number, value)
        written += sign * times
    return written
