"""From a request to an article draft, and the rules of public relations as checks: pure values, no I/O."""
