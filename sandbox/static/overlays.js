/** What appears over the page: toasts, dialogs, menus, the picture viewer. */

import { ApiError } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 4500;

/** A short word at the bottom; a newer one takes its place. */
export function toast(text, kind = "info") {
  const element = h("div", { class: `toast toast-${kind}`, "data-testid": "toast" }, text);
  document.getElementById("toasts").replaceChildren(element);
  setTimeout(() => element.remove(), TOAST_MS);
}

/** Run an action of the user's; a refusal is shown as the server worded it. Returns undefined then. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(error.message, "error");
    return undefined;
  }
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/**
 * Show a modal dialog; resolves to the value of the pressed action, or null when it was dismissed.
 * `body(close)` makes its content; `actions` are {label, value, kind, testid}.
 */
export function dialog({ title, body, actions = [], kind = "", testid = null }) {
  return new Promise((resolve) => {
    let result = null;
    const close = (value) => {
      result = value;
      element.close();
    };
    const buttons = actions.map((action) =>
      h(
        "button",
        {
          type: "button",
          class: `button ${action.kind ?? ""}`,
          "data-testid": action.testid,
          onclick: () => close(action.value),
        },
        action.label,
      ),
    );
    const element = h(
      "dialog",
      { class: `dialog ${kind}`, "data-testid": testid, "aria-label": title },
      h(
        "div",
        { class: "dialog-head" },
        h("h2", {}, title),
        iconButton("close", t("Close"), () => close(null)),
      ),
      h("div", { class: "dialog-body" }, body(close)),
      buttons.length > 0 && h("div", { class: "dialog-actions" }, buttons),
    );
    element.addEventListener("click", (event) => event.target === element && close(null));
    element.addEventListener("close", () => {
      element.remove();
      resolve(result);
    });
    document.body.append(element);
    element.showModal();
  });
}

export const confirm = (title, text, label, kind = "danger") =>
  dialog({
    title,
    kind: "dialog-small",
    body: () => h("p", {}, text),
    actions: [
      { label: t("Cancel"), value: false },
      { label, value: true, kind, testid: "confirm" },
    ],
  });

export const alert = (title, text) =>
  dialog({
    title,
    kind: "dialog-small",
    testid: "alert",
    body: () => h("p", { class: "prewrap" }, text),
    actions: [{ label: t("OK"), value: true, kind: "primary", testid: "alert-ok" }],
  });

/** A list to choose one from: options are {value, name, note, avatar, testid}. Resolves to a value or null. */
export function choose(title, lead, options) {
  return dialog({
    title,
    body: (close) => {
      const list = h(
        "ul",
        { class: "choices" },
        options.map((option) =>
          h(
            "li",
            { "data-name": `${option.name} ${option.note ?? ""}`.toLocaleLowerCase() },
            h(
              "button",
              {
                type: "button",
                class: "choice",
                "data-testid": option.testid,
                onclick: () => close(option.value),
              },
              option.avatar,
              h(
                "span",
                { class: "choice-text" },
                h("span", { class: "choice-name" }, option.name),
                option.note && h("span", { class: "choice-note" }, option.note),
              ),
            ),
          ),
        ),
      );
      const filter = (event) => {
        const wanted = event.target.value.trim().toLocaleLowerCase();
        [...list.children].forEach((row) => {
          row.hidden = !row.dataset.name.includes(wanted);
        });
      };
      const search =
        options.length > 7 &&
        h(
          "label",
          { class: "search" },
          icon("search"),
          h("input", { type: "search", placeholder: t("Search"), "aria-label": t("Search"), oninput: filter }),
        );
      return h("div", { class: "chooser" }, lead && h("p", {}, lead), search, list);
    },
  });
}

let openMenuElement = null;

export function closeMenu() {
  if (openMenuElement === null) return;
  const { element, returnTo } = openMenuElement;
  openMenuElement = null;
  const hadFocus = element.contains(document.activeElement);
  element.remove();
  if (hadFocus) returnTo?.focus?.({ preventScroll: true });
}

function moveInMenu(element, event) {
  const items = [...element.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const target = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (target !== undefined) {
    event.preventDefault();
    items[target].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  }
}

function placeAt(element, x, y) {
  const { width, height } = element.getBoundingClientRect();
  const margin = 8;
  element.style.left = `${Math.max(margin, Math.min(x, innerWidth - width - margin))}px`;
  element.style.top = `${Math.max(margin, Math.min(y, innerHeight - height - margin))}px`;
}

/** A menu at a point; items are {label, note, icon, action, danger}, null is left out. */
export function menu({ x, y, above = false }, items, label = t("Menu")) {
  closeMenu();
  const element = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label },
    items.filter(Boolean).map((item) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger ? "menu-item danger" : "menu-item",
          onclick: () => {
            closeMenu();
            item.action();
          },
        },
        icon(item.icon),
        h("span", { class: "menu-label" }, item.label),
        item.note && h("span", { class: "menu-note" }, item.note),
      ),
    ),
  );
  element.addEventListener("keydown", (event) => moveInMenu(element, event));
  openMenuElement = { element, returnTo: document.activeElement };
  document.querySelector("main").append(element);
  placeAt(element, x, above ? y - element.offsetHeight : y);
  element.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
}

/** A menu beside the element that opened it. */
export function menuFrom(anchor, items, label) {
  const box = anchor.getBoundingClientRect();
  const above = box.top > innerHeight / 2;
  menu({ x: box.left, y: above ? box.top - 6 : box.bottom + 6, above }, items, label);
}

document.addEventListener("pointerdown", (event) => {
  if (openMenuElement !== null && !openMenuElement.element.contains(event.target)) closeMenu();
});
addEventListener("blur", closeMenu);
addEventListener("resize", closeMenu);

export function viewPicture(url, name) {
  const element = h(
    "dialog",
    { class: "viewer", "aria-label": name, "data-testid": "viewer" },
    h(
      "div",
      { class: "viewer-bar" },
      h("a", { class: "button", href: url, download: name }, t("Download")),
      iconButton("close", t("Close"), () => element.close()),
    ),
    h("img", { src: url, alt: name }),
  );
  element.addEventListener("click", (event) => event.target.closest("a, button") === null && element.close());
  element.addEventListener("close", () => element.remove());
  document.body.append(element);
  element.showModal();
}
