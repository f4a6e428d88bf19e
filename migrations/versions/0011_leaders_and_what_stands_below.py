"""leaders, and what stands below a message

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leader_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("asked_at", models.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_membership")),
        sa.UniqueConstraint("chat_id", "telegram_id", name=op.f("uq_leader_membership_chat_id_telegram_id")),
    )
    # By a statement of its own: a batch would make the table anew on SQLite.
    op.add_column("anchor", sa.Column("below_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("anchor", "below_id")
    op.drop_table("leader_membership")
