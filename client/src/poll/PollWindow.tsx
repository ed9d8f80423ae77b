// The window of polls: the question that everyone sees, to be voted on or with its results; for the teacher also what can be done
// with it, a new question, and the earlier ones.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Poll } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { CloseIcon } from "../ui/icons";
import { AskForm } from "./AskForm";
import { Ballot } from "./Ballot";
import { Countdown } from "./Countdown";
import { PollModel } from "./model";
import { PollResults } from "./PollResults";
import { Votes } from "./Votes";

export function PollWindow({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const teaches = useLesson().teaches.value;
  const model = useModel(PollModel);
  const poll = model.current.value;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm closer poll-window" aria-labelledby="poll-title" onClose={onClose}>
      <header>
        <h2 id="poll-title" dir="auto">
          {teaches ? t("poll-title") : (poll?.question ?? t("poll-title"))}
        </h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("poll-close-window")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      {teaches ? <TeacherPolls /> : poll && <StudentPoll poll={poll} />}
    </dialog>
  );
}

/** The results once they are shown; until then the ballot. */
export function StudentPoll({ poll }: { poll: Poll }) {
  const own = useModel(PollModel).ownAnswer.value;
  if (poll.results) return <PollResults poll={poll} results={poll.results} own={own} />;
  return <Ballot key={poll.pollId} poll={poll} />;
}

function TeacherPolls() {
  const model = useModel(PollModel);
  const all = model.all.value;
  const [asking, setAsking] = useState(all.length === 0);
  const [chosen, setChosen] = useState<string>();
  if (asking || all.length === 0) {
    return (
      <AskForm
        onAsked={() => {
          setChosen(undefined);
          setAsking(false);
        }}
        onCancel={all.length > 0 ? () => setAsking(false) : undefined}
      />
    );
  }
  const poll = all.find(({ pollId }) => pollId === chosen) ?? all[0]!;
  return (
    <>
      <LedPoll key={poll.pollId} poll={poll} />
      <div class="row end">
        <button type="button" class="button soft" onClick={() => setAsking(true)}>
          {t("poll-ask-another")}
        </button>
      </div>
      {all.length > 1 && (
        <section class="poll-earlier" aria-labelledby="poll-earlier">
          <h3 id="poll-earlier">{t("poll-earlier")}</h3>
          <ul>
            {all.map(({ pollId, question, results }) => (
              <li key={pollId}>
                <button
                  type="button"
                  class="link"
                  dir="auto"
                  aria-current={pollId === poll.pollId}
                  onClick={() => setChosen(pollId)}
                >
                  {question}
                </button>{" "}
                <span class="quiz-count">{t("poll-votes", { count: results?.votes ?? 0 })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** A poll with what its teacher can do. */
function LedPoll({ poll }: { poll: Poll }) {
  const model = useModel(PollModel);
  const live = useLesson().room.value?.state === "live";
  const { pollId, question, open, shown, anonymous, results } = poll;
  const votes = results?.votes ?? 0;
  return (
    <section aria-labelledby="poll-led">
      <h3 id="poll-led" dir="auto">
        {question}
      </h3>
      <p class="poll-privacy" role="status">
        {t("poll-voted-of", { count: votes, of: Math.max(votes, model.voters.value) })} ·{" "}
        {t(open ? "poll-open" : shown ? "poll-shown" : "poll-closed")}
        {anonymous && ` · ${t("poll-anonymous")}`} <Countdown poll={poll} />
      </p>
      {results && <PollResults poll={poll} results={results} />}
      <div class="quiz-foot">
        <button type="button" class="button strong" disabled={!live} onClick={() => void model.show(pollId, !shown)}>
          {t(shown ? "poll-hide" : "poll-show")}
        </button>
        {open && (
          <button type="button" class="button soft" disabled={!live} onClick={() => void model.close(pollId)}>
            {t("poll-close")}
          </button>
        )}
        <button type="button" class="button plain" disabled={!live} onClick={() => void model.delete(pollId)}>
          {t("poll-delete")}
        </button>
      </div>
      {!anonymous && votes > 0 && <Votes key={`${pollId} ${votes}`} poll={poll} />}
    </section>
  );
}
