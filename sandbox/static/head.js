/** The open chat's head: who it is with, its menu, its topics. */

import * as api from "./api.js";
import { h, iconButton } from "./dom.js";
import { attempt, choose, confirm, menuFrom, toast } from "./overlays.js";
import { avatar } from "./people.js";
import * as route from "./route.js";
import { currentChat, group, on, person, state } from "./state.js";
import { t } from "./words.js";

let head;
let topics;

function subtitle(chat) {
  if (state.typing) return t("typing…");
  const you = t("you are {name}", { name: person(state.as).name });
  return chat.kind === "private"
    ? `${you} · ${t("bot")}`
    : `${you} · ${t("members: {n}", { n: group(chat.chat)?.members.length ?? 0 })}`;
}

async function showMembers(chat) {
  const { members, admins, has_bot: hasBot } = group(chat.chat);
  const options = members.map(person).map((one) => ({
    value: one.id,
    name: one.name,
    note: [one.id === state.as && t("you"), admins.includes(one.id) && t("group admin"), one.note]
      .filter(Boolean)
      .join(" · "),
    avatar: avatar(one.id, one.name),
  }));
  const lead = [hasBot && t("The bot is a member too."), t("Choose a member to look through their eyes.")]
    .filter(Boolean)
    .join(" ");
  const as = await choose(chat.title, lead, options);
  if (as !== null) route.go({ as, chat: chat.chat });
}

async function block(blocked) {
  const changed = await attempt(() => api.block(state.as, blocked));
  if (changed !== undefined) toast(blocked ? t("The bot is blocked.") : t("The bot is unblocked."));
}

async function deactivate() {
  const text = t("{name} leaves Telegram for good; the bot’s messages will be refused.", {
    name: person(state.as).name,
  });
  if (await confirm(t("Delete the account?"), text, t("Delete the account")))
    await attempt(() => api.deactivate(state.as));
}

function privateItems() {
  const { blocked, deactivated } = person(state.as);
  if (deactivated) return [{ label: t("This account is deleted"), icon: "close", action: () => {} }];
  return [
    blocked
      ? { label: t("Unblock the bot"), icon: "check", action: () => block(false) }
      : { label: t("Block the bot"), icon: "block", danger: true, action: () => block(true) },
    { label: t("Delete the account…"), icon: "close", danger: true, action: deactivate },
  ];
}

async function upgrade(chat) {
  const successor = await attempt(() => api.migrate(chat.chat));
  if (successor !== undefined) route.go({ as: state.as, chat: successor.chat });
}

function groupItems(chat) {
  const change = (bot) => () => attempt(() => api.membership({ chat: chat.chat, by: state.as, bot }));
  const { has_bot: inside, bot_is_admin: isAdmin } = group(chat.chat);
  return [
    { label: t("Members"), icon: "group", action: () => showMembers(chat) },
    !inside && { label: t("Add the bot"), icon: "bot", action: change("added") },
    inside && !isAdmin && { label: t("Make the bot an admin"), icon: "check", action: change("admin") },
    isAdmin && { label: t("Make the bot a plain member"), icon: "bot", action: change("member") },
    chat.kind === "group" && {
      label: t("Upgrade to a supergroup"),
      icon: "upgrade",
      action: () => upgrade(chat),
    },
    inside && { label: t("Remove the bot"), icon: "block", danger: true, action: change("kicked") },
  ];
}

function drawHead() {
  const chat = currentChat();
  if (chat === undefined) return;
  const isPrivate = chat.kind === "private";
  const openMenu = (event) =>
    menuFrom(event.currentTarget, isPrivate ? privateItems() : groupItems(chat), t("Chat"));
  const title = h(
    "div",
    { class: "head-text" },
    h("h2", {}, chat.title),
    h("p", { class: state.typing ? "subtitle typing" : "subtitle" }, subtitle(chat)),
  );
  head.replaceChildren(
    backButton(),
    avatar(chat.chat, chat.title, isPrivate ? "bot" : "group"),
    title,
    iconButton("more", t("Chat menu"), openMenu, { "data-testid": "chat-menu", "aria-haspopup": "menu" }),
  );
}

function backButton() {
  return iconButton("back", t("Back to the people"), () => route.go({ as: state.as }), {
    class: "icon-button back",
    "data-testid": "back",
  });
}

function chip(id, name) {
  return h(
    "a",
    {
      class: "chip",
      href: route.address({ as: state.as, chat: state.chat, topic: id }),
      "aria-current": state.topic === id ? "true" : null,
      "data-testid": id === null ? "topic-all" : `topic-${id}`,
    },
    name,
  );
}

function drawTopics() {
  const known = currentChat()?.topics ?? [];
  topics.hidden = known.length === 0;
  topics.replaceChildren(chip(null, t("All topics")), ...known.map((one) => chip(one.id, one.name)));
}

/** Redrawn only when it says something else, so that an open menu's button keeps its place and focus. */
function redrawn(draw, shown) {
  let last = null;
  return () => {
    const now = JSON.stringify(shown());
    if (now !== last) draw();
    last = now;
  };
}

/** The head of a chat that this person is not in: only the way back. */
export function drawStrangeHead() {
  head.replaceChildren(backButton());
}

/** -> the elements [head, topics]. */
export function mountHead() {
  head = h("header", { class: "head" });
  topics = h("nav", { class: "topics", "aria-label": t("Topics"), hidden: true });
  const place = () => [state.as, state.chat, state.topic, currentChat()?.kind, currentChat()?.title];
  const headNow = redrawn(drawHead, () => [place(), state.typing, group(state.chat)?.members]);
  const topicsNow = redrawn(drawTopics, () => [place(), currentChat()?.topics]);
  ["opened", "chats", "world", "typing"].forEach((topic) => on(topic, headNow));
  ["opened", "chats"].forEach((topic) => on(topic, topicsNow));
  return [head, topics];
}
