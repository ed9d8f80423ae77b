import { expect, it } from "vitest";
import { after, entered, snapshot } from "./support/room";

it("the room knows who sends video", () => {
  const data = { participantId: "ben", camera: true };
  const room = after(entered(snapshot()), { event: "on.participantCamera", data, seq: 6 });
  expect([...room.people.values()].map((person) => person.camera)).toEqual([undefined, true]);
});
