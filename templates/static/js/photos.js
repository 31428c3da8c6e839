// Sends photos by itself, one at a time and smaller; the forms work without it.
const find = (id, page = document) => page?.getElementById(id);
const form = document.querySelector("[data-photos]");

const SIDE = +form.dataset.side || 1600, SMALL = 400_000, PATIENCE = 600_000, PAUSE = 30_000;
const next = find("photos-next"), saved = find("saved");
const waiting = new Set();
let goesOn, acts = 0, turn = Promise.resolve(), line = turn;

const ask = (body, sent) => new Promise((answer) => {
  const request = new XMLHttpRequest();
  request.open(body ? "POST" : "GET", location.pathname);
  request.responseType = "document";
  request.timeout = PATIENCE;
  request.upload.onprogress = sent;
  request.onloadend = () => answer(request);
  request.send(body);
});

// The server's page says what is here; pictures that are shown are not asked for again.
const show = (page) => {
  const fresh = find("photos", page);
  if (!fresh) return false;
  for (const image of fresh.querySelectorAll("img")) {
    const known = find(image.parentElement.id)?.querySelector("img");
    if (known) image.replaceWith(Object.assign(known, { alt: image.alt }));
  }
  find("photos").replaceWith(fresh);
  saved.textContent = find("saved", page).textContent;
  document.title = page.title;
  find("form-errors")?.remove();
  return true;
};

const refresh = async () => show((await ask()).response);

// JPEG and PNG tell their size at the beginning.
const longerSide = async (file) => {
  const head = new DataView(await file.slice(0, 1 << 18).arrayBuffer());
  const read = (at) => head.getUint16(at);
  if (read(0) === 0x8950) return Math.max(read(18), read(22));
  let at = 2;
  while (read(at) >> 4 !== 0xffc || [4, 8, 12].includes(read(at) & 15)) at += 2 + read(at + 2);
  return Math.max(read(at + 5), read(at + 7));
};

const draw = (canvas, bitmap, side) => {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const context = canvas.getContext("2d");
  canvas.width = bitmap.width * scale + .5;
  canvas.height = bitmap.height * scale + .5;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context;
};

// Some phones draw all black and do not say so: then nine points are alike.
const isDrawn = (context, { width, height }) => {
  const points = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  return [1, 2, 3, 4, 5, 6, 7, 8].some((n) => points[points.length * n / 9 | 0] !== points[0]);
};

const smaller = async (file, thumbnail) => {
  const canvas = document.createElement("canvas"), options = { imageOrientation: "from-image" };
  try {
    if (await longerSide(file) > SIDE) options.resizeWidth = SIDE;
    const bitmap = await createImageBitmap(file, options);
    draw(thumbnail, bitmap, 320);
    const made = file.size >= SMALL && isDrawn(draw(canvas, bitmap, SIDE), canvas)
      && await new Promise((done) => canvas.toBlob(done, "image/jpeg", .8));
    bitmap.close();
    return made?.type === "image/jpeg" && made.size < file.size ? made : file;
  } catch {
    return file;
  } finally {
    canvas.width = 0;  // or Safari keeps its memory
  }
};

const say = (one, what, n) => {
  const state = one.card.querySelector("p");
  state.textContent = (state.dataset[what] ?? what).replace("{n}", n);
  one.card.className = ["queued", "sending"].includes(what) ? "" : "stuck";
};

const end = (one) => {
  clearTimeout(one.timer);
  waiting.delete(one);
  one.card.remove();
  if (goesOn && !waiting.size) next.querySelector("button").click();
};

const send = async (one) => {
  say(one, "sending", 0);
  one.made ??= await smaller(one.file, one.card.querySelector("canvas"));
  const body = new FormData(), before = acts;
  body.append("picture", one.made, one.file.name);
  const { status, response } = await ask(body, ({ loaded, total }) => {
    say(one, "sending", 10 * (10 * loaded / total | 0));
  });
  if (!status || status > 499 || [408, 429].includes(status)) {
    if (Date.now() - one.since > PATIENCE) return say(one, "lost");
    one.timer = setTimeout(queue, Math.min(PAUSE, 1000 * 2 ** one.tries++), one);
    return say(one, "retry");
  }
  if (status === 200 && !find("photos", response)) location.reload();  // signed out
  if (before === acts) show(response);
  else await (turn = turn.then(refresh));
  if (status === 200) return end(one);
  waiting.delete(one);
  goesOn = false;
  say(one, response?.querySelector("#form-errors li")?.textContent ?? "lost");
};

const queue = (one) => {
  clearTimeout(one.timer);
  waiting.add(one);
  say(one, "queued");
  line = line.then(() => waiting.has(one) && send(one));
};

const choose = (file) => {
  const card = find("photo-sending").content.firstElementChild.cloneNode(true), one = { file, card };
  const again = () => queue(Object.assign(one, { since: Date.now(), tries: 0 }));
  card.querySelector("canvas").setAttribute("aria-label", file.name);
  card.querySelector("[value=again]").onclick = again;
  card.querySelector("[value=drop]").onclick = () => end(one);
  find("photos-sending").append(card);
  again();
};

form.classList.add("live");
history.replaceState(null, "", location.pathname);  // reloading sends no form again
form.onchange = ({ target }) => {
  [...target.files].forEach(choose);
  target.value = "";
};
window.ononline = () => waiting.forEach((one) => one.timer && queue(one));
window.onpageshow = ({ persisted }) => persisted && refresh();
window.onbeforeunload = () => waiting.size || null;
window.onsubmit = (event) => {
  const { target, submitter } = event;
  if (target === next && waiting.size) {
    event.preventDefault();
    goesOn = true;
    saved.textContent = form.dataset.wait;
  }
  if (!target.closest("#photos")) return;
  event.preventDefault();
  acts++;
  const body = new URLSearchParams(new FormData(target)), { id } = target.parentElement;
  body.set(submitter.name, submitter.value);  // Safari 15 leaves it out
  turn = turn.then(async () => {
    if (!show((await ask(body)).response)) saved.textContent = form.dataset.offline;
    (find(id)?.querySelector(`[value=${submitter.value}]`) ?? find("photos")).focus();
  });
};
