"""The minutes a task comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; tasks that were made of minutes before learn which ones."""
    op.add_column("task", sa.Column("minutes_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE task SET minutes_id ="
        " (SELECT max(item.minutes_id) FROM minutesitem AS item WHERE item.task_id = task.id)"
        " WHERE id IN (SELECT task_id FROM minutesitem WHERE task_id IS NOT NULL)"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("task", "minutes_id")
