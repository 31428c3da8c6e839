// Sends photos by itself, one at a time and made smaller where that helps; the forms work without it.
"use strict";

(() => {
  const form = document.querySelector("form[data-photos]");
  if (!form) return;

  const SIDE = 1600, QUALITY = 0.8, SMALL = 400_000, PATIENCE = 600_000, LONGEST = 30_000;
  const sample = document.getElementById("photo-sending").content.firstElementChild;
  const sending = document.getElementById("photos-sending");
  const saved = document.getElementById("saved");
  const next = document.getElementById("photos-next");
  const waiting = new Set();  // photos that are not at the server yet
  let busy = false, acts = 0, turn = Promise.resolve(), goesOn = false;

  const ask = (method, body, sent) => new Promise((answered) => {
    const request = new XMLHttpRequest();
    request.open(method, location.pathname);
    request.responseType = "document";
    request.timeout = PATIENCE;
    if (sent) request.upload.onprogress = (event) => sent(event.loaded / event.total);
    request.onloadend = () => answered(request);
    request.send(body);
  });

  // What is here is what the server's page says; pictures that are shown are not asked for again.
  const show = (page) => {
    const fresh = page?.getElementById("photos");
    if (!fresh) return false;
    for (const card of fresh.querySelectorAll("li")) {
      const known = document.querySelector(`#photos #${card.id} img`);
      if (!known) continue;
      known.alt = card.querySelector("img").alt;
      card.querySelector("img").replaceWith(known);
    }
    document.getElementById("photos").replaceWith(fresh);
    saved.textContent = page.getElementById("saved").textContent;
    document.title = page.title;
    document.getElementById("form-errors")?.remove();
    return true;
  };

  const refresh = async () => show((await ask("GET")).response);

  // A JPEG or PNG says its size at the beginning; others go as they are.
  const longerSide = async (file) => {
    const head = new DataView(await file.slice(0, 1 << 18).arrayBuffer());
    if (head.getUint32(0) === 0x89504e47) return Math.max(head.getUint32(16), head.getUint32(20));
    for (let at = 2; head.getUint16(0) === 0xffd8; at += 2 + head.getUint16(at + 2)) {
      const mark = head.getUint16(at);
      if (mark >= 0xffc0 && mark < 0xffd0 && mark % 4) {
        return Math.max(head.getUint16(at + 5), head.getUint16(at + 7));
      }
    }
    throw new TypeError(file.type);
  };

  const draw = (canvas, bitmap, side) => {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return context;
  };

  // Some phones draw nothing, or all black, and say nothing: then nine points are all alike.
  const isDrawn = (context, { width, height }) => {
    const seen = new Set();
    for (let n = 0; n < 9; n++) {
      const x = (n % 3 + 0.5) * width / 3, y = (Math.floor(n / 3) + 0.5) * height / 3;
      seen.add(context.getImageData(x, y, 1, 1).data.join());
    }
    return seen.size > 1;
  };

  const smaller = async (file, thumbnail) => {
    try {
      const resize = await longerSide(file) > SIDE ? { resizeWidth: SIDE, resizeQuality: "medium" } : {};
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image", ...resize });
      draw(thumbnail, bitmap, 320);
      const canvas = document.createElement("canvas");
      let made = null;
      if (file.size >= SMALL && isDrawn(draw(canvas, bitmap, SIDE), canvas)) {
        made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      }
      bitmap.close();
      canvas.width = canvas.height = 0;  // Safari keeps it otherwise
      return made?.type === "image/jpeg" && made.size < file.size ? made : file;
    } catch {
      return file;
    }
  };

  const say = (one, what, n = 0) => {
    const line = one.card.querySelector(".photo-state");
    line.textContent = (line.dataset[what] ?? what).replace("{n}", n);
    for (const button of one.card.querySelectorAll("button")) button.hidden = what === "sending";
  };

  const later = (one) => {
    const goneBy = Date.now() - (one.since ??= Date.now());
    say(one, goneBy < PATIENCE ? "retry" : "lost");
    if (goneBy < PATIENCE) {
      one.timer = setTimeout(queue, Math.min(LONGEST, 1000 * 2 ** one.tries++), one);
    }
  };

  const end = (one) => {
    clearTimeout(one.timer);
    waiting.delete(one);
    one.card.remove();
    if (goesOn && !waiting.size) next.querySelector("button").click();
  };

  const send = async (one) => {
    say(one, "sending");
    one.made ??= await smaller(one.file, one.card.querySelector("canvas"));
    const body = new FormData(), before = acts;
    body.append("picture", one.made, one.file.name);
    const { status, response } = await ask("POST", body, (part) => {
      say(one, "sending", Math.floor(part * 10) * 10);
    });
    if (!status || status >= 500 || status === 408 || status === 429) return later(one);
    const refusal = response?.querySelector("#form-errors li");
    if (status === 200 && !response?.getElementById("photos")) return location.reload();  // signed out
    if (before !== acts) await (turn = turn.then(refresh));
    else show(response);
    if (status === 200) return end(one);
    waiting.delete(one);
    goesOn = false;
    say(one, refusal?.textContent ?? "lost");
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    for (let one; (one = [...waiting].find((each) => each.isDue));) {
      one.isDue = false;
      if (one.card.isConnected) await send(one);
    }
    busy = false;
  };

  const queue = (one) => {
    clearTimeout(one.timer);
    waiting.add(one);
    one.isDue = true;
    say(one, "queued");
    work();
  };

  const choose = (file) => {
    const one = { file, card: sample.cloneNode(true), tries: 0 };
    one.card.querySelector("canvas").setAttribute("aria-label", file.name);
    one.card.querySelector("[value=again]").addEventListener("click", () => {
      one.since = undefined;
      one.tries = 0;
      queue(one);
    });
    one.card.querySelector("[value=drop]").addEventListener("click", () => end(one));
    sending.append(one.card);
    queue(one);
  };

  form.classList.add("live");
  form.addEventListener("change", ({ target }) => {
    [...target.files].forEach(choose);
    target.value = "";
  });
  addEventListener("online", () => [...waiting].filter((one) => one.timer).forEach(queue));
  addEventListener("pageshow", (event) => event.persisted && refresh());
  addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
  next.addEventListener("submit", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    goesOn = true;
    saved.textContent = form.dataset.wait;
  });
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!target.closest("#photos")) return;
    event.preventDefault();
    acts++;
    const body = new URLSearchParams(new FormData(target, submitter)), at = target.parentElement.id;
    turn = turn.then(async () => {
      if (!show((await ask("POST", body)).response)) saved.textContent = form.dataset.offline;
      const card = document.getElementById(at);
      (card?.querySelector(`[value=${submitter.value}]`) ?? card?.querySelector("button")
        ?? document.getElementById("photos")).focus();
    });
  });
})();
