"""who leads a unit and belongs to it, classes, the units' own groups, and what heads were told

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("executor", sa.Column("head_id", sa.Integer(), nullable=True))
    op.add_column("executor", sa.Column("is_class", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("executor", sa.Column("planned", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.create_index(op.f("ix_executor_head_id"), "executor", ["head_id"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["executor.id"], name=op.f("fk_membership_member_id_executor")),
        sa.ForeignKeyConstraint(["unit_id"], ["executor.id"], name=op.f("fk_membership_unit_id_executor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("unit_id", "member_id", name=op.f("uq_membership_unit_id_member_id")),
    )
    op.create_index(op.f("ix_membership_member_id"), "membership", ["member_id"])
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
    op.create_table(
        "unit_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("bound_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("lost_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reminded_through", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["executor.id"], name=op.f("fk_unit_group_unit_id_executor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_group")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_unit_group_chat_id")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_unit_group_unit_id")),
    )


def downgrade() -> None:
    op.drop_table("unit_group")
    op.drop_table("escalation")
    op.drop_table("membership")
    op.drop_index(op.f("ix_executor_head_id"), "executor")
    op.drop_column("executor", "planned")
    op.drop_column("executor", "is_class")
    op.drop_column("executor", "head_id")
