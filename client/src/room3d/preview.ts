// One figure alone, on a small stage: how somebody would look in the room.
import { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from "three";
import type { Avatar, Participant } from "../net/protocol.gen";
import { Figure } from "./figure";
import { sun } from "./light";
import { FINE } from "./quality";
import { Shadows } from "./shadows";

/** How far it turns to either side, in radians, and how long that takes, in ms. */
const TURN = 0.45;
const PERIOD = 5000;

export class Preview {
  private readonly renderer = new WebGLRenderer({ antialias: true, alpha: true });
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(34, 1, 0.1, 20);
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private figure: Figure | undefined;
  /** Whether there is something to draw, and whether anybody can see it. */
  private stale = true;
  private onScreen = true;
  private readonly touch = () => {
    this.stale = true;
  };

  constructor(
    private readonly host: HTMLElement,
    label: string,
  ) {
    // More from the front than in the room.
    sun.value.set(-3, 4, 5).normalize();
    new Shadows(this.scene).fall([new Vector3()]);
    // A wizard's hat is within.
    this.camera.position.set(0, 1.2, 3.6);
    this.camera.lookAt(0, 0.98, 0);
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    const canvas = this.renderer.domElement;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    host.append(canvas);
    new ResizeObserver(() => this.resize()).observe(host);
    new IntersectionObserver((entries) => (this.onScreen = entries.at(-1)!.isIntersecting)).observe(host);
    // A page that was hidden may have lost its picture.
    document.addEventListener("visibilitychange", this.touch);
    this.resize();
    this.renderer.setAnimationLoop((now) => this.frame(now));
  }

  show(avatar: Avatar): void {
    if (this.figure?.looks(avatar)) return;
    if (this.figure) {
      this.scene.remove(this.figure.group);
      this.figure.dispose();
    }
    const person: Participant = {
      participantId: "",
      seat: 0,
      username: "",
      role: "student",
      guest: false,
      avatar,
      connection: "here",
      microphone: "none",
      pose: { x: 0, y: 0, z: 0, rotation: 0 },
    };
    this.figure = new Figure(person, this.touch);
    this.figure.label.sprite.visible = false;
    this.figure.seen(Infinity, FINE, true);
    this.scene.add(this.figure.group);
    this.touch();
  }

  /** Draws what has changed: a still figure, or one that is scrolled out of sight, costs a phone nothing. */
  private frame(now: number): void {
    if (!this.onScreen) return;
    const yaw = this.calm.matches ? 0 : Math.sin((now / PERIOD) * Math.PI * 2) * TURN;
    if (this.figure?.stand({ x: 0, y: 0, z: 0, yaw }, now, 0, true)) this.touch();
    if (!this.stale) return;
    this.stale = false;
    this.renderer.render(this.scene, this.camera);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.touch();
  }
}
