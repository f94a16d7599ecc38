"""Runs the migrations on the connection that Colugo opened. Called by Alembic."""

from alembic import context

from colugo.persistence.schema import metadata

if context.is_offline_mode():
    # the SQL of a whole upgrade as text, for whoever runs PostgreSQL
    context.configure(
        dialect_name=context.config.attributes["dialect_name"],
        target_metadata=metadata,
        literal_binds=True,
    )
else:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
    )
with context.begin_transaction():
    context.run_migrations()
