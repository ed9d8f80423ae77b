// The room in 3D: puts the classroom, everyone in it and the camera together, and draws while it is seen and something in it
// is another than in the picture before.
import { effect } from "@preact/signals";
import { Mesh, MeshBasicMaterial, Raycaster, RingGeometry, Scene, Vector2, WebGLRenderer, Plane, Vector3 } from "three";
import type { Levels } from "../audio/levels";
import { HandsModel } from "../hands/model";
import { FloatingSigns, type FloatingSign } from "../lesson/floating";
import type { Lesson } from "../lesson/lesson";
import { toPlace } from "../net/pose";
import { furnish } from "./classroom";
import { reach } from "./detail";
import { CameraDiscs } from "./discs";
import { Figure } from "./figure";
import { FloatingSprites } from "./floating";
import { fit } from "./floor";
import { Input } from "./input";
import { placeLabels } from "./names";
import { qualitySteps, AdaptiveQuality, SlownessDetector } from "./quality";
import { Projection } from "./projection";
import { FollowCamera } from "./followCamera";
import { Shadows } from "./shadows";
import { joystick } from "./joystick";
import { Walker } from "./walker";
import { PointerModel } from "../pointer/model";
import { BoardModel } from "../board/model";
import { BoardGlance } from "../screen/glance";
import { PollModel } from "../poll/model";
import { ScreenModel } from "../screen/model";
import { PresentationModel } from "../screen/presentation";
import { troubleInWords } from "../screen/trouble";
import { t } from "../texts";
import { hasKeyboard } from "../ui/keys";

const RATIO_MOST = 1.75;
/** So much of a frame's time, in ms, may go into making finer or plainer shapes. */
const MAKING_MS = 3;
const FLOOR = new Plane(new Vector3(0, 1, 0), 0);

/** Where there is no graphics card, smooth edges halve the pictures a second, and a sharp floor costs as much again. */
function isDrawnByProcessor(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = String((info && gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) ?? "");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(name);
}

export class World {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly rig: FollowCamera;
  private readonly walker: Walker;
  private readonly input: Input;
  private readonly quality: AdaptiveQuality;
  private readonly slowness = new SlownessDetector();
  private readonly glance: BoardGlance;
  private readonly projection: Projection;
  private readonly figures = new Map<number, Figure>();
  private readonly shadows = new Shadows(this.scene);
  private readonly floating = new FloatingSprites();
  private readonly discs: CameraDiscs;
  private readonly marker = new Mesh(
    new RingGeometry(0.22, 0.32, 28).rotateX(-Math.PI / 2),
    new MeshBasicMaterial({ color: 0x1c6b57, transparent: true, opacity: 0.75 }),
  );
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly ends: (() => void)[] = [];
  private marked: Walker["goal"];
  private last = 0;
  /** Whether there is something to draw, and whether there was in the frame before. */
  private stale = true;
  private drew = false;
  private readonly touch = () => {
    this.stale = true;
  };

  constructor(
    private readonly host: HTMLElement,
    private readonly lesson: Lesson,
    private readonly levels: Levels,
    onFailed: () => void,
    private readonly onSlow: () => void,
  ) {
    this.glance = lesson.model(BoardGlance);
    const onProcessor = isDrawnByProcessor();
    this.renderer = new WebGLRenderer({ antialias: !onProcessor, powerPreference: "high-performance" });
    this.quality = new AdaptiveQuality(
      qualitySteps(Math.min(window.devicePixelRatio, RATIO_MOST)),
      onProcessor ? 1 : 0,
    );
    this.renderer.setPixelRatio(this.quality.current.ratio);
    const canvas = this.renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", t(hasKeyboard() ? "room-canvas" : "room-canvas-touch"));
    canvas.addEventListener("webglcontextlost", onFailed, { once: true });
    host.prepend(canvas);

    const given = lesson.place ?? { x: 0, y: 0, z: 0, yaw: Math.PI };
    const start = { ...given, ...fit(given.x, given.z) };
    this.walker = new Walker(start, (place) => lesson.moveTo(place));
    this.rig = new FollowCamera(start);
    this.input = new Input(canvas, {
      tapped: (x, y) => this.go(x, y),
      dragged: (dx, dy) => {
        this.glance.at.value = false;
        this.rig.look(dx, dy);
      },
      zoomed: (factor) => this.rig.zoom(factor),
    });
    const thumb = joystick(host, (wish) => this.input.push(wish));
    const { sessionTitle, teacher } = lesson.session.value;
    furnish(this.scene, sessionTitle, teacher, onProcessor ? 1 : 4);
    const projection = (this.projection = new Projection(this.touch, lesson.model(BoardModel)));
    this.glance.picture.value = projection.canvas;
    this.scene.add(projection.group);
    this.discs = new CameraDiscs(lesson, this.touch);
    this.marker.visible = false;
    this.marker.position.y = 0.03;
    this.scene.add(this.marker);

    const watcher = new ResizeObserver(() => this.resize());
    watcher.observe(host);
    this.resize();
    // A page that was hidden may have lost its picture.
    document.addEventListener("visibilitychange", this.touch);
    this.ends.push(
      () => document.removeEventListener("visibilitychange", this.touch),
      () => watcher.disconnect(),
      () => thumb.remove(),
      () => this.glance.end(),
      effect(() => {
        this.rig.glances = this.glance.at.value;
      }),
      effect(() => this.seat()),
      effect(() => {
        const sharing = this.lesson.people.value.find((person) => person.screen);
        projection.share(this.lesson, sharing?.participantId);
      }),
      effect(() => this.project(projection)),
      effect(() => projection.draw(this.lesson.model(BoardModel).state.value?.shown)),
      effect(() => projection.point(this.lesson.model(PointerModel).at.value)),
      () => projection.dispose(),
      () => this.discs.dispose(),
      lesson.model(FloatingSigns).listen((shown) => this.float(shown)),
      () => this.floating.dispose(),
    );
    // Hidden pages get no frames, so the loop pauses by itself.
    this.renderer.setAnimationLoop((now) => this.frame(now));
  }

  dispose(): void {
    this.renderer.setAnimationLoop(null);
    for (const end of this.ends) end();
    this.input.dispose();
    for (const figure of this.figures.values()) figure.dispose();
    this.shadows.dispose();
    this.renderer.dispose();
    this.renderer.domElement.remove();
  }

  /** The board has what the teacher shows, whatever this person looks at for themselves. */
  private project(projection: Projection): void {
    const { opened, trouble, teachersPage } = this.lesson.model(PresentationModel);
    const screen = this.lesson.model(ScreenModel).shown.value;
    const problem = trouble.value && troubleInWords(trouble.value);
    const presented = { file: opened.value?.file, page: teachersPage.value, problem };
    projection.show(screen, presented, this.lesson.model(PollModel).onBoard.value);
  }

  /** Makes the figures those of the people who are here. */
  private seat(): void {
    this.touch();
    // A program that streams is heard, and stands nowhere.
    const people = this.lesson.people.value.filter((person) => !person.stream);
    const hands = this.lesson.model(HandsModel);
    const me = this.lesson.room.value?.seat;
    const seats = new Set(people.map((person) => person.seat));
    for (const [seat, figure] of this.figures) {
      if (seats.has(seat)) continue;
      this.scene.remove(figure.group);
      figure.dispose();
      this.figures.delete(seat);
    }
    for (const person of people) {
      let figure = this.figures.get(person.seat);
      if (figure && !figure.looks(person.avatar)) {
        this.scene.remove(figure.group);
        figure.dispose();
        figure = undefined;
      }
      if (!figure) {
        figure = new Figure(person, this.touch);
        figure.stand(toPlace(person.pose), performance.now(), 0, true);
        this.figures.set(person.seat, figure);
        this.scene.add(figure.group);
      }
      figure.show(person, this.lesson.nameOf(person), hands.turnOf(person.participantId), person.seat === me);
    }
    this.discs.stale();
    this.frameClass();
  }

  /** Has everyone in the picture of a teacher, who faces them. */
  private frameClass(): void {
    if (!this.lesson.teaches.value) return;
    const me = this.lesson.room.value?.seat;
    const others = [...this.figures]
      .filter(([seat]) => seat !== me)
      .map(([, { group }]) => ({ ...group.position, yaw: 0 }));
    this.rig.frame(this.walker.place, others);
  }

  /** Lets a sign float up from the person who shows it. */
  private float({ participantId, sign }: FloatingSign): void {
    const seat = this.lesson.room.value?.people.get(participantId)?.seat;
    const figure = seat === undefined ? undefined : this.figures.get(seat);
    if (figure) this.floating.show(figure.group, figure.label.height, sign, performance.now());
  }

  private frame(now: number): void {
    const ms = now - this.last;
    const seconds = Math.min(ms / 1000, 0.25);
    this.last = now;
    const calm = this.calm.matches;
    const walking = this.walker.step(this.input.wish, this.rig.yaw, seconds, now);
    if (walking) {
      this.lesson.hasWalked = true;
      this.glance.at.value = false;
      this.rig.steer();
    }
    if (this.rig.follow(this.walker.place, walking && !this.walker.goal, seconds, calm)) {
      this.touch();
      this.glance.away.value = !this.rig.seesBoard;
    }
    this.mark();
    const me = this.lesson.room.value?.seat;
    for (const [seat, figure] of this.figures) {
      const place = seat === me ? this.walker.place : this.lesson.tracks.at(seat, performance.now());
      if (place && figure.stand(place, performance.now(), seconds, calm)) this.touch();
      const { who } = figure;
      const level = who ? this.levels.at(who, performance.now()) : 0;
      if (figure.sound(level, performance.now())) this.touch();
    }
    this.discs.step(performance.now(), this.rig.camera.position, (person) => {
      const figure = this.figures.get(person.seat);
      return figure && { above: figure.group, name: figure.label.height };
    });
    if (this.floating.step(performance.now(), this.rig.camera.position, calm)) this.touch();
    const [draws, drew] = [this.stale, this.drew];
    [this.stale, this.drew] = [false, draws];
    if (!draws) return;
    // How long a picture takes is known when there was one in the frame before, too.
    if (drew && this.quality.frame(ms)) this.renderer.setPixelRatio(this.quality.current.ratio);
    if (drew && this.slowness.frame(ms)) this.onSlow();
    this.draw(seconds);
  }

  private draw(seconds: number): void {
    const until = performance.now() + MAKING_MS;
    const { camera, scale } = this.rig;
    const { rough } = this.quality.current;
    const pixels = this.renderer.domElement.height * scale;
    const metre = pixels / this.renderer.getPixelRatio();
    for (const figure of this.figures.values()) {
      const there = figure.group.position;
      if (!figure.seen(pixels / reach(camera.position, there), rough, performance.now() < until)) this.touch();
      figure.label.scale(camera.position.distanceTo(there), metre);
    }
    this.name(seconds);
    this.shadows.fall(Array.from(this.figures.values(), ({ group }) => group.position));
    this.renderer.render(this.scene, camera);
  }

  /** Names come and go so that none lies over another. */
  private name(seconds: number): void {
    const { camera } = this.rig;
    const { width, height } = this.renderer.domElement;
    camera.updateMatrixWorld();
    const figures = [...this.figures.values()];
    const board = this.projection.group.visible ? this.rig.boardIn(width, height) : undefined;
    for (const { label, group } of figures) label.lie(group.position, camera, width, height, board);
    placeLabels(
      figures.map(({ label }) => label.name),
      width,
      height,
    );
    for (const { label } of figures) if (label.fade(seconds, this.calm.matches)) this.touch();
  }

  /** Shows where one is going. */
  private mark(): void {
    const { goal } = this.walker;
    if (goal === this.marked) return;
    this.marked = goal;
    this.marker.visible = goal !== undefined;
    if (goal) this.marker.position.set(goal.x, 0.03, goal.z);
    this.touch();
  }

  /** Walks to where the floor was tapped. */
  private go(x: number, y: number): void {
    const box = this.renderer.domElement.getBoundingClientRect();
    const point = new Vector2(((x - box.left) / box.width) * 2 - 1, 1 - ((y - box.top) / box.height) * 2);
    const ray = new Raycaster();
    ray.setFromCamera(point, this.rig.camera);
    const hit = ray.ray.intersectPlane(FLOOR, new Vector3());
    if (hit) this.walker.goal = fit(hit.x, hit.z);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height);
    this.rig.resize(width, height);
    this.frameClass();
    // At once, or an empty picture would be seen until the next frame.
    if (this.last > 0) this.draw(0);
  }
}
