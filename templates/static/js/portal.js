// Tells what buyers will see of a price while it is typed; the form works without it.
"use strict";

(() => {
  const form = document.querySelector("form[data-preview]");
  const output = form?.querySelector("output");
  if (!output || !form.dataset.preview) return;

  const REST = 400;
  const before = output.textContent;
  let waiting, asked;

  const show = async (text) => {
    asked?.abort();
    asked = new AbortController();
    const address = `${form.dataset.preview}?gia=${encodeURIComponent(text)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal, redirect: "error" });
      if (answer.ok) output.textContent = await answer.text();
    } catch { /* what stands there is told by the page after saving, too */ }
  };

  // Nothing is ever written into the field itself: input methods edit it by replacement.
  form.elements.price.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.isComposing) return;
    const text = event.target.value.trim();
    if (text) waiting = setTimeout(show, REST, text);
    else output.textContent = before;
  });
})();
