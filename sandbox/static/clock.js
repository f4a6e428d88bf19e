/** The bar on top: what day it is in the sandbox, and the ways to move on. */

import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { clockDate, shortDay, time } from "./format.js";
import { openFaults, troubled } from "./faults.js";
import { attempt, choose, confirm } from "./overlays.js";
import * as route from "./route.js";
import { emit, loadClock, on, setClock, state, reloadAll } from "./state.js";
import { LANGUAGES, language, speak, t } from "./words.js";

const POLL_MS = 20000; // a running clock is looked at now and then, for the bar only
const THEME_KEY = "sandbox-theme";

let parts;

/** -> "2024-07-31" for any day of January to July 2024: the half-year and the month in which its last answers come. */
function halfYearEnd(date) {
  const [year, month] = date.split("-").map(Number);
  return month <= 7 ? `${year}-07-31` : `${year + 1}-01-31`;
}

/** Do something with the clock: the bar is busy until it is done. -> what it answered, undefined where it failed. */
async function moving(action) {
  state.busy = true;
  draw();
  const clock = await attempt(action);
  state.busy = false;
  if (clock?.now) setClock(clock);
  else await attempt(loadClock);
  draw();
  return clock;
}

const move = (to) => moving(() => api.moveClock(to));

function goToDate() {
  if (parts.date.value !== "" && parts.date.reportValidity()) move(parts.date.value);
}

async function startOver() {
  const sure = await confirm(
    t("Start over?"),
    t("All messages, links and reports in this sandbox will be deleted, and the first day will begin again."),
    t("Start over"),
  );
  if (!sure) return;
  const done = await moving(api.startOver);
  if (done === undefined) return;
  api.faults().then(markFaults, () => {}); // it begins with none
  await attempt(reloadAll);
  const { opening } = state.world;
  if (opening !== null && route.address(opening) !== location.hash) route.go(opening);
  else {
    emit("opening");
    emit("opened");
    emit("messages", { opened: true });
  }
}

function jumpButton(testid, sign, label, onclick) {
  const when = h("span", { class: "jump-when" });
  const button = h(
    "button",
    { type: "button", class: "jump", "data-testid": testid, onclick },
    icon(sign),
    h("span", { class: "jump-text" }, h("span", { class: "jump-label" }, label), when),
  );
  return { button, when };
}

function draw() {
  const { clock } = state.world;
  const playing = clock.playing;
  const busy = state.busy || Boolean(playing);
  parts.root.classList.toggle("busy", state.busy);
  parts.root.classList.toggle("playing", Boolean(playing));
  parts.root.setAttribute("aria-busy", String(state.busy));
  parts.day.textContent = clockDate(clock.now);
  parts.time.textContent = time(clock.now);
  parts.now.setAttribute("datetime", clock.now);
  parts.zone.textContent = t(clock.timezone.split("/").at(-1).replaceAll("_", " "));
  parts.reminder.when.textContent = clock.next_reminder ? shortDay(clock.next_reminder) : t("none ahead");
  parts.summary.when.textContent = clock.next_summary ? shortDay(clock.next_summary) : t("none ahead");
  parts.reminder.button.disabled = busy || !clock.next_reminder;
  parts.summary.button.disabled = busy || !clock.next_summary;
  [parts.date, parts.go, parts.play, parts.over].forEach((element) => {
    element.disabled = busy;
  });
  parts.date.min = clock.date;
  if (document.activeElement !== parts.date) parts.date.value = clock.date;
  parts.play.hidden = Boolean(playing);
  parts.stop.hidden = !playing;
  parts.progress.hidden = !playing;
  parts.progress.value = playing?.done ?? 0;
  parts.offline.hidden = state.connected;
}

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function toggleTheme() {
  const shown =
    document.documentElement.dataset.theme ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = shown === "dark" ? "light" : "dark";
  localStorage.setItem(THEME_KEY, next);
  applyTheme(next);
}

async function changeLanguage() {
  const options = Object.entries(LANGUAGES).map(([value, name]) => ({
    value,
    name,
    note: value === language ? "✓" : "",
    testid: `language-${value}`,
  }));
  const chosen = await choose(t("Language"), null, options);
  if (chosen !== null && chosen !== language) speak(chosen);
}

function markFaults(settings) {
  parts.faults.hidden = false;
  parts.faults.classList.toggle("on", troubled(settings));
}

async function changeFaults() {
  const settings = await openFaults();
  if (settings !== null) markFaults(settings);
}

function toggleControls() {
  const open = parts.root.classList.toggle("open");
  parts.toggle.setAttribute("aria-expanded", String(open));
}

function makeParts(root) {
  const day = h("span", { class: "clock-day" });
  const clockTime = h("span", { class: "clock-time" });
  const zone = h("span", { class: "clock-zone" });
  return {
    root,
    day,
    zone,
    time: clockTime,
    now: h(
      "time",
      { class: "clock-now", "data-testid": "clock-now" },
      day,
      " ",
      h("span", { class: "clock-sub" }, clockTime, " ", zone),
    ),
    reminder: jumpButton("next-reminder", "bell", t("Next reminder day"), () => move("next_reminder")),
    summary: jumpButton("next-summary", "summary", t("Next Monday summary"), () => move("next_summary")),
    date: h("input", {
      type: "date",
      "aria-label": t("Go to the date"),
      "data-testid": "goto-date",
      onkeydown: (event) => event.key === "Enter" && goToDate(),
    }),
    go: h("button", { type: "button", class: "button", "data-testid": "goto", onclick: goToDate }, t("Go")),
    play: h(
      "button",
      {
        type: "button",
        class: "button primary",
        "data-testid": "play",
        onclick: () =>
          attempt(() => api.play(halfYearEnd(state.world.clock.date))).then(() => attempt(loadClock)),
      },
      icon("play"),
      t("Play the half-year"),
    ),
    stop: h(
      "button",
      {
        type: "button",
        class: "button danger",
        "data-testid": "stop",
        hidden: true,
        onclick: () => attempt(api.stop).then(() => attempt(loadClock)),
      },
      icon("stop"),
      t("Stop"),
    ),
    over: h(
      "button",
      {
        type: "button",
        class: "button quiet",
        "data-testid": "start-over",
        title: t("Start over"),
        onclick: startOver,
      },
      icon("restart"),
      h("span", { class: "over-label" }, t("Start over")),
    ),
    progress: h("progress", {
      class: "clock-progress",
      max: "1",
      value: "0",
      "aria-label": t("Playing the half-year"),
      "data-testid": "progress",
      hidden: true,
    }),
    toggle: iconButton("down", t("Clock controls"), toggleControls, {
      class: "icon-button clock-toggle",
      "aria-expanded": "false",
      "aria-controls": "clock-controls",
      "data-testid": "clock-toggle",
    }),
    words: iconButton("language", t("Language"), changeLanguage, { "data-testid": "language" }),
    theme: iconButton("theme", t("Light or dark"), toggleTheme, { "data-testid": "theme" }),
    faults: iconButton("faults", t("Faults of the network"), changeFaults, {
      "data-testid": "faults",
      hidden: true,
    }),
    offline: h(
      "p",
      { class: "offline", role: "alert", hidden: true },
      t("The connection to the sandbox is lost. Trying again…"),
    ),
  };
}

export function mountClock(root) {
  applyTheme(localStorage.getItem(THEME_KEY));
  parts = makeParts(root);
  const { now, toggle, reminder, summary, date, go, play, stop, over, words, theme, faults, progress, offline } =
    parts;
  root.append(
    h(
      "div",
      { class: "clock-bar" },
      h("div", { class: "clock-face" }, now, h("span", { class: "spinner", "aria-hidden": "true" })),
      h(
        "div",
        { class: "clock-controls", id: "clock-controls" },
        reminder.button,
        summary.button,
        h("div", { class: "goto" }, date, go),
        play,
        over,
      ),
      stop,
      h("div", { class: "clock-icons" }, faults, words, theme, toggle),
    ),
    progress,
    offline,
  );
  on("clock", draw);
  on("connection", draw);
  setInterval(
    () => document.visibilityState === "visible" && !state.busy && loadClock().catch(() => {}),
    POLL_MS,
  );
  api.faults().then(markFaults, () => {}); // a sandbox without faults has no button for them
}
