"""the files of words that are no report, the keys below the writing line, what Telegram was given of the bot's page

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published")),
        sa.UniqueConstraint("name", name=op.f("uq_published_name")),
    )
    # Each by a statement of its own: a batch would make the table anew on SQLite, and other tables refer to it.
    op.add_column("account", sa.Column("has_keys", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("appeal", sa.Column("files", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.drop_column("appeal", "files")
    op.drop_column("account", "has_keys")
    op.drop_table("published")
