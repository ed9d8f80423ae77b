// Which picture is large: the one that a person has pinned for themselves, else the one that the teacher shows to everyone, else in
// the speaker view that of the person who speaks.
import { computed, effect, signal, untracked } from "@preact/signals";
import { Sound } from "../audio/sound";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId } from "../net/protocol.gen";
import { ShowingModel } from "./model";

export type Layout = "gallery" | "speaker";

export class Pinned {
  readonly layout = signal<Layout>("gallery");
  readonly who = signal<ParticipantId | undefined>(undefined);
  /** Who spoke last, besides oneself. */
  private readonly speaker = signal<ParticipantId | undefined>(undefined);
  /** Whose picture is large. */
  readonly main = computed(() => {
    const people = this.lesson.room.value?.people;
    const shows = (who: ParticipantId | undefined) => (who && people?.get(who)?.camera ? who : undefined);
    if (shows(this.who.value)) return this.who.value;
    const { spotlight } = this.lesson.model(ShowingModel).state.value;
    if (shows(spotlight)) return spotlight;
    if (this.layout.value === "gallery") return undefined;
    const teacher = this.lesson.people.value.find((person) => person.role === "teacher");
    return shows(this.speaker.value) ?? shows(teacher?.participantId);
  });

  constructor(private readonly lesson: Lesson) {
    const { speaking } = lesson.model(Sound).levels;
    effect(() => {
      const me = lesson.me.value?.participantId;
      const others = [...speaking.value].filter((who) => who !== me);
      untracked(() => {
        const stays = this.speaker.value && others.includes(this.speaker.value);
        if (others.length > 0 && !stays) this.speaker.value = others[0];
      });
    });
  }

  readonly toggle = (who: ParticipantId) => (this.who.value = this.who.value === who ? undefined : who);
}
