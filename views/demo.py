"""What to try in the sandbox: the page, the terminal and the README name the same steps."""

from views.kit.texts import Html, Texts


def steps(t: Texts) -> tuple[Html, ...]:
    """The steps, in order; what stands in «…» are the page's own buttons."""
    return (
        t("As the admin write /invite, and open the link as an officer marked «not linked»."),
        t(
            "Press «Next reminder day», be an officer, and answer the reminder: by a button, or in words such as "
            "«activity 5 70%, the draft is being agreed»; send a file."
        ),
        t("As the admin accept what was done; press «Next Monday summary» and read it as the leadership."),
        t(
            "As the leadership ask /agenda, and reply to an activity's card with what is to be done: it becomes an "
            "instruction."
        ),
    )
