// The lesson and the features of its room, for every view.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Feature } from "../feature";
import type { Lesson } from "../lesson/lesson";

interface Context {
  lesson: Lesson;
  features: readonly Feature[];
}

export const LessonContext = createContext<Context | undefined>(undefined);

export function useLesson(): Lesson {
  return useLessonContext().lesson;
}

export function useFeatures(): readonly Feature[] {
  return useLessonContext().features;
}

/** What a feature holds and does in this lesson. */
export function useModel<M extends object>(model: new (lesson: Lesson) => M): M {
  return useLesson().model(model);
}

function useLessonContext(): Context {
  const context = useContext(LessonContext);
  if (!context) throw new Error("every view is inside the lesson");
  return context;
}
