// For the teacher: who voted how in a named poll, once it is asked for.
import { useState } from "preact/hooks";
import { Refused } from "../net/connection";
import type { NamedVote, Poll } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { wordsOf } from "./choices";
import { PollModel } from "./model";

export function Votes({ poll }: { poll: Poll }) {
  const model = useModel(PollModel);
  const [votes, setVotes] = useState<readonly NamedVote[]>();
  const [wrong, setWrong] = useState<string>();
  const read = () =>
    model.readVotes(poll.pollId).then(
      ({ votes }) => setVotes([...votes].sort((one, two) => one.username.localeCompare(two.username))),
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        setWrong(error.message);
      },
    );
  if (!votes) {
    return (
      <p>
        <button type="button" class="link" onClick={() => void read()}>
          {t("poll-who")}
        </button>{" "}
        {wrong}
      </p>
    );
  }
  return (
    <table class="poll-who">
      <caption>{t("poll-who-voted")}</caption>
      <tbody>
        {votes.map(({ participantId, username, answer, right }) => (
          <tr key={participantId}>
            <th scope="row" dir="auto">
              {username || t("chat-erased")}
            </th>
            <td dir="auto">
              {wordsOf(poll, answer)} {right && <span class="quiz-mark">✓ {t("quiz-right")}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
