import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../src/net/protocol.gen";
import {
  discard,
  markRefused,
  markRetried,
  markStored,
  visibleUnsent,
  withoutStored,
  type Outbox,
} from "../src/chat/outbox";

const message = (messageId: string, text: string, participantId = "me"): ChatMessage => ({
  messageId,
  message: text,
  participantId,
  username: participantId,
  sentAt: "2026-01-01T10:00:00Z",
});
const outbox: Outbox = [
  { clientId: "a", message: "hello", after: "m1" },
  { clientId: "b", message: "hello", after: "m1" },
];
const shown = (box: Outbox, messages: ChatMessage[]) => visibleUnsent(box, messages, "me").map((one) => one.clientId);

describe("an unsent message", () => {
  it("is shown until everyone's message is here, before or after the reply", () => {
    expect(shown(outbox, [message("m1", "hello")])).toEqual(["a", "b"]);
    // The message before its reply.
    expect(shown(outbox, [message("m2", "hello")])).toEqual(["b"]);
    // The reply before its message.
    const named = markStored(outbox, "a", "m2", []);
    expect(shown(named, [])).toEqual(["a", "b"]);
    expect(shown(named, [message("m2", "hello")])).toEqual(["b"]);
  });

  it("is not confused with another's, or with an earlier one of one's own", () => {
    expect(shown(outbox, [message("m2", "hello", "other"), message("m0", "hello")])).toEqual(["a", "b"]);
  });

  it("goes once its id is known and that message is here", () => {
    expect(markStored(outbox, "a", "m2", [message("m2", "hello")])).toEqual([outbox[1]]);
    expect(withoutStored(markStored(outbox, "a", "m2", []))).toEqual([outbox[1]]);
  });

  it("stays with the reason when it was refused, until it is discarded", () => {
    const no = markRefused(outbox, "a", "Too long.");
    expect(visibleUnsent(no, [message("m2", "hello")], "me").map((one) => [one.clientId, one.refused])).toEqual([
      ["a", "Too long."],
    ]);
    expect(discard(no, "a")).toEqual([outbox[1]]);
  });

  it("is sent again without the reason, and no other is", () => {
    const no = markRefused(markRefused(outbox, "a", "Too long."), "b", "Too fast.");
    expect(markRetried(no, "a")).toEqual([outbox[0], no[1]]);
  });
});
