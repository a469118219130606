/* Dragging a visit or a person of a plan to another tour or time. The server judges each drop at once
   (the address in #drag) and its words appear in #verdict; nothing is kept before somebody presses a button there.

   [data-move="ID"][data-away="TOUR"]                       what can be dragged, and off which tour
   [data-row="ID"][data-day][data-first][data-last]         a lane: a tour or a host, its day, its first and last minute
   Fingers scroll as ever; for them, and for keyboards, the form beneath each tour does the same. */
(() => {
  "use strict";
  const form = document.querySelector("#drag");
  const verdict = document.querySelector("#verdict");
  if (!form || !verdict) return;
  const STILL = 6;
  const STEP = 5;
  let drag = null;

  const laneAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-row]");

  const local = (lane, minute) => {
    const clock = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    return `${lane.dataset.day}T${clock}`;
  };

  const startIn = (lane, left) => {
    const plot = lane.querySelector(".lane-plot").getBoundingClientRect();
    const share = Math.min(Math.max((left - plot.left) / plot.width, 0), 1);
    const first = Number(lane.dataset.first);
    const minute = first + share * (Number(lane.dataset.last) - first);
    return local(lane, Math.min(Math.round(minute / STEP) * STEP, 24 * 60 - STEP));
  };

  const ask = async (values) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    verdict.setAttribute("aria-busy", "true");
    const answer = await fetch(form.dataset.check, { method: "POST", body, headers: { "X-Part": "verdict" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = answer.ok ? page.body : page.querySelector("main") ?? page.body;
    verdict.replaceChildren(...said.childNodes);
    verdict.removeAttribute("aria-busy");
    verdict.scrollIntoView({ block: "center" });
    verdict.focus();
  };

  const moveGhost = (event) => {
    drag.ghost.style.left = `${event.clientX + 8}px`;
    drag.ghost.style.top = `${event.clientY + 8}px`;
    const lane = laneAt(event);
    if (lane !== drag.over) {
      drag.over?.classList.remove("drop");
      lane?.classList.add("drop");
      drag.over = lane;
    }
  };

  const begin = (event) => {
    const ghost = document.createElement("div");
    ghost.className = "ghost";
    ghost.textContent = drag.source.querySelector("title")?.textContent ?? drag.source.textContent.trim();
    document.body.append(ghost);
    Object.assign(drag, { ghost, over: null });
    document.body.classList.add("dragging");
    moveGhost(event);
  };

  const end = () => {
    drag?.ghost?.remove();
    drag?.over?.classList.remove("drop");
    document.body.classList.remove("dragging");
    drag = null;
  };

  document.addEventListener("pointerdown", (event) => {
    const source = event.target.closest?.("[data-move]");
    if (!source?.dataset.move || event.pointerType === "touch" || event.button !== 0) return;
    drag = { source, x: event.clientX, y: event.clientY, grip: event.clientX - source.getBoundingClientRect().left };
    if (source.namespaceURI.endsWith("svg")) event.preventDefault();
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STILL) return;
    if (drag.ghost) moveGhost(event);
    else begin(event);
    event.preventDefault();
  });

  document.addEventListener("pointerup", (event) => {
    if (!drag?.ghost) { drag = null; return; }
    const { source, grip } = drag;
    const lane = laneAt(event);
    end();
    addEventListener("click", (click) => { click.stopPropagation(); click.preventDefault(); }, { capture: true, once: true });
    setTimeout(() => dispatchEvent(new Event("click")), 0);
    if (!lane) return;
    const { move, away } = source.dataset;
    const isTour = lane.dataset.row.startsWith("t");
    if (!isTour && lane.dataset.row !== move) return;
    const values = { subject: move, away, to: isTour ? lane.dataset.row : away };
    if (move.startsWith("v")) values.start = startIn(lane, event.clientX - grip);
    ask(values);
  });

  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
})();
