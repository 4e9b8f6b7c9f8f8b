"""The benchmark of Arabic name variants: labelled pairs, how they are made, and how well names are told apart; see README.md."""
