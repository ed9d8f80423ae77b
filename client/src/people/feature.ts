// The list of people as a feature of the room.
import { feature } from "../feature";
import { HandsModel } from "../hands/model";
import { ModerationModel } from "../moderation/model";
import { t } from "../texts";
import { DoorIcon, HandIcon, PeopleIcon } from "../ui/icons";
import { People } from "./People";
import { students } from "./students";
import "./people.css";
import { TeacherLost } from "./TeacherLost";

export default feature("people", {
  Banner: TeacherLost,
  panel: {
    Body: People,
    Icon: PeopleIcon,
    title: "dock-people",
    close: "panel-close-people",
    scrolls: true,
    count: (lesson) => t("people-students", { count: students(lesson.people.value).length }),
    badges: (lesson) => {
      const waiting = lesson.model(ModerationModel).waiting.value.length;
      const hands = lesson.teaches.value ? lesson.model(HandsModel).order.value.length : 0;
      return [
        { count: waiting, Icon: DoorIcon, words: t("dock-waiting") },
        { count: hands, Icon: HandIcon, words: t("dock-hands", { count: hands }) },
      ];
    },
  },
});
