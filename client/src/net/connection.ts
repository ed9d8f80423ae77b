// One WebSocket after the other: requests and their replies, events, poses, and reconnecting after a loss.
import { closeReason, comesBack, delay } from "./backoff";
import { refusal, t } from "../texts";
import { decodePoses, type PoseFrame } from "./pose";
import { SUBPROTOCOL, type ClientEvent, type CloseReason, type Error as Wire, type ServerEvent } from "./protocol.gen";

/** An event of the server; its number counts what everyone in the room was told. */
export type RoomEvent = ServerEvent & { seq: number };
export type EventName = ServerEvent["event"];
export type EventData<E extends EventName> = Extract<ServerEvent, { event: E }>["data"];
export type Data<E extends ClientEvent["event"]> = Extract<ClientEvent, { event: E }>["data"];

/** A request that was refused by the server, or that got no answer (`offline`, `timeout`). */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
  /** Whether the same request may succeed later. */
  get isTransient(): boolean {
    return ["offline", "timeout", "busy", "too_fast", "not_kept", "not_joined"].includes(this.code);
  }
}

export interface Listener {
  /** The WebSocket is open: join now. */
  opened(): void;
  event(event: RoomEvent): void;
  poses(frame: PoseFrame): void;
  /** A binary frame of another kind. */
  frame(data: ArrayBuffer): void;
  /** Lost; the next attempt is at this time of `performance.now()`. */
  lost(reason: CloseReason | undefined, retryAt: number): void;
  /** Closed for good. */
  over(reason: CloseReason): void;
}

interface PendingRequest {
  resolve(data: unknown): void;
  reject(refused: Refused): void;
  timer: ReturnType<typeof setTimeout>;
}

const REPLY_MS = 10_000;
/** An attempt to connect and join ends after this time: a network can accept a connection and then never answer. */
const ATTEMPT_MS = 10_000;
/** After a change of the network, the server has this long to send anything. */
const PROBE_MS = 1500;
/** After this silence the client sends a probe. In a room, poses come every second. */
const SILENCE_MS = 5000;
/** The server has this long to answer that probe: with the checks between, a loss is noticed within ten seconds. */
const ANSWER_MS = 3000;
const CHECK_MS = 500;
/** No message has this id, so the server refuses a page before it in a few bytes. */
const NO_MESSAGE = "00000000-0000-0000-0000-000000000000";

export class Connection {
  private socket: WebSocket | undefined;
  private pending = new Map<number, PendingRequest>();
  private nextId = 1;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private deadline: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private receivedAt = 0;
  /** When the probe was sent that nothing has answered yet. */
  private probedAt: number | undefined;

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {}

  connect(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    if (this.socket) return;
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.deadline = setTimeout(() => this.drop(), ATTEMPT_MS);
    socket.onopen = () => {
      this.receivedAt = performance.now();
      this.listener.opened();
    };
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = ({ code }) => this.closed(socket, closeReason(code));
  }

  /** The join succeeded: the attempt is over, and the next loss starts with the shortest wait again. */
  joined(): void {
    clearTimeout(this.deadline);
    this.deadline = undefined;
    this.attempt = 0;
    this.watch = setInterval(() => this.checkSilence(), CHECK_MS);
  }

  /** Connects at once if an attempt is due later: the network is back, or the page is visible again. */
  reconnectNow(): void {
    if (this.retry !== undefined) this.connect();
  }

  /** Begins an attempt at once, also instead of one that hangs. */
  tryNow(): void {
    if (this.socket && this.deadline === undefined) return;
    this.release()?.close();
    this.connect();
    this.listener.lost(undefined, performance.now());
  }

  /** The network has changed: the socket may be dead without knowing it. */
  probe(): void {
    const { socket, receivedAt } = this;
    if (!socket) return this.reconnectNow();
    this.ping();
    setTimeout(() => {
      if (this.socket === socket && this.receivedAt === receivedAt) this.drop();
    }, PROBE_MS);
  }

  /** Closes a socket that is of no use, and reconnects after a wait. */
  drop(): void {
    if (this.socket) this.closed(this.socket, undefined);
  }

  /** Closes for good. */
  stop(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    const socket = this.release();
    socket?.close(1000);
  }

  request<T, E extends ClientEvent["event"] = ClientEvent["event"]>(event: E, data: Data<E>): Promise<T> {
    const socket = this.socket;
    if (socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Refused("offline", t("refusal-offline")));
    }
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new Refused("timeout", t("refusal-timeout")));
      }, REPLY_MS);
      this.pending.set(id, { resolve: (reply) => resolve(reply as T), reject, timer });
      socket.send(JSON.stringify({ event, data, id }));
    });
  }

  /** Sends a pose or live ink, unless earlier bytes still wait: what comes next supersedes it. */
  sendFrame(frame: ArrayBuffer): void {
    if (this.socket?.readyState === WebSocket.OPEN && this.socket.bufferedAmount < 4096) this.socket.send(frame);
  }

  private receive(data: unknown): void {
    this.receivedAt = performance.now();
    this.probedAt = undefined;
    if (data instanceof ArrayBuffer) {
      const frame = decodePoses(data);
      if (frame) this.listener.poses(frame);
      else this.listener.frame(data);
      return;
    }
    const frame = JSON.parse(String(data)) as RoomEvent | { reply: number; data?: unknown; error?: Wire };
    if (!("reply" in frame)) return this.listener.event(frame);
    const request = this.pending.get(frame.reply);
    if (!request) return;
    this.pending.delete(frame.reply);
    clearTimeout(request.timer);
    if (frame.error) request.reject(new Refused(frame.error.code, refusal(frame.error.code, frame.error.message)));
    else request.resolve(frame.data);
  }

  /** A dead network closes no socket: probe it, and treat no answer as a loss. Any frame is an answer. */
  private checkSilence(): void {
    const now = performance.now();
    if (this.probedAt !== undefined) {
      if (now - this.probedAt >= ANSWER_MS) this.drop();
    } else if (now - this.receivedAt >= SILENCE_MS) {
      this.probedAt = now;
      this.ping();
    }
  }

  /** Sends a request with a small answer: a browser sees no pings, and a snapshot of a full room is large. */
  private ping(): void {
    this.request("on.messageHistory", { before: NO_MESSAGE }).catch(() => {});
  }

  private release(): WebSocket | undefined {
    const { socket, deadline } = this;
    this.socket = this.deadline = this.probedAt = undefined;
    clearTimeout(deadline);
    clearInterval(this.watch);
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(new Refused("offline", t("refusal-cut")));
    }
    this.pending.clear();
    return socket;
  }

  private closed(socket: WebSocket, reason: CloseReason | undefined): void {
    if (socket !== this.socket) return;
    this.release();
    if (socket.readyState !== WebSocket.CLOSED) socket.close();
    if (reason && !comesBack(reason)) return this.listener.over(reason);
    const wait = delay(this.attempt++, Math.random());
    this.retry = setTimeout(() => this.connect(), wait);
    this.listener.lost(reason, performance.now() + wait);
  }
}
