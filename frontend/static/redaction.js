// Marking places on a page's image: drag a rectangle, and its edges stand in the form, in percent. Without this script the
// edges are typed.
(() => {
  "use strict";
  const frame = document.querySelector("[data-marking]");
  const form = document.querySelector("[data-places]");
  if (!frame || !form) return;
  const svg = frame.querySelector("svg");
  const list = form.querySelector("[data-list]");
  const first = list.querySelector(".place");
  const more = form.querySelector("[data-more]");
  const sides = ["left", "top", "right", "bottom"];
  const input = (place, side) => place.querySelector(`[name=${side}]`);
  const isEmpty = (place) => sides.every((side) => !input(place, side).value);

  const added = () => {
    const place = first.cloneNode(true);
    sides.forEach((side) => { input(place, side).value = ""; });
    list.append(place);
    return place;
  };

  const draw = () => {
    svg.replaceChildren(...[...list.children].filter((place) => !isEmpty(place)).map((place) => {
      const [left, top, right, bottom] = sides.map((side) => parseFloat(input(place, side).value.replace(",", ".")) || 0);
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const at = { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
      Object.entries(at).forEach(([name, value]) => rect.setAttribute(name, value));
      return rect;
    }));
  };

  const point = (event) => {
    const box = frame.getBoundingClientRect();
    const share = (value) => Math.min(100, Math.max(0, value * 100));
    return [share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)];
  };

  let start = null;
  let place = null;
  const stretch = (event) => {
    const [x, y] = point(event);
    const edges = [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];
    sides.forEach((side, number) => { input(place, side).value = edges[number].toFixed(2); });
    draw();
  };
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    start = point(event);
    place = [...list.children].find(isEmpty) || added();
  });
  frame.addEventListener("pointermove", (event) => { if (start) stretch(event); });
  frame.addEventListener("pointerup", (event) => {
    if (!start) return;
    stretch(event);
    start = null;
  });
  list.addEventListener("input", draw);
  more.hidden = false;
  more.addEventListener("click", () => input(added(), "left").focus());
})();
