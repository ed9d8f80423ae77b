// A quiz on the screen: the teacher starts it, students choose and send, the teacher sees how many have given which answer, and
// shows the right one.
import { useId, useRef, useState } from "preact/hooks";
import type { Screen, Slide } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { letter } from "./letter";
import { QuizModel } from "./model";
import { quizState } from "./state";

type Quiz = Slide & { kind: "quiz" };

interface Props {
  slide: Quiz;
  screen: Pick<Screen, "quizOpen" | "outcome">;
  /** Whether the question stands above it as a title. */
  titled?: boolean;
}

export function QuizSlide({ slide, screen, titled = false }: Props) {
  const { quizOpen: started = false, outcome } = screen;
  const lesson = useLesson();
  const room = lesson.room.value;
  const { answers, count } = (room && quizState.of(room)) ?? {};
  const own = answers?.get(slide.quizId);
  const question = { slide, started, titled };
  if (outcome) return <Told {...question} counts={outcome.counts} right={outcome.right} own={own} />;
  if (lesson.teaches.value) {
    const counts = count?.quizId === slide.quizId ? count.counts : slide.options.map(() => 0);
    return <Asking {...question} counts={counts} />;
  }
  return <Answering key={slide.quizId} {...question} own={own} />;
}

interface Question {
  slide: Quiz;
  started: boolean;
  titled: boolean;
}

function QuestionText({ slide, titled }: Question) {
  if (titled) return null;
  return (
    <p>
      <strong>{slide.question}</strong>
    </p>
  );
}

function Answering({ slide, started, titled, own }: Question & { own: number | undefined }) {
  const lesson = useLesson();
  const quiz = useModel(QuizModel);
  const name = useId();
  const [choice, setChoice] = useState(own);
  const [wrong, setWrong] = useState<string>();
  const open = started && lesson.session.value.state === "live";
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (choice !== undefined) setWrong(await quiz.answer(slide.quizId, choice));
  };
  return (
    <form class="slide slide-words quiz" onSubmit={(event) => void send(event)}>
      <fieldset disabled={!open}>
        <legend class={titled ? "hidden" : undefined}>{slide.question}</legend>
        {slide.options.map((option, i) => (
          <label key={i} class={own === i ? "quiz-option is-own" : "quiz-option"}>
            <input type="radio" name={name} checked={choice === i} onChange={() => setChoice(i)} />
            <span class="quiz-letter" aria-hidden="true">
              {letter(i)}
            </span>
            <span>{option}</span>
          </label>
        ))}
      </fieldset>
      <div class="quiz-foot">
        <button type="submit" class="button soft" disabled={!open || choice === undefined || choice === own}>
          {t(own === undefined ? "quiz-send" : "quiz-send-another")}
        </button>
        <p role="status">
          {wrong ??
            (own !== undefined ? t("quiz-yours", { letter: letter(own) }) : started ? "" : t("quiz-not-started"))}
        </p>
      </div>
    </form>
  );
}

function Asking(asking: Question & { counts: readonly number[] }) {
  const { slide, started } = asking;
  const lesson = useLesson();
  const quiz = useModel(QuizModel);
  const status = useRef<HTMLParagraphElement>(null);
  // The button that is gone leaves the focus to what it has led to, and a second press of it shows no answer.
  const start = () => void quiz.start(slide.quizId).then(() => status.current?.focus());
  const reveal = () => void quiz.reveal(slide.quizId);
  return (
    <div class="slide slide-words quiz">
      <QuestionText {...asking} />
      <Bars {...asking} />
      <div class="quiz-foot">
        <button
          type="button"
          class={started ? "button soft" : "button strong"}
          key={String(started)}
          disabled={lesson.session.value.state !== "live"}
          onClick={started ? reveal : start}
        >
          {t(started ? "quiz-show" : "quiz-start")}
        </button>
        <p role="status" ref={status} tabIndex={-1}>
          {started && t("quiz-so-far", quiz.answered.value)}
        </p>
      </div>
    </div>
  );
}

function Told(told: Question & { counts: readonly number[]; right: number; own: number | undefined }) {
  const { right, own } = told;
  return (
    <div class="slide slide-words quiz">
      <QuestionText {...told} />
      <Bars {...told} />
      {own !== undefined && (
        <p class={own === right ? "quiz-verdict is-right" : "quiz-verdict is-wrong"}>
          {own === right
            ? t("quiz-were-right", { letter: letter(own) })
            : t("quiz-were-wrong", { letter: letter(own), right: letter(right) })}
        </p>
      )}
    </div>
  );
}

/** How many have given each answer, in figures and as a part of all who answered. */
function Bars(told: { slide: Quiz; counts: readonly number[]; right?: number; own?: number | undefined }) {
  const { slide, counts, right, own } = told;
  const all = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const kind = (i: number) => (right === undefined ? "is-open" : right === i ? "is-right" : "is-wrong");
  return (
    <ol class="quiz-bars">
      {slide.options.map((option, i) => (
        <li key={i} class={own === i ? `${kind(i)} is-own` : kind(i)}>
          <span class="quiz-letter" aria-hidden="true">
            {letter(i)}
          </span>
          <span class="quiz-words">
            {option}
            {right === i && <span class="quiz-mark"> ✓ {t("quiz-right")}</span>}
            {own === i && (
              <span class="quiz-mark">
                {right !== undefined && right !== i && " ✗"} {t("quiz-own")}
              </span>
            )}
          </span>
          <span class="quiz-count">
            <span aria-hidden="true">{counts[i] ?? 0}</span>
            <span class="hidden">{t("quiz-count", { count: counts[i] ?? 0 })}</span>
          </span>
          <span class="quiz-bar" aria-hidden="true">
            <span style={{ width: `${(100 * (counts[i] ?? 0)) / all}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
