// The room: the stage with everyone on it, the panels beside it, and the dock with one's own buttons.
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts";
import { LinkBanner } from "./Banner";
import { useFeatures } from "./context";
import { Dock } from "./Dock";
import { Panel } from "./Panel";
import { usePanels } from "./panels";
import { SlowBanner } from "./SlowBanner";
import { Stage } from "./Stage";
import { TopBar } from "./TopBar";
import { useFlat } from "./view";

export function RoomView() {
  const features = useFeatures();
  const [flat, setFlat] = useFlat();
  /** 3D does not run here: until it is asked for again, there is the list. */
  const [failed, setFailed] = useState(false);
  const [slow, setSlow] = useState(false);
  const showFlat = (flat: boolean) => {
    setFlat(flat);
    setSlow(false);
    if (!flat) setFailed(false);
  };
  const withPanel = features.flatMap(({ name, panel }) => (panel ? [{ name, panel }] : []));
  const { open, toggle, close } = usePanels(withPanel.map(({ name }) => name));
  // Those who came in by keyboard or ear begin at the room's name.
  useEffect(() => document.getElementById("room-title")?.focus({ preventScroll: true }), []);

  return (
    <div class="room" data-panels={[...open].sort().join(" ")}>
      <TopBar flat={flat} onFlat={showFlat} />
      <main class="stage" aria-label={t("room-classroom")}>
        <div class="banners">
          <LinkBanner />
          {features.map(({ name, Banner }) => Banner && <Banner key={name} />)}
          {failed && (
            <p class="banner" role="status">
              {t("room-no-3d")}
            </p>
          )}
          {slow && !failed && <SlowBanner onFlat={() => showFlat(true)} onClose={() => setSlow(false)} />}
        </div>
        <Stage
          flat={flat || failed}
          onFailed={() => setFailed(true)}
          onSlow={() => setSlow(true)}
          onFlat={() => showFlat(true)}
        />
        <Dock open={open} onToggle={toggle} />
      </main>
      <div class="panels">
        {withPanel.map(
          ({ name, panel }) => open.has(name) && <Panel key={name} name={name} panel={panel} onClose={close} />,
        )}
      </div>
    </div>
  );
}
