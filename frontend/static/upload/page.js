// The page at which files are handed in: what is chosen becomes a batch, and its progress is shown.
import { Api } from "./api.js";
import { chosen, dropped, nameOf } from "./gathering.js";
import { Hashing } from "./hashing.js";
import { FileList } from "./list.js";
import { Progress } from "./progress.js";
import { Said } from "./said.js";
import { Item, Sending } from "./sending.js";
import { Sheet } from "./sheet.js";
import { OVER } from "./tally.js";

const root = document.querySelector("#upload");
const said = new Said(JSON.parse(root.dataset.words));
const formKey = document.querySelector("meta[name=form-key]").content;
const trouble = root.querySelector("[data-role=trouble]");
const panel = document.querySelector("#sending");
const part = (role) => panel.querySelector(`[data-role=${role}]`);

const ROW = 76;
const TROUBLES = new Set(["refused", "failed"]);

function complain(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

function drawRow(item, row) {
  const words = [said.say(item.state)];
  if (item.state === "sending") words.push(`${said.number((100 * item.through) / Math.max(1, item.size))} %`);
  if (item.reason) words.push(said.words[`failure.${item.reason}`] ?? said.say(item.reason));
  const text = `${item.path}\n${words.join(" · ")}`;
  if (row.dataset.text === text) return;
  row.dataset.text = text;
  const name = document.createElement("bdi");
  name.textContent = item.path;
  const state = document.createElement("span");
  state.className = TROUBLES.has(item.state) ? "reason" : "muted";
  state.textContent = words.join(" · ");
  row.replaceChildren(name, state);
}

class Page {
  constructor() {
    this.api = new Api(root.dataset.batch, formKey, document.documentElement.lang, (fault) => this.tell(fault));
    this.list = new FileList(part("files"), ROW, drawRow);
    this.progress = new Progress(panel, said);
    this.sheet = new Sheet(root, this.api, said);
    this.sheet.input.addEventListener("change", () => this.describe());
    part("pause").addEventListener("click", () => this.pause());
    part("continue").addEventListener("click", () => this.go());
    part("close").addEventListener("click", () => this.close());
    part("only").addEventListener("change", () => this.showFiles());
    window.addEventListener("beforeunload", (event) => {
      if (this.sending && !this.sending.paused && !this.sending.tally.isOver) event.preventDefault();
    });
  }

  // Files were chosen: they make a batch, or join the one that is not finished.
  async take(files) {
    if (!files.length) { complain(said.say("nothing")); return; }
    complain("");
    try {
      await this.api.open(this.wanted(files));
      await this.sheet.send();
    } catch (error) {
      this.tell(error);
      return;
    }
    this.hashing ??= new Hashing();
    this.sending?.pause();
    const items = [...this.left(files), ...files].map((one) => new Item(one));
    this.sending = new Sending(this.api, this.hashing, items, (item) => this.changed(item));
    this.over = false;
    panel.hidden = false;
    part("batch").href = `${root.dataset.batches}/${this.api.batch}?lang=${document.documentElement.lang}`;
    part("batch").hidden = false;
    this.showFiles();
    panel.querySelector("h2").focus();
    this.go();
  }

  // What was chosen before these files and is not through.
  left(files) {
    const paths = new Set(files.map(({ path }) => path));
    return (this.sending?.items ?? []).filter((item) => !OVER.includes(item.state) && !paths.has(item.path));
  }

  // A sheet may come before the files, and waits for them then, or after them.
  async describe() {
    if (!this.api.batch) return;
    complain("");
    try {
      await this.sheet.send();
    } catch (error) {
      this.tell(error);
    }
  }

  wanted(files) {
    const name = nameOf(files);
    return {
      name,
      body: root.querySelector("#body")?.value ?? null,
      publish: root.querySelector("#publish")?.checked ?? false,
    };
  }

  go() {
    complain("");
    part("pause").hidden = false;
    part("continue").hidden = true;
    this.progress.forget();
    this.sending.start();
  }

  pause() {
    this.sending.pause();
    this.offerToGoOn();
  }

  offerToGoOn() {
    part("pause").hidden = true;
    part("continue").hidden = false;
  }

  changed(item) {
    this.progress.show(this.sending);
    this.list.later();
    if (item && TROUBLES.has(item.state) && part("only").checked) this.showFiles();
    const { tally } = this.sending;
    if (tally.of("failed") && tally.over + tally.of("failed") === tally.total) this.offerToGoOn();
    if (tally.isOver && !this.over) this.end();
  }

  // Everything is through. What was refused may be put right and sent with the same batch; else it is finished.
  end() {
    this.over = true;
    part("pause").hidden = true;
    part("close").hidden = false;
    this.progress.finish(this.sending);
    if (!this.sending.tally.of("refused")) this.close();
  }

  async close() {
    try {
      await this.api.close();
      part("close").hidden = true;
    } catch (error) {
      this.tell(error);
    }
  }

  showFiles() {
    const { items } = this.sending;
    this.list.show(part("only").checked ? items.filter((item) => TROUBLES.has(item.state)) : items);
  }

  tell(error) {
    complain(error.detail || said.say("unreachable"));
  }
}

const page = new Page();
const drop = root.querySelector("[data-role=drop]");

async function takeChosen(input) {
  const files = await chosen(input);
  input.value = "";
  page.take(files);
}

for (const input of drop.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => takeChosen(input));
  // Whoever was faster than the scripts.
  if (input.files.length) takeChosen(input);
}
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("drop-over", kind === "dragenter" || kind === "dragover");
  });
}
drop.addEventListener("drop", async (event) => page.take(await dropped(event.dataTransfer)));
