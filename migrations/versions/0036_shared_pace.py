"""the pace that several processes keep together, and an index for how long messages wait

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # On PostgreSQL unlogged: it is written for every message, and worth nothing a minute later.
    prefixes = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "pace",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theoretical", sa.Double(), nullable=False),
        sa.Column("closed_until", sa.Double(), nullable=False),
        sa.Column("passed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_pace")),
        prefixes=prefixes,
    )
    queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_outbox_queued", "outbox", ["state", "next_try_at"], sqlite_where=queued, postgresql_where=queued
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_queued", "outbox")
    op.drop_table("pace")
