// What is painted rather than modelled: floor boards, the view from the windows, the blackboard's writing.
import { CanvasTexture, Color, LinearSRGBColorSpace, RepeatWrapping, Vector3 } from "three";
import { lit } from "./light";

function canvas(width: number, height: number, draw: (pen: CanvasRenderingContext2D) => void): CanvasTexture {
  const element = document.createElement("canvas");
  element.width = width;
  element.height = height;
  draw(element.getContext("2d")!);
  const texture = new CanvasTexture(element);
  texture.anisotropy = 4;
  return texture;
}

/**
 * Boards on which the light already falls.
 * @param sharpness how often they are looked at for a pixel in which they go far back
 */
export function floorBoards(sharpness: number): CanvasTexture {
  const up = new Vector3(0, 1, 0);
  const texture = canvas(512, 512, (pen) => {
    const tints = ["#e2bf8e", "#dcb683", "#e7c797", "#d8b07b", "#e0bb88"].map(
      (tint) => `#${lit(new Color(tint), up).getHexString(LinearSRGBColorSpace)}`,
    );
    for (let row = 0; row < 8; row++) {
      for (let part = 0; part < 3; part++) {
        const x = part * 256 - (row % 2) * 128 - (row % 3) * 40;
        pen.fillStyle = tints[(row * 3 + part * 2) % tints.length]!;
        pen.fillRect(x, row * 64, 256, 64);
        pen.fillStyle = "rgb(120 80 40 / 22%)";
        pen.fillRect(x, row * 64, 2, 64);
      }
      pen.fillRect(0, row * 64, 512, 2);
    }
  });
  texture.anisotropy = sharpness;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.repeat.set(8, 8);
  return texture;
}

/** A bright morning: sky, hills, a few trees. */
export function outside(): CanvasTexture {
  return canvas(416, 256, (pen) => {
    const sky = pen.createLinearGradient(0, 0, 0, 190);
    sky.addColorStop(0, "#9fd4f5");
    sky.addColorStop(1, "#f3fbff");
    pen.fillStyle = sky;
    pen.fillRect(0, 0, 512, 256);
    pen.fillStyle = "rgb(255 255 255 / 85%)";
    for (const [x, y, r] of [
      [70, 60, 22],
      [96, 54, 28],
      [126, 62, 20],
      [330, 40, 18],
      [354, 34, 24],
      [382, 42, 17],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, r, 0, Math.PI * 2);
      pen.fill();
    }
    for (const [colour, base, wave] of [
      ["#a9d3a0", 168, 0.012],
      ["#7fbd80", 196, 0.017],
      ["#63a86c", 222, 0.011],
    ] as const) {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.moveTo(0, 256);
      for (let x = 0; x <= 512; x += 8) pen.lineTo(x, base + Math.sin(x * wave + base) * 16);
      pen.lineTo(512, 256);
      pen.fill();
    }
    pen.fillStyle = "#4c8f5b";
    for (const x of [40, 150, 290, 430, 470]) {
      pen.beginPath();
      pen.ellipse(x, 204, 13, 20, 0, 0, Math.PI * 2);
      pen.fill();
    }
  });
}

/** The lesson in chalk. */
export function blackboard(title: string, teacher: string): CanvasTexture {
  return canvas(1536, 512, (pen) => {
    pen.fillStyle = "#2a5a4b";
    pen.fillRect(0, 0, 1536, 512);
    // Wiped chalk.
    for (let i = 0; i < 26; i++) {
      pen.fillStyle = `rgb(255 255 255 / ${0.8 + (i % 3) * 0.5}%)`;
      pen.beginPath();
      pen.ellipse((i * 397) % 1536, (i * 211) % 512, 190, 60, (i % 5) * 0.5, 0, Math.PI * 2);
      pen.fill();
    }
    pen.textAlign = "center";
    pen.fillStyle = "#f6f4ea";
    const lines = wrap(pen, title, 1360);
    const size = lines.length > 1 ? 104 : 136;
    pen.font = chalk(size);
    const top = 236 - ((lines.length - 1) * size * 1.1) / 2;
    lines.forEach((line, i) => pen.fillText(line, 768, top + i * size * 1.1, 1400));
    pen.font = chalk(60);
    pen.fillStyle = "#ffe29a";
    pen.fillText(teacher, 768, top + (lines.length - 1) * size * 1.1 + 118, 1200);
  });
}

function chalk(size: number): string {
  return `600 ${size}px "Nunito Variable", system-ui, sans-serif`;
}

/** At most two lines; what does not fit ends in an ellipsis. */
function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  pen.font = chalk(136);
  if (pen.measureText(text).width <= width) return [text];
  pen.font = chalk(104);
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length <= 2 ? lines : [lines[0]!, `${lines[1]}…`];
}
