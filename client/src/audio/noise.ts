// Noise suppression with RNNoise, a small neural network, in an audio worklet; loaded only when it is chosen. Speech stays;
// fans, keyboards and music go.
import worklet from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url";
import simdUrl from "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url";
import url from "@sapphi-red/web-noise-suppressor/rnnoise.wasm?url";
import { loadRnnoise, RnnoiseWorkletNode } from "@sapphi-red/web-noise-suppressor";

export interface Denoised {
  track: MediaStreamTrack;
  close(): void;
}

/** The network is trained on 48,000 samples a second. */
const RATE = 48_000;

/** The same voice without noise. Throws when the browser cannot run it. */
export async function denoise(track: MediaStreamTrack): Promise<Denoised> {
  const context = new AudioContext({ sampleRate: RATE });
  try {
    const [wasmBinary] = await Promise.all([loadRnnoise({ url, simdUrl }), context.audioWorklet.addModule(worklet)]);
    const node = new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    context
      .createMediaStreamSource(new MediaStream([track]))
      .connect(node)
      .connect(out);
    void context.resume();
    const close = () => {
      node.destroy();
      void context.close();
    };
    return { track: out.stream.getAudioTracks()[0]!, close };
  } catch (error) {
    void context.close();
    throw error;
  }
}
