// What the browser asks of this site passes through here. Each file of the edition is kept on the device under its
// digest, so that everything works without a network, an old file never gets into a new edition, and a file that did
// not change is not fetched again. JupyterLite's own service worker, loaded last, brings Python to the browser's files.

const FILES = __FILES__; // path: digest
const PYODIDE = "__PYODIDE__"; // the address of Python where it is not in this site
const ROOT = new URL("./", location.href).href;
const SHELF = `los-mineros ${ROOT}`;
const AT_ONCE = 4;

const keyOf = (path) => `${ROOT}${path}?${FILES[path]}`;

function pathOf(address) {
  const { origin, pathname } = new URL(address);
  const path = decodeURI((origin + pathname).slice(ROOT.length));
  return address.startsWith(ROOT) ? path.replace(/(^|\/)$/, "$1index.html") : "";
}

async function kept(path) {
  const cache = await caches.open(SHELF);
  const found = await cache.match(keyOf(path));
  if (found) return found;
  // A server that already holds the next edition gives another file: then it is shown, but not kept.
  const given = await fetch(ROOT + path, { integrity: `sha256-${FILES[path]}`, cache: "no-cache" }).catch(() => null);
  if (!given || !given.ok) return fetch(ROOT + path);
  await cache.put(keyOf(path), given.clone());
  return given;
}

async function keptFromElsewhere(request) {
  const cache = await caches.open(SHELF);
  const found = await cache.match(request.url);
  if (found) return found;
  const given = await fetch(request);
  if (given.ok || given.type === "opaque") await cache.put(request.url, given.clone());
  return given;
}

/** Keep all files of the edition that are not yet kept, and tell how far it is. */
async function keepAll(tell) {
  const cache = await caches.open(SHELF);
  const there = new Set((await cache.keys()).map((request) => request.url));
  const missing = Object.keys(FILES).filter((path) => !there.has(new URL(keyOf(path)).href));
  const of = Object.keys(FILES).length;
  let left = missing.length;
  const told = () => tell({ kept: of - left, of });
  told();
  const keepOn = async () => {
    for (let path = missing.pop(); path; path = missing.pop()) {
      await kept(path);
      left -= 1;
      told();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepOn)).catch(() => tell({ kept: of - left, of, stopped: true }));
}

/** Throw away what belongs to an earlier edition. */
async function forget() {
  const cache = await caches.open(SHELF);
  const ours = new Set(Object.keys(FILES).map((path) => new URL(keyOf(path)).href));
  const old = (await cache.keys()).filter(({ url }) => !ours.has(url) && !(PYODIDE && url.startsWith(PYODIDE)));
  await Promise.all(old.map((request) => cache.delete(request)));
}

self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("message", (event) => event.waitUntil(keepAll((far) => event.ports[0]?.postMessage(far))));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const answer =
    method !== "GET" ? null
    : FILES[pathOf(url)] ? kept(pathOf(url))
    : PYODIDE && url.startsWith(PYODIDE) ? keptFromElsewhere(event.request)
    : null;
  if (!answer) return;
  event.respondWith(answer);
  event.stopImmediatePropagation();
});

importScripts("service-worker-drive.js");
