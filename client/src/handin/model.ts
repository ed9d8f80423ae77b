// Asking for work, handing it in, and what the teacher does with the pile.
import { computed, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import { recall } from "../lesson/memory";
import type { HandInId, HandInRequest } from "../net/protocol.gen";
import { refusal, t } from "../texts";
import { handInState } from "./state";

/** A file on its way. */
export interface Sending {
  number: number;
  name: string;
  /** Why it was not taken. */
  wrong?: string;
}

const NOTHING = { request: undefined, pile: [], shown: undefined };

export class HandInModel {
  readonly isOpen = signal(false);
  readonly sending = signal<readonly Sending[]>([]);
  private next = 0;

  readonly state = computed(() => {
    const room = this.lesson.room.value;
    return room ? handInState.of(room) : NOTHING;
  });

  constructor(private readonly lesson: Lesson) {}

  /** @returns why it was refused, or nothing */
  readonly ask = (request: HandInRequest) => this.lesson.attempt("on.handInOpen", request);

  readonly close = () => this.lesson.ask("on.handInClose", {});

  /** @returns why it was refused, or nothing */
  readonly handInText = (text: string) => this.lesson.attempt("on.handInText", { text });

  readonly delete = (handInId: HandInId) => this.lesson.ask("on.handInDelete", { handInId });

  /** Puts one on the screen; none: the lesson's own page again. */
  async show(handInId: HandInId | null): Promise<void> {
    const refused = await this.lesson.attempt("on.handInShow", { handInId });
    const room = this.lesson.room.value;
    if (refused) this.lesson.notify(refused);
    else if (room) {
      this.lesson.room.value = handInState.set(room, { ...handInState.of(room), shown: handInId ?? undefined });
    }
  }

  /** Hands in files, one after the other. */
  async handIn(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const number = this.next++;
      this.sending.value = [...this.sending.value, { number, name: file.name }];
      const wrong = await this.send(file);
      const others = this.sending.value.filter((one) => one.number !== number);
      this.sending.value = wrong ? [...others, { number, name: file.name, wrong }] : others;
    }
  }

  /** @returns why it was refused, or nothing */
  private async send(file: File): Promise<string | undefined> {
    const headers = { authorization: `Bearer ${recall(this.lesson.code).resume ?? ""}`, accept: "application/json" };
    const path = `/api/hand-ins?name=${encodeURIComponent(file.name)}`;
    try {
      const answer = await fetch(path, { method: "POST", headers, body: file });
      if (answer.ok) return undefined;
      const { error } = (await answer.json()) as { error: { code: string; details: string } };
      return refusal(error.code, error.details);
    } catch {
      return t("refusal-offline");
    }
  }
}
