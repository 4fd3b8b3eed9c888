"""When a platform's directory is asked about a person."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; everybody already known is asked about once."""
    op.add_column("account", sa.Column("ask_ms", sa.BigInteger(), nullable=True))
    op.execute("UPDATE account SET ask_ms = 0")
    op.create_index("ix_account_ask_ms", "account", ["ask_ms"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_account_ask_ms", table_name="account")
    op.drop_column("account", "ask_ms")
