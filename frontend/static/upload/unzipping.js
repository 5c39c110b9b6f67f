// The files in a ZIP, each unpacked only when it is its turn; `zip` is the library's.

zip.configure({ useWebWorkers: false });

// What was chosen, with what is in ZIPs in their place. A ZIP that can't be opened stays what it is: the server says why.
export async function unzipped(files) {
  const found = [];
  for (const one of files) found.push(...(isZip(one) ? await opened(one) : [one]));
  return found;
}

function isZip({ path }) {
  return path.toLowerCase().endsWith(".zip");
}

async function opened(one) {
  try {
    const entries = await new zip.ZipReader(new zip.BlobReader(await one.open())).getEntries();
    const kept = entries.filter((entry) => !entry.directory);
    if (!kept.length || kept.some((entry) => entry.encrypted)) return [one];
    return kept.map((entry) => part(entry, one.path));
  } catch {
    return [one];
  }
}

// A file of a ZIP, under the ZIP's name without its suffix.
function part(entry, path) {
  return {
    path: `${path.slice(0, -".zip".length)}/${entry.filename}`,
    size: entry.uncompressedSize,
    open: () => entry.getData(new zip.BlobWriter()),
  };
}
