// Someone in the room: a body of one mesh, two legs that step, an arm that goes up, a shadow and a name.
import {
  type BufferGeometry,
  CapsuleGeometry,
  CircleGeometry,
  Group,
  LatheGeometry,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  SphereGeometry,
  SRGBColorSpace,
  TextureLoader,
  Vector2,
} from "three";
import type { Place } from "../net/pose";
import type { Avatar, Participant, ParticipantId } from "../net/protocol.gen";
import { HEAD_AT, head } from "./head";
import { Halo } from "./halo";
import { Label } from "./label";
import { Paint } from "./paint";

const SHIRTS = ["#e8875a", "#5b9bd5", "#e3b341", "#6fb07f", "#c77fb0", "#7d86d1", "#4fb0ae", "#d9706f"];
const TEACHER_SHIRT = "#1c6b57";

const lit = new MeshLambertMaterial({ vertexColors: true });
/** For those whose connection is lost. */
const pale = new MeshLambertMaterial({ color: 0xbcc5c8 });
const shade = new MeshBasicMaterial({ color: 0x2b1d0e, transparent: true, opacity: 0.2, depthWrite: false });
const disc = new CircleGeometry(0.36, 20).rotateX(-Math.PI / 2);
const plate = new CircleGeometry(0.15, 28);
const leg = new Paint()
  .add(new CapsuleGeometry(0.085, 0.16, 3, 8), "#3d4a5c", { at: [0, -0.12, 0] })
  .add(new SphereGeometry(0.1, 10, 6), "#f4efe4", { at: [0, -0.23, 0.035], scale: [1, 0.62, 1.3] })
  .done();

/** How far from the camera, in metres, somebody is drawn with fewer pieces, and how many. */
const FAR = 6;
const DETAIL = 0.5;

/** Strides per metre, and how far a leg swings, in radians. */
const STRIDES = 1.35;
const SWING = 0.7;

export class Figure {
  readonly group = new Group();
  readonly label = new Label();
  private readonly halo = new Halo();
  private readonly inner = new Group();
  private readonly body: Mesh;
  private readonly arm: Mesh;
  private readonly legs: [Mesh, Mesh];
  private readonly badge: Mesh<CircleGeometry, MeshLambertMaterial> | undefined;
  private shown: Participant | undefined;
  private walked = 0;
  private swing = 0;
  private raised = 0;

  private readonly avatar: Avatar;
  private readonly shirt: string;
  private readonly far: BufferGeometry;
  /** Made when it is needed first: of a large class most are never near. */
  private near: BufferGeometry | undefined;

  constructor(person: Participant) {
    this.avatar = person.avatar;
    const shirt = person.role === "teacher" ? TEACHER_SHIRT : SHIRTS[person.seat % SHIRTS.length]!;
    this.shirt = shirt;
    this.far = bodyOf(person.avatar, shirt, DETAIL);
    this.body = new Mesh(this.far, lit);
    this.arm = new Mesh(armOf(person.avatar, shirt), lit);
    this.arm.position.set(-0.255, 0.66, 0);
    this.legs = [new Mesh(leg, lit), new Mesh(leg, lit)];
    this.legs[0].position.set(-0.12, 0.29, 0);
    this.legs[1].position.set(0.12, 0.29, 0);
    if (person.avatar.textureUrl) this.inner.add((this.badge = badge(person.avatar.textureUrl)));
    const shadow = new Mesh(disc, shade);
    shadow.position.y = 0.012;
    this.inner.add(this.body, this.arm, ...this.legs);
    this.halo.sprite.position.y = HEAD_AT;
    this.group.add(this.inner, shadow, this.halo.sprite, this.label.sprite);
    this.label.sprite.position.y = HEAD_AT + headroom(person.avatar);
  }

  /** Takes over what may change in a person while they are here. */
  show(person: Participant, turn: number, me: boolean): void {
    if (person !== this.shown) {
      const material = person.connection === "lost" ? pale : lit;
      for (const mesh of [this.body, this.arm, ...this.legs]) mesh.material = material;
    }
    this.shown = person;
    this.label.write({
      name: person.username,
      turn,
      me,
      teacher: person.role === "teacher",
      lost: person.connection === "lost",
    });
  }

  /** Whether they are made to look like this. */
  looks(avatar: Avatar): boolean {
    return avatar === this.avatar || JSON.stringify(avatar) === JSON.stringify(this.avatar);
  }

  get who(): ParticipantId | undefined {
    return this.shown?.participantId;
  }

  /** Shows how loud they are, from 0 to 1. */
  sound(level: number): void {
    this.halo.show(level);
  }

  /** Is seen from so far away, in metres. */
  seen(distance: number): void {
    if (distance < FAR) this.body.geometry = this.near ??= bodyOf(this.avatar, this.shirt, 1);
    else this.body.geometry = this.far;
  }

  /** Stands at a place; legs follow what was walked since the last frame. */
  stand(place: Place, seconds: number, calm: boolean): void {
    const { position } = this.group;
    const step = Math.hypot(place.x - position.x, place.z - position.z);
    position.set(place.x, place.y, place.z);
    this.inner.rotation.y = place.yaw;
    const speed = step < 1.5 && seconds > 0 ? step / seconds : 0;
    this.walked += step < 1.5 ? step : 0;
    this.swing += (Math.min(1, speed / 1.5) - this.swing) * Math.min(1, seconds * 10);
    const phase = this.walked * STRIDES * Math.PI;
    const amount = calm ? 0 : this.swing;
    this.legs[0].rotation.x = Math.sin(phase) * SWING * amount;
    this.legs[1].rotation.x = -this.legs[0].rotation.x;
    this.inner.position.y = Math.abs(Math.cos(phase)) * 0.05 * amount;
    this.body.rotation.z = Math.sin(phase) * 0.045 * amount;
    this.raised += ((this.shown?.handRaisedAt ? 1 : 0) - this.raised) * Math.min(1, seconds * 9);
    const wave = calm ? 0 : Math.sin(performance.now() / 260) * 0.12;
    // Longer when it is up, or the head would hide it.
    this.arm.scale.y = 1 + this.raised * 0.7;
    this.arm.rotation.z = -0.28 - this.raised * (2.15 + wave);
    this.arm.rotation.x = this.legs[1].rotation.x * 0.7 * (1 - this.raised);
  }

  dispose(): void {
    this.far.dispose();
    this.near?.dispose();
    this.arm.geometry.dispose();
    this.halo.dispose();
    this.label.dispose();
    this.badge?.material.map?.dispose();
    this.badge?.material.dispose();
  }
}

function bodyOf(avatar: Avatar, shirt: string, detail: number) {
  const outline = [
    [0, 0.24],
    [0.19, 0.25],
    [0.265, 0.33],
    [0.275, 0.45],
    [0.25, 0.6],
    [0.19, 0.73],
    [0.1, 0.79],
    [0, 0.8],
  ].map(([x, y]) => new Vector2(x, y));
  const paint = new Paint(detail);
  const { n } = paint;
  paint.add(new LatheGeometry(outline, n(18)), shirt);
  paint.add(new CapsuleGeometry(0.075, 0.24, n(3), n(8)), shirt, { at: [0.285, 0.53, 0], turn: [0, 0, 0.28] });
  paint.add(new SphereGeometry(0.08, n(10), n(8)), avatar.skinColour, { at: [0.325, 0.385, 0] });
  head(paint, avatar);
  return paint.done();
}

/** The other arm, hanging from its shoulder at the origin. */
function armOf(avatar: Avatar, shirt: string) {
  return new Paint()
    .add(new CapsuleGeometry(0.075, 0.24, 3, 8), shirt, { at: [0, -0.14, 0] })
    .add(new SphereGeometry(0.08, 10, 8), avatar.skinColour, { at: [0, -0.3, 0] })
    .done();
}

/** A picture on the chest. One that is gone, or is none, is nothing. */
function badge(url: string): Mesh<CircleGeometry, MeshLambertMaterial> {
  const mesh = new Mesh(plate, new MeshLambertMaterial());
  mesh.position.set(0, 0.54, 0.262);
  mesh.rotation.x = -0.12;
  mesh.visible = false;
  new TextureLoader().load(url, (texture) => {
    texture.colorSpace = SRGBColorSpace;
    mesh.material.map = texture;
    mesh.material.needsUpdate = true;
    mesh.visible = true;
  });
  return mesh;
}

function headroom({ accessories, hair }: Avatar): number {
  if (accessories.hat === "wizard") return 1.1;
  if (accessories.hat !== "none" || hair.style === "bun") return 0.75;
  return 0.62;
}
