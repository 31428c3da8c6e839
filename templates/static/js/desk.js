// Keys of the desk, each of them a button too, and a sign to others that a reason is being written.
const keys = document.querySelector("[data-keys]"), writing = document.querySelector("[data-take]");
const rows = [...document.querySelectorAll("[data-row]")], OFTEN = 3 * 60 * 1000, AGAIN = 2000;
let sent = 0, told = 0;

// An input method sends odd keys: what it composes, and what it has taken (229), is for fields alone.
const isOurs = (event) => !(event.isComposing || event.keyCode === 229 || event.repeat || event.defaultPrevented
  || event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key !== "?")
  || event.target.closest?.("input, textarea, select, [contenteditable]"));
const move = (by) => {
  const at = rows.indexOf(document.activeElement);
  rows.at(at < 0 ? Math.min(by, 0) : Math.min(Math.max(at + by, 0), rows.length - 1)).focus();
};
const press = (what, key) => {
  if (what.requestSubmit) what.requestSubmit();
  else if (key === "t") {
    what.parentElement.open = true;
    what.parentElement.scrollIntoView();
    what.parentElement.querySelector("[name=reasons]").focus({ preventScroll: true });
  } else what.click();
};

if (keys) {
  for (const hint of document.querySelectorAll("[data-keys], [data-hint]")) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!/^[jkdtz?]$/.test(key) || !isOurs(event)) return;
    const what = document.querySelector(`[data-key="${key}"]`);
    if (!what && !(rows.length && /[jk]/.test(key))) return;
    event.preventDefault();
    if (what) press(what, key);
    else move(key === "j" ? 1 : -1);
  });
}

// A key that is pressed twice before the answer comes decides once.
document.addEventListener("submit", (event) => {
  if (Date.now() - sent < AGAIN) event.preventDefault();
  else sent = Date.now();
});

writing?.addEventListener("input", async () => {
  if (Date.now() - told < OFTEN) return;
  told = Date.now();
  const answer = await fetch(writing.dataset.take, {
    method: "POST", body: new URLSearchParams(), headers: { Accept: "application/json" }, redirect: "error",
  }).catch(() => 0);
  if (answer.ok) document.getElementById("held").textContent = (await answer.json()).said;
});
