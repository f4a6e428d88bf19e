/** Building blocks of the page: elements, icons, and a keyed list. Text always goes in as text nodes. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  back: "M15 5l-7 7 7 7",
  search: "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20 20",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  attach:
    "M19 11.500l-7.300 7.300a4.600 4.600 0 0 1-6.500-6.500l7.600-7.600a3 3 0 0 1 4.300 4.300l-7.500 7.500a1.500 1.500 0 0 1-2.100-2.100l6.700-6.700",
  send: "M4 12l16-8-5.500 16-3-6.500zM11.500 13.500L20 4",
  reply: "M9 6l-5 5 5 5M4 11h9a6 6 0 0 1 6 6v1",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  forward: "M15 6l5 5-5 5M20 11h-9a6 6 0 0 0-6 6v1",
  copy: "M9 9h10v11H9zM5 15V4h10",
  close: "M6 6l12 12M18 6L6 18",
  commands: "M4 7h16M4 12h16M4 17h10",
  down: "M6 9l6 6 6-6",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15.500 9v.01",
  voice:
    "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6.500 11a5.500 5.500 0 0 0 11 0M12 16.500V20",
  sticker: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM8.500 14a4 4 0 0 0 7 0M9 9.500v.01M15 9.500v.01",
  location:
    "M12 21s-6.500-6-6.500-11a6.500 6.500 0 0 1 13 0c0 5-6.500 11-6.500 11zM12 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  poll: "M6 20v-7M12 20V5M18 20v-11",
  contact: "M12 5a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM5 20c0-4 3-6 7-6s7 2 7 6",
  block: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM6.500 6.500l11 11",
  check: "M5 12.500l4.500 4.500L19 7.500",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10.500 20.500a2 2 0 0 0 3 0",
  summary: "M5 4h14v16H5zM8.500 9h7M8.500 12.500h7M8.500 16h4",
  play: "M8 5l11 7-11 7z",
  stop: "M7 7h10v10H7z",
  restart: "M5 12a7 7 0 1 0 2.500-5.400M5 4v4h4",
  language: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16",
  theme: "M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z",
  faults: "M12 4l9 16H3zM12 10v4.500M12 17v.01",
  group:
    "M9 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 19c0-3.500 2.500-5 6-5s6 1.500 6 5M16 6.500a2.800 2.800 0 0 1 0 5.400M17.500 14.500c2.200.6 3.500 2 3.500 4.500",
  bot: "M6 9h12v9H6zM12 9V5M9.500 13v.5M14.500 13v.5M4 12v3M20 12v3",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  external: "M10 5H5v14h14v-5M13 5h6v6M19 5l-9 9",
  upgrade: "M12 19V6M6 11l6-6 6 6",
};

/** An inline 24 by 24 line drawing; decoration only, so hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "class") element.className = value;
  else if (name === "style")
    Object.entries(value).forEach(([key, text]) => element.style.setProperty(key, text));
  else element.setAttribute(name, value === true ? "" : value);
}

/** `h("button", {class: "x", onclick: f}, "text", child)`; null and false children are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(properties).forEach(([name, value]) => setProperty(element, name, value));
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

export function iconButton(name, label, onclick, properties = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...properties },
    icon(name),
  );
}

/** An element holding HTML that the server has already made safe (the only place where HTML is taken as it is). */
export function trustedHtml(tag, properties, html) {
  const element = h(tag, properties);
  element.innerHTML = html;
  return element;
}

/**
 * Make `parent` show `rows` ({key, signature, build}), reusing the elements whose signature has not changed, so that
 * focus, playing media and scroll position survive a refresh.
 */
export function reconcile(parent, rows) {
  const old = new Map([...parent.children].map((element) => [element.rowKey, element]));
  let place = parent.firstElementChild;
  for (const row of rows) {
    let element = old.get(row.key);
    const kept = element !== undefined && element.rowSignature === row.signature;
    if (!kept) {
      const fresh = row.build();
      Object.assign(fresh, { rowKey: row.key, rowSignature: row.signature });
      if (element !== undefined) {
        if (place === element) place = fresh;
        element.replaceWith(fresh);
      }
      element = fresh;
    }
    old.delete(row.key);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  old.forEach((element) => element.remove());
}

/** At most one call of `work` at a time and one more waiting: bursts of events cost one refresh. */
export function coalesced(work, pause = 120) {
  let state = "idle";
  return async function request() {
    if (state !== "idle") {
      state = "again";
      return;
    }
    do {
      state = "busy";
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        await work();
      } catch (error) {
        console.warn(error);
      }
    } while (state === "again");
    state = "idle";
  };
}
