// Signs the device in once: its token and its counter stay in this browser, never in an address.

import { h, icon } from "./dom.js";
import { head } from "./panels.js";
import { ask, forget, Refused, remember, token } from "./server.js";
import { say } from "./words.js";

const COUNTER = "colugo.counter";

/** The counter that this device stands at; null before it was told. */
export const counterId = () => localStorage.getItem(COUNTER);

/** Ask for the token, then for the counter; `done` when both are there. */
export function signInPanel(side, done, problem = "") {
  const show = (...nodes) => {
    side.replaceChildren(...nodes.flat());
    side.querySelector("input, button.choice")?.focus();
  };
  const again = (text) => { forget(); signInPanel(side, done, text); };
  const choose = async () => {
    try {
      const { counters } = await ask("GET", "/v1/counters");
      const open = counters.filter((each) => each.is_open);
      show(counterChoice(open, (id) => { localStorage.setItem(COUNTER, id); done(); }));
    } catch (error) {
      again(error instanceof Refused ? say("signin.refused") : say("alert.away"));
    }
  };
  if (token()) choose();
  else show(tokenForm((given) => { remember(given); choose(); }, problem));
}

function tokenForm(submit, problem) {
  const input = h("input", { id: "token", type: "password", autocomplete: "off", required: true, "data-id": "token",
    "aria-describedby": problem ? "token-problem" : null });
  const send = (event) => { event.preventDefault(); submit(input.value); };
  return [
    head("phone", "plain", say("signin.title"), say("signin.hint")),
    h("form", { class: "field", onsubmit: send }, h("label", { for: "token" }, say("signin.token")), input,
      problem ? h("p", { id: "token-problem", class: "wrong", role: "alert" }, icon("cross"), problem) : null,
      h("button", { class: "main" }, icon("check"), say("signin.send"))),
  ];
}

function counterChoice(counters, choose) {
  return [
    head("basket", "plain", say("signin.counter"), counters.length ? null : say("signin.none")),
    h("div", { class: "choices" }, counters.map((each) => h("button", { class: "choice", type: "button", onclick: () => choose(each.id) },
      icon("basket"), h("span", {}, `${each.name} (${each.id})`)))),
  ];
}
