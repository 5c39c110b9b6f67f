// Hashes of files, from a worker.

export class Hashing {
  constructor() {
    this.worker = new Worker(new URL("hashing_worker.js", import.meta.url), { type: "module" });
    this.asked = new Map();
    this.next = 0;
    this.worker.addEventListener("message", ({ data }) => this.answered(data));
  }

  // The SHA-256 of a file in hexadecimal digits; rejects for one that can't be read.
  of(file) {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, file });
    });
  }

  answered({ id, sha256, error }) {
    const { resolve, reject } = this.asked.get(id);
    this.asked.delete(id);
    if (error) reject(new Error(error));
    else resolve(sha256);
  }
}
