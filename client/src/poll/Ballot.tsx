// A student's vote: the question with its choices or a field, and whether the vote is anonymous, said before voting.
import { useId, useState } from "preact/hooks";
import type { Answer, Poll } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { choicesOf, wordsOf } from "./choices";
import { Countdown } from "./Countdown";
import { PollModel } from "./model";
import { OrderField } from "./OrderField";

export function Ballot({ poll }: { poll: Poll }) {
  const model = useModel(PollModel);
  const own = model.ownAnswer.value;
  const voted = model.hasVoted.value;
  const [answer, setAnswer] = useState<Answer | undefined>(own ?? start(poll));
  const [wrong, setWrong] = useState<string>();
  const [sending, setSending] = useState(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!answer) return;
    setSending(true);
    setWrong(await model.vote(poll, answer));
    setSending(false);
  };
  const said = wrong ?? (own ? t("poll-your-vote", { answer: wordsOf(poll, own) }) : voted ? t("poll-voted") : "");
  // Without its receipt an anonymous vote cannot be changed.
  const sealed = voted && !own;
  return (
    <form class="poll-ballot" onSubmit={(event) => void send(event)}>
      <p class="poll-privacy">
        {t(poll.anonymous ? "poll-is-anonymous" : "poll-is-named")} <Countdown poll={poll} />
      </p>
      <fieldset disabled={!poll.open || sealed || sending}>
        <legend class="hidden">{poll.question}</legend>
        <Field poll={poll} answer={answer} onAnswer={setAnswer} />
      </fieldset>
      <div class="quiz-foot">
        {poll.open && !sealed && (
          <button type="submit" class="button strong" disabled={sending || !answer || same(answer, own)}>
            {t(voted ? "poll-change" : "poll-vote")}
          </button>
        )}
        <p role="status">{poll.open ? said : `${said} ${t("poll-closed-wait")}`}</p>
      </div>
    </form>
  );
}

/** An order begins as the teacher wrote it; the others begin empty. */
function start({ kind, options }: Poll): Answer | undefined {
  return kind === "order" ? { choices: (options ?? []).map((_, i) => i) } : undefined;
}

const same = (one: Answer, two: Answer | undefined) => JSON.stringify(one) === JSON.stringify(two);

interface FieldProps {
  poll: Poll;
  answer: Answer | undefined;
  onAnswer: (answer: Answer | undefined) => void;
}

function Field({ poll, answer, onAnswer }: FieldProps) {
  const name = useId();
  const { kind } = poll;
  if (kind === "text") {
    return (
      <input
        aria-label={t("poll-answer")}
        maxLength={200}
        value={answer && "text" in answer ? answer.text : ""}
        onInput={({ currentTarget: { value } }) => onAnswer(value.trim() ? { text: value } : undefined)}
      />
    );
  }
  if (kind === "number") {
    return (
      <input
        type="number"
        step="any"
        aria-label={t("poll-answer")}
        value={answer && "number" in answer ? answer.number : ""}
        onInput={({ currentTarget: { valueAsNumber } }) =>
          onAnswer(Number.isNaN(valueAsNumber) ? undefined : { number: valueAsNumber })
        }
      />
    );
  }
  const chosen = answer && "choices" in answer ? answer.choices : [];
  if (kind === "order") {
    return <OrderField words={choicesOf(poll)} order={chosen} onOrder={(choices) => onAnswer({ choices })} />;
  }
  const many = kind === "multiple";
  const choose = (choice: number, on: boolean) => {
    const choices = many ? chosen.filter((other) => other !== choice) : [];
    if (on) choices.push(choice);
    onAnswer(choices.length ? { choices: choices.sort((one, two) => one - two) } : undefined);
  };
  return (
    <div class={kind === "scale" ? "poll-scale" : "poll-options"}>
      {choicesOf(poll).map((words, i) => (
        <label key={i} class="quiz-option">
          <input
            type={many ? "checkbox" : "radio"}
            name={name}
            checked={chosen.includes(i)}
            onChange={({ currentTarget }) => choose(i, currentTarget.checked)}
          />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
