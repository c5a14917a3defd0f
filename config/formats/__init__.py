"""How the desk writes days and times, by language."""
