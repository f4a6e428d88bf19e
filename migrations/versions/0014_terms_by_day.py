"""terms by day: how exactly a term is given, and what it waits for

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each by a statement of its own: a batch would make the table anew on SQLite, and other tables refer to it.
    op.add_column("activity", sa.Column("rhythm", sa.String(length=16), nullable=True))
    op.add_column("activity", sa.Column("after", sa.JSON(), nullable=True))
    op.add_column("activity", sa.Column("precision", sa.String(length=16), nullable=False, server_default="month"))
    op.execute("UPDATE activity SET rhythm = kind WHERE kind <> 'months'")
    op.drop_column("activity", "kind")


def downgrade() -> None:
    op.add_column("activity", sa.Column("kind", sa.String(length=16), nullable=False, server_default="months"))
    op.execute("UPDATE activity SET kind = rhythm WHERE rhythm IS NOT NULL")
    op.drop_column("activity", "precision")
    op.drop_column("activity", "after")
    op.drop_column("activity", "rhythm")
