// Tests of the microphone and the speaker: a level meter, a recording of one's own voice, and a test tone.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { Sound } from "./sound";
import { useLesson, useModel } from "../ui/context";
import { audioContext, outputNode } from "./graph";
import { playTestTone, record } from "./deviceTest";

/** A bar that shows how loud the voice is; until the microphone is open, the button that opens it. */
export function Meter() {
  const { microphone } = useModel(Sound);
  const bar = useRef<HTMLMeterElement>(null);
  const open = microphone.open.value;
  useEffect(() => {
    if (!open) return;
    let frame = 0;
    const draw = () => {
      if (bar.current) bar.current.value = microphone.level;
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [open]);
  if (!open) {
    return (
      <button
        type="button"
        class="button soft"
        disabled={microphone.asking.value}
        onClick={() => void microphone.use()}
      >
        {t("sound-try")}
      </button>
    );
  }
  return <meter ref={bar} class="level" aria-label={t("sound-loud")} min={0} max={1} value={0} />;
}

type Now = "ready" | "recording" | "playing";

/** Records three seconds and plays them back; the recording stays in this page. */
export function TryVoice() {
  const lesson = useLesson();
  const sound = useModel(Sound);
  const { microphone } = sound;
  const [now, setNow] = useState<Now>("ready");
  if (!microphone.open.value) return null;
  const go = async () => {
    const stream = microphone.copy();
    if (!stream) return;
    try {
      setNow("recording");
      const voice = await record(stream, audioContext());
      setNow("playing");
      await voice.play(outputNode());
    } catch (error) {
      console.warn(error);
      lesson.notify(t("sound-cannot-record"));
    } finally {
      for (const track of stream.getTracks()) track.stop();
      setNow("ready");
    }
  };
  return (
    <div class="row">
      <button type="button" class="button soft" disabled={now !== "ready"} onClick={() => void go()}>
        {t("sound-yourself")}
      </button>
      <span class="help" role="status">
        {now !== "ready" && t(`sound-${now}`)}
      </span>
    </div>
  );
}

export function TestTone() {
  const [playing, setPlaying] = useState(false);
  const go = async () => {
    setPlaying(true);
    const context = audioContext();
    await context.resume();
    await playTestTone(context, outputNode());
    setPlaying(false);
  };
  return (
    <div class="row">
      <button type="button" class="button soft" disabled={playing} onClick={() => void go()}>
        {t("sound-tone")}
      </button>
      <span class="help" role="status">
        {playing && t("sound-tone-playing")}
      </span>
    </div>
  );
}
