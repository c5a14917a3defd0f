"""What stands in a line: names, dates, bylines, lead-ins, decks."""
