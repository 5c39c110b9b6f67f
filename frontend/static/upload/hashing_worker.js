// Hashes files beside the page, a part at a time, so that neither the page stands still nor memory fills.
import { sha256 } from "../vendor/noble-hashes/sha2.js";

async function hash(file) {
  const digest = sha256.create();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    digest.update(value);
  }
  return [...digest.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

self.addEventListener("message", async ({ data: { id, file } }) => {
  try {
    self.postMessage({ id, sha256: await hash(file) });
  } catch (error) {
    // A file that was moved or locked since it was chosen.
    self.postMessage({ id, error: String(error) });
  }
});
