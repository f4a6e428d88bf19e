/** How one message looks: bubble, quote, pictures, files, buttons. Drawing only; `actions` says what a tap does. */

import { h, icon, iconButton, trustedHtml } from "./dom.js";
import { colour, dayKey, dayName, fileSize, fullMoment, isoMoment, minutesBetween, time } from "./format.js";
import { viewPicture } from "./overlays.js";
import { avatar } from "./people.js";
import { otherSign, otherWords, serviceWords } from "./service.js";
import { t } from "./words.js";

const MAX_PICTURE = 400; // pixels, either side
const MIN_PICTURE = 120;
const MIN_CAPTIONED = 340;

function quote(reply, actions) {
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      onclick: () => actions.jump(reply.id),
    },
    h("span", { class: "quote-name" }, reply.name),
    h("span", { class: "quote-text" }, reply.text || t("Message")),
  );
}

/** `leastWidth` keeps a tall picture from making a narrow column of the words below it. */
function picture(photo, inAlbum, leastWidth) {
  const width = photo.width || MAX_PICTURE;
  const height = photo.height || MAX_PICTURE;
  const fitting = Math.min(width, MAX_PICTURE, (MAX_PICTURE * width) / height);
  const shown = Math.max(fitting, Math.min(width, leastWidth));
  return h(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-label": t("Enlarge the picture"),
      onclick: () => viewPicture(photo.url, photo.name ?? "picture.jpg"),
      style: inAlbum
        ? {}
        : { width: `${Math.max(shown, MIN_PICTURE)}px`, "aspect-ratio": `${width} / ${height}` },
    },
    h("img", { src: photo.url, alt: t("Picture"), width, height }),
  );
}

function documentCard(file) {
  const type = file.name?.includes(".") ? file.name.split(".").at(-1).slice(0, 4) : "";
  return h(
    "a",
    { class: "document", href: file.url, download: file.name ?? "file" },
    h(
      "span",
      { class: `document-icon type-${type.toLowerCase()}` },
      type ? type.toUpperCase() : icon("file"),
    ),
    h(
      "span",
      { class: "document-text" },
      h("span", { class: "document-name" }, file.name ?? t("File")),
      h("span", { class: "document-size" }, `${fileSize(file.size)} · ${t("Download")}`),
    ),
  );
}

function player(tag, medium) {
  return h(
    "div",
    { class: `player player-${tag}` },
    h(tag, { controls: true, preload: "metadata", src: medium.url }),
  );
}

function otherCard(kind) {
  return h("div", { class: "other" }, icon(otherSign(kind)), h("span", {}, otherWords(kind)));
}

/** The attachment of a message, or nothing. */
function attachment(message, inAlbum = false) {
  if (message.photo) return picture(message.photo, inAlbum, message.html ? MIN_CAPTIONED : 0);
  if (message.document) return documentCard(message.document);
  if (message.video) return player("video", message.video);
  if (message.voice) return player("audio", message.voice);
  if (message.audio) return player("audio", message.audio);
  if (message.other) return otherCard(message.other);
  return null;
}

function meta(message) {
  return h(
    "span",
    { class: "meta" },
    message.pinned && icon("pin"),
    message.edited && h("span", { class: "edited" }, t("edited")),
    h("time", { datetime: isoMoment(message.date), title: fullMoment(message.date) }, time(message.date)),
    message.out && icon("check"),
  );
}

function text(message) {
  if (!message.html) return null;
  const element = trustedHtml("div", { class: "text", dir: "auto" }, message.html);
  element.querySelectorAll("pre, blockquote").forEach(dropNewlineAfter);
  return element;
}

/** A block ends its line by itself; the newline that the text has there would make an empty one. */
function dropNewlineAfter(block) {
  const next = block.nextSibling;
  if (next?.nodeType === Node.TEXT_NODE) next.data = next.data.replace(/^\n/, "");
}

const STYLES = ["danger", "success", "primary"];

/** The classes of a button, with the colour that the bot asked for. */
export const keyClass = (button) =>
  ["key", button.sign && "key-signed", STYLES.includes(button.style) && `key-${button.style}`].filter(Boolean).join(" ");

function keyboardButton(message, button, actions) {
  const sign = button.url ? "external" : button.copy ? "copy" : null;
  return h(
    "button",
    {
      type: "button",
      class: keyClass({ ...button, sign }),
      onclick: (event) => actions.press(message, button, event.currentTarget),
    },
    h("span", { class: "key-text" }, button.text),
    sign && icon(sign),
  );
}

function keyboard(message, actions) {
  if (!message.buttons?.length) return null;
  return h(
    "div",
    { class: "keyboard" },
    message.buttons.map((row) =>
      h(
        "div",
        { class: "key-row" },
        row.map((button) => keyboardButton(message, button, actions)),
      ),
    ),
  );
}

function sideActions(message, actions) {
  return h(
    "div",
    { class: "side-actions" },
    iconButton("reply", t("Reply"), () => actions.reply(message), { "data-testid": `reply-${message.id}` }),
    iconButton("more", t("More actions"), (event) => actions.menuFrom(message, event.currentTarget)),
  );
}

function senderName(message, actions) {
  return h(
    "button",
    {
      type: "button",
      class: `sender ink-${colour(message.from.id)}`,
      disabled: message.from.is_bot,
      title: message.from.is_bot ? null : t("Act as {name}", { name: message.from.name }),
      onclick: () => actions.become(message.from.id),
    },
    message.from.name,
  );
}

function bubble(message, content, view, actions) {
  const shown = [
    view.showName && senderName(message, actions),
    message.forward && h("div", { class: "forwarded" }, t("Forwarded from {name}", { name: message.forward })),
    message.reply_to && quote(message.reply_to, actions),
    ...content,
  ];
  const bare = !view.showName && !message.forward && !message.reply_to && !message.html;
  const onlyPicture = bare && Boolean(message.photo);
  return h(
    "div",
    { class: `bubble${message.photo ? " has-picture" : ""}${onlyPicture ? " only-picture" : ""}` },
    shown,
    reactions(message),
    meta(message),
  );
}

function reactions({ reactions: signs }) {
  return (
    signs?.length > 0 &&
    h(
      "div",
      { class: "reactions" },
      signs.map((sign) => h("span", { class: "reaction" }, sign)),
    )
  );
}

function frame(message, classes, view, children, actions) {
  const side = message.out ? "out" : "in";
  return h(
    "li",
    {
      class: `row ${side} ${classes}${view.last ? " last" : ""}${view.first ? " first" : ""}`,
      "data-testid": classes === "album" ? null : `message-${message.id}`,
      "data-id": message.id,
      "aria-label": `${message.out ? t("You") : message.from.name}, ${time(message.date)}`,
      oncontextmenu: (event) => actions.contextMenu(message, event),
    },
    view.inGroup &&
      !message.out &&
      h(
        "span",
        { class: "face" },
        view.last && avatar(message.from.id, message.from.name, message.from.is_bot ? "bot" : "person"),
      ),
    h("div", { class: "stack" }, children),
    sideActions(message, actions),
  );
}

function messageRow(message, view, actions) {
  const content = [attachment(message), text(message)];
  if (message.words_above) content.reverse();
  return frame(
    message,
    "single",
    view,
    [bubble(message, content, view, actions), keyboard(message, actions)],
    actions,
  );
}

function albumPart(message) {
  return h(
    "div",
    { class: "album-part", "data-testid": `message-${message.id}`, "data-id": message.id },
    attachment(message, true),
    message.document && text(message),
  );
}

/** Several messages sent as one album look like one. */
function albumRow(messages, view, actions) {
  const captioned = messages.find((one) => one.html) ?? messages[0];
  const pictures = messages.every((one) => one.photo || one.video);
  const grid = h(
    "div",
    { class: pictures ? `album-grid of-${Math.min(messages.length, 4)}` : "album-files" },
    messages.map(albumPart),
  );
  const head = { ...captioned, photo: pictures ? messages[0].photo : null };
  return frame(
    messages[0],
    "album",
    view,
    [bubble(head, [grid, pictures && text(captioned)], view, actions)],
    actions,
  );
}

function serviceRow(message) {
  return h(
    "li",
    { class: "service", "data-testid": `message-${message.id}`, "data-id": message.id },
    h("span", { class: "pill" }, serviceWords(message)),
  );
}

const dayRow = (key, label) => ({
  key: `day ${key}`,
  signature: label,
  build: () => h("li", { class: "day" }, h("span", { class: "pill" }, label)),
});
const unreadRow = () => ({
  key: "unread",
  signature: "",
  build: () => h("li", { class: "unread-line" }, t("Unread messages")),
});

/** Consecutive messages of one album, together: [[message, …], …]. */
function clusters(messages) {
  const result = [];
  for (const message of messages) {
    const previous = result.at(-1)?.[0];
    if (message.media_group && previous?.media_group === message.media_group) result.at(-1).push(message);
    else result.push([message]);
  }
  return result;
}

/** Whether two clusters stand together as one person's words: same author, same day, within ten minutes. */
function together(one, other) {
  if (!one || !other) return false;
  const [a, b] = [one.at(-1), other[0]];
  const close = minutesBetween(a.date, b.date) < 10;
  return !a.service && !b.service && a.from.id === b.from.id && close && dayKey(a.date) === dayKey(b.date);
}

function clusterRow(cluster, view, actions) {
  const build = () => {
    if (cluster[0].service) return serviceRow(cluster[0]);
    return cluster.length > 1 ? albumRow(cluster, view, actions) : messageRow(cluster[0], view, actions);
  };
  return { key: cluster[0].id, signature: JSON.stringify([cluster, view]), build };
}

/** The rows of a conversation, for `reconcile`. */
export function conversationRows(messages, { now, inGroup, unreadFrom }, actions) {
  const rows = [];
  const all = clusters(messages);
  let day = null;
  all.forEach((cluster, index) => {
    const key = dayKey(cluster[0].date);
    if (key !== day) rows.push(dayRow(key, dayName(cluster[0].date, now)));
    day = key;
    if (cluster.some((one) => one.id === unreadFrom)) rows.push(unreadRow());
    const first = !together(all[index - 1], cluster);
    const view = {
      first,
      last: !together(cluster, all[index + 1]),
      inGroup,
      showName: inGroup && first && !cluster[0].out,
    };
    rows.push(clusterRow(cluster, view, actions));
  });
  return rows;
}
