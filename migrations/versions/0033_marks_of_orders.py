"""orders under personal control, and those done with a document

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
    for name in ("is_watched", "needs_document"):
        op.add_column("order_line", sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    for name in ("needs_document", "is_watched"):
        op.drop_column("order_line", name)
