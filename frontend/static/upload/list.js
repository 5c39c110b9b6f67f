// A list of many thousand files of which only those in sight are drawn.

const MARGIN = 5;

export class FileList {
  // `draw(item, element)` fills one row, which is `height` pixels high.
  constructor(frame, height, draw) {
    this.frame = frame;
    this.height = height;
    this.draw = draw;
    this.items = [];
    this.rows = new Map();
    this.inner = document.createElement("ol");
    this.inner.className = "files-inner";
    frame.append(this.inner);
    frame.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(frame);
  }

  show(items) {
    this.items = items;
    this.inner.style.blockSize = `${items.length * this.height}px`;
    this.later();
  }

  later() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.update();
    });
  }

  update() {
    const first = Math.max(0, Math.floor(this.frame.scrollTop / this.height) - MARGIN);
    const last = Math.min(this.items.length, Math.ceil((this.frame.scrollTop + this.frame.clientHeight) / this.height) + MARGIN);
    for (const [place, row] of this.rows) {
      if (place < first || place >= last) {
        row.remove();
        this.rows.delete(place);
      }
    }
    for (let place = first; place < last; place++) this.draw(this.items[place], this.row(place));
  }

  row(place) {
    let row = this.rows.get(place);
    if (!row) {
      row = document.createElement("li");
      row.className = "files-row";
      row.style.insetBlockStart = `${place * this.height}px`;
      row.setAttribute("aria-posinset", place + 1);
      this.rows.set(place, row);
      this.inner.append(row);
    }
    row.setAttribute("aria-setsize", this.items.length);
    return row;
  }
}
