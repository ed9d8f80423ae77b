// Someone in the room: a body that steps, leans and raises an arm, a shadow, a ring while they speak, and a name.
import { BufferGeometry, Euler, Group, Matrix4, Mesh, Quaternion, Vector3 } from "three";
import type { Place } from "../net/pose";
import type { Avatar, Participant, ParticipantId } from "../net/protocol.gen";
import { badge, type Badge } from "./badge";
import { bodyOf } from "./body";
import { LEVELS, levelOf } from "./detail";
import { HEAD_AT } from "./head";
import { Halo } from "./halo";
import { Label } from "./label";
import { LIMB, LIMBS, person as material } from "./materials";

const SHIRTS = ["#e8875a", "#5b9bd5", "#e3b341", "#6fb07f", "#c77fb0", "#7d86d1", "#4fb0ae", "#d9706f"];
const TEACHER_SHIRT = "#1c6b57";

/** Strides per metre, and how far a leg swings, in radians. */
const STRIDES = 1.35;
const SWING = 0.7;
/** Who moves less than so many metres, or radians, stands still. */
const STILL = 0.0005;
/** Nobody steps so far at once, in metres. */
const JUMP = 1.5;
/** From where limbs hang. */
const MIDDLE = new Vector3();
const SHOULDER = new Vector3(-0.255, 0.66, 0);
const RIGHT = new Vector3(-0.12, 0.29, 0);
const LEFT = new Vector3(0.12, 0.29, 0);
/** For so long someone waves who has raised a hand; then it is held up. */
const WAVES_MS = 6000;
/** For so long one counts as speaking, over the pauses between words. */
const SPOKE_MS = 2500;

export class Figure {
  readonly group = new Group();
  readonly label = new Label();
  private readonly halo = new Halo();
  private readonly limbs = { value: Array.from({ length: LIMBS }, () => new Matrix4()) };
  private readonly pale = { value: 0 };
  private readonly body: Mesh<BufferGeometry, ReturnType<typeof material>>;
  private readonly badge: Badge | undefined;
  private readonly shapes: (BufferGeometry | undefined)[] = [];
  private level: number | undefined;
  private shown: Participant | undefined;
  private yaw = NaN;
  private walked = 0;
  private swing = 0;
  private raised = 0;
  private raisedAt = -Infinity;
  private spokeAt = -Infinity;

  private readonly avatar: Avatar;
  private readonly shirt: string;

  /** @param loaded is told when more of them is there to be drawn */
  constructor(person: Participant, loaded: () => void) {
    this.avatar = person.avatar;
    this.shirt = person.role === "teacher" ? TEACHER_SHIRT : SHIRTS[person.seat % SHIRTS.length]!;
    const { limbs, pale } = this;
    this.body = new Mesh(NOTHING, material({ limbs, pale }));
    if (person.avatar.textureUrl) this.body.add((this.badge = badge(person.avatar.textureUrl, loaded)));
    this.halo.sprite.position.y = HEAD_AT;
    this.group.add(this.body, this.halo.sprite, this.label.sprite);
    this.label.height = HEAD_AT + headroom(person.avatar);
  }

  /** Takes over what may change in a person while they are here. */
  show(person: Participant, name: string, turn: number, me: boolean): void {
    const lost = person.connection === "lost";
    this.pale.value = lost ? 1 : 0;
    if (person.handRaisedAt && !this.shown?.handRaisedAt) this.raisedAt = performance.now();
    this.shown = person;
    this.label.name.own = me;
    this.label.write({ name, turn, me, teacher: person.role === "teacher", lost });
  }

  /** Whether they are made to look like this. */
  looks(avatar: Avatar): boolean {
    return avatar === this.avatar || JSON.stringify(avatar) === JSON.stringify(this.avatar);
  }

  get who(): ParticipantId | undefined {
    return this.shown?.participantId;
  }

  /** Shows how loud they are, from 0 to 1. @returns whether that is to be drawn */
  sound(level: number, now: number): boolean {
    const shows = this.halo.show(level);
    if (this.halo.sprite.visible) this.spokeAt = now;
    this.label.name.first = !!this.shown?.handRaisedAt || now - this.spokeAt < SPOKE_MS;
    return shows;
  }

  /**
   * Is seen as large as this, in pixels to a metre; what they have has to do while there is no time to make it.
   * @param rough by how many pixels an outline may be off
   * @returns whether it is drawn so
   */
  seen(scale: number, rough: number, hasTime: boolean): boolean {
    const level = levelOf(scale, rough, this.level);
    if (!this.shapes[level] && this.shapes.length > 0 && !hasTime) return false;
    this.level = level;
    this.body.geometry = this.shape(level);
    return true;
  }

  private shape(level: number): BufferGeometry {
    return (this.shapes[level] ??= bodyOf(this.avatar, this.shirt, LEVELS[level]!));
  }

  /** Stands at a place; legs follow what was walked since the last frame. @returns whether that is to be drawn */
  stand(place: Place, now: number, seconds: number, calm: boolean): boolean {
    const { position } = this.group;
    const step = Math.hypot(place.x - position.x, place.z - position.z);
    const still = step < STILL && Math.abs(place.y - position.y) < STILL && Math.abs(place.yaw - this.yaw) < STILL;
    const waving = !calm && now - this.raisedAt < WAVES_MS && this.raised > 0;
    const up = this.shown?.handRaisedAt ? 1 : 0;
    if (still && this.swing === 0 && this.raised === up && !waving) return false;
    position.set(place.x, place.y, place.z);
    this.yaw = place.yaw;
    const speed = step < JUMP && seconds > 0 ? step / seconds : 0;
    this.walked += step < JUMP ? step : 0;
    this.swing = towards(this.swing, Math.min(1, speed / 1.5), seconds * 10);
    this.raised = towards(this.raised, up, seconds * 9);
    // Waves ever less.
    const wave = waving ? Math.sin(now / 260) * 0.12 * Math.max(0, 1 - (now - this.raisedAt) / WAVES_MS) : 0;
    this.pose(calm ? 0 : this.swing, wave);
    return true;
  }

  /** Puts every limb where it is in the room. */
  private pose(amount: number, wave: number): void {
    const phase = this.walked * STRIDES * Math.PI;
    const stride = Math.sin(phase) * SWING * amount;
    const { body, raised } = this;
    body.position.y = Math.abs(Math.cos(phase)) * 0.05 * amount;
    body.rotation.y = this.yaw;
    this.group.updateMatrixWorld();
    const put = (limb: number, at: Vector3, x: number, z: number, long = 1) =>
      this.limbs.value[limb]!.compose(at, turned.setFromEuler(way.set(x, 0, z)), size.set(1, long, 1)).premultiply(
        body.matrixWorld,
      );
    put(LIMB.body, MIDDLE, 0, Math.sin(phase) * 0.045 * amount);
    // Longer when it is up, or the head would hide it.
    put(LIMB.arm, SHOULDER, -stride * 0.7 * (1 - raised), -0.28 - raised * (2.15 + wave), 1 + raised * 0.7);
    put(LIMB.right, RIGHT, stride, 0);
    put(LIMB.left, LEFT, -stride, 0);
  }

  dispose(): void {
    for (const shape of this.shapes) shape?.dispose();
    this.body.material.dispose();
    this.halo.dispose();
    this.label.dispose();
    this.badge?.material.map?.dispose();
    this.badge?.material.dispose();
  }
}

/** Nobody has been seen yet who has only this. */
const NOTHING = new BufferGeometry();
const way = new Euler();
const turned = new Quaternion();
const size = new Vector3();

/** Eases, and arrives. */
function towards(from: number, to: number, part: number): number {
  const next = from + (to - from) * Math.min(1, part);
  return Math.abs(to - next) < 0.002 ? to : next;
}

function headroom({ accessories, hair }: Avatar): number {
  if (accessories.hat === "wizard") return 1.1;
  if (accessories.hat !== "none" || hair.style === "bun") return 0.75;
  return 0.62;
}
