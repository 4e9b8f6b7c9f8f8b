"""`python -m training.names [DATA]` makes the parts of names and the weights again and writes the scores."""

from training.names.train import main

main()
