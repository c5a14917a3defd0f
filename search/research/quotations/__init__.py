"""引文核对: whether the sentences of a text stand in the archive, word for word, otherwise, or not."""
