// Makes and shows passkeys; where a browser has none, its forms stay hidden and codes do the work.
"use strict";

(() => {
  const KEYS = window.PublicKeyCredential, LATER = "passkey-later";
  const able = Boolean(KEYS?.parseRequestOptionsFromJSON && KEYS.prototype.toJSON);
  const forms = [...document.querySelectorAll("form[data-passkey]")];
  for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = able;
  if (!able) return;

  const asked = async ({ dataset: { challenge } }) => {
    const answer = await fetch(challenge, { method: "POST", body: new URLSearchParams(), redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const WAYS = {
    make: async (form) =>
      navigator.credentials.create({ publicKey: KEYS.parseCreationOptionsFromJSON(await asked(form)) }),
    show: async (form, more) =>
      navigator.credentials.get({ publicKey: KEYS.parseRequestOptionsFromJSON(await asked(form)), ...more }),
  };
  const send = (form, credential) => {
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  };

  // A browser runs one question at a time: the one of the field's suggestions gives way to a button.
  let suggesting = new AbortController();
  const suggest = async (form) => {
    if (!(await KEYS.isConditionalMediationAvailable?.())) return;
    const { signal } = suggesting;
    try {
      const credential = await WAYS.show(form, { mediation: "conditional", signal });
      if (credential) send(form, credential);
    } catch { /* the button is still there */ }
  };

  for (const form of forms) {
    const told = form.querySelector("[role=status]"), button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      suggesting.abort();
      suggesting = new AbortController();
      told.textContent = "";
      button.disabled = true;
      try {
        send(form, await WAYS[form.dataset.passkey](form));
      } catch {
        told.textContent = told.dataset.failed;
      } finally {
        button.disabled = false;
      }
    });
    if (form.dataset.field) suggest(form);
  }

  for (const offer of document.querySelectorAll("[data-offer]")) {
    offer.hidden = Boolean(localStorage.getItem(LATER));
    offer.querySelector("[data-later]").addEventListener("click", () => {
      localStorage.setItem(LATER, "1");
      offer.hidden = true;
    });
  }
})();
