// In the list view: the poll as it hangs on the board of the 3D room.
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { choicesOf } from "./choices";
import { PollModel } from "./model";
import { PollResults } from "./PollResults";

export function FlatPoll() {
  const model = useModel(PollModel);
  const poll = model.current.value;
  const teaches = useLesson().teaches.value;
  if (!poll) return null;
  const results = poll.shown ? poll.results : undefined;
  return (
    <section class="flat-poll" aria-label={t("poll-title")}>
      <p dir="auto">
        <strong>{poll.question}</strong>
      </p>
      {results ? (
        <PollResults poll={poll} results={results} own={model.ownAnswer.value} />
      ) : (
        <ol>{poll.kind !== "scale" && choicesOf(poll).map((words, i) => <li key={i}>{words}</li>)}</ol>
      )}
      <button type="button" class="button soft" onClick={() => (model.isOpen.value = true)}>
        {t(teaches ? "poll-manage" : !poll.open ? "poll-see" : model.hasVoted.value ? "poll-change" : "poll-vote")}
      </button>
    </section>
  );
}

/** In 3D it hangs on the board. */
export const Nowhere = () => null;
