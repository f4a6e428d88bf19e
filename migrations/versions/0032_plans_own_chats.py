"""leadership chats of single plans

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("group_chat", sa.Column("line", sa.Integer(), nullable=True))
    op.create_index("ix_group_chat_line", "group_chat", ["line"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_group_chat_line", "group_chat")
    # The earlier version knows the organisation's chat alone: a plan's own must not be taken for it.
    op.execute("DELETE FROM group_chat WHERE line IS NOT NULL")
    op.drop_column("group_chat", "line")
