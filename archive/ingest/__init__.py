"""A raw file to a ParsedSource: pure Python, no database. `pipeline` names the steps."""
