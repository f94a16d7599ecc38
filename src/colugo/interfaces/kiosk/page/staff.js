// An attendant at the counter: signs in for one act, and is signed out with it.

import { h, icon } from "./dom.js";
import { head } from "./panels.js";
import { asSomebody } from "./server.js";
import { say } from "./words.js";

/** Ask who it is; then do `step` of the visit, or confirm `payment`, in their name. */
export function staffPanel(app, task) {
  const field = (id, type, filled) => [h("label", { for: id }, say(`staff.${id}`)),
    h("input", { id, type, "data-id": id, "data-focus": id === "person", autocomplete: filled, required: true, autocapitalize: "off" })];
  const submit = async (event) => {
    event.preventDefault();
    const { person, password } = event.target.elements;
    const done = await app.try(() => act(app, task, person.value.trim(), password.value));
    password.value = "";
    if (done) app.open(null);
  };
  return [
    head("check", "plain", say("staff.title"), say("staff.hint"), () => app.open(null)),
    h("form", { class: "field", onsubmit: submit }, field("person", "text", "username"), field("password", "password", "current-password"),
      h("button", { class: "main", "data-id": "send" }, icon("check"), say("staff.send"))),
  ];
}

async function act(app, { step, body, payment }, person, password) {
  await asSomebody(person, password, (ask) => payment
    ? ask("POST", `/v1/payments/${payment}/confirmations`)
    : ask("POST", `${app.counter.path}/${step}`, body));
  return true;
}
