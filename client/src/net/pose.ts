// The binary frames of src/protocol/pose.rs: ten bytes a pose, little-endian, the rotation as "smallest three".
import { CEILING_CM, FLOOR_CM, POSE_DOWN, POSE_UP, type Pose, type Seat } from "./protocol.gen";

const POSE_LEN = 10;
const ENTRY_LEN = 2 + POSE_LEN;
const HEAD_LEN = 5;
const STEPS = 1023;

export type Quaternion = readonly [x: number, y: number, z: number, w: number];

/** Where someone stands, in metres, and turned by how much, in radians from +z towards +x. */
export interface Place {
  x: number;
  y: number;
  z: number;
  yaw: number;
}

export interface PoseFrame {
  /** The server's time of the tick, in milliseconds. */
  tick: number;
  movers: { seat: Seat; pose: Pose }[];
}

/** Packs a unit quaternion into 32 bits. Of equal components the last counts as the largest, as on the server. */
export function pack(quaternion: Quaternion): number {
  let largest = 0;
  for (let i = 1; i < 4; i++) if (Math.abs(quaternion[i]!) >= Math.abs(quaternion[largest]!)) largest = i;
  const sign = quaternion[largest]! < 0 ? -1 : 1;
  let packed = largest;
  quaternion.forEach((component, i) => {
    if (i === largest) return;
    const unit = (component * sign * Math.SQRT2 + 1) / 2;
    packed = (packed << 10) | Math.min(STEPS, Math.max(0, Math.round(unit * STEPS)));
  });
  return packed >>> 0;
}

export function unpack(packed: number): Quaternion {
  const largest = packed >>> 30;
  const quaternion: [number, number, number, number] = [0, 0, 0, 0];
  let rest = 1;
  let shift = 20;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const component = ((((packed >>> shift) & STEPS) / STEPS) * 2 - 1) * Math.SQRT1_2;
    quaternion[i] = component;
    rest -= component * component;
    shift -= 10;
  }
  quaternion[largest] = Math.sqrt(Math.max(0, rest));
  return quaternion;
}

/** The wire's pose of someone who stands upright. */
export function toPose({ x, y, z, yaw }: Place): Pose {
  const cm = (metres: number, low: number, high: number) =>
    Math.min(high, Math.max(low, Math.round(metres * 100))) || 0;
  return {
    x: cm(x, -FLOOR_CM, FLOOR_CM),
    y: cm(y, 0, CEILING_CM),
    z: cm(z, -FLOOR_CM, FLOOR_CM),
    rotation: pack([0, Math.sin(yaw / 2), 0, Math.cos(yaw / 2)]),
  };
}

export function toPlace(pose: Pose): Place {
  const [x, y, z, w] = unpack(pose.rotation);
  const yaw = Math.atan2(2 * (w * y + x * z), 1 - 2 * (x * x + y * y));
  return { x: pose.x / 100, y: pose.y / 100, z: pose.z / 100, yaw };
}

export function encodePose(pose: Pose): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(1 + POSE_LEN));
  view.setUint8(0, POSE_UP);
  view.setInt16(1, pose.x, true);
  view.setInt16(3, pose.y, true);
  view.setInt16(5, pose.z, true);
  view.setUint32(7, pose.rotation, true);
  return view.buffer;
}

/** Nothing, when the frame is not one of poses: a later server may send others. */
export function decodePoses(frame: ArrayBuffer): PoseFrame | undefined {
  const view = new DataView(frame);
  const length = frame.byteLength - HEAD_LEN;
  if (length < 0 || length % ENTRY_LEN !== 0 || view.getUint8(0) !== POSE_DOWN) return undefined;
  const movers = [];
  for (let at = HEAD_LEN; at < frame.byteLength; at += ENTRY_LEN) {
    movers.push({
      seat: view.getUint16(at, true),
      pose: {
        x: view.getInt16(at + 2, true),
        y: view.getInt16(at + 4, true),
        z: view.getInt16(at + 6, true),
        rotation: view.getUint32(at + 8, true),
      },
    });
  }
  return { tick: view.getUint32(1, true), movers };
}
