"""Lists of numbers that a statement asks for."""


def evened(numbers: list[int]) -> list[int]:
    """The same numbers, the last one repeated until there are as many as a power of two.

    `IN (…)` is another statement for each length, which PostgreSQL prepares anew on each connection. Here a few lengths
    serve all.
    """
    wanted = 1 << (len(numbers) - 1).bit_length() if numbers else 0
    return numbers + numbers[-1:] * (wanted - len(numbers))
