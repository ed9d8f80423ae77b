// Round camera pictures over the avatars. Those of the nearest move; of the others one sees the avatar's face.
import {
  CanvasTexture,
  type Object3D,
  Sprite,
  SpriteMaterial,
  SRGBColorSpace,
  type Vector3,
  VideoTexture,
} from "three";
import type { Lesson } from "../lesson/lesson";
import type { Participant, ParticipantId } from "../net/protocol.gen";
import { VideoSource } from "./videoSource";

/** How many move. */
export const NEAREST = 9;
const PER_SECOND = 15;
/** How often the nearest are chosen anew, in ms. */
const CHOOSE_MS = 1000;
/** Across, in metres, and above the name. */
const WIDTH = 0.95;
const ABOVE_NAME = 0.85;

interface Disc {
  sprite: Sprite;
  source: VideoSource;
  texture: VideoTexture;
}

/** Whose pictures move: of those with a camera the nearest, those already shown first where it is nearly the same. */
export function nearest(
  cameras: readonly { who: ParticipantId; distance: number }[],
  shown: ReadonlySet<ParticipantId>,
): ParticipantId[] {
  const rank = ({ who, distance }: { who: ParticipantId; distance: number }) => distance * (shown.has(who) ? 0.8 : 1);
  return [...cameras]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, NEAREST)
    .map(({ who }) => who);
}

export class CameraDiscs {
  private readonly discs = new Map<ParticipantId, Disc>();
  private chosenAt = -Infinity;

  constructor(
    private readonly lesson: Lesson,
    private readonly changed: () => void,
  ) {}

  /** The people may be others than before: they are chosen at the next frame. */
  stale(): void {
    this.chosenAt = -Infinity;
  }

  /** @param bodyOf where a person stands, and how high their name is; nothing for those who stand nowhere */
  step(
    now: number,
    eye: Vector3,
    bodyOf: (person: Participant) => { above: Object3D; name: number } | undefined,
  ): void {
    if (now - this.chosenAt < CHOOSE_MS) return;
    this.chosenAt = now;
    const me = this.lesson.me.value?.participantId;
    const bodies = new Map<ParticipantId, { above: Object3D; name: number }>();
    const cameras = this.lesson.people.value.flatMap((person) => {
      const body = person.camera && person.participantId !== me ? bodyOf(person) : undefined;
      if (!body) return [];
      bodies.set(person.participantId, body);
      return [{ who: person.participantId, distance: eye.distanceTo(body.above.position) }];
    });
    const wanted = new Set(nearest(cameras, new Set(this.discs.keys())));
    for (const [who, disc] of this.discs) {
      if (!wanted.has(who) || disc.sprite.parent !== bodies.get(who)?.above) this.remove(who, disc);
    }
    for (const who of wanted) if (!this.discs.has(who)) this.add(who, bodies.get(who)!);
  }

  private add(who: ParticipantId, { above, name }: { above: Object3D; name: number }): void {
    const source = new VideoSource(this.lesson, who, "camera", "small", PER_SECOND, () => {
      crop(texture, source.video);
      sprite.visible = true;
      this.changed();
    });
    const texture = new VideoTexture(source.video);
    texture.colorSpace = SRGBColorSpace;
    const sprite = new Sprite(new SpriteMaterial({ map: texture, alphaMap: circle(), transparent: true }));
    sprite.visible = false;
    sprite.scale.set(WIDTH, WIDTH, 1);
    sprite.position.y = name + ABOVE_NAME;
    sprite.name = `camera ${who}`;
    above.add(sprite);
    this.discs.set(who, { sprite, source, texture });
  }

  private remove(who: ParticipantId, { sprite, source, texture }: Disc): void {
    this.discs.delete(who);
    sprite.removeFromParent();
    sprite.material.dispose();
    texture.dispose();
    source.dispose();
    this.changed();
  }

  dispose(): void {
    for (const [who, disc] of this.discs) this.remove(who, disc);
  }
}

/** Shows the middle square of the video. */
function crop(texture: VideoTexture, { videoWidth: w, videoHeight: h }: HTMLVideoElement): void {
  if (!w || !h) return;
  const part = h / w;
  texture.repeat.set(Math.min(part, 1), Math.min(1 / part, 1));
  texture.offset.set((1 - texture.repeat.x) / 2, (1 - texture.repeat.y) / 2);
}

let mask: CanvasTexture | undefined;

/** Painted once for everyone. */
function circle(): CanvasTexture {
  if (mask) return mask;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 128;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#000000";
  pen.fillRect(0, 0, 128, 128);
  pen.fillStyle = "#ffffff";
  pen.beginPath();
  pen.arc(64, 64, 62, 0, 2 * Math.PI);
  pen.fill();
  return (mask = new CanvasTexture(canvas));
}
