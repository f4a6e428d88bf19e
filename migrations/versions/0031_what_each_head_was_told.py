"""what heads were told is kept for each head

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# Whoever leads the executor now is taken to have heard what was said; nobody leads themself.
_KEEP = """
INSERT INTO told_head (assignment_id, due_on, head_id, said_on)
SELECT escalation.assignment_id, escalation.due_on, led.head_id, escalation.said_on
FROM escalation
JOIN assignment ON assignment.id = escalation.assignment_id
JOIN (
    SELECT executor.id AS executor_id, executor.head_id AS head_id FROM executor
    UNION
    SELECT membership.member_id, unit.head_id FROM membership JOIN executor AS unit ON unit.id = membership.unit_id
) AS led ON led.executor_id = assignment.executor_id
WHERE led.head_id IS NOT NULL AND led.head_id <> led.executor_id
"""
_KEEP_BACK = """
INSERT INTO escalation (assignment_id, due_on, said_on)
SELECT assignment_id, due_on, MAX(said_on) FROM told_head GROUP BY assignment_id, due_on
"""


def upgrade() -> None:
    op.create_table(
        "told_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_told_head_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["head_id"], ["executor.id"], name=op.f("fk_told_head_head_id_executor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_head")),
        sa.UniqueConstraint(
            "assignment_id", "due_on", "head_id", name=op.f("uq_told_head_assignment_id_due_on_head_id")
        ),
    )
    op.create_index(op.f("ix_told_head_said_on"), "told_head", ["said_on"])
    op.execute(_KEEP)
    op.drop_table("escalation")


def downgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_escalation_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("assignment_id", "due_on", name=op.f("uq_escalation_assignment_id_due_on")),
    )
    op.create_index(op.f("ix_escalation_said_on"), "escalation", ["said_on"])
    op.execute(_KEEP_BACK)
    op.drop_table("told_head")
