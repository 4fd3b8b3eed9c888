"""The card on which an escalation stands until the newer one has arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("escalation", sa.Column("card_before", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_escalation_card_before", "escalation", ["card_before"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_escalation_card_before", "escalation")
    op.drop_column("escalation", "card_before")
