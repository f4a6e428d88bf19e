"""what hinders the work, what was promised, and how often a deadline was moved

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# Of a plan loaded before, the requests that were granted are the moves that are known.
_GRANTED = """
    UPDATE activity SET moves = (
        SELECT count(*) FROM extension
        WHERE extension.activity_id = activity.id AND extension.decision = 'approved'
          AND extension.to_due > extension.from_due
    )
"""


def upgrade() -> None:
    op.add_column("activity", sa.Column("moves", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("extension", sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("extension", sa.Column("replaced_due", sa.Date(), nullable=True))
    op.execute(_GRANTED)
    op.create_table(
        "obstacle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("helper", sa.String(), nullable=True),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("gone_at", UTCDateTime(), nullable=True),
        sa.Column("gone_by", sa.BigInteger(), nullable=True),
        sa.Column("gone_report_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["gone_report_id"], ["report.id"]),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("assignment_id", "gone_at", "gone_report_id", "report_id"):
        op.create_index(f"ix_obstacle_{column}", "obstacle", [column])
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("said_at", UTCDateTime(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("tell_on", sa.Date(), nullable=True),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("ask_on", "assignment_id", "report_id", "tell_on"):
        op.create_index(f"ix_promise_{column}", "promise", [column])


def downgrade() -> None:
    op.drop_table("promise")
    op.drop_table("obstacle")
    op.drop_column("extension", "replaced_due")
    op.drop_column("extension", "is_late")
    op.drop_column("activity", "moves")
