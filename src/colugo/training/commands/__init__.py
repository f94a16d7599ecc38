"""Commands of training, loaded only when one of them is run."""
