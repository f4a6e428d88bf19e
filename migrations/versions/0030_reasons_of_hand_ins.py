"""the deadline by which work was handed in while parts were open

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("acceptance", sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("acceptance", "due_on")
