import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection, Refused, type Listener } from "../src/net/connection";

/** A WebSocket whose other end is the test. */
class Wire {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static all: Wire[] = [];
  readyState = 0;
  bufferedAmount = 0;
  sent: { event: string; id: number }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    Wire.all.push(this);
  }
  static get last(): Wire {
    return Wire.all.at(-1)!;
  }
  open(): void {
    this.readyState = Wire.OPEN;
    this.onopen?.();
  }
  hear(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  lose(code = 1006): void {
    this.readyState = Wire.CLOSED;
    this.onclose?.({ code });
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { event: string; id: number });
  }
  close(): void {
    this.readyState = Wire.CLOSED;
  }
}

const listener = () =>
  ({ opened: vi.fn(), event: vi.fn(), poses: vi.fn(), lost: vi.fn(), over: vi.fn() }) satisfies Listener;

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
    const asked = expect(connection.request("on.handRaise", {})).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(10_000);
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

  it("treats a silent network as lost", async () => {
    Wire.last.open();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(Wire.last.sent.map((frame) => frame.event)).toContain("on.snapshot");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(told.lost).toHaveBeenCalled();
  });
});
