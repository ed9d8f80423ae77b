import { Vector3 } from "three";
import { describe, expect, it } from "vitest";
import type { Place } from "../src/net/pose";
import { BOARD, DESKS } from "../src/room3d/floor";
import { FollowCamera } from "../src/room3d/followCamera";

const DESKTOP = [912, 740] as const;
const PHONE = [390, 700] as const;
/** Where the first pose of a student at this desk is. */
const seats: Place[] = DESKS.map(({ x, z }) => ({ x, y: 0, z: z + 0.72, yaw: Math.PI }));
const teacher: Place = { x: 0.6, y: 0, z: -9, yaw: 0 };

function looking(place: Place, [width, height]: readonly [number, number]): FollowCamera {
  const camera = new FollowCamera(place);
  camera.resize(width, height);
  return camera;
}

/** Where a point is in the picture: from -1 to 1 to each side. */
function seen({ camera }: FollowCamera, x: number, y: number, z: number): { x: number; y: number; isBefore: boolean } {
  camera.updateMatrixWorld();
  const at = new Vector3(x, y, z).project(camera);
  return { x: at.x, y: at.y, isBefore: at.z < 1 };
}

describe("the camera", () => {
  it.each([
    ["at a desk", DESKTOP],
    ["on a phone", PHONE],
  ])("of a student %s begins with the board in the picture, from each seat", (_, size) => {
    for (const place of seats) {
      const camera = looking(place, size);
      camera.follow(place, false, 0, false);
      const board = seen(camera, BOARD.x, BOARD.y, BOARD.z);
      expect(board.isBefore && Math.abs(board.x) < 0.6 && Math.abs(board.y) < 0.8, JSON.stringify(place)).toBe(true);
      expect(camera.seesBoard).toBe(true);
    }
  });

  it.each([
    ["three to the left", seats.slice(0, 3)],
    ["three to the right", seats.slice(9, 12)],
    ["a class of 24", seats.filter(({ x }) => Math.abs(x) <= 5)],
  ])("of a teacher has everyone in the picture: %s", (_, class_) => {
    const camera = looking(teacher, DESKTOP);
    camera.frame(teacher, class_);
    camera.follow(teacher, false, 0, true);
    for (const { x, z } of class_) {
      const head = seen(camera, x, 1.1, z);
      expect(head.isBefore && Math.abs(head.x) < 1 && Math.abs(head.y) < 1, JSON.stringify([x, z, head])).toBe(true);
    }
    expect(camera.seesBoard).toBe(false);
  });

  it("of a teacher with her back to the board looks over the class, not at the floor", () => {
    const place = { ...teacher, z: -11.7 };
    const camera = looking(place, DESKTOP);
    camera.follow(place, false, 0, false);
    const head = seen(camera, 1, 1.1, -2);
    expect(head.isBefore && Math.abs(head.x) < 1 && Math.abs(head.y) < 1).toBe(true);
  });

  it("that was turned by hand is not turned by itself any more", () => {
    const camera = looking(teacher, DESKTOP);
    camera.look(100, 0);
    const { yaw } = camera;
    camera.frame(teacher, seats.slice(0, 3));
    camera.follow(teacher, false, 1, true);
    expect(camera.yaw).toBe(yaw);
  });

  it.each([
    ["at a desk", DESKTOP],
    ["on a phone", PHONE],
  ])("has the whole board in a glance %s, and goes back", (_, size) => {
    const camera = looking(teacher, size);
    camera.follow(teacher, false, 0, false);
    const before = camera.camera.position.clone();
    camera.glances = true;
    // Not at once, unless one wants no motion.
    camera.follow(teacher, false, 0.1, false);
    expect(camera.seesBoard).toBe(false);
    camera.follow(teacher, false, 1, false);
    for (const side of [-0.5, 0.5]) {
      const corner = seen(camera, BOARD.x + side * BOARD.width, BOARD.y + side * BOARD.height, BOARD.z);
      expect(corner.isBefore && Math.abs(corner.x) <= 1 && Math.abs(corner.y) <= 1).toBe(true);
    }
    camera.glances = false;
    camera.follow(teacher, false, 0, true);
    expect(camera.camera.position.distanceTo(before)).toBeLessThan(0.01);
  });
});
