"""Event records, schema version, writer and reader of trace folders."""
