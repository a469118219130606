/* Pages on the road: kept for use without a connection, minutes that count down, a bar that says when there is none. */
"use strict";
const { worker, scope } = document.currentScript.dataset;
if ("serviceWorker" in navigator && document.documentElement.dataset.person) {
  navigator.serviceWorker.register(worker, { scope }).then((registration) => {
    const keep = () => Promise.all(
      [...document.querySelectorAll("a[data-keep]")].map((link) => fetch(link.href, { credentials: "same-origin" }).catch(() => undefined))
    );
    navigator.serviceWorker.ready.then(() => { if (navigator.serviceWorker.controller) keep(); });
    navigator.serviceWorker.addEventListener("controllerchange", keep);
    return registration;
  }).catch(() => undefined);
}

const minutesUntil = (moment) => Math.round((new Date(moment) - Date.now()) / 60000);

function tick() {
  for (const place of document.querySelectorAll("[data-until]")) {
    const minutes = minutesUntil(place.dataset.until);
    if (minutes >= 0 && minutes <= 180) place.textContent = place.dataset.text.replace("{n}", String(minutes));
  }
  const moment = Date.now();
  for (const card of document.querySelectorAll("[data-starts]")) {
    const isOver = new Date(card.dataset.ends) <= moment;
    card.classList.toggle("over", isOver);
    card.classList.toggle("now", !isOver && new Date(card.dataset.starts) <= moment);
  }
}

function showConnection() {
  const bar = document.getElementById("offline");
  if (bar) bar.hidden = navigator.onLine;
}

addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showConnection();
tick();
setInterval(tick, 20000);
