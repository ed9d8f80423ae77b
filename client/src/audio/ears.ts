// What one hears: each slot's sound, as loud as one has set its owner, from where they stand.
import { analyser, levelOf, sounds, speaker } from "./graph";
import { panner, speakFrom } from "./space";
import type { Place } from "../net/pose";

interface Voice {
  source: MediaStreamAudioSourceNode;
  analyser: AnalyserNode;
  volume: GainNode;
  panner: PannerNode | undefined;
  /** Chromium gives a remote stream's sound to the graph only while a player has it, too. */
  player: HTMLAudioElement;
}

export class Ears {
  private readonly voices = new Map<number, Voice>();
  private spatial = false;

  hear(slot: number, track: MediaStreamTrack): void {
    this.stop(slot);
    const context = sounds();
    const stream = new MediaStream([track]);
    const player = new Audio();
    player.muted = true;
    player.srcObject = stream;
    void player.play().catch(() => {});
    const voice: Voice = {
      source: context.createMediaStreamSource(stream),
      analyser: analyser(context),
      volume: context.createGain(),
      panner: undefined,
      player,
    };
    voice.source.connect(voice.analyser).connect(voice.volume);
    this.voices.set(slot, voice);
    this.lay(voice, false);
  }

  /** Whether voices come from where people stand. */
  set space(spatial: boolean) {
    this.spatial = spatial;
  }

  /** Follows whoever is in this slot, as loud as one has set them. An empty slot is from nowhere. */
  follow(slot: number, volume: number, place: Place | undefined): number {
    const voice = this.voices.get(slot);
    if (!voice) return 0;
    voice.volume.gain.setTargetAtTime(volume, voice.volume.context.currentTime, 0.02);
    const placed = this.spatial && place !== undefined;
    if (placed !== (voice.panner !== undefined)) this.lay(voice, placed);
    if (voice.panner && place) speakFrom(voice.panner, place);
    return levelOf(voice.analyser);
  }

  private lay(voice: Voice, placed: boolean): void {
    voice.volume.disconnect();
    voice.panner?.disconnect();
    voice.panner = placed ? panner(sounds()) : undefined;
    if (voice.panner) voice.volume.connect(voice.panner).connect(speaker());
    else voice.volume.connect(speaker());
  }

  close(): void {
    for (const slot of [...this.voices.keys()]) this.stop(slot);
  }

  private stop(slot: number): void {
    const voice = this.voices.get(slot);
    this.voices.delete(slot);
    if (!voice) return;
    voice.source.disconnect();
    voice.volume.disconnect();
    voice.panner?.disconnect();
    voice.player.srcObject = null;
  }
}
