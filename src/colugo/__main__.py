"""`python -m colugo` is the command `colugo`; so `torchrun -m colugo train` can start it."""

from colugo.interfaces.cli.app import main

if __name__ == "__main__":
    main()
