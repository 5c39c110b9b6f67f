// The progress of all files together: a bar, sentences, the time left, and how many are in which state.
import { Pace } from "./pace.js";

const SHOWN = ["sending", "sent", "known", "refused", "failed"];
const LOOK = 250;
const QUIET = 15_000;

export class Progress {
  constructor(panel, said) {
    this.said = said;
    this.bar = panel.querySelector("progress");
    [this.sentence, this.left, this.status, this.counts] = ["said", "left", "status", "counts"].map(
      (role) => panel.querySelector(`[data-role=${role}]`),
    );
    this.pace = new Pace();
    this.spoke = 0;
  }

  // After a pause nothing of before tells how long it will take.
  forget() {
    this.pace.forget();
  }

  // Not more often than eyes can follow.
  show(sending) {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.draw(sending.tally);
    }, LOOK);
  }

  finish(sending) {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    this.spoke = 0;
    this.draw(sending.tally);
  }

  draw(tally) {
    const { said } = this;
    this.pace.mark(tally.through);
    this.bar.max = Math.max(1, tally.bytes);
    this.bar.value = tally.through;
    const values = { files: said.number(tally.over), total: said.number(tally.total) };
    values.sent = said.size(tally.through);
    values.size = said.size(tally.bytes);
    this.sentence.textContent = said.say(tally.isOver ? "all_over" : "progress", values);
    const seconds = tally.isOver ? null : this.pace.left(tally.bytes - tally.through);
    this.left.textContent = seconds === null ? "" : said.say("time_left", { time: said.time(seconds) });
    this.counts.replaceChildren(...SHOWN.filter((state) => tally.of(state)).map((state) => this.count(tally, state)));
    this.speak(this.sentence.textContent);
  }

  count(tally, state) {
    const item = document.createElement("li");
    item.textContent = `${this.said.say(state)} `;
    item.dataset.count = state;
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = this.said.number(tally.of(state));
    item.append(number);
    return item;
  }

  // Screen readers are told now and then.
  speak(text) {
    if (Date.now() - this.spoke < QUIET) return;
    this.spoke = Date.now();
    this.status.textContent = text;
  }
}
