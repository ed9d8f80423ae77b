// What this client knows of quizzes: its own answers, and for the teacher how many gave which answer.
import { Slice, type Reducers } from "../lesson/room";
import type { ItemId, QuizCount } from "../net/protocol.gen";

export interface QuizState {
  /** One's own answers, by quiz. */
  answers: ReadonlyMap<ItemId, number>;
  /** For the teacher: the answers to the quiz on the screen. */
  count: QuizCount | undefined;
}

export const quizState = new Slice<QuizState>("quiz", ({ answers, count }) => ({
  answers: new Map(answers?.map(({ quizId, choice }) => [quizId, choice])),
  count,
}));

export const quizReducers: Reducers = {
  "on.quizCount": (room, count) => quizState.set(room, { ...quizState.of(room), count }),
};
