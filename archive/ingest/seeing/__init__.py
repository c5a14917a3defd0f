"""What is seen of the lines of a page: features of form, and what the parsers of fields find."""
