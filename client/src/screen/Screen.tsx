// The room's screen beside the 3D one: its page, for the teacher the buttons that turn it, and a closer look for everyone.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Screen } from "../net/protocol.gen";
import { StartPoll } from "../poll/PollSlide";
import { letter } from "../quiz/letter";
import { QuizModel } from "../quiz/model";
import { QuizBar } from "../quiz/QuizBar";
import { quizState } from "../quiz/state";
import { useLesson, useModel } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { AddMaterial } from "./AddMaterial";
import { BoardButton } from "./BoardButton";
import { BringButton } from "./BringFiles";
import { describeSlide, titleSlide } from "./describe";
import { slideGestures, usePageKeys } from "./keys";
import { ScreenModel } from "./model";
import { PageBar } from "./PageBar";
import { isBoxed } from "./SlideBox";
import { Slide } from "./Slide";
import { SlideTools } from "./SlideTools";
import { Turning } from "./turning";
import { t } from "../texts";

/** Above the list of people: the page itself. */
export function FlatScreen() {
  const screen = useModel(ScreenModel).shown.value;
  const teaches = useLesson().teaches.value;
  const { go } = useModel(Turning);
  usePageKeys();
  if (!screen && !teaches) return null;
  if (!screen) {
    return (
      <section class="flat-screen" aria-label={t("screen")}>
        <AddMaterial />
      </section>
    );
  }
  return (
    <section class="flat-screen" aria-label={t("screen")}>
      <div class="flat-slide" tabIndex={0} role="group" aria-label={describeSlide(screen.slide)} {...slideGestures(go)}>
        <Slide screen={screen} />
      </div>
      <div class="slide-controls">
        {isBoxed(screen.slide) && <SlideTools />}
        <Turner screen={screen} />
      </div>
    </section>
  );
}

/** Over the room in 3D, whose front wall has the page. */
export function ScreenBar() {
  const screen = useModel(ScreenModel).shown.value;
  const teaches = useLesson().teaches.value;
  usePageKeys();
  if (!screen && !teaches) return null;
  if (!screen) {
    return (
      <section class="screen-bar is-empty" aria-label={t("screen")}>
        <AddMaterial />
      </section>
    );
  }
  return (
    <>
      <section class="screen-bar" aria-label={t("screen")}>
        <Turner screen={screen} in3d />
      </section>
      <BoardButton />
    </>
  );
}

/** @param in3d where a quiz is not in sight: it opens by itself for students, and the bar has what the teacher does with it */
function Turner({ screen, in3d = false }: { screen: Screen; in3d?: boolean }) {
  const lesson = useLesson();
  const quiz = useModel(QuizModel);
  const [close, setClose] = useState(false);
  const { slide } = screen;
  const { kind } = slide;
  const asked = quiz.asked.value;
  const openedByItself = useRef(false);
  useEffect(() => {
    if (in3d && asked) setClose((openedByItself.current = true));
  }, [asked]);
  useEffect(() => {
    // What opened by itself goes with its page; what the answers came to stays.
    if (kind !== "quiz" && openedByItself.current) setClose((openedByItself.current = false));
  }, [kind]);
  const own =
    kind === "quiz" ? lesson.room.value && quizState.of(lesson.room.value).answers.get(slide.quizId) : undefined;
  const closer = () => {
    if (!in3d || kind !== "quiz" || lesson.teaches.value) return t("screen-closer");
    if (screen.outcome) return t("quiz-results");
    if (own !== undefined) return t("quiz-yours-button", { letter: letter(own) });
    return t(asked ? "screen-answer" : "screen-closer");
  };
  return (
    <div class="turner">
      <PageBar looks={!in3d} />
      {in3d && kind === "poll" && lesson.teaches.value && <StartPoll slide={slide} />}
      {in3d && kind === "quiz" && lesson.teaches.value ? (
        <QuizBar key={slide.quizId} slide={slide} screen={screen} onResults={() => setClose(true)} />
      ) : (
        <button type="button" class="button soft" onClick={() => setClose(true)}>
          {closer()}
        </button>
      )}
      <BringButton />
      {close && <Closer onClose={() => setClose((openedByItself.current = false))} />}
    </div>
  );
}

/** It follows the teacher, too. */
function Closer({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const screen = useModel(ScreenModel).shown.value;
  const { go } = useModel(Turning);
  useEffect(() => dialog.current?.showModal(), []);
  const isPdf = screen?.slide.kind === "presentation";
  return (
    <dialog ref={dialog} class="confirm closer" aria-labelledby="closer-title" onClose={onClose} {...slideGestures(go)}>
      <header>
        <div>
          <h2 id="closer-title">{screen ? titleSlide(screen.slide) : t("screen")}</h2>
          {screen && !isPdf && (
            <p class="closer-page">{t("screen-page", { page: screen.page + 1, pages: screen.pages })}</p>
          )}
        </div>
        <button
          type="button"
          class="round-button"
          aria-label={t("screen-close")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      {screen ? <Slide screen={screen} titled /> : <p>{t("screen-nothing")}</p>}
      {screen && isBoxed(screen.slide) && (
        <div class="slide-controls">
          <SlideTools />
          {isPdf && (
            <div class="turner">
              <PageBar />
            </div>
          )}
        </div>
      )}
    </dialog>
  );
}
