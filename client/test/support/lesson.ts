// A lesson whose server is the test: its WebSocket is a `Wire`.
import { vi } from "vitest";
import { features } from "../../src/features";
import { Lesson } from "../../src/lesson/lesson";
import type { Joined, SessionCard, Snapshot } from "../../src/net/protocol.gen";
import { person, snapshot } from "./room";
import { Wire } from "./wire";

const card: SessionCard = {
  id: "0199d0c4-0000-7000-8000-000000000002",
  sessionCode: "AB29Z",
  sessionTitle: "Volcanoes",
  description: "",
  teacher: "Ms Galani",
  dateTimeOfSession: "2026-11-20T07:00:00Z",
  state: "live",
  guestsAllowed: true,
  waitingRoom: false,
};

/** A lesson that connects, with timers that the test moves; `vi.unstubAllGlobals` and `vi.useRealTimers` end it. */
export function connecting(): Lesson {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  vi.stubGlobal("location", new URL("http://school.example/join/AB29Z"));
  Wire.all = [];
  const you = { username: "Anna", avatar: person("anna").avatar, role: "student" };
  const lesson = new Lesson({ card, you, guest_days: 0, keeps_chat: false, languages: [], form_token: "" }, features);
  lesson.begin();
  return lesson;
}

/** Lets the latest connection in, as Anna. */
export async function letIn(room: Partial<Snapshot> = {}): Promise<void> {
  Wire.last.open();
  const data: Joined = {
    participantId: "anna",
    username: "Anna",
    role: "student",
    avatar: person("anna").avatar,
    resume: "seat",
    session: card,
    room: snapshot(room),
  };
  Wire.last.answer("on.sessionJoin", data);
  await vi.advanceTimersByTimeAsync(0);
}
