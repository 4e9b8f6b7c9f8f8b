"""Letters: folding, tokens, sentences, quotations, the scanner."""
