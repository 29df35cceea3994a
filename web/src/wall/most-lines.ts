/** Nobody reads more from where they sit. */
export const MOST_LINES = 8
/** So many more have room below the story and its chart. */
export const MOST_OTHERS = 2
