/** The right side: the open chat's messages, and what can be done with them. */

import * as api from "./api.js";
import {
  attachFiles,
  editOwn,
  mountComposer,
  replyTo,
  sendText,
  watchForceReply,
} from "./composer.js";
import { h, icon, reconcile } from "./dom.js";
import { drawStrangeHead, mountHead } from "./head.js";
import { copy, follow, onTextClick } from "./links.js";
import { conversationRows } from "./messages.js";
import { alert, announce, attempt, choose, menu, menuFrom, toast } from "./overlays.js";
import { avatar } from "./people.js";
import * as route from "./route.js";
import { serviceWords } from "./service.js";
import { currentChat, markRead, message, on, person, state } from "./state.js";
import { t } from "./words.js";

const NEAR_BOTTOM = 80; // pixels that still count as being at the end
const LONG_PRESS_MS = 500;

let parts;
let newBelow = 0;
let lastSeen = 0;

function drawPinned() {
  const pinned = state.messages.findLast((one) => one.pinned);
  parts.pinned.hidden = pinned === undefined;
  if (pinned === undefined) return;
  parts.pinned.replaceChildren(
    h(
      "button",
      { type: "button", class: "pinned-button", onclick: () => jump(pinned.id) },
      icon("pin"),
      h(
        "span",
        { class: "mode-text" },
        h("span", { class: "quote-name" }, t("Pinned message")),
        h("span", { class: "quote-text" }, pinned.text || t("Message")),
      ),
    ),
  );
}

/* Messages */

const atBottom = () =>
  parts.scroll.scrollHeight - parts.scroll.scrollTop - parts.scroll.clientHeight < NEAR_BOTTOM;

function toBottom(smooth = false) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  parts.scroll.scrollTo({ top: parts.scroll.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
}

function jump(id) {
  const row = parts.list.querySelector(`[data-id="${Number(id)}"]`);
  if (row === null) {
    toast(t("That message is no longer here."));
    return;
  }
  row.scrollIntoView({
    block: "center",
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth",
  });
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
}

function drawDownButton() {
  parts.down.hidden = atBottom();
  if (parts.down.hidden) newBelow = 0;
  parts.downCount.textContent = newBelow > 0 ? String(newBelow) : "";
  parts.downCount.hidden = newBelow === 0;
}

function readIfSeen() {
  if (document.visibilityState === "visible" && state.loaded && atBottom()) markRead().catch(console.warn);
}

function tellNew() {
  const fresh = state.messages.filter((one) => one.id > lastSeen && !one.out);
  if (lastSeen > 0) {
    newBelow += fresh.length;
    if (fresh.length > 0)
      announce(
        fresh.map((one) => `${one.from?.name ?? ""}: ${one.text || serviceWords(one) || t("attachment")}`).join("\n"),
      );
  }
  lastSeen = state.messages.at(-1)?.id ?? 0;
}

/** What the bot says of itself stands in a private chat until there is a message, as in Telegram's apps. */
function drawAbout() {
  const chat = currentChat();
  const text = state.loaded && state.messages.length === 0 ? chat?.description : "";
  parts.about.hidden = !text;
  if (!text) return;
  const { photo } = state.world.bot;
  parts.about.replaceChildren(
    photo ? h("img", { src: photo, alt: "" }) : "",
    h("div", {}, h("h3", {}, t("What can this bot do?")), h("p", {}, text)),
  );
}

function emptyNote() {
  const chat = currentChat();
  if (state.messages.length > 0 || !state.loaded || chat === undefined || chat.description) return null;
  return chat.kind === "private" && !chat.started
    ? t("{name} has not started the bot yet. It can write only after that.", { name: person(state.as).name })
    : t("No messages here yet.");
}

function drawMessages({ opened = false } = {}) {
  const stick = opened || atBottom();
  const view = { now: state.world.clock.now, inGroup: state.chat < 0, unreadFrom: state.unreadFrom };
  reconcile(parts.list, conversationRows(state.messages, view, actions));
  showNote(emptyNote());
  drawAbout();
  drawPinned();
  tellNew();
  const line = opened ? parts.list.querySelector(".unread-line") : null;
  if (line !== null) line.scrollIntoView({ block: "start" });
  else if (stick) toBottom();
  drawDownButton();
  watchForceReply();
  readIfSeen();
}

/* What a tap does */

function showAnswer(answer) {
  if (answer?.url) follow(answer.url);
  if (!answer?.text) return;
  if (answer.show_alert) alert(state.world.bot.name, answer.text);
  else toast(answer.text);
}

async function press(from, button, element) {
  if (button.url) {
    follow(button.url, from.text);
    return;
  }
  if (button.copy) {
    copy(button.copy);
    return;
  }
  if (button.data === undefined || button.data === null) {
    toast(t("This kind of button works only in Telegram’s own apps."));
    return;
  }
  element.classList.add("pressing");
  element.setAttribute("aria-busy", "true");
  const result = await attempt(() =>
    api.press({ as: state.as, chat: state.chat, message_id: from.id, data: button.data }),
  );
  element.classList.remove("pressing");
  element.removeAttribute("aria-busy");
  showAnswer(result?.answer);
}

async function forward(original) {
  const options = state.chats.map((chat) => ({
    value: chat.chat,
    name: chat.title,
    avatar: avatar(chat.chat, chat.title, chat.kind === "private" ? "bot" : "group"),
  }));
  const chat = await choose(t("Forward to…"), null, options);
  if (chat === null) return;
  const sent = await attempt(() =>
    api.send({ as: state.as, chat, text: original.text, forward: original.forward || original.from.name }),
  );
  if (sent !== undefined && chat !== state.chat) route.go({ as: state.as, chat });
}

function itemsFor(one) {
  return [
    { label: t("Reply"), icon: "reply", action: () => replyTo(one) },
    one.out && one.text ? { label: t("Edit"), icon: "edit", action: () => editOwn(one) } : null,
    one.text
      ? {
          label: t("Copy the text"),
          icon: "copy",
          action: () => copy(one.text),
        }
      : null,
    one.text ? { label: t("Forward…"), icon: "forward", action: () => forward(one) } : null,
  ];
}

const actions = {
  press,
  jump,
  reply: replyTo,
  become: (id) => route.go({ as: id, chat: state.chat, topic: state.topic }),
  menuFrom: (one, anchor) => menuFrom(anchor, itemsFor(one), t("Message")),
  contextMenu(one, event) {
    if (event.target.closest("audio, video")) return;
    event.preventDefault();
    menu({ x: event.clientX, y: event.clientY }, itemsFor(one), t("Message"));
  },
};

/** Where the browser makes no contextmenu event of a long touch (iOS), make the menu ourselves. */
function watchLongPress(list) {
  let timer;
  const cancel = () => clearTimeout(timer);
  list.addEventListener(
    "touchstart",
    (event) => {
      const row = event.target.closest(".row");
      if (row === null) return;
      const { clientX: x, clientY: y } = event.touches[0];
      timer = setTimeout(() => {
        const one = message(Number(row.dataset.id));
        if (one) menu({ x, y }, itemsFor(one), t("Message"));
      }, LONG_PRESS_MS);
    },
    { passive: true },
  );
  ["touchend", "touchmove", "touchcancel"].forEach((name) =>
    list.addEventListener(name, cancel, { passive: true }),
  );
}

function watchDrop(root) {
  const withFiles = (event) => event.dataTransfer?.types.includes("Files");
  root.addEventListener("dragover", (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    root.classList.add("dropping");
  });
  root.addEventListener(
    "dragleave",
    (event) => root.contains(event.relatedTarget) || root.classList.remove("dropping"),
  );
  root.addEventListener("drop", (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    root.classList.remove("dropping");
    attachFiles([...event.dataTransfer.files]);
  });
}

function textOf(element) {
  return message(Number(element.closest("[data-id]")?.dataset.id))?.text ?? "";
}

function onOpened() {
  newBelow = 0;
  lastSeen = 0;
  const isStrange = state.chat !== null && currentChat() === undefined;
  parts.root.classList.toggle("empty", state.chat === null);
  document.body.classList.toggle("in-conversation", state.chat !== null);
  parts.list.replaceChildren();
  parts.pinned.hidden = true;
  parts.about.hidden = true;
  parts.composer.hidden = isStrange;
  showNote(isStrange ? t("This person is not in that chat.") : null);
  if (isStrange) drawStrangeHead();
}

function showNote(text) {
  parts.note.hidden = text === null;
  parts.note.textContent = text ?? "";
}

function makeParts(root) {
  const downCount = h("span", { class: "badge", hidden: true });
  const list = h("ol", { class: "messages", "data-testid": "messages" });
  const note = h("p", { class: "empty-note", hidden: true });
  const about = h("section", { class: "about-bot", "data-testid": "about-bot", hidden: true });
  return {
    root,
    list,
    note,
    about,
    downCount,
    pinned: h("div", { class: "pinned", hidden: true }),
    scroll: h(
      "div",
      { class: "scroll", role: "log", tabindex: "0", "aria-label": t("Messages"), "aria-live": "off" },
      note,
      about,
      list,
    ),
    down: h(
      "button",
      {
        type: "button",
        class: "down",
        "aria-label": t("Go to the newest message"),
        hidden: true,
        onclick: () => toBottom(true),
      },
      icon("down"),
      downCount,
    ),
    composer: h("footer", { class: "composer" }),
  };
}

/** Whoever reads the newest messages goes on seeing them when the room for them changes (keyboard, reply bar). */
function stayAtBottom(scroll) {
  let stays = true;
  const onScroll = () => {
    stays = atBottom();
    drawDownButton();
    readIfSeen();
  };
  scroll.addEventListener("scroll", onScroll, { passive: true });
  new ResizeObserver(() => stays && toBottom()).observe(scroll);
}

export function mountConversation(root) {
  parts = makeParts(root);
  const { scroll, down, pinned, composer, list } = parts;
  const dropNote = h("div", { class: "drop-note", "aria-hidden": "true" }, t("Drop files to attach them"));
  root.append(
    h("div", { class: "placeholder" }, h("p", { class: "pill" }, t("Choose a person on the left"))),
    ...mountHead(),
    pinned,
    h("div", { class: "scroll-frame" }, scroll, down, dropNote),
    composer,
  );
  mountComposer(composer);
  list.addEventListener("click", (event) => onTextClick(event, sendText, textOf));
  document.addEventListener("visibilitychange", readIfSeen);
  watchLongPress(list);
  watchDrop(root);
  stayAtBottom(scroll);
  on("opened", onOpened);
  on("messages", drawMessages);
  on("sent", () => {
    state.unreadFrom = null;
    toBottom();
  });
}
