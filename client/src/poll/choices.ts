// What the choices of a question are called, and what an answer says.
import type { Answer, PollKind, Question } from "../net/protocol.gen";
import { t } from "../texts";

export const KINDS: readonly PollKind[] = ["yesNo", "single", "multiple", "scale", "text", "number", "order"];

/** The kinds whose options the teacher writes. */
export const hasOptions = (kind: PollKind) => kind === "single" || kind === "multiple" || kind === "order";

/** The choices in words: options, yes and no, or the steps of a scale. */
export function choicesOf({ kind, options, steps }: Pick<Question, "kind" | "options" | "steps">): string[] {
  if (kind === "yesNo") return [t("poll-yes"), t("poll-no")];
  if (kind === "scale") return Array.from({ length: steps ?? 0 }, (_, i) => String(i + 1));
  return options ?? [];
}

export function wordsOf(question: Question, answer: Answer): string {
  if ("text" in answer) return answer.text;
  if ("number" in answer) return String(answer.number);
  const choices = choicesOf(question);
  const between = question.kind === "order" ? " › " : ", ";
  return answer.choices.map((choice) => choices[choice] ?? "").join(between);
}
