"""groups without purpose

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing ever bound a group of another purpose; should one stand there all the same, it is not the leadership's.
    op.execute("DELETE FROM group_chat WHERE purpose <> 'leadership'")
    with op.batch_alter_table("group_chat", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_group_chat_executor_id_executor"), type_="foreignkey")
        batch_op.drop_column("executor_id")
        batch_op.drop_column("purpose")


def downgrade() -> None:
    with op.batch_alter_table("group_chat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=16), server_default="leadership", nullable=False))
        batch_op.add_column(sa.Column("executor_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_group_chat_executor_id_executor"), "executor", ["executor_id"], ["id"]
        )
