"""the report a message tells of

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

anchor = sa.table(
    "anchor",
    sa.column("id", sa.Integer),
    sa.column("chat_id", sa.BigInteger),
    sa.column("message_id", sa.BigInteger),
    sa.column("report_id", sa.Integer),
    sa.column("said_at", sa.DateTime),
)
report = sa.table(
    "report",
    sa.column("id", sa.Integer),
    sa.column("chat_id", sa.BigInteger),
    sa.column("answer_id", sa.BigInteger),
)


def upgrade() -> None:
    # Each by a statement of its own: a batch would make the table anew on SQLite, and other tables refer to it.
    column = sa.Column("report_id", sa.Integer(), sa.ForeignKey("report.id"), nullable=True)
    op.add_column("anchor", column, inline_references=True)
    op.create_index("ix_anchor_report_id", "anchor", ["report_id"], unique=False)
    # Of several reports that one message told of one after the other, it shows the last.
    told_of = (
        sa.select(sa.func.max(report.c.id))
        .where(report.c.chat_id == anchor.c.chat_id, report.c.answer_id == anchor.c.message_id)
        .scalar_subquery()
    )
    op.execute(sa.update(anchor).values(report_id=told_of))
    op.drop_column("report", "answer_id")


def downgrade() -> None:
    op.add_column("report", sa.Column("answer_id", sa.BigInteger(), nullable=True))
    answer = (
        sa.select(anchor.c.message_id)
        .where(anchor.c.report_id == report.c.id)
        .order_by(anchor.c.said_at.desc(), anchor.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(report).values(answer_id=answer))
    op.drop_index("ix_anchor_report_id", table_name="anchor")
    op.drop_column("anchor", "report_id")
