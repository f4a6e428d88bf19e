"""What heads were told of their people's work."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Escalation(Base):
    """The head `head_id` was told, on the local day `said_on`, that a part due on `due_on` came to a halt.

    Once a due day and head; being overdue is said once more if silence was said by the due day, and `said_on` is then
    the later.
    """

    __tablename__ = "told_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    due_on: Mapped[date]
    head_id: Mapped[int] = mapped_column(ForeignKey("executor.id"))
    said_on: Mapped[date] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("assignment_id", "due_on", "head_id"),)
