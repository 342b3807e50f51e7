/* The answers form: what is typed is kept in this browser at once, and leaves it only as a file that the reader takes.
 * The file is the one that JupyterLab's progress page makes: records by question, each with value, saved, question. */
"use strict";
(() => {
  const KEY = "mineros-answers";
  const RECORD = /^\d\d-[a-z][a-z\d-]*$/;
  const LATER = 700; // milliseconds after the last key until "saved" is said
  const find = id => document.getElementById(id);
  const said = JSON.parse(find("said").textContent);
  const boxes = [...document.querySelectorAll("section.answer")];
  let memory = empty(), refused = false;

  function empty() { return { student: "", answers: {}, drafts: {} }; }
  function isTable(thing) { return typeof thing === "object" && thing !== null && !Array.isArray(thing); }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole); }
  function alike(one, other) { return JSON.stringify(one) === JSON.stringify(other); }

  // --- what is kept ---------------------------------------------------------------------------------------------

  /* All that is kept; another page of the site may have written since. */
  function read() {
    if (refused) return memory;
    try {
      const kept = localStorage.getItem(KEY);
      memory = kept === null ? empty() : whole(kept);
    } catch { refused = true; }
    return memory;
  }

  /* What a text of the store holds; a damaged one is set aside. */
  function whole(kept) {
    try {
      const held = JSON.parse(kept);
      if (isTable(held) && isTable(held.answers) && Object.values(held.answers).every(isTable)) {
        return { ...empty(), ...held, drafts: isTable(held.drafts) ? held.drafts : {} };
      }
    } catch { /* told below */ }
    localStorage.setItem(`${KEY}-damaged`, kept);
    localStorage.removeItem(KEY);
    tell("tools", said.damaged);
    return empty();
  }

  function write(held) {
    memory = held;
    try { localStorage.setItem(KEY, JSON.stringify(held)); } catch { refused = true; }
    return !refused;
  }

  /* This moment as Python writes it: local time with its distance from UTC. */
  function now() {
    const moment = new Date(), off = -moment.getTimezoneOffset();
    const two = number => String(number).padStart(2, "0");
    const local = new Date(moment.getTime() + off * 60000).toISOString().slice(0, 19);
    return `${local}${off < 0 ? "-" : "+"}${two(Math.floor(Math.abs(off) / 60))}:${two(Math.abs(off) % 60)}`;
  }

  // --- what is told ---------------------------------------------------------------------------------------------

  const waiting = {};
  function tell(name, sentence, wait = 0) {
    clearTimeout(waiting[name]);
    waiting[name] = setTimeout(() => { find(`told-${name}`).textContent = sentence; }, wait);
  }

  // --- the ways to answer: what the controls hold, and how an answer is put into them -----------------------------

  const fields = box => [...box.querySelectorAll("textarea, input, select")];
  const values = box => fields(box).map(field => field.value);

  /* A number as it may be typed, with or without commas; undefined where it is none. */
  function number(typed) {
    const plain = typed.replace(/[,\s]/g, "");
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
  }

  /* Each: `get` gives { value } to keep, or { problem } to tell; value null is no answer. `set` shows a kept one. */
  const WAYS = {
    text: {
      get: box => ({ value: fields(box)[0].value.replace(/\n+$/, "") }),
      set: (box, value) => { fields(box)[0].value = value === null ? "" : String(value); grow(fields(box)[0]); },
    },
    number: {
      get: box => {
        const typed = fields(box)[0].value.trim(), value = number(typed);
        const least = Number(box.dataset.least ?? 0), most = Number(box.dataset.most ?? Infinity);
        if (typed === "") return { value: null };
        if (value === undefined) return { problem: said.number };
        if (value >= least && value <= most) return { value };
        return { problem: fill(most === Infinity ? said.small : said.range, { least, most }) };
      },
      set: (box, value) => {
        fields(box)[0].value = typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 12 }) : "";
      },
    },
    choice: {
      get: box => ({ value: fields(box).find(field => field.checked)?.value ?? null }),
      set: (box, value) => { fields(box).forEach(field => { field.checked = field.value === value; }); },
    },
    several: {
      get: box => {
        const ticked = fields(box).filter(field => field.checked).map(field => field.value);
        return { value: ticked.length ? ticked : null };
      },
      set: (box, value) => {
        fields(box).forEach(field => { field.checked = Array.isArray(value) && value.includes(field.value); });
      },
    },
    order: {
      get: box => {
        const places = values(box), steps = fields(box).map(field => field.dataset.step);
        if (places.every(place => place === "")) return { value: null };
        const value = steps.map((_, place) => steps[places.indexOf(String(place + 1))]);
        return value.includes(undefined) ? { problem: said.incomplete } : { value };
      },
      set: (box, value) => {
        fields(box).forEach(field => {
          const place = Array.isArray(value) ? value.indexOf(field.dataset.step) + 1 : 0;
          field.value = place ? String(place) : "";
        });
      },
    },
    match: {
      get: box => ({ value: values(box).some(value => value !== "") ? values(box) : null }),
      set: put,
    },
    numbers: {
      get: box => {
        const typed = values(box), value = typed.map(Number);
        if (typed.every(text => text === "")) return { value: null };
        const whole = typed.every(text => text !== "") && fields(box).every(field => field.checkValidity());
        return whole ? { value } : { problem: said.incomplete };
      },
      set: put,
    },
  };

  /* A list into the fields, one each; what a field does not offer leaves it empty. */
  function put(box, value) {
    const list = Array.isArray(value) ? value : [];
    fields(box).forEach((field, place) => {
      field.value = String(list[place] ?? "");
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
    });
  }

  /* A box as high as its text, on the screen and on paper. */
  function grow(area) {
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${area.scrollHeight + 4}px`;
  }

  // --- each question --------------------------------------------------------------------------------------------

  function show(box) {
    const { answers, drafts } = read(), record = answers[box.id];
    const locked = Boolean(record?.revealed) && "locks" in box.dataset;
    WAYS[box.dataset.way].set(box, (locked ? record.first ?? record.value : record?.value) ?? null);
    fields(box).forEach(field => { field.disabled = locked; });
    const draft = drafts[box.id], answered = record && record.value !== null && record.value !== "";
    if (Array.isArray(draft) && !locked) {
      put(box, draft);
      tell(box.id, WAYS[box.dataset.way].get(box).problem ?? said.none);
    } else {
      tell(box.id, locked ? said.locked : answered ? said.kept : said.none);
    }
  }

  /* Keep what a box holds now. What cannot be meant is kept as it was typed, but as no answer. */
  function changed(box) {
    const held = read(), old = held.answers[box.id], { value = null, problem } = WAYS[box.dataset.way].get(box);
    delete held.drafts[box.id];
    if (problem) held.drafts[box.id] = values(box);
    if (old || (value !== null && value !== "")) {
      const record = { ...old, value, saved: now(), question: box.dataset.asked };
      if (old && "right" in old && !alike(old.value, value)) record.right = null; // a check was of another answer
      held.answers[box.id] = record;
    }
    const time = new Date().toTimeString().slice(0, 8);
    const kept = write(held) ? fill(said.saved, { time }) : said.refused;
    tell(box.id, problem ?? kept, LATER);
  }

  // --- take along, bring back, delete ---------------------------------------------------------------------------

  function take() {
    const { answers, student } = read();
    if (!Object.keys(answers).length) { tell("tools", said.nothing); return; }
    const content = { about: said.about, version: said.version, student, language: said.language, answers };
    const letters = [...student].map(sign => /[\p{L}\p{N}]/u.test(sign) ? sign : "-").join("").replace(/^-+|-+$/g, "");
    const moment = now().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
    const file = `${[said.file, letters, moment].filter(Boolean).join("-")}.json`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell("tools", fill(said.taken, { file, n: Object.keys(answers).length }));
  }

  const moment = (record, key) => Date.parse(record?.[key]) || 0;

  /* Of two records of one question the later; a guess that was locked once stays as it was. */
  function later(ours, theirs) {
    if (!ours) return theirs;
    const [last, before] = moment(theirs, "saved") > moment(ours, "saved") ? [theirs, ours] : [ours, theirs];
    const locked = [before, last].filter(record => record.revealed);
    const first = locked.sort((one, other) => moment(one, "revealed") - moment(other, "revealed"))[0];
    return first ? { ...last, revealed: first.revealed, ...("first" in first ? { first: first.first } : {}) } : last;
  }

  async function bring(file) {
    let brought;
    try {
      if (file.size > said.largest) throw new Error("large");
      const held = JSON.parse((await file.text()).replace(/^\ufeff/, ""));
      const records = Object.entries(held.answers);
      if (!records.length || !records.every(([id, one]) => RECORD.test(id) && isTable(one) && "value" in one)) {
        throw new Error("foreign");
      }
      brought = { student: typeof held.student === "string" ? held.student.slice(0, 60) : "", records };
    } catch { tell("tools", said.foreign); return; }
    const held = read();
    let n = 0;
    for (const [id, theirs] of brought.records) {
      const joined = later(held.answers[id], theirs);
      if (!alike(joined, held.answers[id])) { n += 1; delete held.drafts[id]; }
      held.answers[id] = joined;
    }
    held.student = held.student || brought.student;
    const kept = write(held);
    showAll();
    tell("tools", kept ? fill(said.brought, { n }) : said.refused);
  }

  function remove() {
    if (!confirm(said.sure)) return;
    memory = empty();
    try { localStorage.removeItem(KEY); localStorage.removeItem(`${KEY}-damaged`); } catch { refused = true; }
    showAll();
    tell("tools", said.deleted);
  }

  function showAll(besides = null) {
    boxes.filter(box => !besides || !box.contains(besides)).forEach(show);
    if (besides !== find("student")) find("student").value = read().student;
  }

  boxes.forEach(box => box.addEventListener("input", event => {
    if (event.target.tagName === "TEXTAREA") grow(event.target);
    changed(box);
  }));
  find("student").addEventListener("input", event => { write({ ...read(), student: event.target.value }); });
  find("do-take").addEventListener("click", take);
  find("do-print").addEventListener("click", () => print());
  find("do-delete").addEventListener("click", remove);
  find("bring").addEventListener("change", event => {
    if (event.target.files.length) bring(event.target.files[0]).then(() => { event.target.value = ""; });
  });
  addEventListener("storage", event => { if (event.key === KEY || event.key === null) showAll(document.activeElement); });
  addEventListener("beforeprint", () => document.querySelectorAll("section.answer textarea").forEach(grow));
  find("tools").hidden = false;
  find("no-script").hidden = true;
  showAll();
  if (refused) tell("tools", said.refused);
})();
