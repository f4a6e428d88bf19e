"""the plan file that is loaded, so that it can be given out again

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Null of plans loaded before: loading the same file again, as each start does, fills it in.
    op.add_column("plan", sa.Column("file", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("plan", "file")
