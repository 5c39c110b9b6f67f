// How many files are in which state, and how many bytes are through.

// Nothing happens to these any more.
export const OVER = ["sent", "known", "refused"];

export class Tally {
  constructor(items) {
    this.counts = {};
    this.bytes = 0;
    this.through = 0;
    for (const item of items) {
      this.count(item.state, 1);
      this.bytes += item.size;
    }
  }

  get total() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  get over() {
    return OVER.reduce((sum, state) => sum + this.of(state), 0);
  }

  get isOver() {
    return this.over === this.total;
  }

  of(state) {
    return this.counts[state] ?? 0;
  }

  count(state, change) {
    this.counts[state] = this.of(state) + change;
  }

  // A file goes from one state to another; one that is over is through, whether it was sent or not.
  move(item, state) {
    this.count(item.state, -1);
    this.count(state, 1);
    item.state = state;
    if (OVER.includes(state)) this.advance(item, item.size);
  }

  // So many bytes of the file are through.
  advance(item, bytes) {
    this.through += bytes - item.through;
    item.through = bytes;
  }
}
