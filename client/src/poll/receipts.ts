// The receipts of one's anonymous votes, with the answers: only this tab has them, and only with its receipt can a vote be changed.
import type { Answer, PollId } from "../net/protocol.gen";

export interface Receipt {
  receipt: string;
  /** The answer that the server has taken. */
  answer?: Answer;
}

const BYTES = 18;
/** For browsers without storage: until the page is loaded again. */
const here = new Map<PollId, Receipt>();

/** The receipt for a poll, made and stored before it is sent: a vote whose reply was lost is sent again under the same one. */
export function receiptFor(pollId: PollId): Receipt {
  const known = receiptOf(pollId);
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const receipt = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return keepReceipt(pollId, { receipt });
}

export function receiptOf(pollId: PollId): Receipt | undefined {
  try {
    const stored = sessionStorage.getItem(key(pollId));
    return stored ? (JSON.parse(stored) as Receipt) : here.get(pollId);
  } catch {
    return here.get(pollId);
  }
}

export function keepReceipt(pollId: PollId, receipt: Receipt): Receipt {
  here.set(pollId, receipt);
  try {
    sessionStorage.setItem(key(pollId), JSON.stringify(receipt));
  } catch {
    // `here` has it.
  }
  return receipt;
}

const key = (pollId: PollId) => `lyceum-vote:${pollId}`;
