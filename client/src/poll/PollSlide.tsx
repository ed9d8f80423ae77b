// A poll that was prepared, as a page of the screen: the teacher starts it from there.
import type { Slide } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { choicesOf } from "./choices";
import { PollModel } from "./model";

type PreparedPoll = Slide & { kind: "poll" };

export function PollSlide({ slide, titled }: { slide: PreparedPoll; titled: boolean }) {
  const { question } = slide;
  const teaches = useLesson().teaches.value;
  return (
    <div class="slide slide-words">
      {!titled && (
        <p>
          <strong>{question.question}</strong>
        </p>
      )}
      {question.kind !== "scale" && (
        <ul>
          {choicesOf(question).map((words, i) => (
            <li key={i}>{words}</li>
          ))}
        </ul>
      )}
      <div class="quiz-foot">{teaches ? <StartPoll slide={slide} /> : <p>{t("poll-not-started")}</p>}</div>
    </div>
  );
}

export function StartPoll({ slide: { itemId } }: { slide: PreparedPoll }) {
  const model = useModel(PollModel);
  const live = useLesson().room.value?.state === "live";
  return (
    <button type="button" class="button strong" disabled={!live} onClick={() => void model.startPrepared(itemId)}>
      {t("poll-start")}
    </button>
  );
}
