"""The forging suite: honest histories at random, and everything a forger might do to them.

`honest` writes histories by walking the table of the procedure at random, `operators` change what
stands in them, and both verifiers are asked. All of it is real Git, made in this process without
clones; keys come from names, so that a seed gives the same commits everywhere.
"""
