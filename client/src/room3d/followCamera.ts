// The camera that follows: behind one's shoulder, turned by dragging, nearer and farther by wheel or pinch.
import { MathUtils, PerspectiveCamera, Vector3 } from "three";
import type { Place } from "../net/pose";
import { turn } from "../net/tracks";
import { HEIGHT, WALLS } from "./floor";

/** It looks at a point above the head, so that one does not stand in one's own view. */
const EYES = 1.7;
/** It has arrived when it is so near, in metres. */
const THERE = 0.002;

export class FollowCamera {
  readonly camera = new PerspectiveCamera(55, 1, 0.1, 80);
  /** Where it looks to, in radians from +z towards +x. */
  yaw: number;
  private pitch = 0.26;
  private distance = 5;
  private readonly target: Vector3;
  private dragged = -Infinity;
  private resized = true;

  constructor(place: Place) {
    this.yaw = place.yaw;
    // A person who faces the front sees the blackboard, from the side seats too.
    if (Math.cos(place.yaw) < 0) {
      this.yaw += turn(place.yaw, Math.atan2(-place.x, WALLS.front - place.z)) * 0.7;
    }
    this.target = new Vector3(place.x, EYES, place.z);
  }

  look(dx: number, dy: number): void {
    this.yaw -= dx * 0.006;
    this.pitch = MathUtils.clamp(this.pitch + dy * 0.005, -0.2, 1.25);
    this.dragged = performance.now();
  }

  zoom(factor: number): void {
    this.distance = MathUtils.clamp(this.distance * factor, 1.8, 12);
  }

  /**
   * Follows; while one walks by hand it comes round behind, unless one has just looked elsewhere.
   * @returns whether it sees something else than before
   */
  follow(place: Place, walking: boolean, seconds: number, calm: boolean): boolean {
    const goal = new Vector3(place.x, place.y + EYES, place.z);
    const arrives = calm || goal.distanceTo(this.target) < THERE;
    this.target.lerp(goal, arrives ? 1 : 1 - Math.exp(-seconds * 12));
    if (walking && !calm && performance.now() - this.dragged > 1500) {
      const away = turn(this.yaw, place.yaw);
      // Walking towards the camera does not swing it round.
      if (Math.abs(away) < 2) this.yaw += away * Math.min(1, seconds * 0.9);
    }
    const level = Math.cos(this.pitch) * this.distance;
    const { camera, target, resized } = this;
    const [from, way] = [camera.position.clone(), camera.quaternion.clone()];
    camera.position.set(
      MathUtils.clamp(target.x - Math.sin(this.yaw) * level, WALLS.left + 0.3, WALLS.right - 0.3),
      MathUtils.clamp(target.y + Math.sin(this.pitch) * this.distance, 0.3, HEIGHT - 0.2),
      MathUtils.clamp(target.z - Math.cos(this.yaw) * level, WALLS.front + 0.3, WALLS.back - 0.3),
    );
    camera.lookAt(target);
    this.resized = false;
    return resized || !from.equals(camera.position) || !way.equals(camera.quaternion);
  }

  /** How large a metre is at a distance of one metre, as a part of the picture's height. */
  get scale(): number {
    return 0.5 / Math.tan(MathUtils.degToRad(this.camera.fov) / 2);
  }

  resize(width: number, height: number): void {
    this.camera.aspect = width / height;
    // Upright screens see as much to the sides as they can without bending.
    this.camera.fov = width < height ? 68 : 55;
    this.camera.updateProjectionMatrix();
    this.resized = true;
  }
}
