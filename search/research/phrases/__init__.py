"""提法首见: when a phrase came up, how often it was printed, and beside which words."""
