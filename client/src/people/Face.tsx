// Someone's face, flat: the form's preview, the lists, the view without 3D. Same parts as in room3d/figure.ts.
import type { Avatar, Glasses, Hat } from "../net/protocol.gen";
import { hatCovers } from "./hats";

/** `size` is a CSS class's matter; this fills its box. */
export function Face({ avatar, label }: { avatar: Avatar; label?: string }) {
  const { skinColour, eyes, accessories } = avatar;
  const flat = hatCovers(accessories.hat) && (avatar.hair.style === "bun" || avatar.hair.style === "spiky");
  const hair = flat ? { ...avatar.hair, style: "short" as const } : avatar.hair;
  const apart = 15 + eyes.placement * 0.05;
  const eye = 6.6 * (eyes.size / 100);
  return (
    <svg
      class="face"
      viewBox="0 0 100 100"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      <HairBehind {...hair} />
      <circle cx="18" cy="56" r="6" fill={skinColour} />
      <circle cx="82" cy="56" r="6" fill={skinColour} />
      <circle cx="50" cy="55" r="33" fill={skinColour} />
      <g fill="#e2604d" opacity="0.18">
        <circle cx="30" cy="66" r="6.5" />
        <circle cx="70" cy="66" r="6.5" />
      </g>
      {[50 - apart, 50 + apart].map((x) => (
        <g key={x}>
          <ellipse cx={x} cy="53" rx={eye} ry={eye * 1.12} fill="#fff" />
          <circle cx={x} cy="53.5" r={eye * 0.72} fill={eyes.colour} />
          <circle cx={x} cy="53.5" r={eye * 0.4} fill="#1d1717" />
          <circle cx={x + eye * 0.25} cy={53.5 - eye * 0.3} r={eye * 0.2} fill="#fff" />
        </g>
      ))}
      <Mouth {...avatar.mouth} />
      <HairOver {...hair} />
      <GlassesOver kind={accessories.glasses} apart={apart} />
      <HatOver kind={accessories.hat} />
    </svg>
  );
}

function Mouth({ shape, colour, size, position, rotation }: Avatar["mouth"]) {
  const at = `translate(50 ${72 - position * 0.05}) rotate(${rotation}) scale(${size / 100})`;
  const line = { fill: "none", stroke: colour, "stroke-width": 3.4, "stroke-linecap": "round" } as const;
  return (
    <g transform={at}>
      {shape === "smile" && <path d="M-10 -2Q0 8 10 -2" {...line} />}
      {shape === "line" && <path d="M-8 1H8" {...line} />}
      {shape === "open" && (
        <>
          <ellipse cx="0" cy="1" rx="6.5" ry="7" fill={colour} />
          <ellipse cx="0" cy="4.5" rx="4" ry="3" fill="#f08a86" />
        </>
      )}
      {shape === "grin" && (
        <>
          <path d="M-11 -3H11Q10 9 0 9T-11 -3Z" fill={colour} />
          <path d="M-9.5 -3H9.5Q9 1 8.5 1H-8.5Q-9 1 -9.5 -3Z" fill="#fff" />
        </>
      )}
    </g>
  );
}

function HairBehind({ style, colour }: Avatar["hair"]) {
  if (style === "long")
    return <path d="M14 52C12 20 30 12 50 12s38 8 36 40c0 16 2 26 5 36H9c3-10 5-20 5-36Z" fill={colour} />;
  if (style === "bun") return <circle cx="50" cy="13" r="11" fill={colour} />;
  if (style === "curly") {
    return (
      <g fill={colour}>
        {[18, 26, 82, 74, 14, 86].map((x, i) => (
          <circle key={x} cx={x} cy={[34, 24, 34, 24, 47, 47][i]} r="10" />
        ))}
      </g>
    );
  }
  return null;
}

function HairOver({ style, colour }: Avatar["hair"]) {
  switch (style) {
    case "none":
      return null;
    case "curly":
      return (
        <g fill={colour}>
          {[24, 35, 46, 57, 68, 77].map((x, i) => (
            <circle key={x} cx={x} cy={[34, 26, 22, 22, 26, 35][i]} r="10" />
          ))}
        </g>
      );
    case "spiky":
      return (
        <path
          d="M16 47 12 30l11 5-2-16 12 8 3-15 10 11 8-13 6 14 12-9-1 15 12-4-5 11 8-1-4 12C80 36 66 31 50 31S20 36 16 47Z"
          fill={colour}
        />
      );
    case "long":
      return <path d="M16 52C14 28 32 17 50 17s36 11 34 35C78 45 70 38 58 32 46 40 24 40 16 52Z" fill={colour} />;
    default:
      return <path d="M16 50C14 28 32 18 50 18s36 10 34 32C80 42 74 37 66 34 50 40 30 33 16 50Z" fill={colour} />;
  }
}

function GlassesOver({ kind, apart }: { kind: Glasses; apart: number }) {
  if (kind === "none") return null;
  const sides = [50 - apart, 50 + apart];
  const rim = {
    fill: "#fff",
    "fill-opacity": 0.22,
    stroke: "#33302e",
    "stroke-width": 2.6,
    "stroke-linejoin": "round",
  } as const;
  return (
    <g>
      <path d={`M${50 - apart + 10} 52Q50 48 ${50 + apart - 10} 52`} fill="none" stroke="#33302e" stroke-width="2.6" />
      {sides.map((x) => {
        if (kind === "round") return <circle key={x} cx={x} cy="53" r="11" {...rim} />;
        if (kind === "square") return <rect key={x} x={x - 11} y="43.5" width="22" height="19" rx="4" {...rim} />;
        return <path key={x} d={star(x, 53, 14, 7)} {...rim} stroke="#c7433a" />;
      })}
    </g>
  );
}

function HatOver({ kind }: { kind: Hat }) {
  switch (kind) {
    case "none":
      return null;
    case "cap":
      return (
        <g>
          <path d="M18 36C18 16 34 8 50 8s32 8 32 28Z" fill="#d2493a" />
          <path d="M18 36C40 30 74 30 96 40 84 44 40 42 18 36Z" fill="#a8362a" />
          <circle cx="50" cy="8" r="3" fill="#a8362a" />
        </g>
      );
    case "beanie":
      return (
        <g>
          <circle cx="50" cy="8" r="6.5" fill="#f4efe4" />
          <path d="M18 36C18 18 34 9 50 9s32 9 32 27Z" fill="#3d7dbf" />
          <rect x="15" y="29" width="70" height="11" rx="5.5" fill="#2c5f96" />
        </g>
      );
    case "wizard":
      return (
        <g>
          <path d="M50 -14 80 35H20Z" fill="#5b47a8" />
          <ellipse cx="50" cy="35" rx="42" ry="7" fill="#463685" />
          <path d={star(49, 17, 6, 2.6)} fill="#ffca4b" />
        </g>
      );
    case "crown":
      return (
        <g>
          <path d="M22 34 18 10l17 11L50 4l15 17 17-11-4 24Z" fill="#f5b82e" />
          <rect x="22" y="30" width="56" height="7" rx="3" fill="#d69612" />
          <circle cx="50" cy="24" r="3.5" fill="#d2493a" />
        </g>
      );
  }
}

function star(x: number, y: number, outer: number, inner: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const [angle, radius] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 ? inner : outer];
    return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}
