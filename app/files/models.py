"""An uploaded file: what it is, where it lies, and whether it may be read."""

import enum
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Timestamped, one_of, text_enum


class ScanState(enum.StrEnum):
    CLEAN = "clean"
    SUSPECT = "suspect"


class StoredFile(Identified, Timestamped, Base):
    """The original name is data only; the storage name is random."""

    __tablename__ = "stored_file"
    __table_args__ = (one_of("scan", ScanState),)

    storage_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    original_name: Mapped[str] = mapped_column(sa.String(300))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    scan: Mapped[ScanState] = mapped_column(text_enum(ScanState), default=ScanState.CLEAN)
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    deleted_at: Mapped[datetime | None]
