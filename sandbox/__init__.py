"""A small Bot API server and the human side of its chats, so that a bot runs without Telegram.

It knows nothing of the bot that talks to it: what is particular (people, groups, a driver of the clock) comes in
through `Sandbox`'s constructor.
"""
