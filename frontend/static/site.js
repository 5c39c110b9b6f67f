// Adds to pages that work without it: suggestions while typing, the key "/", filters that apply at once.
"use strict";

const WAIT = 150;

function suggest(form) {
  const input = form.querySelector("input[name=q]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[data-role=status]");
  let timer = 0;
  let asked = null;
  let active = -1;
  let typed = input.value;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(titles, kinds) {
    list.replaceChildren(...titles.map((title, place) => {
      const item = document.createElement("li");
      item.id = `suggestion-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const text = document.createElement("bdi");
      text.textContent = title;
      item.dataset.text = title;
      item.append(text);
      const kind = form.dataset[kinds[place]];
      if (kind) {
        const label = document.createElement("span");
        label.className = "suggestion-kind";
        label.textContent = kind;
        item.append(" ", label);
      }
      return item;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = titles.length === 0;
    input.setAttribute("aria-expanded", String(titles.length > 0));
    status.textContent = titles.length ? form.dataset.status.replace("%d", titles.length) : "";
  }

  async function fetchTitles() {
    asked?.abort();
    const prefix = input.value.trim();
    if (prefix.length < 2) { close(); return; }
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(prefix)}`, { signal: asked.signal });
      if (!answer.ok) { close(); return; }
      const { suggestions, kinds = [] } = await answer.json();
      if (document.activeElement === input && input.value.trim() === prefix) show(suggestions, kinds);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function move(step) {
    const items = [...list.children];
    active = (active + step + items.length + 1) % (items.length + 1);
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active === items.length) active = -1;
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", items[active].id);
    input.value = active < 0 ? typed : items[active].dataset.text;
  }

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(fetchTitles, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      input.value = typed;
      close();
    }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asked?.abort(); close(); });
  form.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); close(); });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    input.value = item.dataset.text;
    form.requestSubmit();
  });
}

function focusBySlash(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const input = document.querySelector("#q");
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
}

function applyAtOnce(form) {
  form.addEventListener("change", () => {
    if (matchMedia("(min-width: 64rem)").matches) form.requestSubmit();
  });
}

function unfoldOnWideScreens(fold) {
  const wide = matchMedia("(min-width: 64rem)");
  if (wide.matches) fold.open = true;
  wide.addEventListener("change", () => { fold.open = wide.matches; });
}

document.querySelectorAll("form[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-role=facets]").forEach(applyAtOnce);
document.querySelectorAll("[data-role=filters]").forEach(unfoldOnWideScreens);
document.addEventListener("keydown", focusBySlash);
