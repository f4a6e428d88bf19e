"""The forms that documents take: pure functions that give a file's bytes, run by callers in a thread.

They lay out what `execution` says and have no words of their own. The libraries they need are imported here and nowhere
else, and these modules only when a document is made: the process starts without them.
"""
