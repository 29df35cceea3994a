/** What nobody reads at a handover, on the screen or on paper, is counted. */
export const MOST_LINES = 100
