// Polls as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { FlatPoll, Nowhere } from "./FlatPoll";
import { PollButton } from "./PollButton";
import "./poll.css";
import { pollReducers, pollState } from "./state";

export default feature("poll", {
  slice: pollState,
  reduce: pollReducers,
  unnumbered: ["on.pollResults", "on.pollDelete"],
  announce: {
    "on.pollChange": ({ poll }, { before }) => {
      const known = pollState.of(before).poll?.pollId === poll?.pollId;
      if (!poll) return undefined;
      if (poll.shown) return t("poll-news-shown", { question: poll.question });
      if (!poll.open) return t("poll-news-closed");
      return known ? undefined : t("poll-news-open", { question: poll.question });
    },
  },
  DockButton: PollButton,
  stage: { List: FlatPoll, Room: Nowhere },
});
