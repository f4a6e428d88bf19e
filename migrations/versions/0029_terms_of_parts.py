"""parts' own terms, and why work was handed in while parts were open

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("assignment", sa.Column("planned_due_on", sa.Date(), nullable=True))
    op.add_column("assignment", sa.Column("precision", sa.String(length=16), nullable=False, server_default="day"))
    # A key to another table can be added to SQLite's only in a copy of the table, which keys from others forbid here.
    op.add_column("assignment", sa.Column("set_by", sa.Integer(), nullable=True))
    op.add_column("acceptance", sa.Column("open_parts", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("acceptance", sa.Column("despite", sa.String(), nullable=True))
    op.add_column("extension", sa.Column("is_of_part", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("extension", "is_of_part")
    op.drop_column("acceptance", "despite")
    op.drop_column("acceptance", "open_parts")
    for name in ("set_by", "precision", "planned_due_on", "due_on"):
        op.drop_column("assignment", name)
