"""How a journal is kept: one SQLite file, its schema, its index, its lock; nothing above knows SQL."""
