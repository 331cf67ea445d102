"""Run the command line as `python -m pipeline`."""

import gc
import signal
import sys

# What a verb imports stays: to look for waste in it after every 700 objects takes a tenth of the
# time that passes until it begins, in the gate at every push.
OBJECTS_BETWEEN_LOOKS = 20_000

if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    # While nothing is done yet, and when all is done, Ctrl-C just ends the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from pipeline.cli import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)
