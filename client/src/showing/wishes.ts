// What one has asked the teacher for, until there is an answer.
import { signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { Permission, ShowKind } from "../net/protocol.gen";
import { t } from "../texts";
import { Camera } from "./camera";
import { ScreenShare } from "./screenShare";

export class Wishes {
  readonly kinds = signal<ReadonlySet<ShowKind>>(new Set());

  constructor(private readonly lesson: Lesson) {}

  async ask(kind: ShowKind, asks: boolean): Promise<void> {
    const refused = await this.lesson.attempt("on.showingAsk", { kind, asks });
    if (refused) return void this.lesson.notify(refused);
    this.set(kind, asks);
  }

  /** The teacher has said what one may show. */
  onAnswer(permission: Permission): void {
    if (permission.participantId !== this.lesson.me.value?.participantId) return;
    for (const kind of this.kinds.value) {
      this.set(kind, false);
      if (!permission[kind]) this.lesson.notify(t(`${kind}-not-now`));
      else this.lesson.notify(t(`${kind}-allowed`), this.start(kind));
    }
  }

  private start(kind: ShowKind) {
    if (kind === "camera") return { words: t("camera-turn-on"), act: () => void this.lesson.model(Camera).turnOn() };
    return { words: t("screen-share"), act: () => void this.lesson.model(ScreenShare).start() };
  }

  private set(kind: ShowKind, asks: boolean): void {
    const kinds = new Set(this.kinds.value);
    if (asks) kinds.add(kind);
    else kinds.delete(kind);
    this.kinds.value = kinds;
  }
}
