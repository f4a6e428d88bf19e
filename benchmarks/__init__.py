"""How fast it is, beside a named reference measured in the same run: `make bench`, or one module alone.

The other side (a Bot API server) runs in a process of its own, so that it does not share the interpreter with what is
measured. Everything is on 127.0.0.1 and in a folder under var/ that is removed at the end.
"""
