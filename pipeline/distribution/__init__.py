"""Who is owed which mail, and sending each once."""
