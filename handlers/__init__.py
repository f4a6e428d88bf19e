"""What people do: one module per feature, each with setup() -> Router."""

from aiogram import Router

from handlers import (
    admins,
    agenda,
    answers,
    appeals,
    asking,
    audit,
    calendar,
    cards,
    carrying,
    confirming,
    control,
    courtesies,
    deputies,
    errors,
    fallback,
    impersonal,
    importing,
    instructions,
    keys,
    leadership,
    my,
    nudging,
    outbox,
    outsiders,
    past,
    people,
    plan,
    reminder,
    report,
    review,
    settings,
    start,
)


def routers() -> list[Router]:
    """All routers, in the order in which they are tried.

    What stands for nobody is taken out first. Then come commands, keys and buttons, answers to questions, everything an
    officer writes (which is a report), and what outsiders send; what nobody took is answered last.
    """
    features = (
        impersonal,
        start,
        keys,
        settings,
        my,
        cards,
        calendar,
        people,
        review,
        control,
        confirming,
        admins,
        nudging,
        reminder,
        importing,
        plan,
        carrying,
        deputies,
        audit,
        outbox,
        leadership,
        past,
        report,
        agenda,
        appeals,
        instructions,
        courtesies,
        asking,
        answers,
        outsiders,
        fallback,
        errors,
    )
    return [feature.setup() for feature in features]
