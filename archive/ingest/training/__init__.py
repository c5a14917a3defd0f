"""How the labeller is trained: synthetic pages, real pages with labels, and the recipe for the weights."""
