// A glance at the board in the 3D room: whether the camera is there, and what a person who faces away sees of it in a corner.
import { signal } from "@preact/signals";

export class BoardGlance {
  /** Whether the camera looks at the board, wherever one stands. */
  readonly at = signal(false);
  /** Whether the board is out of the picture. */
  readonly away = signal(false);
  /** The board as it is painted, while there is a room in 3D. */
  readonly picture = signal<HTMLCanvasElement | undefined>(undefined);

  readonly toggle = () => {
    this.at.value = !this.at.value;
  };

  /** There is no room in 3D any more. */
  end(): void {
    this.at.value = this.away.value = false;
    this.picture.value = undefined;
  }
}
