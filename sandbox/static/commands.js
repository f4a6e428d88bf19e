/** The list of the bot's commands above the compose box: opened by «/» or the commands button. */

import { h } from "./dom.js";
import { currentChat } from "./state.js";
import { t } from "./words.js";

let list; // the list's element
let input; // the compose box it belongs to
let choose; // what happens with a chosen command
let at = 0; // the place of the highlighted one

/** The commands that begin with what is typed; none unless a lone «/word» is. */
function matching() {
  const typed = /^\/(\w*)$/.exec(input.value);
  if (typed === null) return [];
  return (currentChat()?.commands ?? []).filter((one) => one.command.startsWith(typed[1].toLowerCase()));
}

function option(one, index) {
  return h(
    "button",
    {
      type: "button",
      class: "suggestion",
      role: "option",
      id: `command-${one.command}`,
      tabindex: "-1",
      "aria-selected": String(index === at),
      onclick: () => choose(one.command),
    },
    h("span", { class: "suggestion-command" }, `/${one.command}`),
    h("span", { class: "suggestion-about" }, one.description),
  );
}

export function drawCommands() {
  const commands = matching();
  at = Math.min(at, Math.max(commands.length - 1, 0));
  list.hidden = commands.length === 0;
  list.replaceChildren(...commands.map(option));
  const current = list.children[at];
  current?.scrollIntoView({ block: "nearest" });
  if (current) input.setAttribute("aria-activedescendant", current.id);
  else input.removeAttribute("aria-activedescendant");
}

export const commandsShown = () => !list.hidden;

export function highlightFirst() {
  at = 0;
}

/** Keys that steer the list while it is open; true where the key was used. `setText` fills the compose box. */
export function steerCommands(event, setText) {
  const commands = matching();
  if (commands.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    at = (at + step + commands.length) % commands.length;
    drawCommands();
  } else if (event.key === "Enter" && !event.shiftKey) choose(commands[at].command);
  else if (event.key === "Tab") setText(`/${commands[at].command} `);
  else if (event.key === "Escape") setText("");
  else return false;
  event.preventDefault();
  return true;
}

/** Make the list's element for this compose box. */
export function mountCommands(composeBox, onChoose) {
  input = composeBox;
  choose = onChoose;
  list = h("div", {
    class: "suggestions",
    role: "listbox",
    id: "command-list",
    "aria-label": t("Commands"),
    hidden: true,
  });
  return list;
}
