"""The live card of the plan: a pinned message in the leadership chat that is edited as things change."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PlanCard(Base):
    """A card that was queued; its outbox row has its chat and message. Only one is live; the others have ended.

    `shown_audit` and `shown_on` are the newest audit row and the local day that the card reflects; `shown_at` is when
    it was last written. `end` is why it is no longer live: «gone» (deleted, not editable), «moved», «closed».
    """

    __tablename__ = "plan_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    queued_at: Mapped[datetime]
    shown_audit: Mapped[int]
    shown_on: Mapped[date]
    shown_at: Mapped[datetime]
    is_pinned: Mapped[bool] = mapped_column(default=False)
    pin_tried_on: Mapped[date | None]
    end: Mapped[str | None] = mapped_column(String(8))
    ended_at: Mapped[datetime | None]
