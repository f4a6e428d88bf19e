/** What a link or a command inside a message does. */

import * as api from "./api.js";
import { attempt, choose, toast } from "./overlays.js";
import { avatar } from "./people.js";
import * as route from "./route.js";
import { person, state } from "./state.js";
import { t } from "./words.js";

/** -> the payload of a link that starts this sandbox's bot («» where it has none), or null for any other link. */
export function startPayload(address) {
  let url;
  try {
    url = new URL(address.includes("://") ? address : `https://${address}`);
  } catch {
    return null;
  }
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : url.pathname.slice(1);
  const ours = url.protocol === "tg:" ? url.host === "resolve" : ["t.me", "telegram.me"].includes(url.host);
  if (!ours || name?.toLowerCase() !== state.world.bot.username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

/** Whether the text names the person, or what the note says they stand for. */
const isNamed = (one, text) => text.includes(one.name) || (one.note !== "" && text.includes(one.note));

/** People in the order in which they are likely meant: named in the text, then who we are, then all others. */
function likely(text) {
  const rank = (one) => (isNamed(one, text) ? 0 : one.id === state.as ? 1 : 2);
  return [...state.world.people].sort((a, b) => rank(a) - rank(b));
}

/** An invite link is pressed by somebody else than its maker, so ask who opens it. */
async function openAs(payload, text) {
  const as = await choose(
    t("Open the link as…"),
    t("Who opens this link?"),
    likely(text).map((one) => ({
      value: one.id,
      name: one.name,
      note: [one.id === state.as && t("you now"), isNamed(one, text) && t("named in the message"), one.note]
        .filter(Boolean)
        .join(" · "),
      avatar: avatar(one.id, one.name),
      testid: `open-as-${one.id}`,
    })),
  );
  if (as === null) return;
  if ((await attempt(() => api.start(as, payload))) === undefined) return;
  if (as !== state.as) toast(t("You are now {name}.", { name: person(as).name }));
  route.go({ as, chat: as });
}

/** The address that a link of «share with…» shares, else the address itself. */
function shared(address) {
  const [, query] = /^https:\/\/t\.me\/share\/url\?(.*)$/.exec(address) ?? [];
  return new URLSearchParams(query).get("url") ?? address;
}

/** Follow an address found in a message whose whole text is `text`. Whom a link is shared with opens it here. */
export function follow(address, text = "") {
  const payload = startPayload(shared(address));
  if (payload === null) window.open(address, "_blank", "noopener,noreferrer");
  else openAs(payload, text);
}

/** In a group a chosen command is addressed to the bot, as Telegram's own apps do it. */
export function addressed(command) {
  const plain = command.startsWith("/") ? command : `/${command}`;
  const inGroup = state.chat !== null && state.chat < 0;
  return inGroup && !plain.includes("@") ? `${plain}@${state.world.bot.username}` : plain;
}

export function copy(text) {
  navigator.clipboard?.writeText(text).then(
    () => toast(t("Copied.")),
    () => toast(t("The browser did not allow copying."), "error"),
  );
}

/** One listener for everything that can be clicked inside the text of messages. */
export function onTextClick(event, send, textOf) {
  const target = event.target.closest(
    ".text a, .text code, .text pre, .text .tg-spoiler, .text tg-spoiler, .text blockquote[expandable], .text blockquote.expandable",
  );
  if (target === null || String(getSelection()) !== "") return;
  if (target.matches(".tg-spoiler, tg-spoiler")) target.classList.add("revealed");
  else if (target.matches("blockquote")) target.classList.toggle("expanded");
  else if (target.matches("code, pre")) copy(target.textContent);
  else {
    event.preventDefault();
    if (target.dataset.command) send(addressed(target.dataset.command));
    else if (target.getAttribute("href")) follow(target.getAttribute("href"), textOf(target));
  }
}
