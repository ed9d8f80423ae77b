// Own messages that are not yet among everyone's: shown at once, and sent again under the same id after a lost connection, so
// that none is lost or doubled. Pure.
import type { ChatMessage, MessageId, ParticipantId } from "../net/protocol.gen";

export interface Unsent {
  clientId: string;
  message: string;
  /** The last of everyone's messages when this was written. */
  after: MessageId | undefined;
  /** Its id among everyone's messages, once known. */
  messageId?: MessageId;
  /** Why the server refused it. */
  refused?: string;
}

export type Outbox = readonly Unsent[];

/** The server has stored it under this id. It stays until everyone's message of that id is here. */
export function markStored(
  outbox: Outbox,
  clientId: string,
  messageId: MessageId,
  messages: readonly ChatMessage[],
): Outbox {
  if (messages.some((message) => message.messageId === messageId))
    return outbox.filter((unsent) => unsent.clientId !== clientId);
  return outbox.map((unsent) => (unsent.clientId === clientId ? { ...unsent, messageId } : unsent));
}

export function markRefused(outbox: Outbox, clientId: string, why: string): Outbox {
  return outbox.map((unsent) => (unsent.clientId === clientId ? { ...unsent, refused: why } : unsent));
}

/** It is sent once more. */
export function markRetried(outbox: Outbox, clientId: string): Outbox {
  return outbox.map((unsent) => {
    const { refused: _, ...rest } = unsent;
    return unsent.clientId === clientId ? rest : unsent;
  });
}

export function discard(outbox: Outbox, clientId: string): Outbox {
  return outbox.filter((unsent) => unsent.clientId !== clientId);
}

/** After a snapshot: what the server has stored is in it, or is too old to be. */
export function withoutStored(outbox: Outbox): Outbox {
  return outbox.filter((unsent) => !unsent.messageId);
}

/**
 * What the chat shows below everyone's messages: an own message may arrive before the reply that has its id. Ids of
 * messages sort by time.
 */
export function visibleUnsent(outbox: Outbox, messages: readonly ChatMessage[], me: ParticipantId): Unsent[] {
  const own = messages.filter((message) => message.participantId === me);
  const ids = new Set(own.map((message) => message.messageId));
  const taken = new Set(outbox.map((unsent) => unsent.messageId));
  return outbox.filter((unsent) => {
    if (unsent.messageId) return !ids.has(unsent.messageId);
    if (unsent.refused) return true;
    const arrived = own.find(
      ({ message, messageId }) =>
        message === unsent.message && messageId > (unsent.after ?? "") && !taken.has(messageId),
    );
    if (arrived) taken.add(arrived.messageId);
    return !arrived;
  });
}
