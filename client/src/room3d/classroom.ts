// The classroom: one mesh for all that stands still, one for the desks, and a few painted planes. No shadows are cast. What
// hides most is drawn first, and the floor, which is mostly hidden then, last.
import {
  Box3,
  BoxGeometry,
  CircleGeometry,
  Color,
  CylinderGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  PlaneGeometry,
  SphereGeometry,
  type Scene,
  type ShaderMaterial,
  Vector3,
} from "three";
import { DESKS, HEIGHT, SHELVES, TEACHERS_DESK, WALLS } from "./floor";
import { picture, still as painted } from "./materials";
import { Paint, seenSides } from "./paint";
import { blackboard, floorBoards, outside } from "./textures";

const WIDTH = WALLS.right - WALLS.left;
const DEPTH = WALLS.back - WALLS.front;
const MIDDLE = (WALLS.back + WALLS.front) / 2;
const WOOD = "#b98a52";
const WALL = "#f7ecd8";
const SKIRT = "#c9dcd0";

/** @param sharpness of the floor far back */
export function furnish(scene: Scene, title: string, teacher: string, sharpness: number): void {
  scene.background = new Color("#dfeffa");
  const room = new Group();
  room.add(desks(), new Mesh(still(), painted), ...windows());
  room.add(plane(9.4, 3.13, picture(blackboard(title, teacher)), [0, 2.75, WALLS.front + 0.1]), ground(sharpness));
  room.children.forEach((part, i) => (part.renderOrder = 1 + i));
  room.traverse((part) => (part.matrixAutoUpdate = false));
  room.traverse((part) => part.updateMatrix());
  scene.add(room);
}

function plane(w: number, h: number, material: ShaderMaterial, at: [number, number, number], turn = 0): Mesh {
  const mesh = new Mesh(new PlaneGeometry(w, h), material);
  mesh.position.set(...at);
  mesh.rotation.y = turn;
  return mesh;
}

function ground(sharpness: number): Mesh {
  const mesh = new Mesh(new PlaneGeometry(WIDTH, DEPTH), picture(floorBoards(sharpness)));
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.z = MIDDLE;
  return mesh;
}

const WINDOWS = [-7.6, -2.2, 3.2, 8.6, 12.6];

function windows(): Mesh[] {
  const view = picture(outside());
  return WINDOWS.map((z, i) => plane(i === 4 ? 2.2 : 4.2, 2.6, view, [WALLS.left + 0.06, 2.65, z], Math.PI / 2));
}

/** Where the camera is at most (`FollowCamera`). */
const INSIDE = new Box3(
  new Vector3(WALLS.left + 0.3, 0.3, WALLS.front + 0.3),
  new Vector3(WALLS.right - 0.3, HEIGHT - 0.2, WALLS.back - 0.3),
);

function still() {
  const paint = new Paint();
  const box = (w: number, h: number, d: number, x: number, y: number, z: number, colour: string) =>
    paint.add(seenSides(new BoxGeometry(w, h, d).translate(x, y, z), INSIDE), colour);

  // Walls with a painted skirt, and a ceiling with its lamps.
  box(WIDTH + 0.4, HEIGHT, 0.2, 0, HEIGHT / 2, WALLS.front - 0.1, WALL);
  box(WIDTH + 0.4, HEIGHT, 0.2, 0, HEIGHT / 2, WALLS.back + 0.1, WALL);
  box(0.2, HEIGHT, DEPTH, WALLS.left - 0.1, HEIGHT / 2, MIDDLE, WALL);
  box(0.2, HEIGHT, DEPTH, WALLS.right + 0.1, HEIGHT / 2, MIDDLE, "#f3e4c8");
  box(WIDTH, 0.95, 0.04, 0, 0.475, WALLS.front + 0.02, SKIRT);
  box(WIDTH, 0.95, 0.04, 0, 0.475, WALLS.back - 0.02, SKIRT);
  box(0.04, 0.95, DEPTH, WALLS.left + 0.02, 0.475, MIDDLE, SKIRT);
  box(0.04, 0.95, DEPTH, WALLS.right - 0.02, 0.475, MIDDLE, SKIRT);
  box(WIDTH, 0.2, DEPTH, 0, HEIGHT + 0.1, MIDDLE, "#fbf6ea");
  for (const x of [-9, -3, 3, 9]) for (const z of [-7, 0, 7, 13]) box(2.4, 0.08, 0.5, x, HEIGHT - 0.04, z, "#fffdf2");

  // The blackboard's frame and chalk.
  box(9.8, 0.2, 0.12, 0, 4.42, WALLS.front + 0.06, WOOD);
  box(9.8, 0.2, 0.22, 0, 1.1, WALLS.front + 0.1, WOOD);
  for (const side of [-1, 1]) box(0.2, 3.5, 0.12, side * 4.8, 2.75, WALLS.front + 0.06, WOOD);
  ["#ffffff", "#ffd76e", "#f3a49b"].forEach((c, i) => box(0.16, 0.04, 0.04, 2 + i * 0.3, 1.22, WALLS.front + 0.18, c));

  // Windows: frames and sills.
  WINDOWS.forEach((z, i) => {
    const w = i === 4 ? 2.2 : 4.2;
    for (const y of [1.3, 4]) box(0.16, 0.12, w + 0.2, WALLS.left + 0.08, y, z, "#ffffff");
    for (const side of i === 4 ? [-1, 1] : [-1, 0, 1])
      box(0.14, 2.7, 0.12, WALLS.left + 0.08, 2.65, z + (side * w) / 2, "#ffffff");
    box(0.4, 0.07, w + 0.5, WALLS.left + 0.2, 1.24, z, "#e9d6b2");
  });
  furniture(paint, box);
  return paint.lit();
}

type Box = (w: number, h: number, d: number, x: number, y: number, z: number, colour: string) => Paint;

function furniture(paint: Paint, box: Box): void {
  const { x, z, w, d } = TEACHERS_DESK;
  box(w * 2, 0.07, d * 2, x, 0.76, z, "#c98f55");
  box(w * 2 - 0.1, 0.7, 0.05, x, 0.37, z + d - 0.05, "#b27c46");
  for (const side of [-1, 1]) box(0.06, 0.74, d * 2 - 0.06, x + side * (w - 0.05), 0.37, z, "#b27c46");
  box(0.32, 0.05, 0.24, x - 0.6, 0.82, z, "#d2493a");
  box(0.28, 0.05, 0.22, x - 0.58, 0.87, z, "#3d7dbf");
  paint.add(new SphereGeometry(0.09, 12, 10), "#d2493a", { at: [x + 0.65, 0.88, z] });

  // Shelves with books along the right wall, notices above, the door before them.
  const books = ["#d2695a", "#5b9bd5", "#e3b341", "#6fb07f", "#c77fb0", "#7d86d1", "#f1e6cf"];
  for (const shelf of SHELVES) {
    box(shelf.w * 2, 1.5, shelf.d * 2, shelf.x, 0.75, shelf.z, "#a87b4a");
    for (let row = 0; row < 3; row++) {
      for (let at = -shelf.d + 0.2, i = row; at < shelf.d - 0.2; i++) {
        const thick = 0.1 + ((i * 37) % 5) * 0.025;
        const tall = 0.28 + ((i * 53) % 4) * 0.035;
        box(
          0.16,
          tall,
          thick - 0.015,
          shelf.x - shelf.w - 0.02,
          0.1 + row * 0.47 + tall / 2,
          shelf.z + at,
          books[(i * 3) % 7]!,
        );
        at += thick + (i % 6 === 5 ? 0.25 : 0);
      }
    }
  }
  const right = WALLS.right - 0.05;
  box(0.06, 2, 5, right, 2.9, 7, "#d9b483");
  books.slice(0, 6).forEach((colour, i) => {
    box(0.04, 0.62, 0.5, right - 0.05, 3.3 - (i % 2) * 0.85, 5.2 + i * 0.72, i % 2 ? "#fffaf0" : colour);
    box(0.03, 0.3, 0.3, right - 0.08, 3.3 - (i % 2) * 0.85, 5.2 + i * 0.72, i % 2 ? colour : "#fffaf0");
  });
  box(0.08, 2.5, 1.5, right, 1.25, -8, "#7fb3a0");
  box(0.1, 2.62, 0.12, right, 1.31, -8.8, "#ffffff");
  box(0.1, 2.62, 0.12, right, 1.31, -7.2, "#ffffff");
  box(0.1, 0.12, 1.72, right, 2.6, -8, "#ffffff");
  paint.add(new SphereGeometry(0.06, 10, 8), "#e3b341", { at: [right - 0.08, 1.15, -7.45] });

  // A clock, at ten to nine as every school's.
  const wall = WALLS.front + 0.05;
  const flat = [Math.PI / 2, 0, 0] as const;
  paint.add(new CylinderGeometry(0.5, 0.5, 0.08, 28), "#3d4a5c", { at: [7.4, 3.6, wall], turn: flat });
  paint.add(new CylinderGeometry(0.43, 0.43, 0.1, 28), "#ffffff", { at: [7.4, 3.6, wall], turn: flat });
  paint.add(new BoxGeometry(0.04, 0.26, 0.02), "#22302d", { at: [7.29, 3.63, wall + 0.06], turn: [0, 0, 1.35] });
  paint.add(new BoxGeometry(0.03, 0.34, 0.02), "#22302d", { at: [7.25, 3.68, wall + 0.06], turn: [0, 0, 1.05] });

  // A rug to gather on, cushions, plants.
  const ring = (radius: number, colour: string, y: number) =>
    paint.add(new CircleGeometry(radius, 40).rotateX(-Math.PI / 2), colour, { at: [0, y, 9.3] });
  ring(4.1, "#e9c46a", 0.006);
  ring(3.7, "#f6ead0", 0.008);
  ring(2.7, "#8cc0ab", 0.01);
  ring(1.4, "#f6ead0", 0.012);
  for (let i = 0; i < 7; i++) {
    const angle = (i * Math.PI * 2) / 7;
    paint.add(new SphereGeometry(0.42, 14, 5, 0, Math.PI * 2, 0, Math.PI * 0.62), books[i % 6]!, {
      at: [Math.sin(angle) * 4.9, 0.14, 9.3 + Math.cos(angle) * 4.6],
      scale: [1, 0.36, 1],
    });
  }
  for (const [px, pz, size] of [
    [-14.1, -11.4, 1.3],
    [14, -11.3, 1.1],
    [-14.1, 14, 1.2],
    [13.9, 3, 0.9],
    [7.4, -11.6, 0.8],
  ] as const) {
    plant(paint, px, pz, size);
  }
}

function plant(paint: Paint, x: number, z: number, size: number): void {
  paint.add(new CylinderGeometry(0.3, 0.22, 0.5, 14, 1), "#d98b5f", { at: [x, 0.25 * size, z], scale: size });
  for (let i = 0; i < 9; i++) {
    const angle = i * 2.4;
    const lean = 0.25 + (i % 3) * 0.22;
    paint.add(new SphereGeometry(0.22, 6, 5).scale(0.55, 2, 0.3).translate(0, 0.45, 0), i % 2 ? "#4f9a62" : "#6bb377", {
      at: [x, 0.5 * size, z],
      turn: [lean * Math.cos(angle), angle, lean * Math.sin(angle)],
      scale: size,
    });
  }
}

function desks(): InstancedMesh {
  const paint = new Paint();
  paint.add(new BoxGeometry(1.2, 0.06, 0.6), "#e9c894", { at: [0, 0.62, 0] });
  paint.add(new BoxGeometry(1.1, 0.14, 0.5), "#cfa468", { at: [0, 0.52, 0] });
  for (const [lx, lz] of [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ] as const) {
    // Its ends are on the floor and in the desk.
    const leg = new CylinderGeometry(0.03, 0.025, 0.5, 5, 1, true);
    paint.add(leg, "#8b9aa0", { at: [lx * 0.53, 0.25, lz * 0.23] });
  }
  paint.add(new PlaneGeometry(0.3, 0.22).rotateX(-Math.PI / 2), "#fffaf0", {
    at: [0.22, 0.66, 0.05],
    turn: [0, 0.15, 0],
  });
  paint.add(new CylinderGeometry(0.012, 0.012, 0.22, 4, 1, true), "#d2493a", {
    at: [-0.1, 0.665, 0.05],
    turn: [0, 0.5, Math.PI / 2],
  });
  const mesh = new InstancedMesh(paint.lit(), painted, DESKS.length);
  const matrix = new Matrix4();
  DESKS.forEach((desk, i) => mesh.setMatrixAt(i, matrix.makeTranslation(desk.x, 0, desk.z)));
  mesh.frustumCulled = false;
  return mesh;
}
