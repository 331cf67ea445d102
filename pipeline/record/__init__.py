"""What a request, its history and the roster are, and the rules they obey: pure values, no I/O."""
