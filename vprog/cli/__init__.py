"""The vprog command: parses options, calls the API, prints."""
