"""How each shipped model was made: one package a model, each with a command that makes it again."""
