import type { StoryText } from "./story.ts";

/** A small story that is ready to be played: to begin with, and to see how one is written. */
export const exampleStory: StoryText = {
  title: "The fox and the dark wood",
  description: "A small story with choices, to begin with.",
  voice: { speakers: {}, rate: 1 },
  asksAgain: true,
  passages: [
    {
      name: "At the edge of the wood",
      text: "Finn the fox stands at the edge of a dark wood. Somewhere in there his little sister is waiting. An old lantern hangs on a branch.",
      choices: [
        { label: "Take the lantern", to: "The lantern", gives: ["lantern"], needsNot: ["lantern"] },
        { label: "Run into the wood", to: "In the wood" },
      ],
    },
    {
      name: "The lantern",
      text: "Finn takes the lantern. It gives a small, warm light.",
      choices: [{ label: "", to: "In the wood" }],
    },
    {
      name: "In the wood",
      text: "Between the trees it is very dark. On one side Finn sees the mouth of a cave. On the other side, a stream is gurgling.",
      choices: [
        { label: "Go into the cave", to: "The cave" },
        { label: "Follow the stream", to: "The stream" },
      ],
    },
    {
      name: "The cave",
      text: "",
      choices: [
        { label: "", to: "Light in the cave", needs: ["lantern"] },
        { label: "", to: "Too dark", needsNot: ["lantern"] },
      ],
    },
    {
      name: "Light in the cave",
      text: "The lantern shines on the walls. And there, in the corner, sits his little sister! She laughs. I knew that you would find me, she says. Arm in arm they walk home.",
      choices: [],
    },
    {
      name: "Too dark",
      text: "It is so dark in the cave that Finn does not see his own paws. Without a light he can not go on. He turns round.",
      choices: [
        { label: "Go back to the edge of the wood", to: "At the edge of the wood" },
        { label: "Look for the stream", to: "The stream" },
      ],
    },
    {
      name: "The stream",
      text: "A frog sits at the stream. Your sister went into the cave, says the frog. But take a light with you!",
      choices: [
        { label: "Go into the cave", to: "The cave" },
        { label: "Sit down beside the frog", to: "Beside the frog" },
      ],
    },
    {
      name: "Beside the frog",
      text: "Finn sits down, and the frog sings him a song about the moon. After a while somebody sits down beside him. It is his little sister, who has heard the song. Good night, wood. Good night, frog.",
      choices: [],
    },
  ],
};

/** What a new story begins with: one passage, and nothing in it. */
export const blankPassages: StoryText["passages"] = [{ name: "Beginning", text: "", choices: [] }];
