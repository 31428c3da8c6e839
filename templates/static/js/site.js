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

    slides.addEventListener("scroll", () => {
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

    for (const [n, link] of shown.links.entries()) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        viewer.showModal();
        large ??= enlarged(strip, viewer, n);
        large.go(n, "instant");
      });
    }
    viewer.addEventListener("close", () => {
      shown.go(large.place(), "instant");
      shown.links[large.place()].focus({ preventScroll: true });
    });

    // Thumbnails turn the gallery without adding to the history.
    for (const [n, link] of thumbs.entries()) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        shown.go(n);
      });
    }
  }

  // "/" goes to the search box, as on many sites.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); }
  });
})();
