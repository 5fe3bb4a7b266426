"""What Alembic runs for every change of tables; it is called from `index.schema` alone."""

from alembic import context

schema = context.config.attributes["schema"]
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    version_table=schema.revision_table,
    render_as_batch=True,  # SQLite changes little of a table that is there
)
context.run_migrations()
