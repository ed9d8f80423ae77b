// Plays what the server sends: the sound of each slot, at the volume set for its speaker, from where that person stands.
import { analyser, audioContext, levelOf, outputNode } from "./graph";
import { panner, speakFrom } from "./space";
import type { Place } from "../net/pose";

interface Voice {
  source: MediaStreamAudioSourceNode;
  analyser: AnalyserNode;
  volume: GainNode;
  panner: PannerNode | undefined;
  /** Chromium passes a remote stream to the audio graph only while an element plays it, too. */
  player: HTMLAudioElement;
}

export class Playback {
  private readonly voices = new Map<number, Voice>();
  private spatial = false;

  attach(slot: number, track: MediaStreamTrack): void {
    this.stop(slot);
    const context = audioContext();
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
    this.connect(voice, false);
  }

  /** Whether voices come from where people stand. */
  set isSpatial(spatial: boolean) {
    this.spatial = spatial;
  }

  /** Applies the volume and place of the person in this slot. An empty slot has no place. @returns how loud it is */
  update(slot: number, volume: number, place: Place | undefined): number {
    const voice = this.voices.get(slot);
    if (!voice) return 0;
    voice.volume.gain.setTargetAtTime(volume, voice.volume.context.currentTime, 0.02);
    const placed = this.spatial && place !== undefined;
    if (placed !== (voice.panner !== undefined)) this.connect(voice, placed);
    if (voice.panner && place) speakFrom(voice.panner, place);
    return levelOf(voice.analyser);
  }

  private connect(voice: Voice, placed: boolean): void {
    voice.volume.disconnect();
    voice.panner?.disconnect();
    voice.panner = placed ? panner(audioContext()) : undefined;
    if (voice.panner) voice.volume.connect(voice.panner).connect(outputNode());
    else voice.volume.connect(outputNode());
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
