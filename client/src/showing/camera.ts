// One's own camera: opened when it is turned on, closed when it is off, so that its light is off, too.
import { computed, effect, signal, untracked } from "@preact/signals";
import { Sound } from "../audio/sound";
import type { Lesson } from "../lesson/lesson";
import { t } from "../texts";
import type { Background, WithBackground } from "./background";
import { cameraSettings, changeCamera } from "./cameraSettings";

/** After so long an encoding that nobody watches is not sent any more. */
const UNWATCHED_MS = 5000;

export class Camera {
  /** The browser asks for permission, or the camera opens. */
  readonly asking = signal(false);
  /** What the camera shows; absent while it is off. */
  readonly track = signal<MediaStreamTrack | undefined>(undefined);
  /** Whether the others may see it: the server says so. */
  readonly isShown = computed(() => {
    const me = this.lesson.me.value?.participantId;
    return (me && this.lesson.room.value?.people.get(me)?.camera) === true;
  });
  /** What the camera itself sees, where something is done with it before it is sent. */
  private raw: MediaStreamTrack | undefined;
  private background: WithBackground | undefined;
  private lowering: ReturnType<typeof setTimeout> | undefined;
  private sent: readonly boolean[] = [];

  constructor(private readonly lesson: Lesson) {
    // A new connection says that the camera is on; where it may not be, that is told.
    effect(() => {
      void this.sound.connections.value;
      untracked(() => {
        if (this.track.value && this.sound.isNegotiated) void this.show();
      });
    });
    // Someone else ended it: the camera's light goes out, too.
    let before = false;
    effect(() => {
      const shown = this.isShown.value;
      untracked(() => {
        if (before && !shown && this.track.value && this.lesson.link.value.state === "open") this.onStopped();
      });
      before = shown;
    });
  }

  async toggle(): Promise<void> {
    if (this.track.value) await this.turnOff();
    else await this.turnOn();
  }

  async turnOn(): Promise<void> {
    if (this.asking.value || this.track.value) return;
    if (!(await this.open())) return;
    // A connection that is being made says itself that the camera is on.
    if (this.sound.isNegotiated) await this.show();
  }

  async turnOff(): Promise<void> {
    await this.close();
    if (this.sound.isNegotiated) await this.lesson.attempt("on.cameraShow", { on: false });
  }

  /** Another camera, without leaving: the next one of a phone, or the one chosen. */
  async choose(id: string): Promise<void> {
    changeCamera({ camera: id });
    await this.reopen();
  }

  async turnAround(): Promise<void> {
    changeCamera({ camera: "", facing: cameraSettings.value.facing === "user" ? "environment" : "user" });
    await this.reopen();
  }

  async setBackground(background: Background): Promise<void> {
    changeCamera({ background });
    await this.reopen();
  }

  /** Lowers what is sent slowly and raises it at once: a watcher must not wait, and one who looks away may look back. */
  onWanted(encodings: readonly boolean[]): void {
    clearTimeout(this.lowering);
    const raised = encodings.map((wanted, i) => wanted || (this.sent[i] ?? false));
    this.apply(raised);
    this.lowering = setTimeout(() => this.apply(encodings), UNWATCHED_MS);
  }

  close(): Promise<void> {
    this.release();
    return this.sound.sendCamera(null, false);
  }

  private async show(): Promise<void> {
    const refused = await this.lesson.attempt("on.cameraShow", { on: true });
    if (!refused) return;
    this.lesson.notify(refused);
    await this.close();
  }

  private get sound(): Sound {
    return this.lesson.model(Sound);
  }

  private apply(encodings: readonly boolean[]): void {
    this.sent = encodings;
    void this.sound.sendEncodings(encodings);
  }

  private async reopen(): Promise<void> {
    if (!this.track.value) return;
    // Many phones open only one camera at a time.
    this.release();
    if (!(await this.open())) await this.turnOff();
  }

  private release(): void {
    const { raw } = this;
    if (raw) raw.onended = null;
    raw?.stop();
    this.background?.close();
    this.raw = this.background = undefined;
    this.track.value = undefined;
  }

  private onStopped(): void {
    void this.close();
    this.lesson.notify(t("camera-stopped", { teacher: this.lesson.session.value.teacher }));
  }

  /** The camera's picture, before the background that is wanted. */
  private async withBackground(raw: MediaStreamTrack): Promise<MediaStreamTrack> {
    const { background } = cameraSettings.value;
    if (background === "none") return raw;
    try {
      const { withBackground } = await import("./background");
      this.background = await withBackground(raw, background, () => void this.onTooSlow());
      return this.background.track;
    } catch (error) {
      console.warn("the background does not work here", error);
      this.lesson.notify(t("background-impossible"));
      changeCamera({ background: "none" });
      return raw;
    }
  }

  private async onTooSlow(): Promise<void> {
    this.lesson.notify(t("background-too-slow"));
    await this.setBackground("none");
  }

  /** The browser may ask the person. False, when there is no camera or it is not allowed; that has been said then. */
  private async open(): Promise<boolean> {
    if (!navigator.mediaDevices) {
      this.lesson.notify(t("camera-needs-https"));
      return false;
    }
    this.asking.value = true;
    try {
      const track = await openCamera();
      this.raw = track;
      track.onended = () => {
        this.lesson.notify(t("camera-gone"));
        void this.turnOff();
      };
      this.track.value = await this.withBackground(track);
      await this.sound.sendCamera(this.track.value, true);
      return true;
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      this.lesson.notify(t(denied ? "camera-denied" : "camera-none"));
      return false;
    } finally {
      this.asking.value = false;
    }
  }
}

/** Throws what getUserMedia throws. */
export async function openCamera(): Promise<MediaStreamTrack> {
  const { camera, facing } = cameraSettings.value;
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };
  const take = (which: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ video: { ...video, ...which } });
  const usual = () => take({ facingMode: facing });
  // One that has been taken away since is not missed.
  const stream = await (camera ? take({ deviceId: { exact: camera } }).catch(usual) : usual());
  const [track] = stream.getVideoTracks();
  if (!track) throw new DOMException("no track", "NotFoundError");
  return track;
}
