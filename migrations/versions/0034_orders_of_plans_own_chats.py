"""papers of the orders that are given in plans' own leadership chats

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("of_line", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("plan", "of_line")
