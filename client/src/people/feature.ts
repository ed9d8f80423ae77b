// The list of people as a feature of the room.
import { feature } from "../feature";
import { HandsModel } from "../hands/model";
import { ModerationModel } from "../moderation/model";
import { PeopleIcon } from "../ui/icons";
import { People } from "./People";
import "./people.css";

export default feature("people", {
  panel: {
    Body: People,
    Icon: PeopleIcon,
    title: "dock-people",
    close: "panel-close-people",
    counted: "dock-new",
    count: (lesson) => lesson.people.value.length,
    badge: (lesson) =>
      lesson.model(ModerationModel).waiting.value.length +
      (lesson.teaches.value ? lesson.model(HandsModel).order.value.length : 0),
  },
});
