// One's own bar: the features' buttons, and what opens their panels, with how much is new in them.
import { Fragment } from "preact";
import type { Feature } from "../feature";
import { t } from "../texts";
import { useFeatures, useLesson } from "./context";

interface Props {
  open: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

export function Dock({ open, onToggle }: Props) {
  return (
    <nav class="dock" aria-label={t("dock")}>
      {useFeatures().map(({ name, DockButton, panel }) => (
        <Fragment key={name}>
          {DockButton && <DockButton />}
          {panel && <Toggle name={name} panel={panel} open={open.has(name)} onToggle={onToggle} />}
        </Fragment>
      ))}
    </nav>
  );
}

interface ToggleProps {
  name: string;
  panel: NonNullable<Feature["panel"]>;
  open: boolean;
  onToggle: (name: string) => void;
}

function Toggle({ name, panel: { Icon, title, counted, badge }, open, onToggle }: ToggleProps) {
  const fresh = badge(useLesson());
  return (
    <button
      type="button"
      id={`${name}-toggle`}
      class="dock-button"
      aria-expanded={open}
      aria-controls={open ? `${name}-panel` : undefined}
      onClick={() => onToggle(name)}
    >
      <Icon />
      <span>{t(title)}</span>
      {fresh > 0 && (
        <span class="badge">
          {fresh > 99 ? "99+" : fresh} <span class="hidden">{t(counted)}</span>
        </span>
      )}
    </button>
  );
}
