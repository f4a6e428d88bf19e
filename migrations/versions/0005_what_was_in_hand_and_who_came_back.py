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
    # Each by a statement of its own: a batch would make the table anew on SQLite, and other tables refer to it.
    op.add_column("account", sa.Column("is_back", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_account_back",
        "account",
        ["is_back"],
        unique=False,
        sqlite_where=sa.text("is_back"),
        postgresql_where=sa.text("is_back"),
    )
    op.add_column("outbox", sa.Column("begun_at", models.base.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "begun_at")
    op.drop_index("ix_account_back", table_name="account")
    op.drop_column("account", "is_back")
