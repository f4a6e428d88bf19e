"""Accounts that stand for nobody: Telegram's own, under which it shows messages that no person signs.

They have no rights, even if a setting or a database row says otherwise.
"""

ANONYMOUS_ADMIN = 1087968824  # @GroupAnonymousBot: a group's admins who hide who they are
CHANNEL_BOT = 136817688  # @Channel_Bot: anybody who writes on behalf of a channel
IMPERSONAL = frozenset(
    {
        ANONYMOUS_ADMIN,
        CHANNEL_BOT,
        777000,  # Telegram itself: service notifications, and a channel's posts in its discussion group
        42777,  # Telegram's earlier service notifications
        333000,  # Telegram's support
        489000,  # verification codes
        1271266957,  # @replies
        5434988373,  # Telegram's anti-spam
    }
)


def is_impersonal(telegram_id: int) -> bool:
    """Whether this account is one of Telegram's own."""
    return telegram_id in IMPERSONAL


def stands_for_nobody(telegram_id: int) -> bool:
    """Whether no person can be behind this id: Telegram's own accounts, and groups and channels (not positive)."""
    return telegram_id <= 0 or is_impersonal(telegram_id)
