"""terms and parts that were given after their first day

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("activity", "assignment")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("given_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "given_on")
