"""What to try in the sandbox: the page, the terminal and the README name the same steps."""

from views.kit.texts import Html, Texts


def steps(t: Texts) -> tuple[Html, ...]:
    """The steps, in order; what stands in «…» are the page's own buttons."""
    return (
        t("As the admin write /invite, and open the link as an officer marked «not linked»."),
        t(
            "Press «Next reminder day», be an officer, and answer the reminder by a button, by a reply, or in words "
            "such as «5-тадбир 70% лойиҳа тайёр». Send a file."
        ),
        t("As the admin accept what was done; press «Next Monday summary» and read it as the leadership."),
        t(
            "As the leadership ask /agenda, and reply to the summary or a card with what is to be done: it is passed "
            "on as an instruction."
        ),
    )
