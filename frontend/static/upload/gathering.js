// Files out of what was chosen or dropped, each with its path below the folder it was in, its size, and a way to open it.
import { unzipped } from "./unzipping.js";

const IGNORED = /(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

function entriesOf(directory) {
  const reader = directory.createReader();
  const all = [];
  return new Promise((resolve, reject) => {
    const more = () => reader.readEntries((found) => {
      if (!found.length) { resolve(all); return; }
      all.push(...found);
      more();
    }, reject);
    more();
  });
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push(plain(file, entry.fullPath.replace(/^\//, "")));
    return;
  }
  for (const one of await entriesOf(entry)) await walk(one, found);
}

function plain(file, path) {
  return { path, size: file.size, open: async () => file };
}

async function fit(found) {
  const kept = (await unzipped(found)).filter(({ path }) => !IGNORED.test(path));
  return kept.sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
}

// What was dropped: files and folders, these with all that is in them.
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return fit([...transfer.files].map((file) => plain(file, file.name)));
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return fit(found);
}

// What was chosen with an input for files, or for a folder.
export function chosen(input) {
  return fit([...input.files].map((file) => plain(file, file.webkitRelativePath || file.name)));
}

// By what the same choice is known again: the folder, or the only file.
export function nameOf(files) {
  const [top] = files[0].path.split("/");
  return files.every(({ path }) => path.split("/")[0] === top) ? top : "";
}
