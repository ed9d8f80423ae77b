// Asking, voting, and what the teacher does with a poll.
import { computed, signal } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { Answer, ItemId, NamedVotes, Poll, PollId, Question } from "../net/protocol.gen";
import { students } from "../people/students";
import { keepReceipt, receiptFor, receiptOf } from "./receipts";
import { pollState } from "./state";

const NONE = { poll: undefined, ownVote: undefined, polls: [] };

export class PollModel {
  /** Whether the window with the poll, and for the teacher with all of them, is open. */
  readonly isOpen = signal(false);

  private readonly state = computed(() => {
    const room = this.lesson.room.value;
    return room ? pollState.of(room) : NONE;
  });

  /** The poll that everyone sees; the teacher sees its results. */
  readonly current = computed((): Poll | undefined => {
    const { poll, polls } = this.state.value;
    return polls.find(({ pollId }) => pollId === poll?.pollId) ?? poll;
  });

  /** The poll as it hangs on the board, which is the same for everyone. */
  readonly onBoard = computed((): Poll | undefined => this.state.value.poll);

  /** For the teacher: all polls, the latest first. */
  readonly all = computed(() => [...this.state.value.polls].reverse());

  /** Whether this student has voted in the current poll. */
  readonly hasVoted = computed(() => this.state.value.ownVote !== undefined);

  /** One's own answer in the current poll, if it is known here. */
  readonly ownAnswer = computed((): Answer | undefined => {
    const { poll, ownVote } = this.state.value;
    if (ownVote?.answer || !poll?.anonymous) return ownVote?.answer;
    return receiptOf(poll.pollId)?.answer;
  });

  /** The open poll in which this student has not voted. */
  readonly asked = computed((): PollId | undefined => {
    const { poll } = this.state.value;
    const { teaches, room } = this.lesson;
    return poll?.open && !teaches.value && !this.hasVoted.value && room.value?.state === "live"
      ? poll.pollId
      : undefined;
  });

  /** For the teacher: how many could vote. */
  readonly voters = computed(() => students(this.lesson.people.value).length);

  constructor(private readonly lesson: Lesson) {}

  /** @returns why it was refused, or nothing */
  readonly ask = (question: Question) => this.lesson.attempt("on.pollAsk", question);

  /** Starts a poll that was prepared, and opens its window. */
  async startPrepared(itemId: ItemId): Promise<void> {
    const refused = await this.lesson.attempt("on.pollStart", { itemId });
    if (refused) this.lesson.notify(refused);
    else this.isOpen.value = true;
  }

  readonly close = (pollId: PollId) => this.lesson.ask("on.pollClose", { pollId });

  readonly show = (pollId: PollId, shown: boolean) => this.lesson.ask("on.pollShow", { pollId, shown });

  readonly delete = (pollId: PollId) => this.lesson.ask("on.pollDelete", { pollId });

  readonly readVotes = (pollId: PollId) =>
    this.lesson.connection.request<NamedVotes, "on.pollVotes">("on.pollVotes", { pollId });

  /** @returns why the vote does not count, or nothing */
  async vote({ pollId, anonymous }: Poll, answer: Answer): Promise<string | undefined> {
    const receipt = anonymous ? receiptFor(pollId) : undefined;
    const vote = { pollId, answer, ...(receipt && { receipt: receipt.receipt }) };
    const refused = await this.lesson.attempt("on.pollVote", vote);
    if (refused) return refused;
    if (receipt) keepReceipt(pollId, { ...receipt, answer });
    const room = this.lesson.room.value;
    if (!room) return undefined;
    const state = pollState.of(room);
    if (state.poll?.pollId === pollId) {
      this.lesson.room.value = pollState.set(room, { ...state, ownVote: anonymous ? {} : { answer } });
    }
    return undefined;
  }
}
