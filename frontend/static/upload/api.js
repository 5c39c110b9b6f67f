// What the server is asked for files and batches: the routes of programs, entered by the door of pages.

const BASE = "/staff/api";
const STATES = { wanted: "wanted", begun: "wanted", sent: "known", known: "known", refused: "refused" };
const PASSING = [408, 409, 423, 429, 460];
const WHOLE = 1024 ** 2;

// What the server said in words, if it did.
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail || String(status));
    this.status = status;
    this.detail = detail;
  }
}

// The problem details with which a request of `tus-js-client` was answered.
function said(error) {
  try {
    return JSON.parse(error.originalResponse.getBody());
  } catch {
    return {};
  }
}

export class Api {
  // `batch` is the one to go on with, if any; `told` hears of what goes wrong and is tried again.
  constructor(batch, formKey, language, told) {
    this.batch = batch;
    this.formKey = formKey;
    this.language = language;
    this.told = told;
  }

  get headers() {
    return { "X-Form-Key": this.formKey, "Accept-Language": this.language };
  }

  tell(error) {
    this.told(error);
  }

  post(path, body) {
    return this.ask("POST", path, body, "application/json");
  }

  async ask(method, path, body, type) {
    const headers = { ...this.headers, "Content-Type": type };
    const answer = await fetch(BASE + path, { method, headers, body, redirect: "error" });
    const details = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refusal(answer.status, details.detail);
    return details;
  }

  // The batch that files go into: the one of the same folder that is not finished, or a new one.
  async open({ name, body, publish }) {
    if (this.batch) return;
    const asked = { name: name.slice(0, 200), publish, resume_key: name.slice(0, 64) };
    const made = await this.post(`/bodies/${encodeURIComponent(body)}/batches`, JSON.stringify(asked));
    this.batch = made.id;
  }

  // How files stand, in their order: their states, where to go on, and why not.
  async offer(items) {
    const files = items.map((item) => ({ path: item.path, size: item.size, sha256: item.sha256 }));
    const { files: found } = await this.post(`/batches/${this.batch}/known`, JSON.stringify({ files }));
    return found.map((one) => ({ state: STATES[one.standing], url: one.upload, reason: one.failure ?? "" }));
  }

  // What a sheet says of the batch's files: how many rows are used, how many wait for their files, what is wrong with others.
  describe(file) {
    const path = `/batches/${this.batch}/sheet?name=${encodeURIComponent(file.name)}`;
    return this.ask("PUT", path, file, "application/octet-stream");
  }

  async close() {
    const { batch } = this;
    this.batch = "";
    await this.post(`/batches/${batch}/close`, "");
  }

  // How `tus-js-client` sends a file.
  wayOf(item) {
    return {
      endpoint: `${BASE}/batches/${this.batch}/uploads`,
      uploadUrl: item.url ?? null,
      metadata: { filename: item.path, sha256: item.sha256 },
      headers: this.headers,
      // What is larger is begun first, so that nothing that came is lost when the line is cut.
      uploadDataDuringCreation: item.size <= WHOLE,
    };
  }

  // Whether another try may help: lines and servers come back, a file that is refused stays refused.
  isPassing(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    if (said(error).type?.endsWith(":batch_closed")) return false;
    return status === 0 || status >= 500 || PASSING.includes(status);
  }

  // What became of a file that was sent whole.
  outcome(response) {
    return { state: response.getHeader("Upload-State") === "known" ? "known" : "sent", reason: "" };
  }

  // What becomes of a file that can't be sent.
  failure(error) {
    const reason = error.originalResponse?.getHeader("Upload-Failure");
    if (reason) return { state: "refused", reason };
    if (error.originalResponse) this.tell(new Refusal(error.originalResponse.getStatus(), said(error).detail));
    return { state: "failed", reason: "lost" };
  }
}
