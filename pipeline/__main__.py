"""Run the command line as `python -m pipeline`."""

import signal
import sys

if __name__ == "__main__":
    # While nothing is done yet, and when all is done, Ctrl-C just ends the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from pipeline.cli import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)
