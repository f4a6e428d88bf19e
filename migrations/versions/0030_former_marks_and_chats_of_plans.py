"""what a plan was called before, and groups that are the leadership chat of some plans alone

Revision ID: 0030
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("former_marks", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    # A group that is bound already is the organisation's.
    op.add_column("group_chat", sa.Column("lines", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column("group_chat", "lines")
    op.drop_column("plan", "former_marks")
