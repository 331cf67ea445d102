"""From a request to a draft, and the rules of public relations as checks: pure, no I/O."""
