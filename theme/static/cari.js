// Search in the site's own index, which is in parts: a month of the newest year, or an older year.
// What is found is put on the page as text, whatever it holds.

const HERE = new URL("./", document.baseURI);
const ADDRESS = /^\/\d{4}\/\d{2}\/[^/]+\/$/;
const AT_ONCE = 10;
// The engine takes men- off menanam, but leaves the t on tanam; the like of k: mengirim, kirim.
const SOFTENED = [
  [/^[mp]en(?=[aeiou])/, "t"],
  [/^[mp]eng(?=[aeiou])/, "k"],
  [/^t(?=[aeiou])/, "men"],
  [/^k(?=[aeiou])/, "meng"],
];
const DAY = new Intl.DateTimeFormat("id", { dateStyle: "long", timeZone: "UTC" });

const form = document.querySelector("form[role=search]");
const field = form.querySelector("input");
const status = document.querySelector("#cari-status");
const list = document.querySelector("#cari-hasil");
const more = document.querySelector("#cari-lagi");
const older = document.querySelector("#cari-lama");

let parts = [];
let merged = 0;
let index = null;
let asked = 0;

function folder(part) {
  return new URL(`${part.name}/`, HERE).href;
}

// Parts of the newest year and of the one before are searched at once.
function isRecent(part) {
  return Number(part.name.slice(0, 4)) >= Number(parts[0].name.slice(0, 4)) - 1;
}

async function merge(some) {
  const done = await Promise.allSettled(some.map((part) => index.mergeIndex(folder(part))));
  return done.every((one) => one.status === "fulfilled");
}

async function open() {
  const answer = await fetch(new URL("indeks.json", HERE), { cache: "no-cache" });
  const told = await answer.json();
  parts = told.parts;
  const [newest, ...others] = parts;
  const engine = await import(new URL(`pagefind.js?v=${told.version}`, HERE).href);
  index = engine.createInstance({ basePath: folder(newest), noWorker: true, excerptLength: 28 });
  await index.init();
  const recent = others.filter(isRecent);
  merged = recent.length + 1;
  await merge(recent);
}

function otherForm(words) {
  return words.toLowerCase().replace(/[^\s"]+/g, (word) => {
    const rule = SOFTENED.find(([start]) => start.test(word));
    return rule ? word.replace(...rule) : word;
  });
}

// Pages with the words or with their other form, the best first.
async function find(words) {
  const asked = words.includes('"') ? [words] : [words, otherForm(words)];
  const answers = await Promise.all(asked.map((one) => index.search(one)));
  const found = new Map();
  for (const result of answers.flatMap((answer) => answer.results)) {
    if (!(found.get(result.id)?.score >= result.score)) found.set(result.id, result);
  }
  return [...found.values()].sort((one, other) => other.score - one.score);
}

function offerOlder() {
  older.hidden = merged >= parts.length;
  if (!older.hidden) {
    older.textContent = `Cari juga di tahun ${parts[merged].name} dan sebelumnya`;
  }
}

function element(name, content, className) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...[content].flat());
  return made;
}

// The words around what was found; of its markup only the marks of what was found are kept.
function excerpt(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return [...body.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent,
  );
}

function item(found) {
  const link = element("a", found.meta.title ?? "", "lingkup");
  link.href = new URL(`..${found.raw_url}`, HERE).href;
  const day = found.meta.waktu ?? "";
  const origin = [element("span", found.meta.instansi ?? "", "asal-instansi")];
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    const time = element("time", DAY.format(new Date(day)));
    time.dateTime = day;
    origin.unshift(time, " ");
  }
  const card = element(
    "div",
    [
      element("h2", link, "baris-judul"),
      element("p", excerpt(found.excerpt), "baris-ringkas"),
      element("p", origin, "asal"),
    ],
    "baris-isi",
  );
  return element("li", card, "baris");
}

async function show(results, from) {
  const turn = asked;
  const found = await Promise.all(results.slice(from, from + AT_ONCE).map((one) => one.data()));
  if (turn !== asked) return;
  list.append(...found.filter((one) => ADDRESS.test(one.raw_url)).map(item));
  more.hidden = results.length <= from + AT_ONCE;
  more.onclick = async () => {
    const before = list.children.length;
    await show(results, from + AT_ONCE);
    list.children[before]?.querySelector("a").focus();
  };
}

async function search() {
  const words = field.value.trim();
  const turn = ++asked;
  const address = new URL(HERE);
  if (words) address.searchParams.set("q", words);
  history.replaceState(null, "", address);
  if (!words) {
    list.replaceChildren();
    status.textContent = "";
    more.hidden = older.hidden = true;
    return;
  }
  status.textContent = "Mencari…";
  try {
    await ready;
    const results = await find(words);
    if (turn !== asked) return;
    list.replaceChildren();
    status.textContent = results.length
      ? `${results.length} berita memuat “${words}”.`
      : `Tidak ada berita yang memuat “${words}”. Coba kata lain, atau kata yang lebih umum.`;
    offerOlder();
    await show(results, 0);
  } catch {
    status.textContent = "Pencarian sedang tidak tersedia. Silakan telusuri arsip di bawah ini.";
  }
}

older.addEventListener("click", async () => {
  older.disabled = true;
  status.textContent = "Mencari di tahun-tahun sebelumnya…";
  await merge(parts.slice(merged));
  merged = parts.length;
  older.disabled = false;
  await search();
  field.focus();
});

let pause = 0;
field.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 300);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});

const ready = open();
ready.catch(() => {});
field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search();
else field.focus();
