/* Keeps what people type until it is saved, and what they record without a connection until it is sent.

   <html data-person="…">   whose it is: nobody else's page shows it; absent on shared computers, where nothing is kept
   <html data-refused>      a page that says no: what was typed stays kept
   <form data-draft>        what is typed is kept and comes back, with [data-draft-note] and its [data-draft-drop]
   <form data-offline>      is sent by this script; without a connection it waits here, with [data-kept] shown.
                            "stay" remains on the page and presses the button that was chosen
   <p data-waiting="…{n}…"> says how many entries wait */
(() => {
  "use strict";
  const page = document.documentElement;
  const person = page.dataset.person;
  if (!person) return;
  const DRAFT = `draft:${person}:`;
  const WAITING = `waiting:${person}:`;
  const DAYS = 14;
  const NEVER = ["csrf_token", "recorded_at"];

  const keysOf = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start)).sort();
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full: the form works as before */ } };

  /* Drafts */
  const isKept = (field) => field.name && !NEVER.includes(field.name) && !["password", "file", "submit", "button"].includes(field.type);
  const typed = (form) => [...form.elements].filter(isKept)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .flatMap((field) => field.multiple ? [...field.selectedOptions].map((one) => [field.name, one.value]) : [[field.name, field.value]]);
  const fill = (form, pairs) => {
    for (const field of [...form.elements].filter(isKept)) {
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) for (const one of field.options) one.selected = values.includes(one.value);
      else if (values.length) field.value = values[[...form.elements].filter((other) => other.name === field.name).indexOf(field)] ?? values[0];
    }
  };

  const watch = (form, wasRefused) => {
    const key = DRAFT + form.getAttribute("action");
    const note = form.querySelector("[data-draft-note]");
    const before = typed(form);
    const same = (pairs) => JSON.stringify(pairs) === JSON.stringify(before);
    const draft = read(key);
    if (draft && !wasRefused && same(draft.pairs)) localStorage.removeItem(key);
    else if (draft && !wasRefused) { fill(form, draft.pairs); if (note) note.hidden = false; }
    note?.querySelector("[data-draft-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      fill(form, before);
      note.hidden = true;
    });
    let timer = 0;
    const save = () => { clearTimeout(timer); const now = typed(form); if (!same(now)) write(key, { pairs: now, at: Date.now() }); };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 300); });
    form.addEventListener("submit", () => { save(); sessionStorage.setItem("sent", key); });
    addEventListener("pagehide", () => { if (timer) save(); });
  };

  const startDrafts = () => {
    const wasRefused = "refused" in page.dataset || !!document.querySelector(".problems");
    const sent = sessionStorage.getItem("sent");
    sessionStorage.removeItem("sent");
    if (sent && !wasRefused) localStorage.removeItem(sent);
    for (const key of keysOf("draft:")) if (Date.now() - (read(key)?.at ?? 0) > DAYS * 86400000) localStorage.removeItem(key);
    document.querySelectorAll("form[data-draft]").forEach((form) => watch(form, wasRefused));
  };

  /* What waits for a connection */
  const waiting = () => keysOf(WAITING).map((key) => ({ key, ...read(key) }));

  const show = () => {
    const entries = waiting();
    for (const bar of document.querySelectorAll("[data-waiting]")) {
      bar.hidden = !entries.length;
      bar.textContent = bar.dataset.waiting.replace("{n}", String(entries.length));
    }
    for (const form of document.querySelectorAll("form[data-offline]")) {
      const mine = entries.filter((entry) => entry.action === form.getAttribute("action"));
      const kept = form.querySelector("[data-kept]");
      if (kept) kept.hidden = !mine.length;
      if (mine.length && form.dataset.offline === "stay") press(form, mine.at(-1).pairs);
    }
  };
  const press = (form, pairs) => form.querySelectorAll("button[name]").forEach((button) =>
    button.setAttribute("aria-pressed", String(pairs.some(([name, value]) => name === button.name && value === button.value))));

  const post = (entry, token) => fetch(entry.action, {
    method: "POST", credentials: "same-origin",
    body: new URLSearchParams(entry.pairs.map(([name, value]) => [name, token && name === "csrf_token" ? token : value])),
  });
  const freshToken = async (entry) => {
    const text = await (await fetch(entry.page, { credentials: "same-origin", cache: "no-store" })).text();
    return new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrf_token]")?.value;
  };

  /* Returns the answer, or null while the entry has to wait. */
  const send = async (entry) => {
    try {
      let answer = await post(entry);
      if (answer.status === 400) answer = await post(entry, await freshToken(entry));
      if (answer.status >= 500 || [400, 409, 429].includes(answer.status) || new URL(answer.url).pathname === "/sign-in") return null;
      localStorage.removeItem(entry.key);
      return answer;
    } catch { return null; }
  };

  const submit = async (event) => {
    const form = event.target;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
    data.set("recorded_at", new Date().toISOString());
    const action = form.getAttribute("action");
    const entry = { key: `${WAITING}${Date.now()}:${Math.random()}`, action, page: location.pathname, pairs: [...data].map(([name, value]) => [name, String(value)]) };
    for (const older of waiting()) if (older.action === action) localStorage.removeItem(older.key);
    const { key, ...kept } = entry;
    write(key, kept);
    localStorage.removeItem(DRAFT + action);
    show();
    const answer = await send(entry);
    if (answer && form.dataset.offline === "stay") press(form, entry.pairs);
    else if (answer?.ok) location.assign(answer.url);
    else if (answer) { form.removeAttribute("data-offline"); form.submit(); return; }
    show();
  };

  let isSending = false;
  const sendAll = async () => {
    if (isSending || !navigator.onLine) return;
    isSending = true;
    for (const entry of waiting()) if (!(await send(entry))) break;
    isSending = false;
    show();
  };

  startDrafts();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-offline]")) submit(event);
    if (event.target.matches("form[action='/sign-out']")) [...keysOf(DRAFT), ...keysOf(WAITING)].forEach((key) => localStorage.removeItem(key));
  });
  addEventListener("online", sendAll);
  setInterval(sendAll, 60000);
  show();
  sendAll();
})();
