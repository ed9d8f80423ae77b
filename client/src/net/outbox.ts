// The lines that one has written and that are not yet among everyone's: shown at once, sent again after a loss with the
// same name, so that none is lost or doubled. Pure.
import type { Line, MessageId, ParticipantId } from "./protocol.gen";

export interface Unsent {
  clientId: string;
  message: string;
  /** The last of everyone's lines when this was written. */
  after: MessageId | undefined;
  /** Its name among everyone's lines, once known. */
  messageId?: MessageId;
  /** Why the server refused it. */
  refused?: string;
}

export type Outbox = readonly Unsent[];

/** It is in PostgreSQL under this name. It stays until everyone's line of that name is here. */
export function kept(outbox: Outbox, clientId: string, messageId: MessageId, lines: readonly Line[]): Outbox {
  if (lines.some((line) => line.messageId === messageId))
    return outbox.filter((unsent) => unsent.clientId !== clientId);
  return outbox.map((unsent) => (unsent.clientId === clientId ? { ...unsent, messageId } : unsent));
}

export function refused(outbox: Outbox, clientId: string, why: string): Outbox {
  return outbox.map((unsent) => (unsent.clientId === clientId ? { ...unsent, refused: why } : unsent));
}

/** It is on its way once more. */
export function again(outbox: Outbox, clientId: string): Outbox {
  return outbox.map((unsent) => {
    const { refused: _, ...rest } = unsent;
    return unsent.clientId === clientId ? rest : unsent;
  });
}

export function drop(outbox: Outbox, clientId: string): Outbox {
  return outbox.filter((unsent) => unsent.clientId !== clientId);
}

/** After a snapshot: what the server has kept is in it, or is too old to be. */
export function settled(outbox: Outbox): Outbox {
  return outbox.filter((unsent) => !unsent.messageId);
}

/**
 * What is still to be shown below everyone's lines: an own line may arrive before the reply that names it. Ids of
 * messages sort by time.
 */
export function pending(outbox: Outbox, lines: readonly Line[], me: ParticipantId): Unsent[] {
  const own = lines.filter((line) => line.participantId === me);
  const ids = new Set(own.map((line) => line.messageId));
  const taken = new Set(outbox.map((unsent) => unsent.messageId));
  return outbox.filter((unsent) => {
    if (unsent.messageId) return !ids.has(unsent.messageId);
    if (unsent.refused) return true;
    const arrived = own.find(
      (line) => line.message === unsent.message && line.messageId > (unsent.after ?? "") && !taken.has(line.messageId),
    );
    if (arrived) taken.add(arrived.messageId);
    return !arrived;
  });
}
