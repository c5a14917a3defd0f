"""The database engine: Django's for SQLite, whose writers take turns."""
