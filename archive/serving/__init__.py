"""What every public address shares: its newspaper, whether its article may be shown, conditional answers."""
