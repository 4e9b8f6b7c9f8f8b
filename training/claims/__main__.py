"""`python -m training.claims ANS`: learn the weights of claims anew, print them and how well they do."""

from training.claims.train import main

main()
