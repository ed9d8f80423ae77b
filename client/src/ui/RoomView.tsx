// The room: the stage with everyone on it, the panels beside it, and the dock with one's own buttons.
import { useEffect } from "preact/hooks";
import { t } from "../texts";
import { LinkBanner } from "./Banner";
import { useFeatures } from "./context";
import { Dock } from "./Dock";
import { Panel } from "./Panel";
import { usePanels } from "./panels";
import { Stage } from "./Stage";
import { TopBar } from "./TopBar";
import { useFlat } from "./view";

export function RoomView() {
  const features = useFeatures();
  const [flat, setFlat] = useFlat();
  const withPanel = features.flatMap(({ name, panel }) => (panel ? [{ name, panel }] : []));
  const { open, toggle, close } = usePanels(withPanel.map(({ name }) => name));
  // Those who came in by keyboard or ear begin at the room's name.
  useEffect(() => document.getElementById("room-title")?.focus({ preventScroll: true }), []);

  return (
    <div class="room" data-panels={[...open].sort().join(" ")}>
      <TopBar flat={flat} onFlat={setFlat} />
      <main class="stage" aria-label={t("room-classroom")}>
        <LinkBanner />
        {features.map(({ name, Banner }) => Banner && <Banner key={name} />)}
        <Stage flat={flat} onFlat={setFlat} />
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
