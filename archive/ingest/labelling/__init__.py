"""The labeller: states of a line, and the trained model that decides them for a whole page."""
