// MediaPipe's model that tells a person from the background. It is large, part of the built client, and loaded when it is first
// wanted. Its script is a classic one, which makes its name known in the page.
import version from "@mediapipe/selfie_segmentation/package.json";

export interface Mask {
  /** What it was asked about, and which of its pixels belong to the person. */
  image: CanvasImageSource;
  segmentationMask: CanvasImageSource;
}

interface Segmentation {
  setOptions(options: { modelSelection: 0 | 1; selfieMode?: boolean }): void;
  onResults(listener: (mask: Mask) => void): void;
  initialize(): Promise<void>;
  send(inputs: { image: HTMLVideoElement }): Promise<void>;
  close(): Promise<void>;
}

declare global {
  interface Window {
    SelfieSegmentation?: new (config: { locateFile: (name: string) => string }) => Segmentation;
  }
}

const FOLDER = `/assets/segmentation-${version.version}`;

/** Throws where the model cannot run. */
export async function segmentation(onMask: (mask: Mask) => void): Promise<Segmentation> {
  if (!window.SelfieSegmentation) await loadScript(`${FOLDER}/selfie_segmentation.js`);
  const Model = window.SelfieSegmentation;
  if (!Model) throw new Error("the model did not load");
  const model = new Model({ locateFile: (name) => `${FOLDER}/${name}` });
  model.setOptions({ modelSelection: 1 });
  model.onResults(onMask);
  await model.initialize();
  return model;
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} did not load`));
    document.head.append(script);
  });
}
