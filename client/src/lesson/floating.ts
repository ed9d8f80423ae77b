// Signs that float up from people for a moment, such as an emoji: features show them, and views of people listen.
import type { ParticipantId } from "../net/protocol.gen";

export interface FloatingSign {
  participantId: ParticipantId;
  /** One character. */
  sign: string;
}

export class FloatingSigns {
  private readonly listeners = new Set<(shown: FloatingSign) => void>();

  show(participantId: ParticipantId, sign: string): void {
    for (const listener of this.listeners) listener({ participantId, sign });
  }

  /** @returns what ends the listening */
  listen(listener: (shown: FloatingSign) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
