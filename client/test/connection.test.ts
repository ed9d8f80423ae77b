import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection, Refused, type Listener } from "../src/net/connection";
import { Wire } from "./support/wire";

const listener = () =>
  ({
    opened: vi.fn(),
    event: vi.fn(),
    poses: vi.fn(),
    frame: vi.fn(),
    lost: vi.fn(),
    over: vi.fn(),
  }) satisfies Listener;

describe("a connection", () => {
  let told: ReturnType<typeof listener>;
  let connection: Connection;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", Wire);
    Wire.all = [];
    told = listener();
    connection = new Connection("ws://school.example/ws", told);
    connection.connect();
  });
  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("brings each reply to its request, and events to the listener", async () => {
    expect(Wire.last.protocol).toBe("lyceum.v1");
    Wire.last.open();
    const raised = connection.request("on.handRaise", {});
    const said = connection.request("on.message", { message: "hello" });
    const [first, second] = Wire.last.sent.map((frame) => frame.id);
    Wire.last.hear({ reply: second, data: { messageId: "m1" } });
    Wire.last.hear({ event: "on.handLower", data: { participantId: "anna" }, seq: 4 });
    Wire.last.hear({ reply: first, error: { code: "not_live", message: "The lesson has not started yet." } });
    await expect(said).resolves.toEqual({ messageId: "m1" });
    await expect(raised).rejects.toMatchObject({ code: "not_live" });
    expect(told.event).toHaveBeenCalledOnce();
  });

  it("gives up a request without a reply", async () => {
    Wire.last.open();
    connection.joined();
    const asked = expect(connection.request("on.handRaise", {})).rejects.toMatchObject({ code: "timeout" });
    for (let second = 0; second < 10; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      Wire.last.hear({ event: "on.handLower", data: { participantId: "anna" }, seq: 4 });
    }
    await asked;
  });

  it("reports a loss at once and reconnects by itself", async () => {
    Wire.last.open();
    const asked = expect(connection.request("on.handRaise", {})).rejects.toBeInstanceOf(Refused);
    Wire.last.lose();
    await asked;
    expect(told.lost).toHaveBeenCalledOnce();
    await expect(connection.request("on.handRaise", {})).rejects.toMatchObject({ code: "offline", isTransient: true });
    await vi.advanceTimersByTimeAsync(500);
    expect(Wire.all.length).toBe(2);
    Wire.last.open();
    expect(told.opened).toHaveBeenCalledTimes(2);
  });

  it("reconnects at once when asked to", () => {
    for (let i = 0; i < 5; i++) {
      Wire.last.lose();
      connection.reconnectNow();
    }
    expect(Wire.all.length).toBe(6);
  });

  it("does not reconnect after the end", async () => {
    Wire.last.open();
    Wire.last.lose(4001);
    expect(told.over).toHaveBeenCalledExactlyOnceWith("ended");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Wire.all.length).toBe(1);
  });

  it("ends an attempt that nothing answers after ten seconds, and begins another", async () => {
    Wire.last.open();
    connection.joined();
    Wire.last.lose();
    await vi.advanceTimersByTimeAsync(500);
    expect(Wire.all.length).toBe(2);
    const hanging = Wire.last;
    await vi.advanceTimersByTimeAsync(9_900);
    expect(Wire.all.length).toBe(2);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(hanging.readyState).toBe(Wire.CLOSED);
    expect(Wire.all.length).toBe(3);
    expect(told.lost).toHaveBeenCalledTimes(2);
  });

  it("ends the first attempt after ten seconds, too", async () => {
    await vi.advanceTimersByTimeAsync(11_000);
    expect(told.lost).toHaveBeenCalledOnce();
    expect(Wire.all.length).toBe(2);
  });

  it("counts connecting and joining together", async () => {
    await vi.advanceTimersByTimeAsync(6_000);
    Wire.last.open();
    told.opened.mockImplementation(() => void connection.request("on.sessionJoin", { sessionId: "AB29Z" }));
    // Something answers, but nobody is let in.
    for (let second = 0; second < 4; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      Wire.last.hear({ event: "on.handLower", data: { participantId: "anna" }, seq: second });
    }
    expect(told.lost).toHaveBeenCalledOnce();
  });

  it("drops an attempt that hangs when asked to try now, and begins another", () => {
    const hanging = Wire.last;
    connection.tryNow();
    expect(hanging.readyState).toBe(Wire.CLOSED);
    expect(Wire.all.length).toBe(2);
    Wire.last.open();
    expect(told.opened).toHaveBeenCalledOnce();
    // One that is open but has not joined hangs as well.
    connection.tryNow();
    expect(Wire.all.length).toBe(3);
    Wire.last.open();
    connection.joined();
    connection.tryNow();
    expect(Wire.all.length).toBe(3);
  });

  it("tells when an attempt that was asked for begins", () => {
    Wire.last.lose();
    const retryAt = () => told.lost.mock.lastCall?.[1] as number;
    expect(retryAt()).toBeGreaterThan(performance.now());
    connection.tryNow();
    expect(retryAt()).toBe(performance.now());
  });

  it("treats a silent network as lost within ten seconds", async () => {
    for (const offset of [0, 300, 999]) {
      connection.tryNow();
      told.lost.mockClear();
      Wire.last.open();
      connection.joined();
      await vi.advanceTimersByTimeAsync(2_000 + offset);
      Wire.last.hear({ event: "on.handLower", data: { participantId: "anna" }, seq: 4 });
      await vi.advanceTimersByTimeAsync(5_000);
      expect(told.lost).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(5_000);
      expect(told.lost).toHaveBeenCalledOnce();
    }
  });

  it("asks a silent server for little, and any answer will do", async () => {
    Wire.last.open();
    connection.joined();
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      for (const { id } of Wire.last.sent.splice(0)) {
        Wire.last.hear({ reply: id, error: { code: "message_unknown", message: "This message does not exist." } });
      }
    }
    expect(told.lost).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(6_000);
    const nobody = "00000000-0000-0000-0000-000000000000";
    expect(Wire.last.sent).toMatchObject([{ event: "on.messageHistory", data: { before: nobody } }]);
  });

  it("is not lost by a page that was suspended", async () => {
    Wire.last.open();
    connection.joined();
    await vi.advanceTimersByTimeAsync(1_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    vi.restoreAllMocks();
    expect(told.lost).not.toHaveBeenCalled();
    expect(Wire.last.sent.length).toBe(1);
  });
});
