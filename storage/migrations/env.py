"""Run by alembic: applies the numbered steps to the connection that `storage.migrate` hands in."""

from alembic import context
from sqlmodel import SQLModel

from storage import tables

assert tables.__all__  # importing registers every table

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
