/** Numbers that did not arrive yet, from the first to the last. */
interface Gap {
  first: number
  last: number
}

export interface Sequence {
  /**
   * Takes the next number that arrived; how many more are missing now than before. Less than 0: one that was missing
   * has come after all.
   */
  take(seq: number): number
}

/** A larger gap is no loss but a device that counts anew from somewhere else. */
const LARGEST_GAP = 100_000
/** What lies in older gaps is given up: it stays missing. */
const MOST_GAPS = 64

/**
 * Counts what is missing in the numbers that a device gives to its messages, in whatever order they come.
 *
 * A number that is neither new nor missing is a repeated message, or, from 0 or 1, a device that began anew.
 */
export function createSequence(): Sequence {
  let highest: number | null = null
  /** The oldest first. */
  let gaps: Gap[] = []

  function skip(first: number, last: number): number {
    const missing = last - first + 1
    if (missing <= 0 || missing > LARGEST_GAP) return 0
    gaps.push({ first, last })
    if (gaps.length > MOST_GAPS) gaps.shift()
    return missing
  }

  function fill(seq: number): boolean {
    const index = gaps.findIndex(({ first, last }) => first <= seq && seq <= last)
    const gap = gaps[index]
    if (!gap) return false
    const left = [
      { first: gap.first, last: seq - 1 },
      { first: seq + 1, last: gap.last },
    ].filter(({ first, last }) => first <= last)
    gaps.splice(index, 1, ...left)
    if (gaps.length > MOST_GAPS) gaps.shift()
    return true
  }

  return {
    take(seq) {
      if (highest === null || seq > highest) {
        const missing = highest === null ? 0 : skip(highest + 1, seq - 1)
        highest = seq
        return missing
      }
      if (fill(seq)) return -1
      if (seq <= 1) {
        highest = seq
        gaps = []
      }
      return 0
    },
  }
}
