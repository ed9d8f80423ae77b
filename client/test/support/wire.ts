// A WebSocket whose other end is the test.
export class Wire {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static all: Wire[] = [];
  readyState = 0;
  bufferedAmount = 0;
  sent: { event: string; id: number; data: object }[] = [];
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
    if (this.readyState !== 0) return;
    this.readyState = Wire.OPEN;
    this.onopen?.();
  }
  hear(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  /** Answers the latest request of this event. */
  answer(event: string, data: object): void {
    this.hear({ reply: this.sent.findLast((frame) => frame.event === event)?.id, data });
  }
  /** Refuses the latest request of this event. */
  refuse(event: string, code: string): void {
    this.hear({ reply: this.sent.findLast((frame) => frame.event === event)?.id, error: { code, message: code } });
  }
  lose(code = 1006): void {
    this.readyState = Wire.CLOSED;
    this.onclose?.({ code });
  }
  send(frame: string | ArrayBuffer): void {
    if (typeof frame === "string") this.sent.push(JSON.parse(frame) as Wire["sent"][number]);
  }
  close(): void {
    this.readyState = Wire.CLOSED;
  }
}
