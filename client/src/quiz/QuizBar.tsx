// For the teacher, in the bar over the 3D room: starts the quiz on the screen, says how many have answered, and shows what they
// answered and what is right.
import type { Screen, Slide } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { QuizModel } from "./model";

interface Props {
  slide: Slide & { kind: "quiz" };
  screen: Screen;
  /** Opens the dialog with the answers. */
  onResults: () => void;
}

export function QuizBar({ slide, screen: { quizOpen: started = false, outcome }, onResults }: Props) {
  const lesson = useLesson();
  const quiz = useModel(QuizModel);
  const live = lesson.session.value.state === "live";
  const start = () => void quiz.start(slide.quizId);
  // What was shown to everyone, the teacher sees, too.
  const reveal = () => void quiz.reveal(slide.quizId).then(onResults);
  return (
    <>
      {started && !outcome && (
        <p class="turner-answered" role="status">
          {t("quiz-so-far", quiz.answered.value)}
        </p>
      )}
      {/* One button, so that the focus stays on it when the quiz starts. */}
      <button
        type="button"
        class={started ? "button soft" : "button strong"}
        disabled={!started && !live}
        onClick={started ? onResults : start}
      >
        {t(started ? "quiz-results" : "quiz-start")}
      </button>
      {started && !outcome && (
        <button type="button" class="button soft" disabled={!live} onClick={reveal}>
          {t("quiz-show")}
        </button>
      )}
    </>
  );
}
