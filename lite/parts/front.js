// The front page: how much is kept, the answers as a file, earlier editions, and starting over.

import { answers, changed, drop, keepEdition, startOver } from "./keep.js";

const SAID = JSON.parse(document.querySelector("#said").textContent);
const element = (id) => document.getElementById(id);
const say = (id, name, values = {}) => {
  element(id).textContent = SAID[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
};

async function save() {
  const text = await answers();
  if (!text) return say("saved", "none");
  const link = document.createElement("a");
  link.download = "answers.json";
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.click();
  say("saved", "saved", { file: link.download });
}

function begin(all) {
  return async () => {
    await startOver(all);
    sessionStorage.setItem("over", "yes");
    location.reload();
  };
}

function offer(path) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.textContent = SAID.use_new.replace("{lesson}", path);
  button.onclick = async () => {
    await drop(path);
    item.remove();
    element("changed").hidden = !element("older").children.length;
  };
  item.append(button);
  element("older").append(item);
}

const cannot = () => say("network", "cannot");

for (const button of document.querySelectorAll(".save")) button.onclick = save;
element("over").onclick = () => element("ask").showModal();
element("keep").onclick = begin(false);
element("all").onclick = begin(true);
if (sessionStorage.getItem("over")) {
  sessionStorage.removeItem("over");
  say("done", "over");
}
for (const path of await changed) offer(path);
element("changed").hidden = !element("older").children.length;

// A new edition takes over while this page is open: show it.
let controlled = Boolean(navigator.serviceWorker?.controller);
navigator.serviceWorker?.addEventListener("controllerchange", () => {
  if (controlled) location.reload();
  controlled = true;
});
if (!navigator.serviceWorker) cannot();
await keepEdition(({ kept, of, stopped }) => {
  say("network", stopped ? "stopped" : kept === of ? "whole" : "keeping", { kept, of });
}).catch(cannot);
