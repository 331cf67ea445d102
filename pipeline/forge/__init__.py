"""Where review happens: plain Git with a gate in pre-receive."""
