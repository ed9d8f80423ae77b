// A video for the room in 3D: of someone's camera or screen, which the page itself does not show.
import { effect } from "@preact/signals";
import type { Lesson } from "../lesson/lesson";
import type { ParticipantId, ShowKind, Size } from "../net/protocol.gen";
import { Camera } from "../showing/camera";
import { ScreenShare } from "../showing/screenShare";
import { keyOf, Watching } from "../showing/watching";

export class VideoSource {
  readonly video = document.createElement("video");
  private readonly ends: (() => void)[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private drawnAt = -1;

  /** @param frame is told when there is a new frame to draw, at most so many times a second */
  constructor(lesson: Lesson, who: ParticipantId, kind: ShowKind, size: Size, perSecond: number, frame: () => void) {
    const { video } = this;
    video.muted = video.playsInline = true;
    const own = who === lesson.me.value?.participantId;
    if (!own) this.ends.push(lesson.model(Watching).add({ who, kind, size, rank: kind === "screen" ? 0 : 2 }));
    this.ends.push(
      effect(() => {
        const watched = lesson.model(Watching).tracks.value.get(keyOf(who, kind));
        const mine =
          kind === "camera"
            ? lesson.model(Camera).track.value
            : lesson.model(ScreenShare).stream.value?.getVideoTracks()[0];
        const track = own ? mine : watched;
        video.srcObject = track ? new MediaStream([track]) : null;
        if (track) void video.play().catch(() => {});
      }),
    );
    this.timer = setInterval(() => {
      if (document.hidden || video.readyState < 2 || video.currentTime === this.drawnAt) return;
      this.drawnAt = video.currentTime;
      frame();
    }, 1000 / perSecond);
  }

  dispose(): void {
    clearInterval(this.timer);
    for (const end of this.ends) end();
    this.video.srcObject = null;
  }
}
