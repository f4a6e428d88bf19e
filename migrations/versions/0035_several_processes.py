"""which process has an update or a message in hand, and whose update it is; leases on messages go

Revision ID: 0035
Revises: 0034
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

inbox = sa.table(
    "inbox", sa.column("id", sa.Integer), sa.column("payload", sa.JSON), sa.column("source", sa.BigInteger)
)
UNHANDLED = sa.text("handled_at IS NULL AND payload IS NOT NULL")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("source", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("worker", sa.Integer(), nullable=True))
    op.drop_index("ix_inbox_handled_at", table_name="inbox")
    op.create_index("ix_inbox_turn", "inbox", ["handled_at", "id"], unique=False)
    is_held = sa.text("worker IS NOT NULL")
    op.create_index(
        "ix_inbox_held", "inbox", ["worker", "source"], unique=False, sqlite_where=is_held, postgresql_where=is_held
    )
    bind = op.get_bind()
    for number, payload in bind.execute(sa.select(inbox.c.id, inbox.c.payload).where(UNHANDLED)).all():
        bind.execute(inbox.update().where(inbox.c.id == number).values(source=author_of(payload)))
    op.add_column("outbox", sa.Column("worker", sa.Integer(), nullable=True))
    op.drop_column("outbox", "lease_until")


def downgrade() -> None:
    op.add_column("outbox", sa.Column("lease_until", models.base.UTCDateTime(timezone=True), nullable=True))
    op.drop_column("outbox", "worker")
    op.drop_index("ix_inbox_held", table_name="inbox")
    op.drop_index("ix_inbox_turn", table_name="inbox")
    op.create_index("ix_inbox_handled_at", "inbox", ["handled_at"], unique=False)
    op.drop_column("inbox", "worker")
    op.drop_column("inbox", "source")


def author_of(payload: dict[str, Any]) -> int:
    """Whose updates wait for each other: the author's, or else the chat's."""
    bodies = [body for body in payload.values() if isinstance(body, dict)]
    for names in (("from", "user"), ("chat",)):
        for body in bodies:
            for name in names:
                if isinstance(found := body.get(name), dict) and isinstance(found.get("id"), int):
                    return int(found["id"])
    return 0
