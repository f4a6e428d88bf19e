"""what was in hand, and who came back

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_back", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(
            "ix_account_back",
            ["is_back"],
            unique=False,
            sqlite_where=sa.text("is_back"),
            postgresql_where=sa.text("is_back"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begun_at", models.base.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("begun_at")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index("ix_account_back", sqlite_where=sa.text("is_back"), postgresql_where=sa.text("is_back"))
        batch_op.drop_column("is_back")
