"""how a plan stood when it was closed, and what of it goes on in the next

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_final",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_final_plan_id_plan")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plan_final")),
    )
    op.create_table(
        "carried_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_unset", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_carried_over_activity_id_activity")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_carried_over_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_over")),
        sa.UniqueConstraint("plan_id", "activity_id", name=op.f("uq_carried_over_plan_id_activity_id")),
    )


def downgrade() -> None:
    # An earlier release knows no such states.
    op.execute("UPDATE plan SET state = 'closed' WHERE state IN ('waiting', 'dropped')")
    op.drop_table("carried_over")
    op.drop_table("plan_final")
