// A virtual background: the person is cut out of the camera's picture in the browser, and what is behind is blurred or replaced before
// anything is sent.
import { segmentation, type Mask } from "./segmentation";

export type Background = "none" | "blur" | "leaves" | "night";

export const BACKGROUNDS: readonly Background[] = ["none", "blur", "leaves", "night"];

/** What is sent, at most; the model works on less anyway. */
const [WIDTH, HEIGHT] = [640, 360];
const PER_SECOND = 20;
/** A machine that cannot do so many a second shows a slide show: the background is turned off. */
const LEAST_PER_SECOND = 12;
/** How long it may be slower, in ms: the first frames always are. */
const PATIENCE_MS = 6000;

export interface WithBackground {
  readonly track: MediaStreamTrack;
  close(): void;
}

/** Says whether frames come too slowly for too long. Pure: it is told when there was one. */
export class FrameRate {
  private since: number | undefined;
  private slowSince: number | undefined;
  private frames = 0;

  /** @returns whether it has been too slow for too long */
  frame(now: number): boolean {
    this.since ??= now;
    this.frames++;
    if (now - this.since < 1000) return false;
    const rate = (this.frames * 1000) / (now - this.since);
    [this.since, this.frames] = [now, 0];
    if (rate >= LEAST_PER_SECOND) this.slowSince = undefined;
    else this.slowSince ??= now;
    return this.slowSince !== undefined && now - this.slowSince >= PATIENCE_MS;
  }
}

/**
 * The camera's picture before another background.
 * @param tooSlow is told once when this machine is too slow for it
 * Throws where the model cannot run.
 */
export async function withBackground(
  camera: MediaStreamTrack,
  background: Exclude<Background, "none">,
  tooSlow: () => void,
): Promise<WithBackground> {
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  await video.play();
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d")!;
  const behind = background === "blur" ? undefined : paintBackground(background);
  const model = await segmentation((mask) => compose(pen, mask, behind));
  let closed = false;
  const rate = new FrameRate();
  const work = async () => {
    while (!closed) {
      const begun = performance.now();
      if (!document.hidden && video.readyState >= 2) {
        await model.send({ image: video });
        if (rate.frame(performance.now()) && !closed) {
          tooSlow();
          return;
        }
      }
      const rest = 1000 / PER_SECOND - (performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
    }
  };
  await model.send({ image: video });
  void work().catch((error: unknown) => {
    if (!closed) console.warn("the background has stopped", error);
  });
  const [track] = canvas.captureStream(PER_SECOND).getVideoTracks();
  return {
    track: track!,
    close() {
      closed = true;
      track!.stop();
      video.srcObject = null;
      void model.close();
    },
  };
}

/** The person as they are, and around them the blurred room or a painted one. */
function compose(
  pen: CanvasRenderingContext2D,
  { image, segmentationMask }: Mask,
  behind: CanvasImageSource | undefined,
) {
  pen.save();
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  pen.drawImage(segmentationMask, 0, 0, WIDTH, HEIGHT);
  pen.globalCompositeOperation = "source-in";
  pen.drawImage(image, 0, 0, WIDTH, HEIGHT);
  pen.globalCompositeOperation = "destination-over";
  if (behind) pen.drawImage(behind, 0, 0);
  else {
    pen.filter = "blur(12px)";
    // A little larger, so that the blur has no pale edge.
    pen.drawImage(image, -16, -9, WIDTH + 32, HEIGHT + 18);
  }
  pen.restore();
}

/** Painted here, so that nothing is fetched for it. */
function paintBackground(background: "leaves" | "night"): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d")!;
  const [top, bottom] = background === "leaves" ? ["#cfe8d5", "#7fb58f"] : ["#16203a", "#3b4f7a"];
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, top);
  sky.addColorStop(1, bottom);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  for (let i = 0; i < 70; i++) {
    // Always the same places, without a random number.
    const [x, y] = [(i * 97) % WIDTH, (i * 61) % HEIGHT];
    pen.beginPath();
    if (background === "night") {
      pen.fillStyle = `rgb(255 255 255 / ${30 + ((i * 7) % 60)}%)`;
      pen.arc(x, y * 0.8, 0.8 + (i % 3) * 0.6, 0, 2 * Math.PI);
    } else {
      pen.fillStyle = `hsl(${120 + ((i * 13) % 40)} 35% ${38 + ((i * 11) % 25)}% / 55%)`;
      pen.ellipse(x, y, 26, 11, (i * 37) % 3, 0, 2 * Math.PI);
    }
    pen.fill();
  }
  return canvas;
}
