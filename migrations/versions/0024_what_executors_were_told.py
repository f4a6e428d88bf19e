"""what executors were told to be theirs, and to whom the control department gave what an officer contested

What was told before has no notice: nobody is asked to acknowledge it.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("chased_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_notice_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["chased_id"], ["outbox.id"], name=op.f("fk_notice_chased_id_outbox")),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"], name=op.f("fk_notice_letter_id_outbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("letter_id", "assignment_id", name=op.f("uq_notice_letter_id_assignment_id")),
    )
    op.create_index(op.f("ix_notice_account_id"), "notice", ["account_id"])
    op.create_index(op.f("ix_notice_assignment_id"), "notice", ["assignment_id"])
    # A key to another table can be added to SQLite's only in a copy of the table, which keys from others forbid here.
    op.add_column("appeal", sa.Column("moved_to", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("appeal", "moved_to")
    op.drop_table("notice")
