"""What the search app keeps in the database."""
