// Saves a draft while it is typed, and lists places as they are typed; the form works without it.
const store = sessionStorage, form = document.querySelector("[data-save]");
const says = form.dataset, key = `draft ${says.key}`, { seen, writer, known: hidden } = form.elements;
const marksIn = (text) => Object.fromEntries(text.split(" ").map((one) => one.split(":")));
const known = marksIn(hidden.value), acked = {}, asked = new Set();
let timer, typing, sending, composing, tries = 0, over = false;

// FNV-1a over UTF-16, as shop/proposals/marking.py does it.
const markOf = (text) => {
  let held = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) held = Math.imul(held ^ text.charCodeAt(at), 0x01000193);
  return (held >>> 0).toString(16).padStart(8, "0");
};
const lettersOf = (field, pairs) => {
  const all = (name) => pairs.filter((one) => one[0] === name && one[1]).map((one) => one[1]);
  const [text = ""] = all(field);
  if (field === "months") return text === "all" ? "1,2,3,4,5,6,7,8,9,10,11,12" : `${all(field)}`;
  if (field === "place") return `${text}\n${all("commune")}`;
  return `${all(field.replace("price", "say"))}` === "request" ? "liên hệ" : text;
};
// Fields of which this page says something else than what was last acknowledged.
const changed = () => {
  const fields = {};
  for (const pair of new FormData(form)) {
    const field = pair[0].replace("say-", "price-").replace("commune", "place");
    if (field in known) (fields[field] ??= []).push(pair);
  }
  return Object.entries(fields).map(([field, pairs]) => ({ field, pairs, letters: lettersOf(field, pairs) }))
    .filter(({ field, letters }) => markOf(letters) !== known[field].split(",")[0] && letters !== acked[field]);
};
const told = (fields) => fields.map((field) => `${field}:${known[field]}`).join(" ");

// What is not acknowledged outlives the page: cameras and other apps make phones drop it.
const keep = () => {
  const rest = changed().map(({ field, pairs }) => [field, pairs, known[field]]);
  try { store.setItem(key, JSON.stringify(rest)); } catch { /* it is full */ }
};
const restore = () => {
  for (const [field, pairs, marks] of JSON.parse(store.getItem(key) ?? "[]")) {
    if (markOf(lettersOf(field, pairs)) === known[field]) continue;
    for (const input of form.elements) {
      const own = pairs.filter((one) => one[0] === input.name).map((one) => one[1]);
      if (!own.length || input.type === "hidden") continue;
      if (/radio|box/.test(input.type)) input.checked = own.includes(input.value);
      else input.value = own[0];
    }
    if (field in known) known[field] = marks;
  }
};

const taken = (sent, { known: now, version, saved_at: time, groups }) => {
  now = marksIn(now);
  for (const { field, letters } of sent) {
    const [, later] = known[field].split(markOf(letters));
    if (later === undefined) continue; // one that was typed after it was acknowledged before
    known[field] = now[field] + later;
    acked[field] = letters;
  }
  seen.value = version;
  tell(says.saved.replace("{time}", time));
  if (groups) suggest(groups);
};
const tell = (text) => { document.getElementById("saved").textContent = text; };
const send = async (leaves) => {
  clearTimeout(timer);
  if (over || composing || (sending && !leaves)) return;
  const sent = changed().filter(({ field }) => !asked.has(field));
  if (!sent.length) return;
  const body = new URLSearchParams(sent.flatMap(({ pairs }) => pairs));
  body.set("seen", seen.value);
  body.set("writer", writer.value);
  body.set("known", told(sent.map(({ field }) => field)));
  for (const { field, letters } of sent) known[field] += `,${markOf(letters)}`;
  tell(says.saving);
  sending = true;
  let after = 0;
  try {
    const answer = await fetch(says.save, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
      keepalive: leaves && `${body}`.length < 6e4, signal: AbortSignal.timeout?.(3e4),
    });
    if (answer.ok) taken(sent, await answer.json());
    else if (answer.status === 409) ask(await answer.json());
    else if (answer.status === 422) { over = true; tell(says.closed); }
    else throw answer.status;
    tries = 0;
  } catch (why) {
    tell(why === 401 ? says.out : says.unsaved);
    after = Math.min(60, 2 ** ++tries) * 1000;
  }
  sending = false;
  keep();
  timer = setTimeout(send, after);
};

const make = (tag, more, ...inside) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...inside);
  return made;
};
const radio = (name, value, text) =>
  make("label", { className: "option" }, make("input", { type: "radio", name, value }), text);
const ask = ({ fields, said, known: now }) => {
  Object.assign(known, marksIn(now));
  for (const [field, [theirs, mine]] of Object.entries(fields)) {
    asked.add(field);
    const box = make("fieldset", { className: "field wrong" }, make("legend", {}, said[field]),
      make("input", { type: "hidden", name: `asked-${field}`, value: 1 }),
      radio(`keep-${field}`, "theirs", says.theirs.replace("{text}", theirs)),
      radio(`keep-${field}`, "mine", says.mine.replace("{text}", mine)));
    box.onchange = async ({ target: { value } }) => {
      asked.delete(field);
      if (value === "theirs") acked[field] = changed().find((one) => one.field === field).letters;
      else box.remove();
      keep();
      await send();
      if (value === "theirs") location.reload();
    };
    form.prepend(box);
  }
};

const suggest = (codes) => {
  const box = document.getElementById("groups"), rest = box?.querySelector("details");
  if (!codes.length || !rest || form.elements.group.value || box.contains(document.activeElement)) return;
  rest.append(...box.querySelectorAll(":scope > label"));
  for (const code of codes) rest.before(box.querySelector(`[value="${code}"]`).closest("label"));
  rest.open = false;
};
const list = async (input) => {
  const places = document.getElementById("places"), text = input.value;
  const answer = await fetch(`${says.places}?q=${encodeURIComponent(text)}`, { redirect: "error" }).catch(() => 0);
  if (!answer.ok || input.value !== text) return;
  const found = (await answer.json()).map(({ key: code, said }) => radio("commune", code, said));
  places.replaceChildren(places.firstElementChild, ...found);
  places.hidden = !found.length;
};

form.addEventListener("input", ({ target, isComposing }) => {
  composing = isComposing;
  if (target.name === "place") {
    document.querySelectorAll("#places label").forEach((label) => label.remove());
    clearTimeout(typing);
    if (!composing) typing = setTimeout(list, 400, target);
  }
  keep();
  clearTimeout(timer);
  timer = setTimeout(send, 1500);
});
form.addEventListener("compositionend", ({ target }) => target.dispatchEvent(new Event("input", { bubbles: true })));
form.addEventListener("change", () => send());
form.addEventListener("submit", () => { hidden.value = told(Object.keys(known)); over = true; });
document.addEventListener("visibilitychange", () => document.hidden && send(true));
addEventListener("pagehide", () => send(true));
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

for (const { name } of form.querySelectorAll("[name^=asked-]")) asked.add(name.slice(6));
restore();
keep();
send();
