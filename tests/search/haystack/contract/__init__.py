"""What any Haystack engine under search/ must do. A new engine is right when this folder passes with it in settings."""
