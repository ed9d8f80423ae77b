// In the room: who walks is seen to walk, by keys, by a click or a tap on the floor, and by the stick.
import { distance } from "../support/poses.mjs";
import { check, waitUntil } from "../support/wait.mjs";

/** Ana does this until the others have seen her go so many metres. */
async function othersSeeWalking(ana, others, metres, doing) {
  const before = await Promise.all(others.map((other) => other.position(ana.seat)));
  await doing(() =>
    Promise.all(
      others.map((other, i) =>
        waitUntil(
          `${other.name} sees ${ana.name} walk`,
          () => distance(other.places.get(ana.seat), before[i]) > metres,
        ),
      ),
    ),
  );
}

async function floor(student) {
  const box = await student.page.locator(".world canvas").boundingBox();
  return { x: box.x + box.width * 0.25, y: box.y + box.height * 0.62 };
}

export const movement = {
  "a student goes from the list to the room in 3D": async ({ ana }) => {
    await ana.closePanels();
    await ana.switchView("room");
  },

  "a student who walks by the keys or the stick is seen by all": async ({ ana, ben, teacher, size }) => {
    await othersSeeWalking(ana, [teacher, ben], 0.5, async (seen) => {
      if (size === "desktop") {
        await ana.page.locator(".world canvas").focus();
        await ana.page.keyboard.down("ArrowRight");
        await seen();
        await ana.page.keyboard.up("ArrowRight");
      } else {
        const thumb = await startTouch(ana, ana.page.locator(".stick"));
        await thumb.to(30, 0);
        await seen();
        await thumb.up();
      }
    });
  },

  "a student who clicks or taps the floor is seen to go there": async ({ ana, ben, teacher, size }) => {
    await othersSeeWalking(ana, [teacher, ben], 0.3, async (seen) => {
      const { x, y } = await floor(ana);
      if (size === "desktop") await ana.page.mouse.click(x, y);
      else await ana.page.touchscreen.tap(x, y);
      await seen();
    });
  },

  "a position is kept in the list view": async ({ ana, teacher }) => {
    await ana.switchView("list");
    await waitUntil("she stands still", () => standsStill(teacher, ana.seat));
    const before = teacher.places.get(ana.seat);
    await ana.switchView("room");
    await ana.switchView("list");
    check(distance(teacher.places.get(ana.seat), before) < 0.05, "she stands where she stood");
  },
};

/** Over two of the frames that name everybody, once a second. */
async function standsStill(other, seat) {
  const heard = other.places.get(seat);
  await waitUntil("the next frame", () => other.places.get(seat) !== heard);
  return distance(other.places.get(seat), heard) < 0.01;
}

/** A finger on the middle of this, to be moved and lifted. */
async function startTouch({ context, page }, locator) {
  const box = await locator.boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const browser = await context.newCDPSession(page);
  const send = (type, touchPoints) => browser.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [middle]);
  return {
    to: (dx, dy) => send("touchMove", [{ x: middle.x + dx, y: middle.y + dy }]),
    up: () => send("touchEnd", []),
  };
}
