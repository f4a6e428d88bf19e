"""the audit's subject is an activity's id, not its number: every plan begins its numbers anew

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A row speaks of the plan that was in force when it was written: the newest of those that were loaded by then.
PLAN_THEN = """
    coalesce(
        (
            SELECT max(plan.id) FROM plan
            JOIN audit loaded ON loaded.subject = 'plan:' || plan.id AND loaded.action = 'plan.loaded'
            WHERE loaded.at <= audit.at
        ),
        (SELECT min(plan.id) FROM plan)
    )
"""


def upgrade() -> None:
    op.execute(
        f"""
        UPDATE audit SET subject = 'activity:' || coalesce(
            (
                SELECT activity.id FROM activity
                WHERE activity.plan_id = {PLAN_THEN}
                AND activity.number = CAST(substr(audit.subject, 10) AS INTEGER)
            ),
            0
        )
        WHERE subject LIKE 'activity:%'
        """  # noqa: S608 -- nothing of anybody's is in it
    )


def downgrade() -> None:
    op.execute(
        """
        UPDATE audit SET subject = 'activity:' || coalesce(
            (SELECT activity.number FROM activity WHERE activity.id = CAST(substr(audit.subject, 10) AS INTEGER)),
            0
        )
        WHERE subject LIKE 'activity:%'
        """
    )
