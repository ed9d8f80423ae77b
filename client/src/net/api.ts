// The HTTP API, asked as the person who is signed in.
import { refusal, t } from "../texts";

/** @throws why it was refused, in a sentence */
export async function askApi<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
    throw new Error(t("refusal-offline"));
  });
  return outcome<T>(answer.ok, await answer.json().catch(() => ({})));
}

/**
 * Uploads a file.
 * @param progress is told how much has been sent, from 0 to 1
 * @throws why it was refused, in a sentence
 */
export function uploadFile<T>(path: string, file: File, progress: (part: number) => void): Promise<T> {
  const body = new FormData();
  body.append("files", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("Accept", "application/json");
  // A browser may send it again by itself.
  request.setRequestHeader("Idempotency-Key", crypto.randomUUID());
  request.upload.addEventListener("progress", ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      try {
        resolve(outcome<T>(request.status < 300, parsed(request.responseText)));
      } catch (error) {
        reject(error as Error);
      }
    });
    request.addEventListener("error", () => reject(new Error(t("refusal-offline"))));
    request.send(body);
  });
}

function outcome<T>(isDone: boolean, answer: unknown): T {
  const data = answer as T & { error?: { code: string; details: string } };
  if (isDone) return data;
  throw new Error(refusal(data.error?.code ?? "busy", data.error?.details ?? t("refusal-busy")));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
