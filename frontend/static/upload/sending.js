// Sends files: hashed first, asked about in groups, and only those that the archive lacks, a few at a time.
import { Tally } from "./tally.js";

const AT_ONCE = 3;
const ASKED_AT_ONCE = 100;
const CHUNK = 4 * 1024 ** 2;
const DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, ...Array(60).fill(30_000)];
const PATIENCE = 3_000;

// A file to be sent. It is queued, hashing, ready (to be asked about), asking, wanted, sending; then sent, known (not sent, since
// the archive has it) or refused; failed when the way to the server was lost for long.
export class Item {
  constructor({ path, size, open }) {
    this.path = path;
    this.size = size;
    this.open = open;
    this.state = "queued";
    this.through = 0;
    this.reason = "";
  }
}

export class Sending {
  // `api` knows the server; `changed(item)` is called when something of a file, or of all, has changed.
  constructor(api, hashing, items, changed) {
    this.api = api;
    this.hashing = hashing;
    this.items = items;
    this.changed = changed;
    this.tally = new Tally(items);
    this.paused = true;
    this.uploads = new Map();
  }

  // Begins, or goes on after a pause, with all that is not over.
  start() {
    this.paused = false;
    const again = this.items.filter((item) => item.state === "failed");
    for (const item of again) this.put(item, item.sha256 ? "ready" : "queued");
    this.queued = this.items.filter((item) => item.state === "queued");
    this.ready = this.items.filter((item) => item.state === "ready");
    this.wanted = this.items.filter((item) => item.state === "wanted");
    this.hash();
    this.go();
  }

  pause() {
    this.paused = true;
    for (const [item, upload] of this.uploads) {
      upload.abort();
      this.put(item, "ready");
    }
    this.uploads.clear();
    this.changed();
  }

  put(item, state, reason = "") {
    this.tally.move(item, state);
    item.reason = reason;
    this.changed(item);
  }

  // One file after the other; those that have been hashed go their way meanwhile.
  async hash() {
    if (this.isHashing) return;
    this.isHashing = true;
    while (!this.paused && this.queued.length) await this.hashOne(this.queued.shift());
    this.isHashing = false;
    this.go();
  }

  async hashOne(item) {
    this.put(item, "hashing");
    try {
      item.sha256 = await this.hashing.of(await item.open());
      this.put(item, "ready");
      this.ready.push(item);
    } catch {
      this.put(item, "failed", "unreadable");
    }
    this.go();
  }

  go() {
    if (this.paused) return;
    this.ask();
    while (this.wanted.length && this.uploads.size < AT_ONCE) this.send(this.wanted.shift());
    this.changed();
  }

  // How files stand is asked as soon as there is a group of them, or nothing else to do.
  async ask() {
    const isWorth = this.ready.length >= ASKED_AT_ONCE || !this.isHashing || !(this.uploads.size || this.wanted.length);
    if (this.isAsking || !this.ready.length || !isWorth) return;
    this.isAsking = true;
    const group = this.ready.splice(0, ASKED_AT_ONCE);
    for (const item of group) this.put(item, "asking");
    try {
      const standings = await this.api.offer(group);
      group.forEach((item, place) => this.learn(item, standings[place]));
    } catch (error) {
      this.api.tell(error);
      await new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
      for (const item of group) this.put(item, "ready");
      this.ready.push(...group);
    }
    this.isAsking = false;
    this.go();
  }

  learn(item, { state, url, reason }) {
    item.url = url;
    this.put(item, state, reason);
    if (state === "wanted") this.wanted.push(item);
  }

  async send(item) {
    const way = { abort() {} };
    this.uploads.set(item, way);
    this.put(item, "sending");
    try {
      const file = await item.open();
      if (this.uploads.get(item) === way) this.sendFile(item, file);
    } catch {
      this.end(item, { state: "failed", reason: "unreadable" });
    }
  }

  sendFile(item, file) {
    const upload = new tus.Upload(file, {
      ...this.api.wayOf(item),
      chunkSize: CHUNK,
      retryDelays: DELAYS,
      storeFingerprintForResuming: false,
      onProgress: (through) => {
        this.tally.advance(item, through);
        this.changed(item);
      },
      onShouldRetry: (error) => this.api.isPassing(error),
      onSuccess: ({ lastResponse }) => this.end(item, this.api.outcome(lastResponse)),
      onError: (error) => this.end(item, this.api.failure(error)),
    });
    this.uploads.set(item, upload);
    upload.start();
  }

  end(item, { state, reason }) {
    this.uploads.delete(item);
    this.put(item, state, reason);
    this.go();
  }
}
