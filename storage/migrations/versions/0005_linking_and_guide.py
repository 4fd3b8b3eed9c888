"""One person with several accounts, and how far a group is with its first project."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; directories are asked once more, for e-mail addresses and managers."""
    op.add_column("person", sa.Column("merged_id", sa.Integer(), nullable=True))
    op.add_column("account", sa.Column("email", sa.String(), nullable=False, server_default=""))
    op.add_column("account", sa.Column("manager", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_account_email", "account", ["email"], unique=False)
    op.execute("UPDATE account SET ask_ms = 0")
    op.create_table(
        "guide",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("chat_id"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("guide")
    op.drop_index("ix_account_email", "account")
    op.drop_column("account", "manager")
    op.drop_column("account", "email")
    op.drop_column("person", "merged_id")
