// One's own microphone: opened when it is first needed, replaced when a setting changes, closed when the lesson is over.
import { signal } from "@preact/signals";
import { t } from "../texts";
import { settings, type Settings } from "./settings";
import { refreshDevices } from "./devices";
import { analyser, audioContext, levelOf } from "./graph";
import type { Denoised } from "./noise";

interface Listener {
  notify(text: string): void;
  /** This track is sent from now on. */
  changed(track: MediaStreamTrack): void;
  /** It was unplugged. */
  gone(): void;
}

type Opened = Pick<Settings, "microphone" | "echo" | "gain" | "noise">;

export class Microphone {
  /** The browser asks for permission. */
  readonly asking = signal(false);
  /** It is open, though perhaps nobody hears it. */
  readonly open = signal(false);
  /** What is sent. */
  track: MediaStreamTrack | undefined;

  private raw: MediaStreamTrack | undefined;
  private denoised: Denoised | undefined;
  private meter: { source: AudioNode; analyser: AnalyserNode } | undefined;
  private wanted = false;
  private speaks = false;
  private opened: Opened | undefined;

  constructor(private readonly listener: Listener) {}

  /** Whether what comes in goes out. */
  set on(on: boolean) {
    this.speaks = on;
    if (this.track) this.track.enabled = on;
  }

  get level(): number {
    return this.meter ? levelOf(this.meter.analyser) : 0;
  }

  /** The browser may ask the person. False, when there is none or it is not allowed; that has been said then. */
  async use(): Promise<boolean> {
    if (this.raw) return true;
    if (this.asking.value) return false;
    if (!navigator.mediaDevices) {
      this.listener.notify(t("sound-needs-https"));
      return false;
    }
    this.asking.value = this.wanted = true;
    try {
      const { microphone, echo, gain, noise } = settings.value;
      this.opened = { microphone, echo, gain, noise };
      await this.take(await ask(settings.value));
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      this.listener.notify(t(denied ? "sound-denied" : "sound-no-microphone"));
    } finally {
      this.asking.value = false;
    }
    void refreshDevices();
    return this.raw !== undefined;
  }

  /** Takes another, or the same with other settings, if something was chosen that needs it. */
  async adapt(): Promise<void> {
    const { opened, raw } = this;
    const now = settings.value;
    const same = opened && (["microphone", "echo", "gain", "noise"] as const).every((key) => opened[key] === now[key]);
    if (!raw || same || this.asking.value) return;
    this.release();
    await this.use();
    await this.adapt();
  }

  close(): void {
    this.wanted = false;
    this.release();
  }

  private async take(raw: MediaStreamTrack): Promise<void> {
    let denoised: Denoised | undefined;
    if (settings.value.noise === "strong") {
      try {
        denoised = await (await import("./noise")).denoise(raw);
      } catch (error) {
        console.warn("RNNoise does not run here", error);
        this.listener.notify(t("sound-no-noise"));
      }
    }
    // Closed while the browser was asking.
    if (!this.wanted) {
      raw.stop();
      denoised?.close();
      return;
    }
    [this.raw, this.denoised] = [raw, denoised];
    // What is measured goes on while what is sent is muted.
    this.track = denoised?.track ?? raw.clone();
    this.track.enabled = this.speaks;
    const context = audioContext();
    const source = context.createMediaStreamSource(new MediaStream([denoised ? denoised.track.clone() : raw]));
    this.meter = { source, analyser: analyser(context) };
    source.connect(this.meter.analyser);
    raw.onended = () => {
      this.close();
      this.listener.notify(t("sound-microphone-gone"));
      this.listener.gone();
    };
    this.open.value = true;
    this.listener.changed(this.track);
  }

  /** What one would send if one spoke: for trying it out. */
  copy(): MediaStream | undefined {
    const track = this.denoised?.track ?? this.raw;
    if (!track) return undefined;
    const copy = track.clone();
    copy.enabled = true;
    return new MediaStream([copy]);
  }

  private release(): void {
    const { raw, track, denoised, meter } = this;
    if (raw) raw.onended = null;
    raw?.stop();
    track?.stop();
    denoised?.close();
    meter?.source.disconnect();
    this.raw = this.track = this.denoised = this.meter = undefined;
    this.open.value = false;
  }
}

async function ask({ microphone, echo, gain, noise }: Settings): Promise<MediaStreamTrack> {
  const audio: MediaTrackConstraints = {
    echoCancellation: echo,
    autoGainControl: gain,
    noiseSuppression: noise === "browser",
  };
  const take = (audio: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio });
  const usual = () => take(audio);
  // One that has been taken away since is not missed.
  const asked = microphone ? take({ ...audio, deviceId: { exact: microphone } }).catch(usual) : usual();
  const [track] = (await asked).getAudioTracks();
  if (!track) throw new DOMException("no track", "NotFoundError");
  return track;
}
