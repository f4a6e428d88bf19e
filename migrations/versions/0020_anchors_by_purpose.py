"""anchors are found by their purpose: all messages that show what waits for a decision

Revision ID: 0020
Revises: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_anchor_purpose", "anchor", ["purpose"])


def downgrade() -> None:
    # An earlier release knows no such purpose.
    op.execute("DELETE FROM anchor WHERE purpose = 'decision'")
    op.drop_index("ix_anchor_purpose", "anchor")
