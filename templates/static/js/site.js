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

  const hunt = document.getElementById("hunt");
  if (hunt) {
    const filters = hunt.querySelector(".filters"), button = hunt.querySelector(".apply button");
    const told = hunt.querySelector(".apply [role=status]"), wait = 250;
    const arrange = () => { if (WIDE.matches) filters.open = true; };
    arrange();
    WIDE.addEventListener("change", arrange);
    button.textContent = button.dataset.show;

    // What was not chosen is left out, so that addresses stay short enough to share.
    const address = () => {
      const chosen = [...new FormData(hunt)].filter(([, value]) => value.trim());
      return `${hunt.action}?${new URLSearchParams(chosen)}`;
    };

    // The page that a choice leads to tells its number; it is asked for once, and kept by the browser.
    let asking;
    const count = async () => {
      asking?.abort();
      const { signal } = asking = new AbortController();
      await new Promise((done) => { setTimeout(done, wait); });
      if (signal.aborted) return;
      try {
        const page = await (await fetch(address(), { signal })).text();
        [, button.textContent] = page.match(/data-show="([^"]+)"/); // trusted types let no page be parsed
        told.textContent = `${button.textContent}. ${hunt.dataset.enter}`;
      } catch { /* another choice was made, or the network is away: the button works as before */ }
    };

    // A panel that was opened over the goods closes by Back; what it leads to takes its place.
    const follow = () => { if (!WIDE.matches) filters.open = Boolean(history.state?.panel); };
    filters.querySelector("summary").addEventListener("click", (event) => {
      if (WIDE.matches) return;
      if (!filters.open) history.pushState({ panel: true }, "");
      else if (history.state?.panel) { event.preventDefault(); history.back(); }
    });
    addEventListener("popstate", follow);

    hunt.addEventListener("submit", (event) => {
      event.preventDefault();
      location[history.state?.panel ? "replace" : "assign"](address());
    });
    hunt.addEventListener("change", (event) => {
      const acts = event.target.id === "sap-xep" || (WIDE.matches && event.target.type !== "text");
      if (!pointed || !acts) { count(); return; }
      sessionStorage.setItem(KEPT, String(scrollY));
      hunt.requestSubmit();
    });

    // After Back the form says what the address says, not what was ticked before leaving.
    addEventListener("pageshow", (event) => {
      const [came] = performance.getEntriesByType("navigation");
      if (event.persisted || came?.type === "back_forward") {
        hunt.reset();
        button.textContent = button.dataset.show;
      }
      if (history.state?.panel) follow();
    });

    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    if (kept) scrollTo(0, Number(kept));
  }

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const SETTLED = 120;

  // A strip of pictures: the browser swipes it, keys and buttons turn it, and it says where it is.
  const turning = (strip, keys, turned, first) => {
    const slides = strip.querySelector(".slides");
    const links = [...slides.querySelectorAll(".frame")];
    const buttons = [...strip.querySelectorAll(".turn")];
    const told = strip.querySelector("[role=status]");
    const at = () => Math.round(slides.scrollLeft / slides.clientWidth) || 0;
    let now, aim, waiting; // `aim` is ahead of `now` while the strip still moves

    const show = (place) => {
      now = aim = place;
      for (const [n, link] of links.entries()) link.tabIndex = n === now ? 0 : -1;
      for (const button of buttons) button.ariaDisabled = String(!links[now + Number(button.value)]);
      turned(now);
    };
    const settle = () => {
      const place = at(), link = links[place];
      if (place === now || !link) return;
      if (links[now] === document.activeElement) link.focus({ preventScroll: true });
      show(place);
      const count = link.closest("li").querySelector(".count .hidden");
      told.textContent = `${count.textContent}: ${link.querySelector("picture img").alt}`;
    };
    const go = (place, behavior = "auto") => {
      aim = Math.min(Math.max(place, 0), links.length - 1);
      slides.scrollTo({ left: aim * slides.clientWidth, behavior });
    };

    // Pictures behind the first are asked for once the strip moves, by whatever.
    const moved = () => slides.classList.add("moved");
    if (slides.scrollLeft) moved();
    slides.addEventListener("scroll", () => {
      moved();
      clearTimeout(waiting);
      waiting = setTimeout(settle, SETTLED);
    }, { passive: true });
    keys.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".closer")) return;
      event.preventDefault();
      go(aim + step);
    });
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => go(aim + Number(button.value)));
    }
    show(first ?? at());
    return { go, links, place: () => aim };
  };

  // What was clicked: the picture itself, or the dark beside it? Both are in the image's box.
  const isOn = (image, event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    const scale = Math.min(width / image.naturalWidth, height / image.naturalHeight);
    const across = Math.abs(event.clientX - left - width / 2), along = Math.abs(event.clientY - top - height / 2);
    return across <= image.naturalWidth * scale / 2 && along <= image.naturalHeight * scale / 2;
  };

  // A picture is shown twice as large around the point that was clicked, or as before.
  const closer = (frame, image, event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    const [x, y] = event.detail ? [event.clientX - left, event.clientY - top] : [width / 2, height / 2];
    frame.classList.toggle("closer");
    frame.scrollTo(2 * x - frame.clientWidth / 2, 2 * y - frame.clientHeight / 2);
  };

  // The large pictures are a copy of the strip, made when first asked for.
  const enlarged = (strip, viewer, first) => {
    const copy = strip.cloneNode(true);
    for (const slide of copy.querySelectorAll(".slide")) slide.removeAttribute("id");
    viewer.prepend(copy);
    const sources = [...copy.querySelectorAll(".frame")].map((frame) => frame.querySelector("source"));
    const large = turning(copy, viewer, (now) => {
      if (sources[now]) sources[now].sizes = "100vw";
      for (const frame of copy.querySelectorAll(".closer")) frame.classList.remove("closer");
    }, first);
    viewer.addEventListener("click", (event) => {
      const frame = event.target.closest(".frame"), image = frame?.querySelector("picture img");
      event.preventDefault();
      if (image && (!event.detail || isOn(image, event))) closer(frame, image, event);
      else if (!event.target.closest(".turn")) viewer.close();
    });
    return large;
  };

  const gallery = document.querySelector(".gallery:has(.slides)");
  if (gallery) {
    const strip = gallery.querySelector(".strip"), viewer = gallery.querySelector(".viewer");
    const thumbs = [...gallery.querySelectorAll(".thumbs a")];
    const shown = turning(strip, strip, (now) => {
      for (const [n, link] of thumbs.entries()) link.ariaCurrent = n === now ? "true" : null;
      const [row, first] = [thumbs[now]?.closest("ol"), thumbs[0]];
      row?.scrollTo({ left: thumbs[now].offsetLeft - first.offsetLeft - row.clientWidth / 2 });
    });
    let large;

    // An enlarged picture is a step of the history, so that Back closes it, and Forward opens it.
    const enlarge = (n) => {
      viewer.showModal();
      large ??= enlarged(strip, viewer, n);
      large.go(n, "instant");
    };
    const follow = () => {
      const n = history.state?.enlarged;
      if (n !== undefined && !viewer.open) enlarge(n);
      else if (n === undefined) viewer.close();
    };
    for (const [n, link] of shown.links.entries()) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState({ enlarged: n }, "");
        enlarge(n);
      });
    }
    viewer.addEventListener("close", () => {
      shown.go(large.place(), "instant");
      shown.links[large.place()].focus({ preventScroll: true });
      if (history.state?.enlarged !== undefined) history.back();
    });
    addEventListener("popstate", follow);
    follow();

    // Thumbnails turn the gallery without adding to the history.
    for (const [n, link] of thumbs.entries()) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        shown.go(n);
      });
    }
  }

  // What phones fold is open where there is room.
  const folds = document.querySelectorAll(".fold"), roomy = matchMedia("(min-width: 42rem)");
  const unfold = () => { for (const fold of folds) fold.open = roomy.matches; };
  if (roomy.matches) unfold();
  roomy.addEventListener("change", unfold);

  const FEWEST = 2, PAUSE = 120;

  const made = (name, attributes, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  // One suggestion: its name with what was typed marked, what it is, and by which name it was found.
  const option = (id, item) => {
    const row = made("li", { role: "option", id, "aria-selected": "false" });
    const name = made("span", { lang: item.lang });
    for (const [part, found] of item.parts) name.append(found ? made("mark", {}, part) : part);
    if (item.picture) row.append(made("img", { src: item.picture, alt: "", width: 40, height: 40, loading: "lazy" }));
    row.append(name, made("small", {}, [item.price || item.kind, item.note].filter(Boolean).join(" · ")));
    return row;
  };

  // A combobox after ARIA 1.2: the focus stays in the box, and the active row is told by its id.
  const suggesting = (form) => {
    const box = form.querySelector("input"), known = new Map();
    const list = made("ul", { role: "listbox", id: `${box.id}-goi-y`, class: "suggest", "aria-label": form.dataset.suggestions });
    const told = made("span", { role: "status", class: "hidden" });
    let items = [], active = -1, waiting, asking;

    const activate = (place) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const row = list.children[active];
      row?.setAttribute("aria-selected", "true");
      row?.scrollIntoView({ block: "nearest" });
      if (row) {
        stop(); // a late answer must not take the list from under who is choosing
        box.setAttribute("aria-activedescendant", row.id);
      } else box.removeAttribute("aria-activedescendant");
    };
    const open = (yes) => {
      activate(-1);
      list.hidden = !yes;
      box.setAttribute("aria-expanded", String(yes));
    };
    const stop = () => {
      clearTimeout(waiting);
      asking?.abort();
    };
    const close = () => {
      stop();
      open(false);
      told.textContent = "";
    };
    const show = (answer) => {
      items = answer.items;
      list.replaceChildren(...items.map((item, n) => option(`${list.id}-${n}`, item)));
      open(items.length > 0);
      told.textContent = answer.told;
    };
    const ask = async (text) => {
      const { signal } = asking = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal });
        if (!answer.ok) throw new Error(answer.status);
        const given = await answer.json();
        if (given.told) known.set(text, given); // else the service has just started and is not ready
        if (!signal.aborted) show(given);
      } catch (error) {
        if (error.name !== "AbortError") close(); // the network is away; the form still works
      }
    };
    const typed = () => {
      stop();
      const text = box.value.trimStart();
      if (text.trimEnd().length < FEWEST) close();
      else if (known.has(text)) show(known.get(text));
      else waiting = setTimeout(ask, PAUSE, text);
    };
    const go = (place) => location.assign(items[place].url);

    const KEYS = {
      ArrowDown: () => activate(active + 1 < items.length ? active + 1 : -1),
      ArrowUp: () => activate(active < 0 ? items.length - 1 : active - 1),
      Enter: () => { if (active < 0) return false; go(active); },
      Escape: close,
      Home: () => { activate(-1); return false; }, // the box itself moves its caret
      End: () => { activate(-1); return false; },
      Tab: () => { close(); return false; },
    };

    // While an input method composes, what is typed is not yet what is meant.
    box.addEventListener("input", (event) => { if (event.isComposing) stop(); else typed(); });
    box.addEventListener("compositionstart", stop);
    box.addEventListener("compositionend", typed);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (list.hidden) {
        if (event.key !== "ArrowDown" || !items.length || box.value.trim().length < FEWEST) return;
        open(true);
      }
      if (KEYS[event.key] && KEYS[event.key]() !== false) event.preventDefault();
    });
    box.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) go([...list.children].indexOf(row));
    });
    form.addEventListener("submit", close);
    addEventListener("pageshow", close);

    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id })) box.setAttribute(key, value);
    open(false);
    form.querySelector(".finder-row").append(list, told);
  };
  for (const form of document.querySelectorAll("[data-suggest]")) suggesting(form);

  // Long lists of filters can be searched anywhere in their names, with or without marks.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
  const narrowing = (row) => {
    const box = row.querySelector("input"), told = row.querySelector("[role=status]");
    const options = [...row.parentElement.querySelectorAll(".option")].map((label) => [label, plain(label.textContent)]);
    const heads = row.parentElement.querySelectorAll(".options-head");
    const narrow = () => {
      const wanted = plain(box.value.trim());
      for (const [label, text] of options) label.hidden = !text.includes(wanted);
      for (const head of heads) head.hidden = wanted !== "";
      told.textContent = wanted && `${options.filter(([label]) => !label.hidden).length} / ${options.length}`;
    };
    row.hidden = false;
    box.addEventListener("input", narrow);
    box.addEventListener("change", (event) => event.stopPropagation()); // it chooses nothing yet
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    addEventListener("pageshow", narrow);
  };
  for (const row of document.querySelectorAll(".narrow")) narrowing(row);

  // That a number was pressed is counted, and not by whom; a beacon outlives the page.
  const [, product] = location.pathname.match(/\/san-pham\/([\w-]+)/) ?? [];
  if (product) addEventListener("click", (event) => {
    if (event.target.closest("a[href^='tel:']")) navigator.sendBeacon(`/goi/${product}`);
  });

  // "/" goes to the search box, as on many sites.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  });
})();
