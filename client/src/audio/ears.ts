// What one hears: a player for each slot, and the one button for browsers that play nothing before a click.
import { signal } from "@preact/signals";

export class Ears {
  /** The browser plays nothing before one has clicked somewhere. */
  readonly blocked = signal(false);
  private readonly players = new Map<number, HTMLAudioElement>();

  hear(slot: number, track: MediaStreamTrack): void {
    this.stop(slot);
    const player = new Audio();
    player.srcObject = new MediaStream([track]);
    this.players.set(slot, player);
    document.body.append(player);
    void this.play(player);
  }

  /** After a click, everything may be played. */
  open(): void {
    this.blocked.value = false;
    for (const player of this.players.values()) void this.play(player);
  }

  close(): void {
    for (const slot of [...this.players.keys()]) this.stop(slot);
  }

  private stop(slot: number): void {
    const player = this.players.get(slot);
    this.players.delete(slot);
    if (!player) return;
    player.srcObject = null;
    player.remove();
  }

  private async play(player: HTMLAudioElement): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      // Taken away before it could begin: nothing is wrong.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.blocked.value = true;
    }
  }
}
