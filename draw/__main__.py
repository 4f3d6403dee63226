"""`python -m draw` is the command `draw`."""

from draw.cli import main

if __name__ == "__main__":
    main(prog_name="draw")
