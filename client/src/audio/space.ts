// Where voices come from: the poses, in the axes of WebAudio, which are those of the room.
import type { Place } from "../net/pose";

export interface Facing {
  at: readonly [x: number, y: number, z: number];
  forward: readonly [x: number, y: number, z: number];
}

/** Playback and mouths, in metres above the floor. */
const HEAD_M = 1.2;
/** A voice from the far end of the room is half as loud, and never less: everyone is to be understood. */
const FADING = { distanceModel: "inverse", refDistance: 3, rolloffFactor: 0.2 } as const;

export function facing({ x, y, z, yaw }: Place): Facing {
  return { at: [x, y + HEAD_M, z], forward: [Math.sin(yaw), 0, Math.cos(yaw)] };
}

/** Whether this device can afford the better model of a head (some thousand multiplications for each sample). */
export function isStrong(cores = navigator.hardwareConcurrency, touch = matchMedia("(pointer: coarse)").matches) {
  return cores >= 4 && !touch;
}

export function panner(context: AudioContext): PannerNode {
  return new PannerNode(context, { panningModel: isStrong() ? "HRTF" : "equalpower", ...FADING });
}

/** How soon a movement is followed, in seconds: at once would be heard as a crackle. */
const GLIDE = 0.05;

export function hearFrom(context: AudioContext, place: Place): void {
  const { at, forward } = facing(place);
  const { listener } = context;
  // Firefox has the older words only.
  if (!("positionX" in listener)) {
    const older = listener as AudioListener;
    older.setPosition(...at);
    older.setOrientation(...forward, 0, 1, 0);
    return;
  }
  const now = context.currentTime;
  [listener.positionX, listener.positionY, listener.positionZ].forEach((param, i) => {
    param.setTargetAtTime(at[i]!, now, GLIDE);
  });
  [listener.forwardX, listener.forwardY, listener.forwardZ].forEach((param, i) => {
    param.setTargetAtTime(forward[i]!, now, GLIDE);
  });
}

export function speakFrom(node: PannerNode, place: Place): void {
  const { at } = facing(place);
  const now = node.context.currentTime;
  [node.positionX, node.positionY, node.positionZ].forEach((param, i) => param.setTargetAtTime(at[i]!, now, GLIDE));
}
