"""Reading files in a process of their own, with limits, so that no file can stop the rest."""
