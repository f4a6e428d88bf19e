"""an index of the updates that wait, in their order: with many waiting PostgreSQL sorted them all for each claim

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_inbox_turn", table_name="inbox")
    waits = sa.text("handled_at IS NULL")
    op.create_index("ix_inbox_turn", "inbox", ["id"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_inbox_handled_at", "inbox", ["handled_at"])


def downgrade() -> None:
    op.drop_index("ix_inbox_handled_at", table_name="inbox")
    op.drop_index("ix_inbox_turn", table_name="inbox")
    op.create_index("ix_inbox_turn", "inbox", ["handled_at", "id"])
