// What the server wrote into the page: the lesson, and who is signed in.
import type { Avatar, SessionCard } from "../net/protocol.gen";

export interface Page {
  card: SessionCard;
  /** Nobody is signed in when it is null. */
  you: { username: string; avatar: Avatar; role: string } | null;
  /** What the page can be in: each by its code and its own name. */
  languages: [code: string, name: string][];
  /** For the form that changes the language. */
  form_token: string;
}

export function readPage(): Page {
  const text = document.getElementById("page")?.textContent;
  if (!text) throw new Error("the page brings its lesson");
  return JSON.parse(text) as Page;
}

export function socketUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
}

/** What a guest opens to come in. */
export function joinLink(code: string): string {
  return `${location.origin}/join/${code}`;
}
