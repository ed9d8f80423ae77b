// The camera that follows: behind one's shoulder, turned by dragging, nearer and farther by wheel or pinch. For a glance it goes
// to the board and back. A person who faces the class has everyone in the picture.
import { MathUtils, PerspectiveCamera, Vector3 } from "three";
import type { Place } from "../net/pose";
import { turn } from "../net/tracks";
import { BOARD, HEIGHT, WALLS } from "./floor";
import type { Box } from "./names";

/** It looks at a point above the head, so that one does not stand in one's own view. */
const EYES = 1.7;
/** It has arrived when it is so near, in metres. */
const THERE = 0.002;
/** How long the way to the board and back takes, in seconds. */
const GLANCE = 0.45;
/** How much of the picture's width or height the board has in a glance. */
const FILLED = 0.9;
/** How high the picture's angle may be where many are to be seen, in degrees. */
const WIDEST = 78;
/** Those farther to the side, in radians, are behind. */
const IN_FRONT = 1.8;
/** How much of the picture's half width the outermost may be away from its middle. */
const WITHIN = 0.85;
/** So far from walls, and at least so far from the person, in metres. */
const WALL = 0.3;
const NEAREST = 0.2;
const board = new Vector3(BOARD.x, BOARD.y, BOARD.z);

export class FollowCamera {
  readonly camera = new PerspectiveCamera(55, 1, 0.1, 80);
  /** Where it looks to, in radians from +z towards +x. */
  yaw: number;
  /** Whether it is at the board, or on its way there. */
  glances = false;
  private glanced = 0;
  private pitch = 0.26;
  private distance = 5;
  private readonly target: Vector3;
  private dragged = -Infinity;
  private resized = true;
  /** Where it turns to by itself, until one turns it by hand. */
  private framed: { yaw: number; fov: number } | undefined;
  private steered = false;

  constructor(place: Place) {
    // A person who faces the front sees the board, from the side seats too.
    this.yaw = Math.cos(place.yaw) < 0 ? Math.atan2(BOARD.x - place.x, BOARD.z - place.z) : place.yaw;
    this.target = new Vector3(place.x, EYES, place.z);
  }

  look(dx: number, dy: number): void {
    this.steer();
    this.yaw -= dx * 0.006;
    this.pitch = MathUtils.clamp(this.pitch + dy * 0.005, -0.2, 1.25);
    this.dragged = performance.now();
  }

  zoom(factor: number): void {
    this.steer();
    this.distance = MathUtils.clamp(this.distance * factor, 1.8, 12);
  }

  /** From now on it turns as its person wants. */
  steer(): void {
    this.steered = true;
    this.framed = undefined;
  }

  /** Turns, and takes in as much as it must, to have these people in the picture; not once it was turned by hand. */
  frame(place: Place, people: readonly Place[]): void {
    const front = people.filter(
      (one) => Math.abs(turn(place.yaw, Math.atan2(one.x - place.x, one.z - place.z))) < IN_FRONT,
    );
    if (this.steered || front.length === 0) return;
    const { aspect } = this.camera;
    const target = new Vector3(place.x, EYES, place.z);
    let { yaw } = place;
    let outermost = 0;
    // Turning moves the camera, which changes what it sees: some turns are enough.
    for (let turns = 0; turns < 6; turns++) {
      const eye = behind(target, yaw, this.pitch, this.distance);
      const angles = front.map((one) => turn(yaw, Math.atan2(one.x - eye.x, one.z - eye.z)));
      const [least, most] = [Math.min(...angles), Math.max(...angles)];
      outermost = Math.max(-least, most);
      yaw += (least + most) / 2;
    }
    const needed = 2 * Math.atan(Math.tan(Math.min(outermost / WITHIN, 1.2)) / aspect);
    this.framed = { yaw, fov: MathUtils.clamp(MathUtils.radToDeg(needed), this.usualFov, WIDEST) };
  }

  /**
   * Follows; while one walks by hand it comes round behind, unless one has just looked elsewhere.
   * @returns whether it sees something else than before
   */
  follow(place: Place, walking: boolean, seconds: number, calm: boolean): boolean {
    const goal = new Vector3(place.x, place.y + EYES, place.z);
    const arrives = calm || goal.distanceTo(this.target) < THERE;
    this.target.lerp(goal, arrives ? 1 : 1 - Math.exp(-seconds * 12));
    this.turnToFramed(seconds, calm);
    if (walking && !calm && performance.now() - this.dragged > 1500) {
      const away = turn(this.yaw, place.yaw);
      // Walking towards the camera does not swing it round.
      if (Math.abs(away) < 2) this.yaw += away * Math.min(1, seconds * 0.9);
    }
    const step = calm ? 1 : seconds / GLANCE;
    this.glanced = MathUtils.clamp(this.glanced + (this.glances ? step : -step), 0, 1);
    const { camera, resized } = this;
    const [from, way] = [camera.position.clone(), camera.quaternion.clone()];
    const part = MathUtils.smoothstep(this.glanced, 0, 1);
    const eye = behind(this.target, this.yaw, this.pitch, this.distance);
    camera.position.copy(eye).lerp(this.beforeBoard(), part);
    camera.lookAt(this.forward().add(eye).lerp(board, part));
    this.resized = false;
    return resized || !from.equals(camera.position) || !way.equals(camera.quaternion);
  }

  private turnToFramed(seconds: number, calm: boolean): void {
    if (!this.framed) return;
    const { camera } = this;
    const away = turn(this.yaw, this.framed.yaw);
    const wider = this.framed.fov - camera.fov;
    const arrives = calm || (Math.abs(away) < THERE && Math.abs(wider) < 0.1);
    const part = arrives ? 1 : 1 - Math.exp(-seconds * 4);
    this.yaw += away * part;
    camera.fov += wider * part;
    camera.updateProjectionMatrix();
    if (arrives) this.framed = undefined;
    this.resized = true;
  }

  /** Where it looks to, and nowhere else when a wall keeps it nearer: a person before a wall does not see the floor only. */
  private forward(): Vector3 {
    const level = Math.cos(this.pitch);
    return new Vector3(Math.sin(this.yaw) * level, -Math.sin(this.pitch), Math.cos(this.yaw) * level).multiplyScalar(5);
  }

  /** Where the whole board is in the picture. */
  private beforeBoard(): Vector3 {
    const { fov, aspect } = this.camera;
    const needed = Math.max(BOARD.height, BOARD.width / aspect) / FILLED;
    const away = needed / 2 / Math.tan(MathUtils.degToRad(fov) / 2);
    return new Vector3(BOARD.x, BOARD.y, Math.min(BOARD.z + away, WALLS.back - 0.3));
  }

  /** Whether the middle of the board is in the picture, and so most of it. */
  get seesBoard(): boolean {
    this.camera.updateMatrixWorld();
    const { x, y, z } = board.clone().project(this.camera);
    return z < 1 && Math.abs(x) < 0.95 && Math.abs(y) < 0.95;
  }

  /** Where the board is in a picture of this size; nowhere when a part of it is behind. */
  boardIn(width: number, height: number): Box | undefined {
    this.camera.updateMatrixWorld();
    const corners = [-0.5, 0.5].flatMap((x) =>
      [-0.5, 0.5].map((y) =>
        new Vector3(BOARD.x + x * BOARD.width, BOARD.y + y * BOARD.height, BOARD.z).project(this.camera),
      ),
    );
    if (corners.some(({ z }) => z >= 1)) return undefined;
    const xs = corners.map(({ x }) => ((x + 1) * width) / 2);
    const ys = corners.map(({ y }) => ((1 - y) * height) / 2);
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  }

  /** How large a metre is at a distance of one metre, as a part of the picture's height. */
  get scale(): number {
    return 0.5 / Math.tan(MathUtils.degToRad(this.camera.fov) / 2);
  }

  /** Upright screens see as much to the sides as they can without bending. */
  private get usualFov(): number {
    return this.camera.aspect < 1 ? 68 : 55;
  }

  resize(width: number, height: number): void {
    this.camera.aspect = width / height;
    this.camera.fov = this.usualFov;
    this.camera.updateProjectionMatrix();
    this.resized = true;
  }
}

/** Where the camera is that looks this way over the target: as far behind it as the walls let it. */
function behind(target: Vector3, yaw: number, pitch: number, distance: number): Vector3 {
  const way = new Vector3(-Math.sin(yaw), 0, -Math.cos(yaw));
  const level = Math.min(
    Math.cos(pitch) * distance,
    room(target.x, way.x, WALLS.left, WALLS.right),
    room(target.z, way.z, WALLS.front, WALLS.back),
  );
  const height = MathUtils.clamp(target.y + Math.sin(pitch) * distance, 0.3, HEIGHT - 0.2);
  return way.multiplyScalar(level).add(target).setY(height);
}

/** How far it is from here, along one axis, to where a wall is near. */
function room(from: number, way: number, least: number, most: number): number {
  if (way === 0) return Infinity;
  return Math.max(NEAREST, ((way > 0 ? most - WALL : least + WALL) - from) / way);
}
