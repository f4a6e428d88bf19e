"""words that are no report

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "more_time",
                "refusal",
                "away",
                "words",
                "stranger",
                name="appealkind",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", models.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answerer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appeal_account_id_account")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_appeal_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("chat_id", "message_id", "kind", name=op.f("uq_appeal_chat_id_message_id_kind")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_account_id"), ["account_id"], unique=False)

    # Each by a statement of its own: a batch would make the table anew on SQLite, and other tables refer to it.
    op.add_column("report", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("report", sa.Column("asked_again_on", sa.Date(), nullable=True))
    # What a draft has there is what its person settled by a button, and of these nobody settled anything.
    op.execute("UPDATE report SET percent = NULL, done = NULL WHERE state = 'draft' AND message_id IS NOT NULL")


def downgrade() -> None:
    op.drop_column("report", "asked_again_on")
    op.drop_column("report", "counts")

    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_account_id"))

    op.drop_table("appeal")
