// The teacher asks a question on the spot: kind, question, options; the rest has defaults.
import { useId, useState } from "preact/hooks";
import type { Answer, PollKind, Question } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { choicesOf, hasOptions, KINDS } from "./choices";
import { PollModel } from "./model";

const OPTIONS_MAX = 10;
const SECONDS = [0, 15, 30, 60, 120, 300];

/** @param onCancel goes back to the polls that there are; absent if there are none */
export function AskForm({ onAsked, onCancel }: { onAsked: () => void; onCancel?: (() => void) | undefined }) {
  const model = useModel(PollModel);
  const live = useLesson().room.value?.state === "live";
  const id = useId();
  const [kind, setKind] = useState<PollKind>("yesNo");
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [steps, setSteps] = useState(5);
  const [anonymous, setAnonymous] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [quiz, setQuiz] = useState(false);
  const [right, setRight] = useState<number[]>([]);
  const [rightWords, setRightWords] = useState("");
  const [points, setPoints] = useState(1);
  const [wrong, setWrong] = useState<string>();
  const written = options.map((option) => option.trim());
  const filled = written.filter((option) => option !== "");

  const rightAnswer = (): Answer => {
    if (kind === "text") return { text: rightWords };
    if (kind === "number") return { number: Number(rightWords) };
    // An order is right as it is written; empty options are left out.
    if (kind === "order") return { choices: filled.map((_, i) => i) };
    const kept = hasOptions(kind)
      ? right.map((i) => written.slice(0, i).filter((option) => option !== "").length)
      : right;
    return { choices: kept.sort((one, two) => one - two) };
  };
  const start = async (event: SubmitEvent) => {
    event.preventDefault();
    const asked: Question = {
      question,
      kind,
      ...(hasOptions(kind) && { options: filled }),
      ...(kind === "scale" && { steps }),
      ...(anonymous && { anonymous }),
      ...(seconds > 0 && { seconds }),
      ...(quiz && { right: rightAnswer() }),
      ...(quiz && !anonymous && points > 0 && { points }),
    };
    const refused = await model.ask(asked);
    setWrong(refused);
    if (!refused) onAsked();
  };
  const write = (i: number, text: string) => {
    const next = options.map((option, at) => (at === i ? text : option));
    if (i === next.length - 1 && text && next.length < OPTIONS_MAX && next.length > 1) next.push("");
    setOptions(next);
  };
  const tick = (i: number, on: boolean) => {
    if (kind !== "multiple") return setRight([i]);
    setRight(on ? [...right, i] : right.filter((other) => other !== i));
  };
  const marks = kind === "single" || kind === "multiple";
  return (
    <form class="poll-ask" onSubmit={(event) => void start(event)}>
      <fieldset class="poll-kinds">
        <legend>{t("poll-kind")}</legend>
        {KINDS.map((one) => (
          <label key={one} class="poll-kind">
            <input
              type="radio"
              name={`${id}-kind`}
              checked={kind === one}
              onChange={() => {
                setKind(one);
                setRight([]);
              }}
            />
            <span>{t(`poll-kind-${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <label>
        {t("poll-question")}
        <input
          required
          maxLength={500}
          autofocus
          value={question}
          onInput={({ currentTarget }) => setQuestion(currentTarget.value)}
        />
      </label>
      {hasOptions(kind) && (
        <fieldset class="poll-written">
          <legend>{t("poll-options")}</legend>
          {options.map((option, i) => (
            <span key={i} class="poll-written-option">
              <input
                aria-label={t("poll-option", { number: i + 1 })}
                maxLength={500}
                value={option}
                required={i < 2}
                onInput={({ currentTarget }) => write(i, currentTarget.value)}
              />
              {quiz && marks && (
                <label>
                  <input
                    type={kind === "multiple" ? "checkbox" : "radio"}
                    name={`${id}-right`}
                    checked={right.includes(i)}
                    required={kind === "single"}
                    disabled={!option.trim()}
                    onChange={({ currentTarget }) => tick(i, currentTarget.checked)}
                  />
                  {t("poll-is-right")}
                </label>
              )}
            </span>
          ))}
        </fieldset>
      )}
      {kind === "scale" && (
        <label>
          {t("poll-steps")}
          <input
            type="number"
            min={2}
            max={10}
            required
            value={steps}
            onInput={({ currentTarget }) => setSteps(currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <div class="poll-settings">
        <label class="poll-check">
          <input
            type="checkbox"
            role="switch"
            checked={anonymous}
            onChange={({ currentTarget }) => setAnonymous(currentTarget.checked)}
          />
          {t("poll-anonymous")}
        </label>
        <label class="poll-check">
          <input
            type="checkbox"
            role="switch"
            checked={quiz}
            onChange={({ currentTarget }) => setQuiz(currentTarget.checked)}
          />
          {t("poll-quiz")}
        </label>
        <label>
          {t("poll-seconds")}
          <select value={seconds} onChange={({ currentTarget }) => setSeconds(Number(currentTarget.value))}>
            {SECONDS.map((one) => (
              <option key={one} value={one}>
                {one ? t("poll-seconds-of", { seconds: one }) : t("poll-no-limit")}
              </option>
            ))}
          </select>
        </label>
      </div>
      {quiz && (
        <div class="poll-settings">
          {(kind === "yesNo" || kind === "scale") && (
            <label>
              {t("poll-right")}
              <select
                required
                value={right[0] ?? ""}
                onChange={({ currentTarget }) => setRight([Number(currentTarget.value)])}
              >
                <option value="" disabled />
                {choicesOf({ kind, steps }).map((words, i) => (
                  <option key={i} value={i}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          )}
          {(kind === "text" || kind === "number") && (
            <label>
              {t("poll-right")}
              {kind === "number" ? (
                <input
                  type="number"
                  step="any"
                  required
                  value={rightWords}
                  onInput={({ currentTarget }) => setRightWords(currentTarget.value)}
                />
              ) : (
                <input
                  required
                  maxLength={200}
                  value={rightWords}
                  onInput={({ currentTarget }) => setRightWords(currentTarget.value)}
                />
              )}
            </label>
          )}
          {kind === "order" && <p>{t("poll-right-order")}</p>}
          {!anonymous && (
            <label>
              {t("poll-worth")}
              <input
                type="number"
                min={0}
                max={100}
                required
                value={points}
                onInput={({ currentTarget }) => setPoints(currentTarget.valueAsNumber)}
              />
            </label>
          )}
        </div>
      )}
      {wrong && (
        <p class="problem" role="alert">
          {wrong}
        </p>
      )}
      <div class="row end">
        {onCancel && (
          <button type="button" class="button soft" onClick={onCancel}>
            {t("cancel-it")}
          </button>
        )}
        <button type="submit" class="button strong" disabled={!live}>
          {t("poll-start")}
        </button>
      </div>
    </form>
  );
}
