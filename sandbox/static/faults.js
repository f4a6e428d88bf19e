/** The drawer in which the network and Telegram's answers are made worse, to see what the bot does. */

import * as api from "./api.js";
import { h } from "./dom.js";
import { attempt, dialog, toast } from "./overlays.js";
import { t } from "./words.js";

/** Field: [path into the settings, label, what it means, input type]. */
const FIELDS = [
  ["outage", t("Outage"), t("No request is answered at all."), "checkbox"],
  [
    "rate_limits",
    t("Telegram’s rate limits"),
    t("30 messages a second, 1 a second a chat, 20 a minute a group."),
    "checkbox",
  ],
  ["latency_ms", t("Latency, ms"), t("Every answer waits so long."), "number"],
  ["error_429.every", t("429 on every n-th request"), t("“Too Many Requests”; empty for never."), "number"],
  ["error_429.retry_after", t("…retry after, s"), t("What such an answer asks for."), "number"],
  ["error_5xx.probability", t("5xx, probability"), t("From 0 to 1."), "decimal"],
  [
    "reset_before.probability",
    t("Connection cut before it is done, probability"),
    t("The request is lost."),
    "decimal",
  ],
  [
    "reset_after.probability",
    t("Connection cut after it was done, probability"),
    t("Only the answer is lost."),
    "decimal",
  ],
  ["seed", t("Seed"), t("The same seed repeats the same misfortunes."), "number"],
];

const read = (settings, path) => path.split(".").reduce((value, key) => value?.[key], settings);

function write(settings, path, value) {
  const [head, tail] = path.split(".");
  settings[head] = tail === undefined ? value : { ...settings[head], [tail]: value };
}

function field(settings, [path, label, about, type]) {
  const value = read(settings, path);
  const id = `fault-${path.replace(".", "-")}`;
  const input =
    type === "checkbox"
      ? h("input", { type, id, checked: Boolean(value), "data-testid": id })
      : h("input", {
          type: "number",
          id,
          min: "0",
          max: type === "decimal" ? "1" : null,
          step: type === "decimal" ? "any" : "1",
          value: value ?? "",
          "data-testid": id,
        });
  const element = h(
    "div",
    { class: `field field-${type}` },
    h("label", { for: id }, label, h("small", {}, about)),
    input,
  );
  const current = () =>
    type === "checkbox" ? input.checked : input.value === "" ? null : Number(input.value);
  return { path, element, current };
}

/** Whether something is set to go wrong. */
export const troubled = (settings) =>
  FIELDS.some(([path]) => !["seed", "error_429.retry_after"].includes(path) && Boolean(read(settings, path)));

/** Show the drawer; resolves to the settings that were applied, or null. */
export async function openFaults() {
  const settings = await attempt(api.faults);
  if (settings === undefined) return null;
  const fields = FIELDS.filter(([path]) => path.split(".")[0] in settings).map((one) => field(settings, one));
  const save = await dialog({
    title: t("Faults of the network"),
    kind: "drawer",
    testid: "faults-drawer",
    body: () =>
      h(
        "div",
        { class: "fields" },
        fields.map((one) => one.element),
      ),
    actions: [
      { label: t("Cancel"), value: false },
      { label: t("Apply"), value: true, kind: "primary", testid: "faults-apply" },
    ],
  });
  if (!save) return null;
  fields.forEach((one) => write(settings, one.path, one.current()));
  const applied = await attempt(() => api.setFaults(settings));
  if (applied === undefined) return null;
  toast(troubled(applied) ? t("The faults are set.") : t("Nothing goes wrong now."));
  return applied;
}
