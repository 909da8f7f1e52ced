/** What a dragged card carries: its Yoto id, under a type of our own so that nothing else is taken for a card. */
export const heldCardType = "application/x-pretend-card";
