// Where a student waits for the next lesson of their group. The server tells when it starts; the page enters by itself. It comes back
// after a lost network, a sleeping laptop and a restart of the server.
import { delay } from "../net/backoff";
import { SUBPROTOCOL } from "../net/protocol.gen";

interface Lesson {
  sessionCode: string;
  sessionTitle: string;
  teacher: string;
  dateTimeOfSession: string;
}

type News =
  | { event: "on.limbo"; data: { lesson: Lesson | null; next: Lesson | null } }
  | { event: "on.limboChange"; data: object }
  | { event: "on.refused"; data: { code: string; message: string } };

/** The server tells every 20 seconds how things stand: after this silence the connection is dead. */
const SILENCE_MS = 45_000;
const CHECK_MS = 1000;

export function waitInLimbo(page: Document = document): void {
  const place = page.querySelector<HTMLElement>("[data-limbo]");
  if (place) new Limbo(place).connect();
}

class Limbo {
  private socket: WebSocket | undefined;
  private attempt = 0;
  private heardAt = performance.now();
  private checkedAt = Date.now();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  constructor(private readonly place: HTMLElement) {
    setInterval(() => this.check(), CHECK_MS);
    addEventListener("online", () => this.again());
    this.when();
  }

  connect(): void {
    if (this.over) return;
    clearTimeout(this.retry);
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/limbo`, SUBPROTOCOL);
    this.socket = socket;
    socket.onopen = () => (this.heardAt = performance.now());
    socket.onmessage = ({ data }) => this.heard(JSON.parse(String(data)) as News);
    socket.onclose = () => {
      if (this.socket === socket) this.lost();
    };
  }

  /** Connects anew, without waiting for the network to notice. */
  private again(): void {
    this.socket?.close();
    this.attempt = 0;
    this.heardAt = performance.now();
    this.connect();
  }

  private check(): void {
    const slept = Date.now() - this.checkedAt > 10 * CHECK_MS;
    this.checkedAt = Date.now();
    if (slept || performance.now() - this.heardAt > SILENCE_MS) this.again();
  }

  private lost(): void {
    if (this.over) return;
    this.problem(this.place.dataset.lost);
    this.retry = setTimeout(() => this.connect(), delay(this.attempt++, Math.random()));
  }

  private heard(news: News): void {
    this.heardAt = performance.now();
    if (news.event === "on.limboChange") {
      this.over = true;
      return location.reload();
    }
    if (news.event === "on.refused") {
      if (news.data.code === "link_unknown") {
        this.over = true;
        return location.reload();
      }
      // It is open in two other places: it tries again, for one of them may be closed.
      return this.problem(news.data.message);
    }
    this.attempt = 0;
    this.problem(undefined);
    const { lesson, next } = news.data;
    if (lesson) {
      this.over = true;
      return location.replace(`/join/${lesson.sessionCode}`);
    }
    this.part("[data-limbo-next]").textContent = next ? next.sessionTitle : (this.place.dataset.none ?? "");
    const when = this.part("[data-limbo-when]");
    when.replaceChildren();
    if (next) {
      const time = document.createElement("time");
      time.dateTime = next.dateTimeOfSession;
      when.append(`${next.teacher} · `, time);
    }
    this.when();
  }

  /** Writes the time on the reader's own clock. */
  private when(): void {
    const time = this.place.querySelector("time");
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
    if (time) time.textContent = format.format(new Date(time.dateTime));
  }

  private problem(words: string | undefined): void {
    const told = this.part("[data-limbo-problem]");
    told.hidden = !words;
    told.textContent = words ?? "";
  }

  private part(selector: string): HTMLElement {
    return this.place.querySelector<HTMLElement>(selector)!;
  }
}
