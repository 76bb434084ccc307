"""The text of an entry: the writing surface, its structure, its tagged passages and the notes beside them."""
