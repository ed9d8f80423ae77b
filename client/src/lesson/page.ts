// The data that the server writes into the page: the lesson, and who is signed in.
import type { Avatar, SessionCard } from "../net/protocol.gen";

export interface Page {
  card: SessionCard;
  /** Null when nobody is signed in. */
  you: { username: string; avatar: Avatar; role: string } | null;
  /** For how many days after the lesson a guest's name is kept, and whether the teacher keeps the chat. */
  guest_days: number;
  keeps_chat: boolean;
  /** For the teacher: the link as a QR code, which is an SVG of the server's own. */
  qr?: string;
  /** The languages of the page: their codes and their own names. */
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

/** Where a code is typed, as people say it. */
export function joinPage(): string {
  return `${location.host}/join`;
}

/** The address at which guests join. */
export function joinLink(code: string): string {
  return `${location.origin}/join/${code}`;
}
