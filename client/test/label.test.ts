import { describe, expect, it } from "vitest";
import { Vector3 } from "three";
import type { Place } from "../src/net/pose";
import { FollowCamera } from "../src/room3d/followCamera";
import { Label } from "../src/room3d/label";
import { meet } from "../src/room3d/names";

const [WIDTH, HEIGHT] = [390, 700];
/** Above the head of somebody without a hat, as figures set it. */
const OVER_HEAD = 1.5;

/** What a student on a phone sees from the middle of the front row: a plate two metres wide above somebody who stands there. */
function seen(x: number, z: number, shows: boolean) {
  const student: Place = { x: 0, y: 0, z: -5, yaw: Math.PI };
  const rig = new FollowCamera(student);
  rig.resize(WIDTH, HEIGHT);
  rig.follow(student, false, 0, true);
  const board = rig.boardIn(WIDTH, HEIGHT)!;
  const label = new Label();
  label.height = OVER_HEAD;
  label.sprite.scale.set(2, 0.4, 1);
  label.lie(new Vector3(x, 0, z), rig.camera, WIDTH, HEIGHT, shows ? board : undefined);
  return { covers: meet(label.name, board, 0), at: label.sprite.position.y };
}

describe("the name of a person before the board", () => {
  it("covers none of its lines, wherever a teacher begins", () => {
    for (let x = 0; x <= 3.6; x += 0.6) expect(seen(x, -9, true).covers, `${x}`).toBe(false);
  });

  it("hangs above the head where the board shows nothing, and of those who are elsewhere", () => {
    expect(seen(0, -9, false)).toEqual({ covers: true, at: OVER_HEAD });
    expect(seen(0, -6, true).at).toBe(OVER_HEAD);
  });
});
