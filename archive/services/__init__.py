"""The verbs that change state, shared by pages, admin and commands; they say what they changed."""
