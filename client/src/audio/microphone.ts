// One's own microphone: asked for when it is first wanted, and given back when the lesson is over.
import { signal } from "@preact/signals";

const WANTED: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Microphone {
  /** The browser asks for permission. */
  readonly asking = signal(false);
  track: MediaStreamTrack | undefined;

  constructor(
    private readonly say: (text: string) => void,
    /** It was unplugged. */
    private readonly gone: () => void,
  ) {}

  /** The browser may ask whoever sits there. Nothing, when there is none or it is not allowed; that has been said then. */
  async open(): Promise<MediaStreamTrack | undefined> {
    if (!navigator.mediaDevices) {
      this.say("This browser gives pages a microphone over https only. You can still listen.");
      return undefined;
    }
    this.asking.value = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
      const track = stream.getAudioTracks()[0];
      if (!track) return undefined;
      track.enabled = false;
      track.onended = () => {
        this.close();
        this.say("The microphone is gone.");
        this.gone();
      };
      return (this.track = track);
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      this.say(
        denied
          ? "The browser does not allow the microphone. You can still listen."
          : "No microphone was found. You can still listen.",
      );
      return undefined;
    } finally {
      this.asking.value = false;
    }
  }

  close(): void {
    this.track?.stop();
    this.track = undefined;
  }
}
