// Makes the pages quicker; every one of them works without it.
"use strict";

(() => {
  const WIDE = matchMedia("(min-width: 60rem)");
  const KEPT = "scroll";

  // A keyboard reader who walks through options must not be sent away by each of them, so only a
  // pointer's choice is acted on at once.
  let pointed = false;
  addEventListener("pointerdown", () => { pointed = true; }, { capture: true, passive: true });
  addEventListener("keydown", () => { pointed = false; }, { capture: true });

  const empty = (field) => field.value === "" && field.type !== "search" && (field.type !== "radio" || field.checked);

  // Leave out what was not chosen, so that addresses stay short enough to share.
  const tidy = (form) => {
    const fields = [...form.elements].filter((field) => field.name && empty(field));
    for (const field of fields) field.disabled = true;
    addEventListener("pageshow", () => { for (const field of fields) field.disabled = false; }, { once: true });
  };

  const hunt = document.getElementById("hunt");
  if (hunt) {
    const filters = hunt.querySelector(".filters");
    const arrange = () => { if (WIDE.matches) filters.open = true; };
    arrange();
    WIDE.addEventListener("change", arrange);

    hunt.addEventListener("submit", () => tidy(hunt));
    hunt.addEventListener("change", (event) => {
      if (!pointed || !(WIDE.matches || event.target.id === "sap-xep")) return;
      sessionStorage.setItem(KEPT, String(scrollY));
      hunt.requestSubmit();
    });

    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept) scrollTo(0, Number(kept));
  }

  // Thumbnails turn the gallery without adding to the history.
  for (const link of document.querySelectorAll(".thumbs a")) {
    link.addEventListener("click", (event) => {
      const slide = document.getElementById(link.hash.slice(1));
      if (!slide) return;
      event.preventDefault();
      slide.closest(".slides").scrollTo({ left: slide.offsetLeft - slide.parentElement.offsetLeft });
    });
  }

  // "/" goes to the search box, as on many sites.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  });
})();
