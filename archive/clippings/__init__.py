"""剪报: articles that a reader ticked, in an order of his own, with notes, to share and to take away."""
