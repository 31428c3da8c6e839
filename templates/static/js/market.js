// The shopping list: codes of products, kept on this device and sent to none but its own page.
"use strict";

(() => {
  const KEY = "di-cho", MOST = 50, CODE = /^[A-Z0-9-]{1,16}$/, SHOWN_FOR = 6000;
  const door = document.querySelector(".market-link");

  // Sharing needs no list: the system's sheet where there is one, else the ways that the page has.
  for (const box of document.querySelectorAll("[data-share]")) {
    const address = box.querySelector("input"), copy = box.querySelector("[data-copy]");
    const told = box.querySelector("[role=status]");
    address.addEventListener("focus", () => address.select());
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address.value).then(() => { told.textContent = told.dataset.copied; }, () => address.focus());
    });
    if (navigator.share) box.querySelector("summary").addEventListener("click", async (event) => {
      if (box.open) return;
      event.preventDefault();
      try {
        await navigator.share({ title: box.dataset.share, url: address.value });
      } catch (error) {
        if (error.name !== "AbortError") box.open = true;
      }
    });
  }

  let store;
  try {
    store = localStorage;
    store.getItem(KEY);
  } catch {
    return; // nothing can be kept here, so nothing is offered
  }
  if (!door) return;
  const t = JSON.parse(door.dataset.words);

  // What lies there may be of another version, or not ours at all.
  const read = () => {
    try {
      const kept = JSON.parse(store.getItem(KEY));
      return [...new Set(kept.filter((code) => typeof code === "string" && CODE.test(code)))].slice(0, MOST);
    } catch {
      return [];
    }
  };
  const address = (codes) => door.pathname + (codes.length ? `?sp=${codes.join(",")}` : "");
  const told = document.createElement("p");
  told.className = "toast";
  told.setAttribute("role", "status");
  document.body.append(told);
  let fading;
  const tell = (text, name = "") => {
    told.textContent = text.replace("{name}", () => name);
    clearTimeout(fading);
    fading = setTimeout(() => { told.textContent = ""; }, SHOWN_FOR);
  };

  const show = () => {
    const codes = read();
    door.hidden = !codes.length;
    door.querySelector("b").textContent = codes.length;
    door.search = codes.length ? `?sp=${codes.join(",")}` : "";
    for (const button of document.querySelectorAll(".take")) {
      button.hidden = false;
      button.ariaPressed = String(codes.includes(button.dataset.code));
    }
  };
  const write = (codes) => {
    try {
      store.setItem(KEY, JSON.stringify(codes));
    } catch {
      tell(t.unkept);
      return false;
    }
    show();
    return true;
  };
  const turn = ({ code, name }) => {
    const codes = read(), rest = codes.filter((one) => one !== code);
    if (rest.length < codes.length) { if (write(rest)) tell(t.dropped, name); }
    else if (codes.length >= MOST) tell(t.full);
    else if (write([...codes, code])) tell(t.added, name);
  };

  for (const link of document.querySelectorAll(".card .card-name a")) {
    const code = link.pathname.match(/\/san-pham\/([\w-]+)/)?.[1].toUpperCase();
    if (!code) continue;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "take", ariaLabel: `${t.keep}: ${link.textContent}` });
    Object.assign(button.dataset, { code, name: link.textContent });
    const card = link.closest(".card");
    (card.querySelector(".card-picture") ?? card).append(button);
  }
  addEventListener("click", (event) => {
    const button = event.target.closest(".take");
    if (button) turn(button.dataset);
  });
  addEventListener("storage", show);

  const list = document.getElementById("market");
  const find = (id) => document.getElementById(id);
  const shown = () => list.dataset.codes.split(",").filter(Boolean);

  // The page is this device's own list, or one that a link brought, which never replaces it.
  const arrange = () => {
    const codes = read(), here = shown();
    const same = here.length === codes.length && here.every((code) => codes.includes(code));
    if (!same && (history.state?.own || !here.length)) return location.replace(address(codes));
    if (!here.length) return;
    if (same) history.replaceState({ own: true }, "");
    for (const button of list.querySelectorAll(".drop, #clear")) button.hidden = !same;
    find("print").hidden = false;
    find("not-mine").hidden = same;
    find("to-mine").hidden = !codes.length;
    find("to-mine").search = door.search;
  };
  const drop = (line) => {
    const rest = read().filter((code) => code !== line.dataset.line);
    if (!write(rest)) return;
    if (!rest.length) return location.replace(address([]));
    const stall = line.closest(".stall");
    tell(t.dropped, line.querySelector("a, span").textContent);
    line.remove();
    if (!stall.querySelector("[data-line]")) stall.remove();
    list.dataset.codes = rest.join(",");
    history.replaceState({ own: true }, "", address(rest));
    const field = list.querySelector("[data-share] input"), zalo = list.querySelector("[data-share] a");
    field.value = location.href;
    zalo.search = `?url=${encodeURIComponent(location.href)}`;
    list.querySelector("h1").focus();
  };
  if (list) {
    list.addEventListener("click", ({ target }) => {
      if (target.closest(".drop")) drop(target.closest("[data-line]"));
      else if (target.id === "print") print();
      else if (target.id === "clear" && confirm(target.dataset.ask) && write([])) location.replace(address([]));
      else if (target.id === "take-over") {
        const all = [...new Set([...read(), ...shown()])];
        if (all.length > MOST) tell(t.full);
        else if (write(all)) location.replace(address(all));
      }
    });
    addEventListener("storage", arrange);
  }
  addEventListener("pageshow", () => { show(); if (list) arrange(); });
  show();
})();
