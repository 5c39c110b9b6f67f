// Single keys for what is marked with `data-key`: a link is followed, a button pressed, a field entered. Not while somebody
// types, and not when it is switched off, which the browser remembers (WCAG 2.1.4).
"use strict";

const OFF = "shaffaf-keys-off";

function stored() {
  try { return localStorage.getItem(OFF); } catch { return null; }
}

function store(off) {
  try { if (off) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* Only this page then. */ }
}

let off = stored() === "1";

// On an Arabic keyboard the keys bear other letters: then the key's place tells.
function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

document.addEventListener("keydown", (event) => {
  if (off || event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(letter(event) || "none")}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input, textarea, select")) wanted.focus(); else wanted.click();
});

document.querySelectorAll("[data-role=keys-choice]").forEach((choice) => {
  const box = choice.querySelector("[data-role=keys-switch]");
  box.checked = !off;
  choice.hidden = false;
  box.addEventListener("change", () => { off = !box.checked; store(off); });
});
