/** The left side: who there is to be, and the chats of who we are. */

import * as api from "./api.js";
import { h, icon, iconButton, reconcile } from "./dom.js";
import { colour, initials, listMoment } from "./format.js";
import { otherWords, serviceWords } from "./service.js";
import { attempt } from "./overlays.js";
import * as route from "./route.js";
import { on, person, state } from "./state.js";
import { language, t } from "./words.js";

const SECTIONS = [
  ["leader", t("Leadership group")],
  ["admin", t("Admin")],
  ["officer", t("Officers")],
  ["unit", t("Units")],
  ["outsider", t("Outsider")],
];

const NARROW = matchMedia("(max-width: 760px)");
const HINT_KEY = "sandbox-hint-seen";

const botFace = () =>
  state.world.bot.photo ? h("img", { src: state.world.bot.photo, alt: "" }) : icon("bot");

export function avatar(id, name, kind = "person") {
  const face = kind === "group" ? icon("group") : kind === "bot" ? botFace() : initials(name);
  const paint = kind === "bot" ? "bot" : colour(id);
  return h("span", { class: `avatar colour-${paint}`, "aria-hidden": "true" }, face);
}

function badge(count) {
  return count > 0 && h("span", { class: "badge", "aria-label": t("unread: {n}", { n: count }) }, String(count));
}

/** The last message in a few words; what the page itself says of it is in the reader's language. */
function snippet(chat) {
  if (chat.snippet_about?.service) return serviceWords({ service_about: chat.snippet_about.service });
  return chat.snippet_about?.other ? otherWords(chat.snippet_about.other) : chat.snippet;
}

function chatRow(chat) {
  const kind = chat.kind === "private" ? "bot" : "group";
  return h(
    "a",
    {
      class: "chat-row",
      href: route.address({ as: state.as, chat: chat.chat }),
      "data-testid": `chat-${chat.chat}`,
      "aria-current": chat.chat === state.chat ? "true" : null,
    },
    avatar(chat.chat, chat.title, kind),
    h(
      "span",
      { class: "row-text" },
      h(
        "span",
        { class: "row-top" },
        h("span", { class: "row-name" }, chat.title),
        h("span", { class: "row-date" }, listMoment(chat.date, state.world.clock.now)),
      ),
      h(
        "span",
        { class: "row-bottom" },
        h(
          "span",
          { class: "row-snippet" },
          snippet(chat) || (chat.started ? t("No messages yet") : t("Not started yet")),
        ),
        badge(chat.unread),
      ),
    ),
  );
}

/** On a wide window a person's first chat opens at once; on a narrow one only when there is nothing to choose. */
export async function openPerson(id) {
  const chats = (await attempt(() => api.chats(id))) ?? [];
  const straight = !NARROW.matches || chats.length === 1;
  route.go({ as: id, chat: straight ? (chats[0]?.chat ?? null) : null });
}

function personRow(one) {
  const current = one.id === state.as;
  const note = one.deactivated ? t("Deleted account") : one.blocked ? t("Blocked the bot") : one.note;
  const unlinked = one.unlinked && h("span", { class: "tag", "data-testid": `unlinked-${one.id}` }, t("not linked"));
  return h(
    "li",
    { class: current ? "person current" : "person" },
    h(
      "button",
      {
        type: "button",
        class: "person-row",
        "data-testid": `person-${one.id}`,
        "aria-pressed": String(current),
        onclick: () => openPerson(one.id),
      },
      avatar(one.id, one.name),
      h(
        "span",
        { class: "row-text" },
        h("span", { class: "row-name" }, one.name),
        (note || unlinked) && h("span", { class: "row-snippet" }, unlinked, unlinked && note && " ", note),
      ),
      badge(one.unread),
    ),
    current &&
      h(
        "div",
        { class: "chats", role: "group", "aria-label": t("Chats of {name}", { name: one.name }) },
        state.chats.map(chatRow),
      ),
  );
}

const matches = (one, wanted) => `${one.name} ${one.note ?? ""}`.toLocaleLowerCase().includes(wanted);

function sectionHead(title, people) {
  const unread = people.reduce((sum, one) => sum + one.unread, 0);
  return h(
    "li",
    { class: "section-head" },
    h("h2", {}, title),
    unread > 0 && h("span", { class: "section-unread" }, t("unread: {n}", { n: unread })),
  );
}

function rows(wanted) {
  const known = new Set(SECTIONS.map(([role]) => role));
  const others = state.world.people.filter((one) => !known.has(one.role));
  const sections = [
    ...SECTIONS.map(([role, title]) => [title, state.world.people.filter((one) => one.role === role)]),
    [t("Others"), others],
  ];
  return sections.flatMap(([title, all]) => {
    const people = all.filter((one) => matches(one, wanted));
    if (people.length === 0) return [];
    const unread = people.reduce((sum, one) => sum + one.unread, 0);
    return [
      { key: title, signature: String(unread), build: () => sectionHead(title, people) },
      ...people.map((one) => ({ key: one.id, signature: personSignature(one), build: () => personRow(one) })),
    ];
  });
}

function personSignature(one) {
  const current = one.id === state.as;
  return JSON.stringify([one, current && [state.chats, state.chat, state.world.clock.date]]);
}

/** What to try, as whoever opened this sandbox names it; nothing where nobody has, or once it was waved away. */
function hintCard() {
  const steps = state.world.steps[language] ?? [];
  if (steps.length === 0 || localStorage.getItem(HINT_KEY) !== null) return null;
  const card = h(
    "aside",
    { class: "hint", "aria-label": t("What to try"), "data-testid": "hint" },
    h(
      "div",
      { class: "hint-head" },
      h("h2", {}, t("What to try")),
      iconButton("close", t("Dismiss"), () => {
        localStorage.setItem(HINT_KEY, "1");
        card.remove();
      }),
    ),
    h(
      "ol",
      {},
      steps.map((step) => h("li", {}, step)),
    ),
  );
  return card;
}

function focusNeighbour(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.target.tagName === "INPUT") return;
  const stops = [...event.currentTarget.querySelectorAll(".person-row, .chat-row")];
  event.preventDefault();
  stops[stops.indexOf(document.activeElement) + step]?.focus();
}

/** A row that is drawn anew takes the focus its elder had. */
function keepingFocus(list, draw) {
  const focused = document.activeElement?.dataset.testid;
  draw();
  if (focused === undefined || document.activeElement !== document.body) return;
  list.querySelector(`[data-testid="${focused}"]`)?.focus({ preventScroll: true });
}

function drawTitle() {
  const unread = state.world.people.reduce((sum, one) => sum + one.unread, 0);
  const who = person(state.as)?.name ?? state.world.bot.name;
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${who} · ${t("Sandbox")}`;
}

export function mountPeople(root) {
  const list = h("ul", { class: "people-list" });
  const nobody = h("p", { class: "nobody", hidden: true }, t("Nobody by that name."));
  const search = h("input", {
    type: "search",
    placeholder: t("Search people"),
    "aria-label": t("Search people"),
    "data-testid": "people-search",
    autocomplete: "off",
  });
  const draw = () => {
    const current = rows(search.value.trim().toLocaleLowerCase());
    reconcile(list, current);
    nobody.hidden = current.length > 0;
  };
  search.addEventListener("input", draw);
  const hint = h("div");
  const scroller = h(
    "div",
    { class: "people-scroll", onkeydown: focusNeighbour },
    hint,
    list,
    nobody,
  );
  root.append(
    h("div", { class: "people-head" }, h("label", { class: "search" }, icon("search"), search)),
    scroller,
  );
  on("world", () => hint.childElementCount === 0 && hint.replaceChildren(...[hintCard()].filter(Boolean)));
  ["world", "chats", "opened"].forEach((topic) =>
    on(topic, () => {
      keepingFocus(list, draw);
      drawTitle();
    }),
  );
  on("opened", () => list.querySelector(".person.current")?.scrollIntoView({ block: "nearest" }));
}
