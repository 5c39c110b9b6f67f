// How long what is left will take, by what was sent lately.

const SPAN = 30_000;

export class Pace {
  constructor(now = () => performance.now()) {
    this.now = now;
    this.marks = [];
  }

  // So many bytes have been sent by now.
  mark(sent) {
    const at = this.now();
    this.marks.push({ at, sent });
    while (this.marks.length > 2 && at - this.marks[0].at > SPAN) this.marks.shift();
  }

  // After a pause nothing of before counts.
  forget() {
    this.marks = [];
  }

  // Seconds; null while nobody can tell.
  left(bytes) {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || last.at - first.at < 2_000 || last.sent <= first.sent) return null;
    return (bytes * (last.at - first.at)) / (last.sent - first.sent) / 1000;
  }
}
