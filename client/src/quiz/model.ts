// Answering a quiz, and as the teacher showing the right answer.
import type { Lesson } from "../lesson/lesson";
import type { ItemId } from "../net/protocol.gen";
import { quizState } from "./state";

export class QuizModel {
  constructor(private readonly lesson: Lesson) {}

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
