"""How Chinese is compared, cut into words, spelled, and how dates are written. Pure Python, for both apps."""
