// Oneself, walking: from what the keys, the stick or a click want to where one stands. No three, no DOM.
import type { Place } from "../net/pose";
import { turn } from "../net/tracks";
import { fit } from "./floor";

/** Metres and radians a second. */
const SPEED = 3.4;
const TURNING = 11;
/** Between two poses that are sent. */
const SEND_MS = 50;

/** What is wanted, seen from the camera: right and forward, together at most 1 long. */
export interface Wish {
  right: number;
  forward: number;
}

export class Walker {
  goal: { x: number; z: number } | undefined;
  private stuck = 0;
  private sent: Place;
  private sentAt = -Infinity;

  constructor(
    public place: Place,
    private readonly send: (place: Place) => void,
  ) {
    this.sent = place;
  }

  /** One frame. @returns whether one walked. */
  step(wish: Wish, cameraYaw: number, seconds: number, now: number): boolean {
    const dt = Math.min(seconds, 0.1);
    const heading = this.heading(wish, cameraYaw);
    if (heading) {
      const yaw = this.place.yaw + turn(this.place.yaw, Math.atan2(heading.x, heading.z)) * Math.min(1, TURNING * dt);
      const to = fit(this.place.x + heading.x * SPEED * dt, this.place.z + heading.z * SPEED * dt);
      const moved = Math.hypot(to.x - this.place.x, to.z - this.place.z);
      this.place = { ...to, y: 0, yaw };
      this.giveUp(moved, SPEED * dt, dt);
    }
    this.tell(now, heading !== undefined);
    return heading !== undefined;
  }

  private heading(wish: Wish, cameraYaw: number): { x: number; z: number } | undefined {
    const strength = Math.min(1, Math.hypot(wish.right, wish.forward));
    if (strength > 0.15) {
      this.goal = undefined;
      // The camera looks along (sin yaw, cos yaw); its right is that turned by a quarter.
      const angle = cameraYaw + Math.atan2(-wish.right, wish.forward);
      return { x: Math.sin(angle) * strength, z: Math.cos(angle) * strength };
    }
    if (!this.goal) return undefined;
    const [dx, dz] = [this.goal.x - this.place.x, this.goal.z - this.place.z];
    const distance = Math.hypot(dx, dz);
    if (distance < 0.08) {
      this.goal = undefined;
      return undefined;
    }
    const slow = Math.min(1, distance / 0.4);
    return { x: (dx / distance) * slow, z: (dz / distance) * slow };
  }

  /** A goal behind a desk is not run against for ever. */
  private giveUp(moved: number, wanted: number, dt: number): void {
    this.stuck = this.goal && moved < wanted * 0.15 ? this.stuck + dt : 0;
    if (this.stuck > 0.4) {
      this.goal = undefined;
      this.stuck = 0;
    }
  }

  /** While walking 20 times a second, and once when one has stopped. */
  private tell(now: number, walking: boolean): void {
    if (this.place === this.sent || (walking && now - this.sentAt < SEND_MS)) return;
    this.sent = this.place;
    this.sentAt = now;
    this.send(this.place);
  }
}
