// A sheet that describes files: sent with their batch, and what came of it shown.

export class Sheet {
  constructor(root, api, said) {
    this.input = root.querySelector("#sheet");
    this.result = root.querySelector("[data-role=sheet]");
    this.faults = root.querySelector("[data-role=sheet-faults]");
    this.api = api;
    this.said = said;
  }

  // Sends the sheet that was chosen, if any. Right rows are used whatever is wrong with others.
  async send() {
    const [file] = this.input.files;
    if (!file) return;
    const taken = await this.api.describe(file);
    this.input.value = "";
    const { said } = this;
    this.result.textContent = said.say("sheet_taken", { rows: said.number(taken.rows), waiting: said.number(taken.waiting) });
    this.faults.replaceChildren(...taken.faults.map((fault) => this.line(fault)));
  }

  line({ row, column, text, reason }) {
    const item = document.createElement("li");
    const cell = document.createElement("bdi");
    cell.textContent = text ? `« ${text} »` : "";
    item.append(this.said.say("sheet_fault", { row: this.said.number(row), column, reason }), " ", cell);
    return item;
  }
}
