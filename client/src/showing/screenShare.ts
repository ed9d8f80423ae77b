// Sharing one's own screen, window or tab, over a peer connection that lives as long as it is shared.
import { computed, effect, signal, untracked } from "@preact/signals";
import { activate } from "../audio/peer";
import { trimOffer } from "../audio/trimOffer";
import type { Lesson } from "../lesson/lesson";
import type { Description } from "../net/protocol.gen";
import { Refused } from "../net/connection";
import { t } from "../texts";

/** For text: sharp, and few frames. The second encoding is for those whose line cannot take the first. */
const ENCODINGS: RTCRtpEncodingParameters[] = [
  { rid: "h", maxBitrate: 2_000_000, maxFramerate: 15 },
  { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 300_000, maxFramerate: 5 },
];
/** What a shared screen may measure at most: a larger one is scaled down. */
const [WIDTH, HEIGHT] = [2560, 1600];

export class ScreenShare {
  /** What is shared; absent while nothing is. */
  readonly stream = signal<MediaStream | undefined>(undefined);
  readonly asking = signal(false);
  private readonly isShared = computed(() => {
    const me = this.lesson.me.value?.participantId;
    return (me && this.lesson.room.value?.people.get(me)?.screen) === true;
  });
  private peer: RTCPeerConnection | undefined;
  private sender: RTCRtpSender | undefined;

  constructor(private readonly lesson: Lesson) {
    let before = false;
    effect(() => {
      const shared = this.isShared.value;
      untracked(() => {
        if (before && !shared && this.stream.value && this.lesson.link.value.state === "open") this.onStopped();
      });
      before = shared;
    });
  }

  static get isPossible(): boolean {
    return "getDisplayMedia" in (navigator.mediaDevices ?? {});
  }

  async start(): Promise<void> {
    if (this.asking.value || this.stream.value) return;
    this.asking.value = true;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({
        video: { width: { max: WIDTH }, height: { max: HEIGHT }, frameRate: { max: 15 } },
        audio: true,
      });
      await this.share(stream);
    } catch (error) {
      // A person who closes the browser's own dialog has chosen nothing, and needs no notice.
      const closed = error instanceof DOMException && error.name === "NotAllowedError";
      if (error instanceof Refused) this.lesson.notify(error.message);
      else if (!closed) this.lesson.notify(t("screen-share-failed"));
      this.close();
    } finally {
      this.asking.value = false;
    }
  }

  async stop(): Promise<void> {
    this.close();
    await this.lesson.attempt("on.screenStop", {});
  }

  onWanted(encodings: readonly boolean[]): void {
    // The page that shares costs nothing while nobody looks at it.
    if (this.sender) void activate(this.sender, encodings);
  }

  close(): void {
    for (const track of this.stream.value?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.peer?.close();
    this.peer = this.sender = undefined;
    this.stream.value = undefined;
  }

  private async share(stream: MediaStream): Promise<void> {
    const [video] = stream.getVideoTracks();
    const [audio] = stream.getAudioTracks();
    if (!video) throw new DOMException("no track", "NotFoundError");
    video.contentHint = "text";
    video.onended = () => void this.stop();
    this.stream.value = stream;
    const peer = (this.peer = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      iceServers: [...this.lesson.iceServers],
    }));
    const direction = "sendonly" as const;
    this.sender = peer.addTransceiver(video, { direction, sendEncodings: ENCODINGS }).sender;
    if (audio) peer.addTransceiver(audio, { direction });
    peer.onconnectionstatechange = () => {
      if (peer !== this.peer || peer.connectionState !== "failed") return;
      this.lesson.notify(t("screen-share-failed"));
      void this.stop();
    };
    await peer.setLocalDescription(await peer.createOffer());
    const sdp = trimOffer(peer.localDescription?.sdp ?? "");
    const answer = await this.lesson.connection.request<Description, "on.screenShare">("on.screenShare", { sdp });
    if (peer !== this.peer) return;
    await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
  }

  private onStopped(): void {
    this.close();
    this.lesson.notify(t("screen-share-stopped"));
  }
}
