/** The header in which our own look at whether something plays shows its mark. */
export const checkMarkHeader = "x-smart-stream-check";
