// Who is counted as a student: neither the teacher nor a program that streams.
import type { Participant } from "../net/protocol.gen";

export function students(people: readonly Participant[]): Participant[] {
  return people.filter(({ role, stream }) => role === "student" && !stream);
}
