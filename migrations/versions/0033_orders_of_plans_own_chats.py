"""papers of the orders that are given in plans' own leadership chats

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("of_line", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("plan", "of_line")
