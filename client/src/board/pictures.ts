// The pictures on whiteboards, which come by their names under /files/.
const MOST = 60;

/** What gives a picture that has come already, and calls back once another has. */
export function pictures(came: () => void): (file: string) => CanvasImageSource | undefined {
  const known = new Map<string, HTMLImageElement>();
  return (file) => {
    const there = known.get(file);
    if (there) return there.complete && there.naturalWidth > 0 ? there : undefined;
    if (known.size >= MOST) return undefined;
    const image = new Image();
    known.set(file, image);
    image.onload = came;
    image.src = `/files/${file}`;
    return undefined;
  };
}
