import type { Answered } from "../server";

/** Sends a file, and says how much of it has gone: `fetch` does not tell. `onShare` has 0 to 1. */
export function sent(path: string, file: Blob, onShare: (share: number) => void): Promise<Answered> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("X-Requested-With", "todo");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onShare(total > 0 ? loaded / total : 0);
    });
    request.addEventListener("loadend", () => {
      done({ status: request.status, body: bodyOf(request.responseText) });
    });
    request.send(file);
  });
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // what something in between has answered
  }
}
