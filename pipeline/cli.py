"""Argv to command to exit code: the only place that prints and exits."""


def main() -> int:
    """Run the command line."""
    return 0
