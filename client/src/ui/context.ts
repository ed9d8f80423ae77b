// The lesson and what one can do in it, for every view.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Sound } from "../audio/sound";
import type { Acts } from "../net/acts";
import type { Lesson } from "../net/lesson";

interface Context {
  lesson: Lesson;
  acts: Acts;
  sound: Sound;
}

export const LessonContext = createContext<Context | undefined>(undefined);

export function useLesson(): Context {
  const context = useContext(LessonContext);
  if (!context) throw new Error("every view stands inside the lesson");
  return context;
}
