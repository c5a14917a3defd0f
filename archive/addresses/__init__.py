"""How addresses are made and read."""
