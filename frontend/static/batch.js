// Keeps the page of a batch fresh: counts by server-sent events, and the parts of the page that follow from them.
"use strict";

const QUIET = 10_000;
const FRESH = 3_000;
const REFUSED = 30_000;

const panel = document.querySelector("[data-events]");
const status = panel.querySelector("[data-role=status]");
let failed = null;
let spoke = 0;
let refreshed = 0;
let timer = 0;

function show(told) {
  const bar = panel.querySelector("progress");
  bar.max = Math.max(told.total, 1);
  bar.value = told.ended;
  panel.querySelector("[data-role=said]").textContent = told.said;
  for (const [state, count] of Object.entries(told.counts)) {
    panel.querySelector(`[data-state="${state}"]`).textContent = count;
  }
}

// Screen readers are told now and then, not each second.
function speak(told, last) {
  if (!last && Date.now() - spoke < QUIET) return;
  spoke = Date.now();
  status.textContent = told.said;
}

function isBusy(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]");
}

// Buttons and files are drawn by the server alone: they are asked for again, unless somebody is at work there.
async function refresh() {
  clearTimeout(timer);
  timer = 0;
  refreshed = Date.now();
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (other && !isBusy(part)) part.replaceChildren(...other.childNodes);
  }
}

function refreshSoon() {
  if (!timer) timer = setTimeout(() => refresh().catch(() => {}), Math.max(0, refreshed + FRESH - Date.now()));
}

function hear(event, last) {
  const told = JSON.parse(event.data);
  show(told);
  speak(told, last);
  if (last || failed !== null) refreshSoon();
  failed = told.failed;
}

function watch() {
  const source = new EventSource(panel.dataset.events);
  source.addEventListener("counts", (event) => hear(event, false));
  source.addEventListener("end", (event) => {
    source.close();
    hear(event, true);
  });
  // A lost connection is tried again by the browser itself; when the server has refused, later.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(watch, REFUSED);
  });
}

watch();
