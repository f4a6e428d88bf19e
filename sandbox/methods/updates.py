"""Getting updates, and answering presses."""

from __future__ import annotations

import re
import ssl

from sandbox.errors import BotApiError, Json, bad_request
from sandbox.methods.call import Call, Method

MAX_ANSWER = 200
MAX_TIMEOUT = 50
MAX_SECRET = 256
MAX_CONNECTIONS = 100
SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(call: Call) -> list[Json]:
    """Long polling."""
    world, params = call.world, call.params
    if world.profile.get("webhook"):
        raise BotApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    if "allowed_updates" in params:
        world.updates.allow(params["allowed_updates"])
    timeout = min(params.get("timeout", 0), MAX_TIMEOUT)
    return await world.updates.poll(params.get("offset", 0), params.get("limit", 100), timeout)


async def set_webhook(call: Call) -> bool:
    """Where updates are posted from now on; an empty address is deleteWebhook. Any port and plain HTTP will do."""
    url = call.params.get("url", "")
    if url and not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: invalid URL")
    secret = call.params.get("secret_token", "")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_pending(call)
    if "allowed_updates" in call.params:
        call.world.updates.allow(call.params["allowed_updates"])
    webhook = _webhook(call, url, secret) if url else None
    known = call.world.profile.get("webhook") or {}
    if webhook != {name: value for name, value in known.items() if name != "error"}:  # else it «is already set»
        call.world.profile["webhook"] = webhook
        call.world.keep_profile()
    return True


def _webhook(call: Call, url: str, secret: str) -> Json:
    webhook: Json = {"url": url, "secret": secret}
    webhook["max_connections"] = max(1, min(call.params.get("max_connections", 40), MAX_CONNECTIONS))
    attached = call.params.get("certificate", "").removeprefix("attach://")
    if attached in call.files:
        webhook["certificate"] = call.files[attached].content.decode(errors="replace")
        try:
            ssl.create_default_context(cadata=webhook["certificate"])
        except (ssl.SSLError, ValueError) as error:
            raise bad_request("bad webhook: can't set custom certificate") from error
    return webhook


async def delete_webhook(call: Call) -> bool:
    """Back to getUpdates."""
    _drop_pending(call)
    call.world.profile["webhook"] = None
    call.world.keep_profile()
    return True


def _drop_pending(call: Call) -> None:
    if call.params.get("drop_pending_updates"):
        call.world.updates.forget()


async def get_webhook_info(call: Call) -> Json:
    """WebhookInfo."""
    webhook = call.world.profile.get("webhook") or {"url": ""}
    info: Json = {
        "url": webhook["url"],
        "has_custom_certificate": "certificate" in webhook,
        "pending_update_count": len(call.world.updates.pending),
    }
    if webhook["url"]:
        info["max_connections"] = webhook.get("max_connections", 40)
    if error := webhook.get("error"):
        info |= {"last_error_date": error["date"], "last_error_message": error["message"]}
    return info | ({"allowed_updates": allowed} if (allowed := call.world.updates.allowed) else {})


async def answer_query(call: Call) -> bool:
    """What a person sees at once after a press."""
    text = call.params.get("text", "")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = call.world.open_query(call.params["callback_query_id"])
    if query is None or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer = {
        "text": text or None,
        "show_alert": call.params.get("show_alert", False),
        "url": call.params.get("url"),
    }
    query.answered.set()
    call.world.events.publish("answer", chat=query.chat, person=query.person, **query.answer)
    return True


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_query,
}
