// Made from src/protocol by `make protocol`. Do not edit.

export type Accessories = { hat: Hat, glasses: Glasses, };
export type Add = { template: Template, };
export type Allow = { drawing: Drawing, };
export type Answer = { "choices": Array<number> } | { "text": string } | { "number": number };
export type Asked = { participantId: ParticipantId, kind: ShowKind, asks: boolean, };
export type Asking = { kind: ShowKind, asks: boolean, };
export type Avatar = { skinColour: Colour, eyes: Eyes, mouth: Mouth, hair: Hair, accessories: Accessories, 
/**
 * An image on the chest that was uploaded to this server: `/files/….jpg` or `.png`. It may be another person's, and exists
 * while its owner uses it.
 */
textureUrl?: string, };
export type AvatarChanged = { participantId: ParticipantId, avatar: Avatar, };
export type BoardChanged = { number: number, };
export type BoardContent = { 
/**
 * Operations up to this number are contained.
 */
number: number, cleared: number, hidden: Array<Seat>, 
/**
 * In the order of their numbers: the later ones lie above. Without what was deleted.
 */
elements: Array<MadeElement>, };
export type BoardElement = { id: ElementId, 
/**
 * Never changes.
 */
shape: BoardShape, place: BoardPlace, style: BoardStyle, 
/**
 * Of a text or a note; empty for the others.
 */
text?: string, 
/**
 * Elements with the same number move together; 0 for none.
 */
group?: number, };
export type BoardName = { page: number, name: string, };
export type BoardOperation = { "op": "put", element: BoardElement, } | { "op": "move", id: ElementId, place: BoardPlace, } | { "op": "style", id: ElementId, style: BoardStyle, } | { "op": "write", id: ElementId, text: string, } | { "op": "group", id: ElementId, group: number, } | { "op": "delete", id: ElementId, } | { "op": "restore", id: ElementId, made?: MadeElement, } | { "op": "clear", until: number, } | { "op": "hide", seat: Seat, hidden: boolean, };
export type BoardPage = { page: number, 
/**
 * Present for ink over the screen.
 */
over?: Surface, template: Template, 
/**
 * As the teacher has named it.
 */
name?: string, };
export type BoardPlace = { x: number, y: number, sx: number, sy: number, };
export type BoardRemove = { page: number, };
export type BoardShape = { "kind": "pen", points: string, } | { "kind": "marker", points: string, } | { "kind": "line", x: number, y: number, } | { "kind": "arrow", x: number, y: number, } | { "kind": "box", w: number, h: number, } | { "kind": "ellipse", w: number, h: number, } | { "kind": "text", w: number, h: number, } | { "kind": "note", w: number, h: number, } | { "kind": "frame", w: number, h: number, } | { "kind": "picture", w: number, h: number, file: string, } | { "kind": "connector", from: ElementId, to: ElementId, };
export type BoardStyle = { colour: number, width: number, filled?: boolean, dashed?: boolean, };
export type CameraChanged = { participantId: ParticipantId, camera: boolean, };
export type Change = { page: number, operations: Array<BoardOperation>, 
/**
 * For undoing: the number that each operation's field should still have. If somebody else has changed it since, the change is
 * refused.
 */
expects?: Array<number>, };
export type ChatMessage = { messageId: MessageId, message: string, participantId: ParticipantId, 
/**
 * The author's name, because they may have left.
 */
username: string, sentAt: string, editedAt?: string, 
/**
 * The teacher has deleted the message, and its text is empty.
 */
deletedAt?: string, };
export type Choose = { participantId: ParticipantId, may: boolean, };
export type ClientEvent = { "event": "on.sessionJoin", "data": SessionJoin } | { "event": "on.sessionCreate", "data": Nothing } | { "event": "on.sessionTerminate", "data": End } | { "event": "on.participantLeave", "data": Nothing } | { "event": "on.snapshot", "data": Nothing } | { "event": "on.boardAdd", "data": Add } | { "event": "on.boardOpen", "data": Surface } | { "event": "on.boardChange", "data": Change } | { "event": "on.boardShow", "data": Show } | { "event": "on.boardName", "data": BoardName } | { "event": "on.boardRemove", "data": BoardRemove } | { "event": "on.drawingAllow", "data": Allow } | { "event": "on.drawingChoose", "data": Choose } | { "event": "on.message", "data": Say } | { "event": "on.editMessage", "data": Edit } | { "event": "on.messageHistory", "data": HistoryRequest } | { "event": "on.deleteMessage", "data": Delete } | { "event": "on.chatPause", "data": Pause } | { "event": "on.handInOpen", "data": HandInRequest } | { "event": "on.handInClose", "data": Nothing } | { "event": "on.handInText", "data": HandInText } | { "event": "on.handInDelete", "data": HandInRef } | { "event": "on.handInShow", "data": ShowHandIn } | { "event": "on.handRaise", "data": Nothing } | { "event": "on.handLower", "data": HandLower } | { "event": "on.handLowerAll", "data": Nothing } | { "event": "on.participantRemove", "data": Whom } | { "event": "on.participantAdmit", "data": Whom } | { "event": "on.participantAdmitAll", "data": Nothing } | { "event": "on.participantReadmit", "data": Whom } | { "event": "on.point", "data": Pointed } | { "event": "on.pollAsk", "data": Question } | { "event": "on.pollStart", "data": StartPoll } | { "event": "on.pollVote", "data": Vote } | { "event": "on.pollClose", "data": PollRef } | { "event": "on.pollShow", "data": ShowPoll } | { "event": "on.pollDelete", "data": PollRef } | { "event": "on.pollVotes", "data": PollRef } | { "event": "on.screenTurn", "data": Turn } | { "event": "on.quizOpen", "data": QuizOpen } | { "event": "on.quizAnswer", "data": QuizAnswer } | { "event": "on.quizReveal", "data": QuizReveal } | { "event": "on.react", "data": React } | { "event": "on.cameraShow", "data": Switch } | { "event": "on.screenShare", "data": ScreenOffer } | { "event": "on.screenStop", "data": Nothing } | { "event": "on.showingAsk", "data": Asking } | { "event": "on.showingAllow", "data": Showing } | { "event": "on.showingPermit", "data": Permit } | { "event": "on.showingSpotlight", "data": Spotlight } | { "event": "on.mediaOffer", "data": Offer } | { "event": "on.participantMute", "data": Mute } | { "event": "on.participantMuteAll", "data": MuteAll } | { "event": "on.unmutingAllow", "data": Unmuting } | { "event": "on.mediaStats", "data": Nothing } | { "event": "on.speakInvite", "data": Whom } | { "event": "on.speakWithdraw", "data": Whom } | { "event": "on.speakDecline", "data": Nothing } | { "event": "on.mediaWatch", "data": Watch };
export type CloseReason = "ended" | "removed" | "turned_away" | "replaced" | "left" | "too_slow" | "abusive" | "join_timeout" | "silent" | "restarting";
export type Colour = string;
export type Connection = "here" | "lost";
export type ConnectionChanged = { participantId: ParticipantId, connection: Connection, };
export type Delete = { messageId: MessageId, };
export type Deleted = { messageId: MessageId, deletedAt: string, };
export type Description = { sdp: string, };
export type Drawing = "nobody" | "chosen" | "everyone";
export type Edit = { messageId: MessageId, message: string, };
export type Edited = { messageId: MessageId, message: string, editedAt: string, };
export type ElementId = [Seat, number];
export type Emoji = "thumbs_up" | "clap" | "heart" | "laugh" | "surprise" | "celebrate";
export type EncodingsWanted = { kind: ShowKind, encodings: Array<boolean>, };
export type End = { 
/**
 * Whether chat and answers are kept. Without it, the lesson's own setting holds.
 */
keepChat?: boolean, };
export type Ended = { endedAt: string, 
/**
 * Whether chat and answers were kept.
 */
keepsChat: boolean, };
export type Error = { code: string, message: string, };
export type Eyes = { colour: Colour, 
/**
 * 50 to 150; 100 is normal.
 */
size: number, 
/**
 * The distance between the eyes: -100 (close) to 100 (wide).
 */
placement: number, };
export type Glasses = "none" | "round" | "square" | "star";
export type Hair = { style: Hairstyle, colour: Colour, };
export type Hairstyle = "none" | "short" | "long" | "curly" | "bun" | "spiky";
export type HandIn = { handInId: HandInId, participantId: ParticipantId, 
/**
 * The name, because they may have left.
 */
username: string, kind: HandInKind, 
/**
 * The file's name; empty for a text.
 */
name?: string, 
/**
 * The file's address on this server; empty for a text.
 */
url?: string, 
/**
 * Of a text.
 */
text?: string, handedInAt: string, };
export type HandInId = string;
export type HandInKind = "picture" | "pdf" | "text";
export type HandInRef = { handInId: HandInId, };
export type HandInRequest = { title: string, 
/**
 * At least one.
 */
kinds: Array<HandInKind>, };
export type HandInRequested = { request: HandInRequest | null, };
export type HandInText = { text: string, };
export type HandLower = { participantId?: ParticipantId, };
export type HandRaised = { participantId: ParticipantId, handRaisedAt: string, };
export type Hat = "none" | "cap" | "beanie" | "wizard" | "crown";
export type History = { messages: Array<ChatMessage>, moreMessages: boolean, };
export type HistoryRequest = { before: MessageId, };
export type IceServer = { urls: Array<string>, username: string, 
/**
 * Keep it secret. It is good for twelve hours, or for a minute before one has joined.
 */
credential: string, };
export type InviteEnded = { participantId: ParticipantId, outcome: InviteOutcome, };
export type InviteOutcome = "accepted" | "declined" | "withdrawn";
export type ItemId = string;
export type Joined = { participantId: ParticipantId, username: string, role: RoomRole, avatar: Avatar, 
/**
 * Give it in the next `on.sessionJoin` to take the same seat. Keep it secret.
 */
resume: string, session: SessionCard, 
/**
 * What sound may need to find its way.
 */
iceServers?: Array<IceServer>, 
/**
 * The room, or nothing while one waits: then `on.sessionEnter` brings it.
 */
room?: Snapshot, };
export type LeaveReason = "left" | "lost" | "removed";
export type Left = { participantId: ParticipantId, why: LeaveReason, };
export type MadeElement = { number: number, element: BoardElement, };
export type MediaConnection = { participantId: ParticipantId, quality: Quality, 
/**
 * Absent before the first packet.
 */
way?: Transport, 
/**
 * To the server, and from it.
 */
up: TrackStats, down: TrackStats, roundTripMs?: number, };
export type MediaPaused = { participantId: ParticipantId, 
/**
 * Their screen instead of their camera.
 */
screen?: boolean, paused: boolean, };
export type MediaSlots = { slots: Array<ParticipantId | null>, };
export type MediaStats = { connections: Array<MediaConnection>, 
/**
 * How many programs listen that are not participants.
 */
listeners: number, };
export type MessageId = string;
export type Microphone = "none" | "muted" | "on";
export type MicrophoneChanged = { participantId: ParticipantId, microphone: Microphone, };
export type Mouth = { shape: MouthShape, colour: Colour, 
/**
 * 50 to 150; 100 is normal.
 */
size: number, 
/**
 * -100 (low) to 100 (high).
 */
position: number, 
/**
 * In degrees, -45 to 45.
 */
rotation: number, };
export type MouthShape = "smile" | "line" | "open" | "grin";
export type Mute = { participantId?: ParticipantId, muted: boolean, };
export type MuteAll = { muted: boolean, except?: Array<ParticipantId>, };
export type NamedVote = { participantId: ParticipantId, 
/**
 * The name, because they may have left.
 */
username: string, answer: Answer, 
/**
 * Present if the question has a right answer.
 */
right?: boolean, };
export type NamedVotes = { votes: Array<NamedVote>, };
export type Nothing = Record<symbol, never>;
export type NumberRange = { from: number, to: number, count: number, };
export type NumberedChange = { page: number, number: number, operations: Array<BoardOperation>, };
export type Offer = { sdp: string, 
/**
 * Continues the existing media connection from new addresses: an ICE restart (RFC 8445, 9).
 */
restart?: boolean, 
/**
 * Whether one's camera is on as soon as the offer is answered, if it may be: it is, unless the offer says otherwise.
 */
camera?: boolean, };
export type Opened = { page: number, };
export type Outcome = { 
/**
 * From 0.
 */
right: number, 
/**
 * How many participants chose each answer.
 */
counts: Array<number>, };
export type Outsider = { participantId: ParticipantId, username: string, guest: boolean, };
export type Outsiders = { waiting: Array<Outsider>, removed: Array<Outsider>, };
export type OwnVote = { answer?: Answer, };
export type Participant = { participantId: ParticipantId, seat: Seat, username: string, role: RoomRole, 
/**
 * Whether they have no account.
 */
guest: boolean, avatar: Avatar, 
/**
 * A program that sends audio for the teacher, not a person: it has no avatar in the room.
 */
stream?: boolean, connection: Connection, microphone: Microphone, 
/**
 * Whether they send video.
 */
camera?: boolean, 
/**
 * Whether they share a screen.
 */
screen?: boolean, 
/**
 * When they raised their hand; absent while it is down.
 */
handRaisedAt?: string, pose: Pose, };
export type ParticipantId = string;
export type Pause = { paused: boolean, };
export type Permission = { participantId: ParticipantId, camera: boolean, screen: boolean, };
export type Permit = { participantId: ParticipantId, kind: ShowKind, may: boolean, };
export type Pointed = { 
/**
 * `null` when the pointer has left the slide.
 */
at: SlidePoint | null, };
export type Poll = { pollId: PollId, 
/**
 * Whether students can vote.
 */
open: boolean, 
/**
 * Whether everyone sees its results.
 */
shown: boolean, 
/**
 * When it closes by itself.
 */
closesAt?: string, results?: Results, question: string, kind: PollKind, 
/**
 * Of `single`, `multiple` and `order`: two to ten.
 */
options?: Array<string>, 
/**
 * Of a scale: two to ten.
 */
steps?: number, anonymous?: boolean, 
/**
 * The poll closes by itself after so many seconds: 5 to 3600.
 */
seconds?: number, 
/**
 * With a right answer, the question is a quiz.
 */
right?: Answer, 
/**
 * What a right answer is worth, up to 100; 0 without a right answer.
 */
points?: number, };
export type PollChanged = { poll: Poll | null, };
export type PollId = string;
export type PollKind = "single" | "multiple" | "yesNo" | "text" | "scale" | "order" | "number";
export type PollRef = { pollId: PollId, };
export type Pose = { x: number, y: number, z: number, rotation: number, };
export type Quality = "good" | "weak" | "bad";
export type Question = { question: string, kind: PollKind, 
/**
 * Of `single`, `multiple` and `order`: two to ten.
 */
options?: Array<string>, 
/**
 * Of a scale: two to ten.
 */
steps?: number, anonymous?: boolean, 
/**
 * The poll closes by itself after so many seconds: 5 to 3600.
 */
seconds?: number, 
/**
 * With a right answer, the question is a quiz.
 */
right?: Answer, 
/**
 * What a right answer is worth, up to 100; 0 without a right answer.
 */
points?: number, };
export type QuizAnswer = { quizId: ItemId, 
/**
 * From 0.
 */
choice: number, };
export type QuizCount = { quizId: ItemId, counts: Array<number>, };
export type QuizOpen = { quizId: ItemId, };
export type QuizReveal = { quizId: ItemId, };
export type React = { emoji: Emoji, };
export type Reaction = { participantId: ParticipantId, emoji: Emoji, count: number, };
export type Reactions = { reactions: Array<Reaction>, };
export type Renamed = { participantId: ParticipantId, username: string, };
export type Results = { votes: number, 
/**
 * How many chose each option or step; of an order, the points of each option: the last place gives none.
 */
counts?: Array<number>, 
/**
 * The most frequent short texts, at most 60.
 */
texts?: Array<TextCount>, 
/**
 * Numbers: each of them, or ranges if there are many. A number belongs to the range that it begins.
 */
numbers?: Array<NumberRange>, 
/**
 * Of a scale or of numbers.
 */
average?: number, 
/**
 * How many votes are right, if the question has a right answer.
 */
right?: number, };
export type Retention = { keepsChat: boolean, };
export type RoomRole = "teacher" | "student";
export type Said = { messageId: MessageId, sentAt: string, };
export type Say = { message: string, 
/**
 * The client's own id for the message, at most 64 letters: sending it again gives the same reply and no second message.
 */
clientId?: string, };
export type Screen = { 
/**
 * From 0.
 */
page: number, pages: number, 
/**
 * Which item of the content the slide is: it stays the same when the content around it changes.
 */
itemId: ItemId, 
/**
 * The page of a presentation, from 0; absent for its first page, and for other slides.
 */
pdfPage?: number, slide: Slide, 
/**
 * Whether the teacher has opened the quiz on this page; absent for other pages, and until then.
 */
quizOpen?: boolean, 
/**
 * Present for a quiz whose right answer is revealed.
 */
outcome?: Outcome, };
export type ScreenChanged = { participantId: ParticipantId, screen: boolean, };
export type ScreenOffer = { sdp: string, };
export type Seat = number;
export type ServerEvent = { "event": "on.sessionEnter", "data": Snapshot } | { "event": "on.sessionCreate", "data": Started } | { "event": "on.sessionRetention", "data": Retention } | { "event": "on.sessionTerminate", "data": Ended } | { "event": "on.participantJoin", "data": Participant } | { "event": "on.participantLeave", "data": Left } | { "event": "on.participantConnection", "data": ConnectionChanged } | { "event": "on.participantAvatar", "data": AvatarChanged } | { "event": "on.participantRename", "data": Renamed } | { "event": "on.refused", "data": Error } | { "event": "on.serverRestart", "data": Nothing } | { "event": "on.boardPage", "data": BoardPage } | { "event": "on.boardChange", "data": NumberedChange } | { "event": "on.boardShow", "data": Show } | { "event": "on.boardName", "data": BoardName } | { "event": "on.boardRemove", "data": BoardRemove } | { "event": "on.drawingAllow", "data": Allow } | { "event": "on.drawingChoose", "data": Choose } | { "event": "on.message", "data": Array<ChatMessage> } | { "event": "on.editMessage", "data": Edited } | { "event": "on.deleteMessage", "data": Deleted } | { "event": "on.chatPause", "data": Pause } | { "event": "on.handInRequest", "data": HandInRequested } | { "event": "on.handInAdd", "data": Array<HandIn> } | { "event": "on.handInDelete", "data": HandInRef } | { "event": "on.handRaise", "data": HandRaised } | { "event": "on.handLower", "data": Whom } | { "event": "on.waitingChange", "data": Outsiders } | { "event": "on.pointer", "data": Pointed } | { "event": "on.pollChange", "data": PollChanged } | { "event": "on.pollResults", "data": Array<Poll> } | { "event": "on.pollDelete", "data": PollRef } | { "event": "on.screenTurn", "data": Turned } | { "event": "on.quizCount", "data": QuizCount } | { "event": "on.reactions", "data": Reactions } | { "event": "on.showingAllow", "data": Showing } | { "event": "on.showingPermit", "data": Permission } | { "event": "on.showingAsk", "data": Asked } | { "event": "on.showingSpotlight", "data": Spotlight } | { "event": "on.participantScreen", "data": ScreenChanged } | { "event": "on.cameraWanted", "data": EncodingsWanted } | { "event": "on.participantMute", "data": MicrophoneChanged } | { "event": "on.unmutingAllow", "data": Unmuting } | { "event": "on.mediaSlots", "data": MediaSlots } | { "event": "on.mediaEnd", "data": Nothing } | { "event": "on.speakInvite", "data": Whom } | { "event": "on.speakInviteEnd", "data": InviteEnded } | { "event": "on.participantCamera", "data": CameraChanged } | { "event": "on.mediaPaused", "data": MediaPaused };
export type SessionCard = { id: SessionId, sessionCode: string, sessionTitle: string, description: string, 
/**
 * The teacher's name.
 */
teacher: string, dateTimeOfSession: string, 
/**
 * When the lesson started; absent before.
 */
startedAt?: string, state: SessionState, guestsAllowed: boolean, waitingRoom: boolean, };
export type SessionId = string;
export type SessionJoin = { 
/**
 * The five-character code, in any case.
 */
sessionId: string, username?: string, avatar?: Avatar, token?: string, resume?: string, };
export type SessionState = "planned" | "live" | "ended";
export type Show = { page: number | null, };
export type ShowHandIn = { handInId: HandInId | null, };
export type ShowKind = "camera" | "screen";
export type ShowPoll = { pollId: PollId, shown: boolean, };
export type Showing = { cameras: ShowingRule, screens: ShowingRule, 
/**
 * Whether several screens may be shared at once.
 */
severalScreens: boolean, };
export type ShowingRule = "nobody" | "asked" | "everyone";
export type Size = "large" | "medium" | "small";
export type Slide = { "kind": "photo", url: string, 
/**
 * In pixels.
 */
width: number, height: number, alternativeText: string, caption: string, } | { "kind": "video", url: string, mime: string, alternativeText: string, caption: string, } | { "kind": "presentation", url: string, name: string, caption: string, } | { "kind": "text", html: string, } | { "kind": "poll", itemId: ItemId, question: Question, } | { "kind": "quiz", quizId: ItemId, question: string, options: Array<string>, };
export type SlidePoint = { x: number, y: number, };
export type Snapshot = { 
/**
 * The receiver's own.
 */
seat: Seat, 
/**
 * News up to this number is contained.
 */
seq: number, state: SessionState, 
/**
 * When the lesson started; absent before.
 */
startedAt?: string, 
/**
 * Whether chat and answers outlive the lesson.
 */
keepsChat: boolean, participants: Array<Participant>, boardPages?: Array<BoardPage>, 
/**
 * The whiteboard that everyone sees; absent while the screen shows its slide.
 */
boardShown?: number, 
/**
 * Absent for nobody.
 */
drawing?: Drawing, 
/**
 * The students who may draw where `drawing` is `chosen`.
 */
drawers?: Array<ParticipantId>, 
/**
 * The latest messages, oldest first.
 */
messages: Array<ChatMessage>, 
/**
 * Whether `on.messageHistory` has older messages.
 */
moreMessages: boolean, 
/**
 * Whether only the teacher may write.
 */
chatPaused: boolean, 
/**
 * The screen; absent if the lesson has no content.
 */
screen?: Screen, 
/**
 * Whether students may unmute themselves.
 */
unmutingAllowed: boolean, 
/**
 * What the teacher asks for.
 */
handInRequest?: HandInRequest, 
/**
 * For the teacher the whole pile, for a student their own, the oldest first.
 */
handIns?: Array<HandIn>, 
/**
 * Which of them is on the screen.
 */
shownHandIn?: HandInId, waiting: Array<Outsider>, removed: Array<Outsider>, 
/**
 * The poll that everyone sees.
 */
poll?: Poll, 
/**
 * The receiver's own vote in it.
 */
ownVote?: OwnVote, 
/**
 * Only for the teacher: all polls of the lesson, the oldest first.
 */
polls?: Array<Poll>, 
/**
 * The receiver's own answers.
 */
answers?: Array<QuizAnswer>, 
/**
 * Only for the teacher: the answers to the quiz on the screen.
 */
count?: QuizCount, showing: Showing, mayShow: Permission, 
/**
 * The person that everyone sees large; absent for nobody.
 */
spotlight?: ParticipantId, showingAsked?: Array<Asked>, invitedToSpeak: Array<ParticipantId>, };
export type Spotlight = { participantId?: ParticipantId, };
export type StartPoll = { itemId: ItemId, };
export type Started = { startedAt: string, };
export type Surface = { itemId: ItemId, pdfPage: number, };
export type Switch = { on: boolean, };
export type Template = "plain" | "lined" | "squared" | "axes" | "music" | "europe";
export type TextCount = { text: string, count: number, };
export type TrackStats = { packets: number, bytes: number, 
/**
 * The recent packet loss, in per cent.
 */
lostPercent: number, jitterMs: number, };
export type Transport = "udp" | "tcp" | "relay";
export type Turn = { page: number, 
/**
 * Of a presentation; absent: its first page.
 */
pdfPage?: number, };
export type Turned = { screen: Screen | null, };
export type Unmuting = { allowed: boolean, };
export type Views = { views: Array<ParticipantId | null>, 
/**
 * The numbers of the views, from 0, that show a screen.
 */
screens?: Array<number>, };
export type Vote = { pollId: PollId, answer: Answer, 
/**
 * Only where votes are anonymous: a random secret of 22 to 64 letters, digits, `-` and `_` that the client makes for this poll
 * and keeps. The server keeps its hash beside the answer, and not who sent it: only with it can one change one's vote.
 */
receipt?: string, };
export type Wanted = { participantId: ParticipantId, 
/**
 * Their screen instead of their camera.
 */
screen?: boolean, size?: Size, 
/**
 * On a narrow line it comes before the others: the receiver or the teacher shows it large.
 */
pinned?: boolean, };
export type Watch = { participants: Array<Wanted>, };
export type Whom = { participantId: ParticipantId, };
export type RefusalCode = "frame_bad" | "event_unknown" | "data_bad" | "pose_bad" | "subprotocol_unknown" | "handshake_bad" | "too_fast" | "busy" | "origin_foreign" | "code_unknown" | "too_many_guesses" | "lesson_ended" | "lesson_elsewhere" | "guests_refused" | "room_full" | "removed" | "turned_away" | "resume_unknown" | "not_joined" | "already_joined" | "waiting" | "name_empty" | "name_too_long" | "name_bad" | "avatar_bad" | "not_allowed" | "not_live" | "already_live" | "message_empty" | "message_too_long" | "message_bad" | "message_unknown" | "message_deleted" | "chat_paused" | "not_author" | "participant_unknown" | "slide_unknown" | "drawing_off" | "board_unknown" | "board_full" | "element_unknown" | "element_changed" | "not_yours" | "too_large" | "ink_bad" | "quiz_not_open" | "quiz_gone" | "quiz_over" | "choice_unknown" | "hand_in_closed" | "hand_in_kind_bad" | "hand_in_unknown" | "hand_ins_many" | "file_infected" | "poll_unknown" | "poll_closed" | "poll_bad" | "polls_many" | "poll_anonymous" | "answer_unfit" | "answer_too_long" | "vote_sealed" | "offer_bad" | "offer_passive" | "offer_fingerprint" | "no_media" | "stream_key_wrong" | "stream_key_other" | "stream_keys_many" | "stream_key_unknown" | "stream_kind_bad" | "stream_unknown" | "too_many_views" | "offer_unfit" | "accept_unfit" | "content_unfit" | "fragment_bad" | "tag_needed" | "tag_stale" | "showing_forbidden" | "screen_taken" | "too_many_cameras" | "unmuting_forbidden" | "recording_unavailable" | "not_kept" | "sign_in_wrong" | "sign_in_needed" | "device_unknown" | "awaits_approval" | "unconfirmed" | "blocked" | "too_many_sign_ins" | "form_stale" | "range_bad" | "body_bad" | "key_bad" | "key_reused" | "body_too_big" | "page_unknown" | "method_unknown" | "session_unknown" | "experience_unknown" | "experiences_many" | "nothing_kept" | "search_too_long" | "reopen_late" | "length_bad" | "recurrence_bad" | "recurrence_endless" | "recurrence_never" | "recurrence_long" | "scope_bad" | "time_past" | "sessions_full" | "session_live" | "title_empty" | "title_too_long" | "description_too_long" | "text_bad" | "time_bad" | "time_zone_unknown" | "capacity_bad" | "capacity_too_high" | "series_too_long" | "retention_bad" | "upload_empty" | "upload_too_big" | "quota_full" | "storage_full" | "file_kind_bad" | "picture_bad" | "picture_too_large" | "picture_heif" | "video_bad" | "video_mpeg4" | "video_mpeg2" | "video_h263" | "video_prores" | "video_dolby_vision" | "video_motion_jpeg" | "video_codec_unknown" | "video_sound_amr" | "video_sound_dolby" | "video_sound_alac" | "video_sound_unknown" | "video_protected" | "office_missing" | "office_bad" | "office_slow" | "office_failed" | "conversion_unknown" | "caption_too_long" | "body_empty" | "body_too_long" | "quiz_bad" | "content_bad" | "content_many" | "content_unknown" | "experiences_full" | "file_live" | "experience_live" | "username_bad" | "email_bad" | "email_invisible" | "email_too_long" | "email_local_bad" | "email_domain_bad" | "phone_bad" | "identifier_bad" | "password_too_short" | "password_too_long" | "password_common" | "password_wrong" | "current_password_needed" | "username_taken" | "role_refused" | "link_dead" | "too_many_mails" | "sign_up_by_invitation" | "sign_up_by_domain" | "people_bad" | "school_text_bad" | "sign_up_bad" | "domains_bad" | "account_exists" | "language_unknown" | "student_unknown" | "group_unknown" | "groups_full" | "group_full" | "group_archived" | "group_teacher_last" | "group_student_twice" | "teacher_unknown" | "audience_empty" | "audience_many" | "group_other" | "link_open" | "link_unknown" | "sign_in_link_role" | "names_bad" | "names_many" | "table_bad" | "person_unknown" | "person_blocked" | "own_account" | "last_administrator" | "role_unknown" | "mail_unknown" | "mail_gone" | "invitation_over" | "school_name_bad" | "languages_bad" | "capacities_bad" | "upload_limit_bad" | "holidays_bad" | "quota_bad" | "empty_room_bad" | "attendance_days_bad" | "guest_days_bad" | "audit_days_bad" | "showing_rule_bad" | "address_days_bad" | "registration_days_bad" | "settings_changed" | "reason_bad";

export const SUBPROTOCOL = "lyceum.v1";
export const POSE_UP = 1;
export const POSE_DOWN = 2;
export const INK = 3;
export const BOARD_UNITS = 16384;
export const BOARD_BOUND = 1048576;
export const BOARD_BATCH = 100;
export const BOARD_TEXT_LIMIT = 2000;
export const FLOOR_CM = 1500;
export const CEILING_CM = 400;
export const NAME_LIMIT = 40;
export const MESSAGE_LIMIT = 2000;
export const CLOSE_CODES: Record<number, CloseReason> = {"4001":"ended","4002":"removed","4003":"replaced","4004":"left","4005":"too_slow","4006":"abusive","4007":"join_timeout","4008":"silent","4009":"restarting","4010":"turned_away"};
/** What random avatars are made of. */
export const ROLL = {"eyePlacements":[-40,40],"eyeSizes":[80,125],"eyes":["#3b2414","#2f5d8a","#3a7d44","#5b5b5b","#6b3f9e"],"glasses":["none","round","square","star"],"hairs":["#2c222b","#4e342e","#8d4a43","#b5651d","#e6be8a","#d9d9d9","#3f6fd1","#d14f8a"],"hats":["none","cap","beanie","wizard","crown"],"mouthPositions":[-30,30],"mouthRotations":[-8,8],"mouthSizes":[80,120],"mouths":["#a83232","#7a283c","#c95d63"],"shapes":["smile","line","open","grin"],"skins":["#ffe0bd","#f1c27d","#e0ac69","#c68642","#8d5524","#5c3a21","#a8d8b9","#b8a9e3"],"styles":["none","short","long","curly","bun","spiky"]} as const;
