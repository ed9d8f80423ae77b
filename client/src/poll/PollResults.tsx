// What the votes add up to: bars for choices, a histogram for a scale and numbers, a cloud for words.
import type { Answer, Poll, Results } from "../net/protocol.gen";
import { t } from "../texts";
import { choicesOf, wordsOf } from "./choices";

interface Props {
  poll: Poll;
  results: Results;
  own?: Answer | undefined;
}

export function PollResults({ poll, results, own }: Props) {
  const { kind, right } = poll;
  return (
    <div class="poll-results">
      {kind === "text" ? (
        <Cloud texts={results.texts ?? []} />
      ) : kind === "number" ? (
        <Histogram bars={(results.numbers ?? []).map((range) => ({ words: rangeWords(range), count: range.count }))} />
      ) : kind === "scale" ? (
        <Histogram bars={choicesOf(poll).map((words, i) => ({ words, count: results.counts?.[i] ?? 0 }))} />
      ) : (
        <Bars poll={poll} results={results} own={own} />
      )}
      {results.average !== undefined && <p>{t("poll-average", { average: results.average })}</p>}
      {right && <p>{t("poll-right-answer", { answer: wordsOf(poll, right) })}</p>}
      {results.right !== undefined && <p>{t("poll-right-count", { count: results.right, of: results.votes })}</p>}
    </div>
  );
}

const rangeWords = ({ from, to }: { from: number; to: number }) =>
  from === to ? short(from) : `${short(from)}–${short(to)}`;
const short = (number: number) => String(Math.round(number * 100) / 100);

/** In figures and as a part of all votes, or of an order, of the most points. */
function Bars({ poll, results, own }: Props) {
  const counts = results.counts ?? [];
  const all = Math.max(1, poll.kind === "order" ? Math.max(...counts) : results.votes);
  const right = poll.right && "choices" in poll.right && poll.kind !== "order" ? poll.right.choices : undefined;
  const mine = own && "choices" in own && poll.kind !== "order" ? own.choices : [];
  return (
    <ol class="quiz-bars">
      {choicesOf(poll).map((words, i) => (
        <li key={i} class={right ? (right.includes(i) ? "is-right" : "is-wrong") : "is-open"}>
          <span class="quiz-words">
            {words}
            {right?.includes(i) && <span class="quiz-mark"> ✓ {t("quiz-right")}</span>}
            {mine.includes(i) && <span class="quiz-mark"> {t("quiz-own")}</span>}
          </span>
          <span />
          <span class="quiz-count">
            {t(poll.kind === "order" ? "poll-points" : "poll-votes", { count: counts[i] ?? 0 })}
          </span>
          <span class="quiz-bar" aria-hidden="true">
            <span style={{ width: `${(100 * (counts[i] ?? 0)) / all}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Histogram({ bars }: { bars: { words: string; count: number }[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ol class="poll-histogram">
      {bars.map(({ words, count }) => (
        <li key={words}>
          <span class="poll-column-count" aria-hidden="true">
            {count}
          </span>
          <span class="poll-column" aria-hidden="true" style={{ height: `${(100 * count) / most}%` }} />
          <span class="poll-column-words">
            {words}
            <span class="hidden">: {t("poll-votes", { count })}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The more who wrote it, the larger; in the order of letters, so that words keep their places while others grow. */
function Cloud({ texts }: { texts: { text: string; count: number }[] }) {
  const most = Math.max(1, ...texts.map(({ count }) => count));
  const sorted = [...texts].sort((one, two) => one.text.localeCompare(two.text));
  return (
    <ul class="poll-cloud">
      {sorted.map(({ text, count }) => (
        <li key={text} style={{ fontSize: `${1 + (1.5 * count) / most}rem` }} dir="auto">
          {text}
          {count > 1 && <span class="poll-times"> ×{count}</span>}
        </li>
      ))}
    </ul>
  );
}
