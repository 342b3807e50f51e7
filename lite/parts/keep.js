// For every page of the site: what this browser keeps of the reader's, and of the edition.

export const ROOT = new URL("./", import.meta.url);
const STORAGE = `JupyterLite Storage - ${ROOT.pathname}`; // JupyterLite's own name for it
const WORKER = new URL("service-worker.js?enableCache=false", ROOT); // as JupyterLite registers it
const SECONDS = 30; // a lesson that opens has the network for itself

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Do something with what JupyterLite keeps in this browser; nothing where it has kept nothing yet. */
export async function withStorage(act) {
  const all = await indexedDB.databases();
  if (!all.some(({ name }) => name === STORAGE)) return undefined;
  const database = await done(indexedDB.open(STORAGE));
  try {
    return database.objectStoreNames.contains("files") ? await act(database) : undefined;
  } finally {
    database.close(); // an open one would keep JupyterLite waiting
  }
}

const files = (database, mode = "readonly") => database.transaction("files", mode).objectStore("files");

/** The file of answers as text; "" where there is none. */
export async function answers() {
  const file = await withStorage((database) => done(files(database).get("my-work/answers.json")));
  const content = file?.content ?? "";
  if (file?.format === "base64") return new TextDecoder().decode(Uint8Array.from(atob(content), (c) => c.charCodeAt(0)));
  return typeof content === "string" ? content : JSON.stringify(content, null, 1);
}

async function digest(notebook) {
  const whole = notebook.cells.map(({ source }) => [source].flat().join("")).join("\u0000");
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(whole)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Let new editions of the lessons in. JupyterLab keeps a copy of each lesson that was run, and shows that copy from then
 * on. One of an earlier edition that the reader did not change is dropped here. Gives the changed ones, which stay.
 */
async function renew() {
  const now = await (await fetch(new URL("lessons.json", ROOT))).json();
  const copies = await withStorage((database) => done(files(database).getAll()));
  const older = (copies ?? []).filter(
    ({ path, content }) => now[path] && content?.metadata?.mineros?.edition !== now[path],
  );
  const changed = [];
  for (const { path, content } of older) {
    if (content?.cells && (await digest(content)) === content.metadata?.mineros?.edition) await drop(path);
    else changed.push(path);
  }
  return changed;
}

/** Forget this browser's copy of a lesson, so that the edition's own is shown. */
export const drop = (path) => withStorage((database) => done(files(database, "readwrite").delete(path)));

/** Begin anew: forget lessons, settings and open tabs, and the files of the site; the answers only if `all`. */
export async function startOver(all) {
  await withStorage(async (database) => {
    for (const store of database.objectStoreNames) {
      const held = database.transaction(store, "readwrite").objectStore(store);
      if (all || store !== "files") await done(held.clear());
      else for (const key of await done(held.getAllKeys())) if (!/^my-work(\/|$)/.test(key)) await done(held.delete(key));
    }
  });
  for (const name of await caches.keys()) if (name === `los-mineros ${ROOT.href}`) await caches.delete(name);
  await (await navigator.serviceWorker?.getRegistration(ROOT))?.unregister();
}

/** Keep the whole edition on this device; `tell` hears how many files of how many. */
export async function keepEdition(tell = () => {}) {
  if (!navigator.serviceWorker || navigator.connection?.saveData) return;
  await navigator.serviceWorker.register(WORKER);
  const { active } = await navigator.serviceWorker.ready;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => tell(data);
  active.postMessage("keep", [channel.port2]);
}

export const changed = renew().catch(() => []);
if (document.body.dataset.notebook) setTimeout(keepEdition, SECONDS * 1000);
