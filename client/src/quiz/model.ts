// Answering a quiz, and as the teacher starting it and showing the right answer.
import { computed } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ItemId } from "../net/protocol.gen";
import { students } from "../people/students";
import { screenState } from "../screen/state";
import { quizState } from "./state";

export class QuizModel {
  /** The quiz that waits for this student's answer; none for a teacher. */
  readonly asked = computed((): ItemId | undefined => {
    const { room, teaches } = this.lesson;
    const screen = room.value && screenState.of(room.value);
    if (
      screen?.slide.kind !== "quiz" ||
      !screen.quizOpen ||
      screen.outcome ||
      teaches.value ||
      room.value?.state !== "live"
    )
      return undefined;
    const { quizId } = screen.slide;
    return quizState.of(room.value).answers.has(quizId) ? undefined : quizId;
  });

  /** For the teacher: how many have answered the quiz on the screen, and how many could. */
  readonly answered = computed(() => {
    const { room, people } = this.lesson;
    const counts = (room.value && quizState.of(room.value).count?.counts) ?? [];
    const count = counts.reduce((sum, one) => sum + one, 0);
    // A student who has answered and left is still counted among the answers.
    return { count, of: Math.max(count, students(people.value).length) };
  });

  constructor(private readonly lesson: Lesson) {}

  readonly start = (quizId: ItemId) => this.lesson.ask("on.quizOpen", { quizId });

  readonly reveal = (quizId: ItemId) => this.lesson.ask("on.quizReveal", { quizId });

  /** @returns why the answer does not count, or nothing. */
  async answer(quizId: ItemId, choice: number): Promise<string | undefined> {
    const { lesson } = this;
    const refused = await lesson.attempt("on.quizAnswer", { quizId, choice });
    const room = lesson.room.value;
    if (refused || !room) return refused;
    const state = quizState.of(room);
    lesson.room.value = quizState.set(room, { ...state, answers: new Map(state.answers).set(quizId, choice) });
    return undefined;
  }
}
